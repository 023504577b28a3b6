use std::collections::HashMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{
    ids::{Id, replace_ids},
    json::{Json, Refusal},
    placeholder::{ELSEWHERE, ROOT},
};
use crate::text::{HIDDEN, TextKind, decoded, is_link_token, is_secret_option, replace_values, without_tokens};

/// How often texts are inside texts, as JSON in a string, or an encoded URL in a query option.
const MAX_NESTING: usize = 4;

/// What is encoded in a segment of a path that had to be decoded.
const SEGMENT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'/').add(b'<').add(b'>').add(b'?');

/// Removes secrets from calls, the same ones in the same way, so that links still lead to the recorded requests.
pub(super) struct Scrubber {
    /// The scheme and host of the root, in small letters, and its path.
    origin: String,
    path: String,
    hides_ids: bool,
    pub(super) keeps_content: bool,
    /// The number that replaces a text, by kind and text.
    numbers: HashMap<&'static str, HashMap<String, usize>>,
    pub(super) nesting: usize,
    /// How many values a value is in.
    pub(super) depth: usize,
}

impl Scrubber {
    pub(super) fn new(root: &str) -> Self {
        let (origin, path) = split_origin(root.trim_end_matches('/'));
        let path = path.to_owned();
        Self { origin, path, hides_ids: false, keeps_content: false, numbers: HashMap::new(), nesting: 0, depth: 0 }
    }

    pub(super) fn set_root(&mut self, root: &str) {
        let (origin, path) = split_origin(root.trim_end_matches('/'));
        (self.origin, self.path) = (origin, path.to_owned());
    }

    pub(super) fn hide_ids(&mut self) {
        self.hides_ids = true;
    }

    /// Returns the number that replaces a text, from 1.
    fn number(&mut self, kind: &'static str, text: &str) -> usize {
        let numbers = self.numbers.entry(kind).or_default();
        if let Some(number) = numbers.get(text) {
            return *number;
        }
        let next = numbers.len() + 1;
        numbers.insert(text.to_owned(), next);
        next
    }

    /// Scrubs a URL, or a path with its query. Tokens of links are numbered, and URLs elsewhere are as a whole.
    pub(super) fn link(&mut self, link: &str) -> String {
        let (origin, rest) = split_origin(link);
        if origin.is_empty() {
            return self.target(link);
        }
        let below = rest.strip_prefix(self.path.as_str()).filter(|_| origin == self.origin);
        match below.filter(|below| below.is_empty() || below.starts_with(['/', '?', '#'])) {
            Some(below) => {
                let target = self.target(below);
                format!("{ROOT}{target}")
            }
            None => format!("{ELSEWHERE}/{}", self.number("elsewhere", &format!("{origin}{rest}"))),
        }
    }

    /// Scrubs a path with its query and fragment.
    fn target(&mut self, target: &str) -> String {
        let scrubbed = self.values(target, TextKind::Target);
        let (path, query) = scrubbed.split_at(scrubbed.find(['?', '#']).unwrap_or(scrubbed.len()));
        let segments: Vec<String> = path.split('/').map(|segment| self.segment(segment)).collect();
        let options: Vec<String> = query.split('&').map(|option| self.option(option)).collect();
        format!("{}{}", segments.join("/"), options.join("&"))
    }

    /// Scrubs a segment of a path whose parentheses or signs of equality are encoded.
    fn segment(&mut self, segment: &str) -> String {
        let decoded = decoded(segment);
        if decoded == segment {
            return decoded;
        }
        let scrubbed = self.values(&decoded, TextKind::Target);
        if scrubbed == decoded { segment.to_owned() } else { utf8_percent_encode(&scrubbed, SEGMENT).to_string() }
    }

    /// Hides the value of an option that contains a secret, as a URL does.
    fn option(&mut self, option: &str) -> String {
        let Some((name, value)) = option.split_once('=') else { return option.to_owned() };
        let text = decoded(&value.replace('+', " "));
        if self.text(&text) == text { option.to_owned() } else { format!("{name}={HIDDEN}") }
    }

    /// Replaces the values in a text that are secrets by their names.
    fn values(&mut self, text: &str, kind: TextKind) -> String {
        let is_secret = |name: &str| is_link_token(name) || is_secret_option(name);
        replace_values(text, kind, is_secret, |name, value| {
            if !is_link_token(name) {
                return HIDDEN.to_owned();
            }
            let issued = self.numbers.get("token").map_or(0, HashMap::len);
            match value.strip_prefix("token-").and_then(|number| number.parse::<usize>().ok()) {
                Some(number) if number <= issued => value.to_owned(),
                _ => format!("token-{}", self.number("token", &decoded(value))),
            }
        })
    }

