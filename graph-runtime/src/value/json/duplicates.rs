use std::borrow::Cow;

use super::{error::JsonError, reader::JsonReader};

/// A property's name, and where it is.
type Name<'a> = (Cow<'a, str>, usize);

/// Checks that a text is JSON, that no object has a name twice, and that at most so many objects and arrays are nested.
///
/// Nested values need no stack, and the names of an object are sorted at its end, so that the time is not quadratic.
pub(in crate::value) fn check_names(text: &str, max_depth: usize) -> Result<(), JsonError> {
    let mut json = JsonReader::new(text);
    let mut names: Vec<Name<'_>> = Vec::new();
    // For each open object, the number of names before its own; arrays have none.
    let mut open: Vec<Option<usize>> = Vec::new();
    loop {
        let first = json.peek();
        if matches!(first, b'{' | b'[') {
            if open.len() >= max_depth {
                return Err(JsonError::too_deep(max_depth, text, json.position()));
            }
            json.advance();
            let is_object = first == b'{';
            if !json.is_empty(if is_object { b'}' } else { b']' }) {
                open.push(is_object.then_some(names.len()));
                if is_object {
                    push_name(&mut json, &mut names)?;
                }
                continue;
            }
        } else {
            json.skip_literal()?;
        }
        while let Some(base) = open.last().copied() {
            if json.next_entry(if base.is_some() { b'}' } else { b']' })? {
                if base.is_some() {
                    push_name(&mut json, &mut names)?;
                }
                break;
            }
            if let Some(base) = base {
                check_object(names.get_mut(base..).unwrap_or_default(), text)?;
                names.truncate(base);
            }
            open.pop();
        }
        if open.is_empty() {
            return json.end();
        }
    }
}

fn push_name<'a>(json: &mut JsonReader<'a>, names: &mut Vec<Name<'a>>) -> Result<(), JsonError> {
    json.peek();
    let at = json.position();
    let name = json.name()?.unwrap_or_else(Cow::Borrowed);
    names.push((name, at));
    Ok(())
}

fn check_object(names: &mut [Name<'_>], text: &str) -> Result<(), JsonError> {
    names.sort_unstable();
    let repeated = names.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1).min();
    match repeated {
        Some(at) => Err(JsonError::refused("the property is given twice".to_owned(), text, at)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::check_names;

    #[test]
    fn names_are_compared_within_their_object() {
        for text in ["7", "[]", "{}", r#"{"a": {"a": [{"a": 1}, {"a": 2}]}, "b": "\"a\": 1"}"#] {
            assert!(check_names(text, 9).is_ok(), "{text}");
        }
        for (text, message) in [
            (r#"{"a": 1, "b": {"c": 1, "c": 2}}"#, "b.c: the property is given twice at line 1 column 24"),
            (r#"[{"a": 1, "\u0061": 2}]"#, "[0].a: the property is given twice at line 1 column 11"),
            ("{\"a\": 1,\n\"a\": 2, \"a\": 3}", "a: the property is given twice at line 2 column 1"),
            ("[[[]]]", "values are nested more than 2 levels deep at line 1 column 3"),
            ("[1", "expected `,` or `]` at line 1 column 3"),
            ("1 2", "expected nothing more at line 1 column 3"),
        ] {
            assert_eq!(check_names(text, 2).unwrap_err().to_string(), message, "{text}");
        }
    }
}
