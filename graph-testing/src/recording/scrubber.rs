use std::collections::BTreeMap;

use serde_json::Value;

use super::fixture::{Body, ELSEWHERE, ROOT};
use crate::text::{HIDDEN, is_secret_name, is_secret_option};

/// Query options of links whose values are opaque, and may be secrets.
const OPAQUE_OPTIONS: [&str; 4] = ["$skiptoken", "$deltatoken", "skiptoken", "deltatoken"];

/// Removes secrets from calls, the same ones in the same way, so that links still lead to the recorded requests.
#[derive(Debug)]
pub(super) struct Scrubber {
    root: String,
    hides_ids: bool,
    /// What replaces a text, by kind and text.
    replaced: BTreeMap<(&'static str, String), usize>,
}

impl Scrubber {
    pub(super) fn new(root: &str) -> Self {
        Self { root: root.trim_end_matches('/').to_owned(), hides_ids: false, replaced: BTreeMap::new() }
    }

    pub(super) fn set_root(&mut self, root: &str) {
        root.trim_end_matches('/').clone_into(&mut self.root);
    }

    pub(super) fn hide_ids(&mut self) {
        self.hides_ids = true;
    }

    /// Returns the number that replaces a text, from 1.
    fn number(&mut self, kind: &'static str, text: &str) -> usize {
        let next = self.replaced.keys().filter(|(known, _)| *known == kind).count() + 1;
        *self.replaced.entry((kind, text.to_owned())).or_insert(next)
    }

    /// Scrubs a URL: tokens of links are numbered, and URLs elsewhere are numbered as a whole.
    pub(super) fn url(&mut self, url: &str) -> String {
        let Some(below) = self.below_root(url) else {
            return format!("{ELSEWHERE}/{}", self.number("elsewhere", url));
        };
        let Some((path, query)) = below.split_once('?') else { return format!("{ROOT}{below}") };
        let (path, pairs): (String, Vec<&str>) = (path.to_owned(), query.split('&').collect());
        let query: Vec<String> = pairs.into_iter().map(|pair| self.option(pair)).collect();
        format!("{ROOT}{path}?{}", query.join("&"))
    }

    fn below_root<'u>(&self, url: &'u str) -> Option<&'u str> {
        let below = url.strip_prefix(self.root.as_str())?;
        (below.is_empty() || below.starts_with(['/', '?'])).then_some(below)
    }

    fn option(&mut self, pair: &str) -> String {
        let Some((name, value)) = pair.split_once('=') else { return pair.to_owned() };
        let decoded = name.replace("%24", "$");
        if OPAQUE_OPTIONS.contains(&decoded.to_ascii_lowercase().as_str()) {
            return format!("{name}=token-{}", self.number("token", value));
        }
        if is_secret_option(&decoded) { format!("{name}={HIDDEN}") } else { pair.to_owned() }
    }

    /// Scrubs a body.
    pub(super) fn body(&mut self, body: Body, media_type: Option<&str>) -> Body {
        let is_form = media_type.is_some_and(|media_type| media_type.contains("x-www-form-urlencoded"));
        match body {
            Body::Json(json) => Body::Json(self.json(json, false)),
            Body::Text(_) if is_form => Body::Text(HIDDEN.to_owned()),
            body => body,
        }
    }

    fn json(&mut self, value: Value, is_secret: bool) -> Value {
        match value {
            Value::String(text) if text.starts_with("https://") || text.starts_with("http://") => {
                self.url(&text).into()
            }
            Value::String(_) | Value::Number(_) if is_secret => HIDDEN.into(),
            Value::Array(items) => items.into_iter().map(|item| self.json(item, is_secret)).collect(),
            Value::Object(members) => {
                let scrubbed = members.into_iter().map(|(name, member)| {
                    let is_secret = is_secret_name(&name);
                    (name, self.json(member, is_secret))
                });
                Value::Object(scrubbed.collect())
            }
            value => value,
        }
    }

    /// Numbers ids in a whole line, if that was requested: UUIDs, and names such as `ann@contoso.com`.
    pub(super) fn ids(&mut self, line: &str) -> String {
        if !self.hides_ids {
            return line.to_owned();
        }
        let is_word = |character: char| character.is_ascii_alphanumeric() || "-._+%@#".contains(character);
        let mut scrubbed = String::with_capacity(line.len());
        let mut rest = line;
        while let Some(start) = rest.find(is_word) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(from.find(|character| !is_word(character)).unwrap_or(from.len()));
            scrubbed.push_str(before);
            scrubbed.push_str(&self.word(word));
            rest = after;
        }
        scrubbed.push_str(rest);
        scrubbed
    }

    fn word(&mut self, word: &str) -> String {
        if is_uuid(word) {
            return format!("00000000-0000-0000-0000-{:012}", self.number("uuid", &word.to_ascii_lowercase()));
        }
        for at in ["@", "%40"] {
            let parts = word.split_once(at).filter(|(name, _)| !name.is_empty());
            if let Some((name, domain)) = parts
                && domain.contains('.')
                && !domain.starts_with("odata")
                && !domain.contains(['@', '%', '#'])
            {
                let number = self.number("name", &format!("{name}@{domain}").to_ascii_lowercase());
                return format!("name{number}{at}example.com");
            }
        }
        word.to_owned()
    }
}

