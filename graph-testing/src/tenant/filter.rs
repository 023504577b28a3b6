use std::cmp::Ordering;

use serde_json::Value;

/// A condition: comparisons that all have to hold.
#[derive(Debug)]
pub(super) struct Filter(Vec<Comparison>);

#[derive(Debug)]
enum Comparison {
    Equal { path: String, literal: Value, is_equal: bool },
    StartsWith { path: String, text: String },
}

impl Filter {
    /// Reads a condition; an error says what is not supported.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        split(text, " and ").into_iter().map(Comparison::read).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn holds(&self, entity: &Value) -> bool {
        self.0.iter().all(|comparison| comparison.holds(entity))
    }
}

impl Comparison {
    fn read(text: &str) -> Result<Self, String> {
        let unsupported =
            || format!("the tenant does not support the condition `{text}`, only `eq`, `ne`, `startswith` and `and`");
        let text_only = text.trim();
        if let Some(arguments) = text_only.strip_prefix("startswith(").or(text_only.strip_prefix("startsWith("))
            && let Some((path, literal)) = arguments.strip_suffix(')').and_then(|arguments| arguments.split_once(','))
            && let Some(Value::String(text)) = self::literal(literal.trim())
            && is_path(path)
        {
            return Ok(Self::StartsWith { path: path.to_owned(), text });
        }
        let mut words = text_only.splitn(3, ' ');
        let (Some(path), Some(operator), Some(value)) = (words.next(), words.next(), words.next()) else {
            return Err(unsupported());
        };
        let is_equal = match operator {
            "eq" => true,
            "ne" => false,
            _ => return Err(unsupported()),
        };
        let literal = literal(value.trim()).filter(|_| is_path(path)).ok_or_else(unsupported)?;
        Ok(Self::Equal { path: path.to_owned(), literal, is_equal })
    }

    fn holds(&self, entity: &Value) -> bool {
        match self {
            Self::Equal { path, literal, is_equal } => {
                (compare(value_at(entity, path), literal) == Ordering::Equal) == *is_equal
            }
            Self::StartsWith { path, text } => {
                let found = value_at(entity, path).as_str().unwrap_or_default().to_lowercase();
                found.starts_with(&text.to_lowercase())
            }
        }
    }
}

fn is_path(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| character.is_alphanumeric() || "_/".contains(character))
}

/// Returns the value of a property, or of a property of a complex value (`a/b`), or `null`.
pub(super) fn value_at<'a>(entity: &'a Value, path: &str) -> &'a Value {
    path.split('/').fold(entity, |value, name| value.get(name).unwrap_or(&Value::Null))
}

/// Compares two values: numbers by value, texts without case, `null` first.
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        _ => 4,
    };
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal),
        (Value::String(a), Value::String(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        _ if a == b => Ordering::Equal,
        _ => rank(a).cmp(&rank(b)).then_with(|| a.to_string().cmp(&b.to_string())),
    }
}

/// Reads a literal of a URL. One that is neither quoted nor a number, a Boolean or `null`, such as a date, is its text.
fn literal(text: &str) -> Option<Value> {
    if let Some(quoted) = text.strip_prefix('\'') {
        let inner = quoted.strip_suffix('\'')?;
        return (!inner.replace("''", "").contains('\'')).then(|| inner.replace("''", "'").into());
    }
    match text {
        "null" => Some(Value::Null),
        "true" => Some(true.into()),
        "false" => Some(false.into()),
        _ if text.contains([' ', '(', ')', '\'']) || text.is_empty() => None,
        _ => Some(text.parse::<serde_json::Number>().map_or_else(|_| text.into(), Value::Number)),
    }
}

/// Splits a text at a separator that is not in quotes.
fn split<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for (index, _) in text.match_indices(separator) {
        if index >= start && text[..index].matches('\'').count().is_multiple_of(2) {
            parts.push(&text[start..index]);
            start = index + separator.len();
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Filter;

    #[test]
    fn conditions_hold() {
        let ann = json!({
            "name": "O'Neil and Ann", "age": 42, "enabled": true, "address": { "city": "Bonn" }, "since": "2026-01-01",
        });
        for (text, expected) in [
            ("name eq 'o''neil and ann'", true),
            ("name eq 'O''Neil and Ann' and age eq 42.0 and enabled eq true", true),
            ("address/city eq 'Bonn' and age ne 42", false),
            ("startswith(name,'O''N')", true),
            ("missing eq null", true),
            ("since eq 2026-01-01", true),
        ] {
            assert_eq!(Filter::read(text).unwrap().holds(&ann), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_supported_is_an_error() {
        for text in
            ["age gt 5", "name eq 'a' or name eq 'b'", "tags/any(t:t eq 'a')", "not (a eq 1)", "name", "name eq 'a' x"]
        {
            assert!(Filter::read(text).unwrap_err().contains("does not support"), "{text}");
        }
    }
}
