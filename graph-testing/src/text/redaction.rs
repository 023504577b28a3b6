//! Which parts of requests and responses are secrets.

use serde_json::Value;

use super::url::decoded;

/// What messages and recordings have in place of a secret.
pub(crate) const HIDDEN: &str = "(hidden)";

/// Headers that hold credentials, in addition to those that [`is_secret_name`] finds.
const HEADERS: [&str; 5] =
    ["cookie", "ocp-apim-subscription-key", "proxy-authorization", "set-cookie", "x-functions-key"];

/// Parts of the names of JSON members, form fields, query options and headers that hold credentials.
const NAMES: [&str; 11] = [
    "api-key",
    "apikey",
    "assertion",
    "authorization",
    "clientstate",
    "datakey",
    "password",
    "secret",
    "signature",
    "token",
    "uploadurl",
];

/// Names of query options that hold credentials: of signed URLs, and of sign-in.
const OPTIONS: [&str; 6] = ["authkey", "code", "key", "sig", "subscription-key", "tempauth"];

/// Returns whether a header holds a credential.
pub(crate) fn is_secret_header(name: &str) -> bool {
    HEADERS.iter().any(|secret| secret.eq_ignore_ascii_case(name)) || is_secret_name(name)
}

/// Returns whether a JSON member of this name holds a credential.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !name.contains('@') && NAMES.iter().any(|secret| name.contains(secret))
}

/// Returns whether a query option of this name holds a credential. Tokens of OData (`$skiptoken`) are not credentials.
pub(crate) fn is_secret_option(name: &str) -> bool {
    let is_known = OPTIONS.iter().any(|secret| secret.eq_ignore_ascii_case(name));
    is_known || (!name.starts_with('$') && is_secret_name(name))
}

/// Replaces the secrets of a JSON value: by the names of members, and in the queries of URLs.
pub(crate) fn redacted_json(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(redacted_json).collect(),
        Value::Object(members) => {
            let redacted = members.iter().map(|(name, member)| {
                let is_secret = is_secret_name(name) || is_secret_header(name);
                let hides = is_secret && !matches!(member, Value::Null | Value::Bool(_) | Value::Object(_));
                (name.clone(), if hides { HIDDEN.into() } else { redacted_json(member) })
            });
            Value::Object(redacted.collect())
        }
        Value::String(text) => redacted_url(text).map_or_else(|| value.clone(), Value::from),
        _ => value.clone(),
    }
}

/// Hides the secrets in the query of a URL or path; `None` if there are none.
fn redacted_url(text: &str) -> Option<String> {
    let (before, query) = text.split_once('?')?;
    let mut is_redacted = false;
    let pairs: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if is_secret_option(&decoded(name)) => {
                is_redacted = true;
                format!("{name}={HIDDEN}")
            }
            _ => pair.to_owned(),
        })
        .collect();
    is_redacted.then(|| format!("{before}?{}", pairs.join("&")))
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
            "link": "https://h/a?se=1&sig=s&%73ig=s", "url": "/a?tempauth=s", "question": "which?",
            "headers": { "Authorization": "Bearer s", "Cookie": "s" },
        });
        assert_eq!(
            redacted_json(&body),
            json!({
                "displayName": "Ann",
                "passwordProfile": { "password": "(hidden)", "forceChangePasswordNextSignIn": true },
                "items": [{ "clientState": "(hidden)" }, { "secretText": "(hidden)", "name": "n" }],
                "link": "https://h/a?se=1&sig=(hidden)&%73ig=(hidden)", "url": "/a?tempauth=(hidden)",
                "question": "which?", "headers": { "Authorization": "(hidden)", "Cookie": "(hidden)" },
            })
        );
        assert!(is_secret_header("Authorization") && is_secret_header("X-Api-Key") && !is_secret_header("prefer"));
        assert!(is_secret_option("sig") && is_secret_option("X-Amz-Signature") && !is_secret_option("$skiptoken"));
    }
}