    /// Scrubs a text: the JSON, the URLs, the named values and the tokens that it contains.
    pub(super) fn text(&mut self, text: &str) -> String {
        if self.nesting >= MAX_NESTING {
            return HIDDEN.to_owned();
        }
        self.nesting += 1;
        let scrubbed = self.nested_text(text);
        self.nesting -= 1;
        scrubbed
    }

    fn nested_text(&mut self, text: &str) -> String {
        if text.trim_start().starts_with(['{', '[', '"']) {
            match Json::read_at(text, self.depth) {
                Ok(json) => {
                    let scrubbed = self.inner_json(json.clone());
                    return if scrubbed == json { text.to_owned() } else { scrubbed.to_string() };
                }
                Err(Refusal::TooDeep) => return HIDDEN.to_owned(),
                Err(Refusal::NotJson) => {}
            }
        }
        let (mut scrubbed, mut copied, mut at) = (String::with_capacity(text.len()), 0, 0);
        while let Some(offset) = text[at..].find("://") {
            let sign = at + offset;
            at = sign + 3;
            let is_scheme = |character: char| character.is_ascii_alphanumeric() || "+-.".contains(character);
            let before = &text[copied..sign];
            let start = copied + before.trim_end_matches(is_scheme).len();
            if start == sign {
                continue;
            }
            let end = url_end(text, start, sign);
            scrubbed.push_str(&self.without_urls(&text[copied..start]));
            scrubbed.push_str(&self.link(&text[start..end]));
            (copied, at) = (end, end);
        }
        scrubbed.push_str(&self.without_urls(&text[copied..]));
        scrubbed
    }

    /// Scrubs a text without URLs, except encoded ones. A word that has a secret when it is decoded is hidden.
    fn without_urls(&mut self, text: &str) -> String {
        let text = self.named_values(text);
        if !text.contains("%3") {
            return text;
        }
        let ends_word = |character: char| character.is_whitespace() || ['"', '\'', '<', '>'].contains(&character);
        let words = text.split_inclusive(ends_word).map(|part| {
            let word = part.trim_end_matches(ends_word);
            let decoded = decoded(word);
            let is_secret = decoded != word && self.text(&decoded) != decoded;
            if is_secret { format!("{HIDDEN}{}", &part[word.len()..]) } else { part.to_owned() }
        });
        words.collect()
    }

    /// Replaces named values and tokens of a text, and no URLs.
    pub(super) fn named_values(&mut self, text: &str) -> String {
        without_tokens(&self.values(text, TextKind::Prose))
    }

    /// Numbers ids, if that was requested: UUIDs, and names such as `ann@contoso.com`.
    pub(super) fn ids(&mut self, text: &str) -> String {
        if !self.hides_ids {
            return text.to_owned();
        }
        replace_ids(text, |id| match id {
            Id::Uuid(uuid) => format!("00000000-0000-0000-0000-{:012}", self.number("uuid", &uuid)),
            Id::Name(name, at) => format!("name{}{at}example.com", self.number("name", &name)),
        })
    }
}

/// Splits a URL after its scheme and host, which are returned in small letters; they are empty if it has none.
fn split_origin(url: &str) -> (String, &str) {
    let Some(scheme) = url.find("://").filter(|at| !url[..*at].contains(['/', '?', '#'])) else {
        return (String::new(), url);
    };
    let host = scheme + 3;
    let end = url[host..].find(['/', '?', '#', '\\']).map_or(url.len(), |at| host + at);
    let origin = url[..end].to_ascii_lowercase();
    let port = if origin.starts_with("https:") { ":443" } else { ":80" };
    (origin.strip_suffix(port).unwrap_or(&origin).to_owned(), &url[end..])
}

/// Returns where a URL in a text ends: at space, at brackets of HTML, and at the quote that it follows.
fn url_end(text: &str, start: usize, sign: usize) -> usize {
    let quote = text[..start].chars().next_back().filter(|character| *character == '\'');
    let ends = |character: char| {
        character.is_whitespace() || ['"', '<', '>', '`'].contains(&character) || Some(character) == quote
    };
    text[sign..].find(ends).map_or(text.len(), |at| sign + at)
}

#[cfg(test)]
mod tests {
    use super::Scrubber;

    const ROOT: &str = "https://graph.microsoft.com/v1.0";