fn is_uuid(word: &str) -> bool {
    let mut parts = word.split('-');
    let lengths = [8, 4, 4, 4, 12];
    let is_hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    lengths.iter().all(|length| parts.next().is_some_and(|part| part.len() == *length && is_hex(part)))
        && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Scrubber;
    use crate::recording::fixture::Body;

    const ROOT: &str = "https://graph.microsoft.com/v1.0";

    #[test]
    fn urls_have_no_tokens() {
        let mut scrubber = Scrubber::new(ROOT);
        for (url, expected) in [
            (
                "https://graph.microsoft.com/v1.0/users?$top=5&$skiptoken=secret",
                "{root}/users?$top=5&$skiptoken=token-1",
            ),
            ("https://graph.microsoft.com/v1.0/users?%24skiptoken=other", "{root}/users?%24skiptoken=token-2"),
            ("https://graph.microsoft.com/v1.0/users?$deltatoken=secret", "{root}/users?$deltatoken=token-1"),
            ("https://storage.example.com/a?sig=secret", "{elsewhere}/1"),
            ("https://graph.microsoft.com/v1.0evil/a", "{elsewhere}/2"),
            ("https://storage.example.com/a?sig=secret", "{elsewhere}/1"),
        ] {
            assert_eq!(scrubber.url(url), expected);
        }
    }

    #[test]
    fn bodies_have_no_secrets() {
        let mut scrubber = Scrubber::new(ROOT);
        let body = json!({
            "uploadUrl": "https://x/y?tempauth=s", "clientState": "s", "n": 1,
            "@odata.nextLink": format!("{ROOT}/a?$skiptoken=s"),
            "access_token": "s", "passwords": ["s"],
        });
        let Body::Json(scrubbed) = scrubber.body(Body::Json(body), None) else { unreachable!() };
        assert_eq!(
            scrubbed,
            json!({
                "uploadUrl": "{elsewhere}/1", "clientState": "(hidden)", "n": 1,
                "@odata.nextLink": "{root}/a?$skiptoken=token-1",
                "access_token": "(hidden)", "passwords": ["(hidden)"],
            })
        );
        let form = scrubber.body(Body::Text("client_secret=s".to_owned()), Some("application/x-www-form-urlencoded"));
        assert!(matches!(form, Body::Text(text) if text == "(hidden)"));
    }

    #[test]
    fn ids_are_numbered_on_request() {
        let line =
            r#"{"url":"{root}/a/Ann%40c.com","id":"047DD774-f1c4-40f2-82f0-278de79f9b83","x@odata.y":"ann@c.com"}"#;
        let mut scrubber = Scrubber::new(ROOT);
        assert_eq!(scrubber.ids(line), line);
        scrubber.hide_ids();
        let scrubbed = scrubber.ids(line);
        assert_eq!(
            scrubbed,
            concat!(
                r#"{"url":"{root}/a/name1%40example.com","id":"00000000-0000-0000-0000-000000000001","#,
                r#""x@odata.y":"name1@example.com"}"#
            )
        );
    }
}
