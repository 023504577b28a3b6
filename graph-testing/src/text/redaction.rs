//! Which parts of requests and responses are secrets.

use serde_json::Value;

/// What messages and recordings have in place of a secret.
pub(crate) const HIDDEN: &str = "(hidden)";

/// Headers that hold credentials.
const HEADERS: [&str; 8] = [
    "authorization",
    "cookie",
    "ocp-apim-subscription-key",
    "proxy-authorization",
    "set-cookie",
    "x-api-key",
    "x-csrf-token",
    "x-ms-tokenboundauth",
];

/// Parts of the names of JSON members and form fields that hold credentials.
const NAMES: [&str; 7] = ["assertion", "clientstate", "datakey", "password", "secret", "token", "uploadurl"];

/// Returns whether a header holds a credential.
pub(crate) fn is_secret_header(name: &str) -> bool {
    HEADERS.iter().any(|secret| secret.eq_ignore_ascii_case(name))
}

/// Returns whether a JSON member of this name holds a credential.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !name.contains('@') && NAMES.iter().any(|secret| name.contains(secret))
}

/// Returns whether a query option of this name holds a credential. Tokens of OData (`$skiptoken`) are not credentials.
pub(crate) fn is_secret_option(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    matches!(lower.as_str(), "code" | "sig" | "tempauth") || (!name.starts_with('$') && is_secret_name(name))
}

/// Replaces the secrets of a JSON value.
pub(crate) fn redacted_json(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(redacted_json).collect(),
        Value::Object(members) => {
            let redacted = members.iter().map(|(name, member)| {
                let hides = is_secret_name(name) && !matches!(member, Value::Null | Value::Bool(_) | Value::Object(_));
                (name.clone(), if hides { HIDDEN.into() } else { redacted_json(member) })
            });
            Value::Object(redacted.collect())
        }
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{is_secret_header, is_secret_option, redacted_json};

    #[test]
    fn secrets_are_replaced() {
        let body = json!({
            "displayName": "Ann",
            "passwordProfile": { "password": "p", "forceChangePasswordNextSignIn": true },
            "items": [{ "clientState": "s" }, { "secretText": "t", "name": "n" }],
        });
        assert_eq!(
            redacted_json(&body),
            json!({
                "displayName": "Ann",
                "passwordProfile": { "password": "(hidden)", "forceChangePasswordNextSignIn": true },
                "items": [{ "clientState": "(hidden)" }, { "secretText": "(hidden)", "name": "n" }],
            })
        );
        assert!(is_secret_header("Authorization") && !is_secret_header("prefer"));
        assert!(is_secret_option("sig") && !is_secret_option("$skiptoken"));
    }
}