    #[test]
    fn urls_have_no_tokens() {
        let mut scrubber = Scrubber::new(ROOT);
        for (url, expected) in [
            ("{}/users?$top=5&$skiptoken=secret", "{root}/users?$top=5&$skiptoken=token-1"),
            ("{}/users?%24skiptoken=other", "{root}/users?%24skiptoken=token-2"),
            ("{}/users?$deltatoken=secret", "{root}/users?$deltatoken=token-1"),
            ("{}/users?%24%73kiptoken=other", "{root}/users?%24%73kiptoken=token-2"),
            ("{}/a/delta(token='secret')?a=b", "{root}/a/delta(token='token-1')?a=b"),
            ("{}/a/delta%28token%3D%27secret%27%29", "{root}/a/delta(token='token-1')"),
            (
                "{}/a;sig=secret?%73ig=secret#access_token=secret",
                "{root}/a;sig=(hidden)?%73ig=(hidden)#access_token=(hidden)",
            ),
            ("{}/a?next=https%3A%2F%2Fh%3Fsig%3Dsecret", "{root}/a?next=(hidden)"),
            ("{}/a?$filter=mail%20eq%20'a'&$select=key,code", "{root}/a?$filter=mail%20eq%20'a'&$select=key,code"),
            ("https://storage.example.com/a?sig=secret", "{elsewhere}/2"),
            ("{}evil/a", "{elsewhere}/3"),
            ("HTTPS://Storage.example.com:443/a?sig=secret", "{elsewhere}/2"),
            ("https://ann:secret@graph.microsoft.com/v1.0/a", "{elsewhere}/4"),
        ] {
            assert_eq!(scrubber.link(&url.replace("{}", ROOT)), expected);
        }
        assert_eq!(scrubber.link("HTTPS://GRAPH.microsoft.com:443/v1.0/a"), "{root}/a");
    }

    #[test]
    fn texts_have_no_secrets() {
        let mut scrubber = Scrubber::new(ROOT);
        for (text, expected) in [
            ("users?$skiptoken=secret", "users?$skiptoken=token-1"),
            ("/v1.0/a/delta(token='secret')", "/v1.0/a/delta(token='token-1')"),
            ("<a href='https://h/y?tempauth=secret'>x</a> ftp://h", "<a href='{elsewhere}/1'>x</a> {elsewhere}/2"),
            ("{\"a\": {\"access_token\": \"secret\"}}", "{\"a\":{\"access_token\":\"(hidden)\"}}"),
            ("\"{\\\"access_token\\\": \\\"secret\\\"}\"", "\"{\\\"access_token\\\":\\\"(hidden)\\\"}\""),
            ("[1,  2]", "[1,  2]"),
            ("AccountName=a;AccountKey=secret==;b=c", "AccountName=a;AccountKey=(hidden);b=c"),
            ("Authorization: Bearer secret", "Authorization: (hidden)"),
            ("see https%3A%2F%2Fh%3Fsig%3Dsecret or sig%3Dsecret, a%3Db", "see (hidden) or (hidden) a%3Db"),
            ("eyJhY2Nlc3NfdG9rZW4iOiJzZWNyZXQifQ==", "(hidden)"),
            ("Hello: a = b, 10:30 :// x", "Hello: a = b, 10:30 :// x"),
        ] {
            assert_eq!(scrubber.text(text), expected);
        }
        let mut nested = "{\"access_token\":\"secret\"}".to_owned();
        for _ in 0..6 {
            nested = serde_json::json!({ "a": nested }).to_string();
        }
        assert!(!scrubber.text(&nested).contains("secret"));
    }

    #[test]
    fn deep_texts_do_not_overflow_the_stack() {
        let mut scrubber = Scrubber::new(ROOT);
        let mut text = "{\"access_token\":\"secret\"}".to_owned();
        for _ in 0..5 {
            let inner = serde_json::Value::from(text.as_str());
            text = format!("{}{{\"a\":{inner}}}{}", "[{\"a\":".repeat(120), "}]".repeat(120));
            assert!(!scrubber.text(&text).contains("secret"));
        }
    }

    #[test]
    fn ids_are_numbered_on_request() {
        let text = "{root}/a/Ann%40c.com 047DD774-f1c4-40f2-82f0-278de79f9b83 x@odata.y ann@c.com";
        let mut scrubber = Scrubber::new(ROOT);
        assert_eq!(scrubber.ids(text), text);
        scrubber.hide_ids();
        let expected = "{root}/a/name1%40example.com 00000000-0000-0000-0000-000000000001 x@odata.y name1@example.com";
        assert_eq!(scrubber.ids(text), expected);
    }
}
