use super::casing::snake;

/// A type's name in sentences of documentation: `directoryObject` is a "directory object".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Noun {
    pub(crate) singular: String,
    pub(crate) plural: String,
}

/// Last words of names whose plural is the same.
const UNCOUNTABLE: [&str; 6] = ["content", "data", "hardware", "information", "metadata", "software"];

impl Noun {
    /// The noun for a name without its namespace.
    pub(crate) fn of(name: &str) -> Self {
        let snake = snake(name);
        let has_letters = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        // `oAuth2PermissionGrant` does not have words to read.
        if !snake.split('_').all(has_letters) {
            let name = format!("`{}`", name.replace('`', ""));
            return Self { plural: format!("{name} items"), singular: name };
        }
        let singular = snake.replace('_', " ");
        Self { plural: plural(&singular), singular }
    }
}

fn plural(singular: &str) -> String {
    let last = singular.rsplit(' ').next().unwrap_or(singular);
    let stem = |ending: &str| singular.strip_suffix(ending).unwrap_or(singular).to_owned();
    let ends_with = |endings: &[&str]| endings.iter().any(|ending| last.ends_with(ending));
    match last {
        "person" => stem("person") + "people",
        "child" => stem("child") + "children",
        _ if UNCOUNTABLE.contains(&last) => singular.to_owned(),
        _ if ends_with(&["ss", "us", "x", "ch", "sh"]) => format!("{singular}es"),
        _ if ends_with(&["sis"]) => stem("sis") + "ses",
        // `mailboxSettings` is a plural already.
        _ if ends_with(&["s"]) => singular.to_owned(),
        _ if ends_with(&["y"]) && !ends_with(&["ay", "ey", "oy", "uy"]) => stem("y") + "ies",
        _ => format!("{singular}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::Noun;

    #[test]
    fn names_become_words() {
        for (name, singular, plural) in [
            ("user", "user", "users"),
            ("directoryObject", "directory object", "directory objects"),
            ("authorizationPolicy", "authorization policy", "authorization policies"),
            ("attributeKey", "attribute key", "attribute keys"),
            ("mailboxSettings", "mailbox settings", "mailbox settings"),
            ("onlineStatus", "online status", "online statuses"),
            ("riskAnalysis", "risk analysis", "risk analyses"),
            ("person", "person", "people"),
            ("signInInformation", "sign in information", "sign in information"),
            ("oAuth2PermissionGrant", "`oAuth2PermissionGrant`", "`oAuth2PermissionGrant` items"),
            ("größe", "`größe`", "`größe` items"),
        ] {
            let noun = Noun { singular: singular.to_owned(), plural: plural.to_owned() };
            assert_eq!(Noun::of(name), noun);
        }
    }
}
