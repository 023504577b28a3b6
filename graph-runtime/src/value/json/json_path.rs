use std::{borrow::Cow, fmt::Write};

use super::reader::JsonReader;

/// A step from a value to one within it.
enum Step<'a> {
    Name(Cow<'a, str>),
    Index(usize),
}

/// The most steps of a path that are shown: the last ones.
const MAX_STEPS: usize = 16;

/// The most characters of a name that are shown.
const MAX_NAME: usize = 64;

/// Returns the path to the first value that begins at a byte or after it: `members[1].id`.
///
/// A reader does not know the path, which only errors need, so it is found by reading the text again. It is empty for
/// the whole text.
pub(super) fn path_to(text: &str, at: usize) -> String {
    let mut json = JsonReader::new(text);
    let mut steps: Vec<Step<'_>> = Vec::new();
    // The text before the byte was read before, so that it is valid.
    let _ = walk(&mut json, at, &mut steps);
    let mut path = String::new();
    if steps.len() > MAX_STEPS {
        path.push('…');
    }
    let first = steps.len().saturating_sub(MAX_STEPS);
    for step in steps.iter().skip(first) {
        append(step, &mut path);
    }
    path
}

/// Walks to a byte; `None` if the text is not valid.
fn walk<'a>(json: &mut JsonReader<'a>, at: usize, steps: &mut Vec<Step<'a>>) -> Option<()> {
    loop {
        let first = json.peek();
        if json.position() >= at {
            return Some(());
        }
        match first {
            b'{' => {
                json.advance();
                if !json.is_empty(b'}') {
                    steps.push(Step::Name(name(json)?));
                    continue;
                }
            }
            b'[' => {
                json.advance();
                if !json.is_empty(b']') {
                    steps.push(Step::Index(0));
                    continue;
                }
            }
            _ => drop(json.token().ok()?),
        }
        loop {
            let is_object = matches!(steps.last()?, Step::Name(_));
            if !json.next_entry(if is_object { b'}' } else { b']' }).ok()? {
                steps.pop();
                continue;
            }
            let next = if is_object { Some(name(json)?) } else { None };
            match (steps.last_mut()?, next) {
                (Step::Index(index), _) => *index += 1,
                (step, Some(name)) => *step = Step::Name(name),
                (Step::Name(_), None) => {}
            }
            break;
        }
    }
}

fn name<'a>(json: &mut JsonReader<'a>) -> Option<Cow<'a, str>> {
    Some(json.name().ok()?.unwrap_or_else(Cow::Borrowed))
}

fn append(step: &Step<'_>, path: &mut String) {
    // Writing to a String cannot fail.
    let _ = match step {
        Step::Index(index) => write!(path, "[{index}]"),
        Step::Name(name) if is_plain(name) => write!(path, "{}{name}", if path.is_empty() { "" } else { "." }),
        Step::Name(name) => {
            let shown: String = name.chars().take(MAX_NAME).collect();
            let rest = if shown.len() < name.len() { "…" } else { "" };
            write!(path, "[\"{}{rest}\"]", shown.escape_debug())
        }
    };
}

/// Returns whether a name needs no quotes.
fn is_plain(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@' | b'-');
    !name.is_empty() && name.len() <= MAX_NAME && name.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::path_to;

    #[test]
    fn paths_lead_to_values_and_names() {
        let text = r#" {"a": [1, {"b c": {}, "d": [[], "x"]}], "e\u0065": true, "\u202e": 0} "#;
        for (needle, path) in [
            ("{\"a", ""),
            ("[1", "a"),
            ("1", "a[0]"),
            ("{}", "a[1][\"b c\"]"),
            ("\"d\"", "a[1].d"),
            ("\"x\"", "a[1].d[1]"),
            ("true", "ee"),
            ("0}", "[\"\\u{202e}\"]"),
        ] {
            assert_eq!(path_to(text, text.find(needle).unwrap()), path, "{needle}");
        }
        let long = format!("{{\"{}\": 1}}", "n".repeat(1000));
        assert!(path_to(&long, 1).chars().count() < 80);
        assert_eq!(path_to(&"[".repeat(100_000), 99_999), format!("…{}", "[0]".repeat(16)));
        assert_eq!(path_to("nonsense", 5), "");
    }
}
