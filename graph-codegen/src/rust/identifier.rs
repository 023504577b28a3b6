use std::fmt;

/// A checked Rust identifier, raw (`r#type`) where it has to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identifier {
    name: String,
}

/// Keywords that `r#` does not help.
const NEVER: [&str; 5] = ["self", "Self", "super", "crate", "_"];

impl Identifier {
    /// An identifier, if `name` is one or is a keyword that can be written raw.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let valid =
            syn::parse_str::<syn::Ident>(name).is_ok() || syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_ok();
        (valid && !NEVER.contains(&name) && !name.starts_with("r#")).then(|| Self { name: name.to_owned() })
    }

    /// An identifier from any text: what cannot stand in one becomes `_`.
    #[must_use]
    pub fn forced(text: &str) -> Self {
        if let Some(identifier) = Self::new(text) {
            return identifier;
        }
        let mut name: String =
            text.chars().map(|c| if c == '_' || c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            name.insert(0, '_');
        }
        if NEVER.contains(&name.as_str()) {
            name.push('_');
        }
        Self { name }
    }

    /// The name without `r#`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Whether it is a keyword, and so has to be written raw.
    #[must_use]
    pub fn is_raw(&self) -> bool {
        syn::parse_str::<syn::Ident>(&self.name).is_err()
    }

    /// The identifier with something appended.
    #[must_use]
    pub fn with_suffix(&self, suffix: &str) -> Self {
        Self::forced(&format!("{}{suffix}", self.name))
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_raw() {
            f.write_str("r#")?;
        }
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::Identifier;

    #[test]
    fn any_text_becomes_an_identifier() {
        for (text, expected) in [
            ("type", "r#type"),
            ("self", "self_"),
            ("Self", "Self_"),
            ("1x", "_1x"),
            ("", "__"),
            ("_", "__"),
            ("user\"; fn x() {", "user___fn_x____"),
            ("größe", "größe"),
            ("r#type", "r_type"),
        ] {
            assert_eq!(Identifier::forced(text).to_string(), expected, "{text}");
        }
    }
}
