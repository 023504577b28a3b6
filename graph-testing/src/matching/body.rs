use std::sync::Arc;

use graph_runtime::Bytes;
use serde_json::Value;

use super::difference::Difference;
use crate::{
    request::Request,
    text::{HIDDEN, PairNames, redacted_json},
};

/// What a request is expected to send.
#[derive(Clone)]
pub(crate) enum BodyMatcher {
    Any,
    Empty,
    Json(Value),
    Bytes(Bytes),
    /// A condition, and what it says.
    Where(String, Arc<dyn Fn(&Request) -> bool + Send + Sync>),
}

/// The most differences of a body that are listed.
const MAX_DIFFERENCES: usize = 8;

impl BodyMatcher {
    /// Returns what expects the body of a request.
    pub(crate) fn of(body: &Bytes) -> Self {
        if body.is_empty() {
            return Self::Empty;
        }
        serde_json::from_slice(body).map_or_else(|_| Self::Bytes(body.clone()), Self::Json)
    }

    pub(super) fn differences(&self, request: &Request) -> Vec<Difference> {
        let body = request.bytes();
        let size = |bytes: &Bytes| (!bytes.is_empty()).then(|| format!("{} bytes", bytes.len()));
        let received = || match &request.decoded().json {
            Some(json) => Some(format!("`{}`", redacted_json(json))),
            None => size(body),
        };
        match self {
            Self::Any => Vec::new(),
            Self::Empty if body.is_empty() => Vec::new(),
            Self::Empty => vec![Difference::new("body", None, received(), 1)],
            Self::Bytes(expected) if expected == body => Vec::new(),
            Self::Bytes(expected) => vec![Difference::new("body", size(expected), received(), 1)],
            Self::Where(_, holds) if holds(request) => Vec::new(),
            Self::Where(condition, _) => vec![Difference::new("body", Some(condition.clone()), received(), 1)],
            Self::Json(expected) => match &request.decoded().json {
                Some(json) => {
                    let mut found = Vec::new();
                    compare(expected, json, "", false, &mut found);
                    found
                }
                None => vec![Difference::new("body", Some(shown(expected, false)), size(body), 1)],
            },
        }
    }
}

fn shown(value: &Value, is_secret: bool) -> String {
    if is_secret { HIDDEN.to_owned() } else { format!("`{}`", redacted_json(value)) }
}

/// Compares two values; members have no order, and numbers are compared by value.
fn compare(expected: &Value, received: &Value, path: &str, is_secret: bool, found: &mut Vec<Difference>) {
    if found.len() >= MAX_DIFFERENCES {
        return;
    }
    let mut differ = |path: &str, expected: Option<&Value>, received: Option<&Value>, is_secret: bool| {
        let field = if path.is_empty() { "body".to_owned() } else { format!("body {path}") };
        let show = |value: &Value| shown(value, is_secret);
        found.push(Difference::new(field, expected.map(show), received.map(show), 1));
    };
    match (expected, received) {
        // A recording has no secrets.
        (Value::String(hidden), _) if hidden == HIDDEN => {}
        (Value::Object(wanted), Value::Object(sent)) => {
            let names = [wanted, sent].map(|members| {
                let texts = members.iter().filter_map(|(name, member)| Some((name.as_str(), member.as_str()?)));
                PairNames::of(members.keys().map(String::as_str), texts)
            });
            for name in wanted.keys().chain(sent.keys().filter(|name| !wanted.contains_key(*name))) {
                let has_members = wanted.get(name).or_else(|| sent.get(name)).is_some_and(Value::is_object);
                let is_secret = is_secret || names.iter().any(|names| names.is_secret(name, has_members));
                let path = format!("{path}/{name}");
                match (wanted.get(name), sent.get(name)) {
                    (Some(wanted), Some(sent)) => compare(wanted, sent, &path, is_secret, found),
                    (wanted, sent) if found.len() < MAX_DIFFERENCES => {
                        let show = |value: &Value| shown(value, is_secret);
                        found.push(Difference::new(format!("body {path}"), wanted.map(show), sent.map(show), 1));
                    }
                    _ => {}
                }
            }
        }
        (Value::Array(wanted), Value::Array(sent)) if wanted.len() == sent.len() => {
            for (index, (wanted, sent)) in wanted.iter().zip(sent).enumerate() {
                compare(wanted, sent, &format!("{path}/{index}"), is_secret, found);
            }
        }
        (Value::Number(wanted), Value::Number(sent)) if wanted.as_f64() == sent.as_f64() => {
            // Large integers that differ have the same nearest number.
            if wanted.is_i64() && sent.is_i64() && wanted != sent {
                differ(path, Some(expected), Some(received), is_secret);
            }
        }
        _ if expected == received => {}
        _ => differ(path, Some(expected), Some(received), is_secret),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::compare;

    fn differ(expected: &Value, received: &Value) -> Vec<String> {
        let mut found = Vec::new();
        compare(expected, received, "", false, &mut found);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn json_is_compared_by_meaning() {
        assert!(differ(&json!({ "a": 1, "b": [1.0] }), &json!({ "b": [1], "a": 1.0 })).is_empty());
        assert_eq!(differ(&json!(9_007_199_254_740_993_i64), &json!(9_007_199_254_740_992_i64)).len(), 1);
    }

    #[test]
    fn differences_have_no_secrets() {
        let body = |secret: &str| {
            json!({
                "pairs": [{ "key": "SecretToken", "value": secret }],
                "headers": { "x-functions-key": secret },
                "secret": { "a": [secret] },
                "url": format!("https://h/a?sig={secret}"),
            })
        };
        let found = differ(&body("hunter1"), &body("hunter2"));
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(!found.concat().contains("hunter"), "{found:?}");
    }

    #[test]
    fn differences_have_a_path() {
        let found = differ(
            &json!({ "name": "Ann", "tags": [{ "a": 1 }], "password": "x" }),
            &json!({ "name": "Bob", "tags": [{ "a": 2 }], "password": "y", "more": null }),
        );
        assert_eq!(
            found,
            [
                "body /name: expected `\"Ann\"`, received `\"Bob\"`",
                "body /password: expected (hidden), received (hidden)",
                "body /tags/0/a: expected `1`, received `2`",
                "body /more: expected none, received `null`",
            ]
        );
    }
}
