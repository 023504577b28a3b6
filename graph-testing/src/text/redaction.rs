//! Which parts of requests and responses are secrets, and texts without them.

use serde_json::Value;

use super::{
    assignments::{TextKind, replace_values},
    names::{is_secret_header, is_secret_name, is_secret_option, is_structured},
};

/// What messages and recordings have in place of a secret.
pub(crate) const HIDDEN: &str = "(hidden)";

/// Replaces the secrets of a JSON value.
pub(crate) fn redacted_json(value: &Value) -> Value {
    redacted(value, false)
}

fn redacted(value: &Value, is_secret: bool) -> Value {
    match value {
        Value::String(_) | Value::Number(_) if is_secret => HIDDEN.into(),
        Value::String(text) => redacted_text(text, TextKind::Prose).into(),
        Value::Array(items) => items.iter().map(|item| redacted(item, is_secret)).collect(),
        Value::Object(members) => {
            let texts = members.iter().filter_map(|(name, member)| Some((name.as_str(), member.as_str()?)));
            let names = PairNames::of(members.keys().map(String::as_str), texts);
            let redacted = members.iter().map(|(name, member)| {
                let has_members =
                    member.as_array().map_or(member.is_object(), |items| items.iter().all(Value::is_object));
                (name.clone(), redacted(member, is_secret || names.is_secret(name, has_members)))
            });
            Value::Object(redacted.collect())
        }
        _ => value.clone(),
    }
}

/// What the names of an object's members say about it as a name and a value: `{"key": "SecretToken", "value": …}`.
pub(crate) struct PairNames {
    is_pair: bool,
    is_secret: bool,
}

impl PairNames {
    /// Reads the names of all members, and the members that are texts.
    pub(crate) fn of<'a>(
        mut names: impl Iterator<Item = &'a str>,
        mut texts: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let is_pair = names.any(is_value);
        let is_name =
            |name: &str| ["header", "headername", "id", "key", "name"].contains(&name.to_lowercase().as_str());
        let is_secret = is_pair
            && texts.any(|(name, text)| {
                is_name(name)
                    && text.len() <= 100
                    && (is_secret_name(text) || is_secret_header(text) || is_secret_option(text))
            });
        Self { is_pair, is_secret }
    }

    /// Returns whether a member is a secret. `has_members` says whether it is an object, or a list of objects.
    pub(crate) fn is_secret(&self, name: &str, has_members: bool) -> bool {
        if self.is_pair && name.eq_ignore_ascii_case("key") {
            return false;
        }
        (self.is_secret && is_value(name))
            || ((is_secret_name(name) || (is_secret_header(name) && !has_members))
                && !(has_members && is_structured(name)))
    }
}

fn is_value(name: &str) -> bool {
    name.eq_ignore_ascii_case("value") || name.eq_ignore_ascii_case("values")
}

/// Replaces the values of a text that are secrets by their names, and access tokens.
pub(crate) fn redacted_text(text: &str, kind: TextKind) -> String {
    let text = replace_values(text, kind, is_secret_option, |_, _| HIDDEN.to_owned());
    if kind == TextKind::Prose { without_tokens(&text) } else { text }
}

/// Replaces what is a credential by its form: a bearer token, JSON in base64 as in signed tokens, and a private key.
pub(crate) fn without_tokens(text: &str) -> String {
    if text.contains("PRIVATE KEY-----") {
        return HIDDEN.to_owned();
    }
    let is_token = |character: char| character.is_ascii_alphanumeric() || "-._~+/=".contains(character);
    let (mut replaced, mut rest, mut follows_scheme) = (String::with_capacity(text.len()), text, false);
    while let Some(start) = rest.find(is_token) {
        let (between, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|character| !is_token(character)).unwrap_or(from.len()));
        let is_jwt = word.len() > 16 && word.starts_with("eyJ");
        replaced.push_str(between);
        let is_secret = is_jwt || (follows_scheme && between.trim().is_empty());
        replaced.push_str(if is_secret { HIDDEN } else { word });
        follows_scheme = word.eq_ignore_ascii_case("bearer");
        rest = after;
    }
    replaced.push_str(rest);
    replaced
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{redacted_json, without_tokens};

    #[test]
    fn secrets_are_replaced() {
        let body = json!({
            "displayName": "Ann",
            "passwordProfile": { "password": "p", "forceChangePasswordNextSignIn": true, "note": "n" },
            "items": [{ "clientState": "s" }, { "secretText": "t", "name": "n" }],
            "secret": { "value": "s", "list": [{ "a": 1 }] },
            "pairs": [{ "key": "SecretToken", "value": "s" }, { "key": "color", "value": "red" }],
            "requests": [{ "headers": { "Authorization": "Bearer s", "x-own-key": "s", "Prefer": "x" } }],
            "webUrl": "https://h/a?sig=s&b=1",
        });
        assert_eq!(
            redacted_json(&body),
            json!({
                "displayName": "Ann",
                "passwordProfile": { "password": "(hidden)", "forceChangePasswordNextSignIn": true, "note": "n" },
                "items": [{ "clientState": "(hidden)" }, { "secretText": "(hidden)", "name": "n" }],
                "secret": { "value": "(hidden)", "list": [{ "a": "(hidden)" }] },
                "pairs": [{ "key": "SecretToken", "value": "(hidden)" }, { "key": "color", "value": "red" }],
                "requests": [{ "headers": { "Authorization": "(hidden)", "x-own-key": "(hidden)", "Prefer": "x" } }],
                "webUrl": "https://h/a?sig=(hidden)&b=1",
            })
        );
    }

    #[test]
    fn tokens_are_known_by_their_form() {
        assert_eq!(without_tokens("a Bearer abc, b"), "a Bearer (hidden), b");
        assert_eq!(without_tokens("at 'eyJhbGciOiJub25lIn0.e30.' it"), "at '(hidden)' it");
        assert_eq!(without_tokens("-----BEGIN RSA PRIVATE KEY-----\nabc"), "(hidden)");
    }
}
