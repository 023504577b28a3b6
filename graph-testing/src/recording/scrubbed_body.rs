//! Bodies without secrets. A body that is not understood is hidden.

use base64::{Engine, engine::general_purpose::STANDARD};
use graph_runtime::Bytes;

use super::{
    fixture::Body, ids::is_uuid, json::Json, multipart, placeholder::escape, scrubbed_json::Place, scrubber::Scrubber,
};
use crate::text::{HIDDEN, decoded, is_link_token, is_secret_name, is_secret_option};

/// What is known about a body.
#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) is_request: bool,
    /// The path of the request.
    pub(super) path: &'a str,
    pub(super) media_type: Option<&'a str>,
}

impl Message<'_> {
    /// Returns whether the media type has a name: `json`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.media_type.is_some_and(|media_type| media_type.to_ascii_lowercase().contains(name))
    }

    /// Returns whether the address is that of a property that is a secret: `/passwordProfile/password`.
    fn is_of_secret(&self) -> bool {
        let mut segments = self.path.trim_end_matches('/').rsplit('/').filter(|segment| *segment != "$value");
        segments.next().is_some_and(|segment| is_secret_name(&decoded(segment.split('(').next().unwrap_or(segment))))
    }

    pub(super) fn place(&self) -> Place {
        Place { is_request: self.is_request, is_secret: false }
    }
}

impl Scrubber {
    /// Scrubs a body.
    pub(super) fn body(&mut self, bytes: &Bytes, message: Message<'_>) -> Body {
        if bytes.is_empty() {
            return Body::Empty;
        }
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) if message.is("json") => String::from_utf8_lossy(bytes).into_owned(),
            Err(_) if self.keeps_content && !message.is("multipart/") => return Body::Base64(STANDARD.encode(bytes)),
            Err(_) => return Body::hidden(),
        };
        if message.is("multipart/") {
            let boundary = message.media_type.and_then(multipart::boundary);
            let parts = boundary.and_then(|boundary| self.parts(&text, &boundary, message, 0));
            return parts.map_or_else(Body::hidden, Body::Text);
        }
        if message.is("x-www-form-urlencoded") || (message.media_type.is_none() && is_form(&text)) {
            return Body::Text(self.form(&text));
        }
        if let Some(json) = Json::read(&text) {
            return Body::json(&self.whole_json(json, message));
        }
        if let Some(lines) = json_lines(&text) {
            let lines = lines.into_iter().map(|line| self.json(line, message.place()).to_string());
            return Body::Text(lines.fold(String::new(), |text, line| text + &line + "\n"));
        }
        if is_scalar(&text) && !message.is_of_secret() {
            return Body::Text(self.ids(&text));
        }
        if self.keeps_content && !message.is("json") {
            let scrubbed = self.named_values(&escape(&text));
            return Body::Text(self.ids(&scrubbed));
        }
        Body::hidden()
    }

    /// Scrubs the JSON of a whole body.
    pub(super) fn whole_json(&mut self, json: Json, message: Message<'_>) -> Json {
        let place = message.place();
        match json {
            // Whatever its address is, what looks like a batch may have headers and encoded bodies.
            Json::Object(members) if members.iter().any(|(name, member)| is_batch(&name.value, member)) => {
                let scrubbed = members.into_iter().map(|(name, member)| match member {
                    Json::Array(calls) if ["requests", "responses"].contains(&name.value.as_str()) => {
                        let calls = calls.into_iter().map(|call| self.call(call, message)).collect();
                        (name, Json::Array(calls))
                    }
                    member => self.member(name, member, place),
                });
                Json::Object(scrubbed.collect())
            }
            Json::Object(members) if message.is_of_secret() => {
                let scrubbed = members.into_iter().map(|(name, member)| {
                    let is_secret = name.value == "value" && !member.has_members();
                    self.member(name, member, Place { is_secret, ..place })
                });
                Json::Object(scrubbed.collect())
            }
            Json::Object(_) | Json::Array(_) => self.json(json, place),
            scalar => self.json(scalar, Place { is_secret: message.is_of_secret(), ..place }),
        }
    }

    /// Scrubs a form.
    fn form(&mut self, text: &str) -> String {
        let pairs = text.split('&').map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name_text, value_text) = (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " ")));
            let is_secret =
                is_secret_option(&name_text) || is_link_token(&name_text) || self.text(&value_text) != value_text;
            let name = if self.text(&name_text) == name_text { name } else { HIDDEN };
            match (is_secret, pair.contains('=')) {
                (true, _) => format!("{}={HIDDEN}", escape(name)),
                (false, true) => escape(&format!("{name}={value}")),
                (false, false) => HIDDEN.to_owned(),
            }
        });
        let form = pairs.collect::<Vec<_>>().join("&");
        self.ids(&form)
    }
}

/// Returns whether a text without a media type is a form.
fn is_form(text: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.chars().all(|character| character.is_ascii_alphanumeric() || "_-.%+$[]".contains(character))
    };
    !text.contains(char::is_whitespace)
        && text.split('&').all(|pair| {
            pair.split_once('=').is_some_and(|(name, value)| {
                // The end of base64 is not a value.
                is_name(name) && !value.trim_matches('=').is_empty()
            })
        })
}

fn is_batch(name: &str, member: &Json) -> bool {
    ["requests", "responses"].contains(&name) && matches!(member, Json::Array(_)) && member.has_members()
}

/// Reads lines of JSON.
fn json_lines(text: &str) -> Option<Vec<Json>> {
    text.lines().filter(|line| !line.trim().is_empty()).map(Json::read).collect()
}

/// Returns whether a text is a date or an id, as the values of properties are. Numbers are JSON.
fn is_scalar(text: &str) -> bool {
    let text = text.trim();
    let is_date = text.len() <= 40
        && text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
        && text.chars().all(|character| character.is_ascii_digit() || "-:.TZ+".contains(character));
    is_date || is_uuid(text)
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use graph_runtime::Bytes;

    use super::{Body, Message, Scrubber};

    const ROOT: &str = "https://graph.microsoft.com/v1.0";

    fn text_of(body: Body) -> String {
        match body {
            Body::Empty => String::new(),
            Body::Json(text) | Body::Text(text) => text,
            Body::Base64(text) => String::from_utf8_lossy(&STANDARD.decode(text).unwrap()).into_owned(),
        }
    }

    fn scrubbed(media_type: &str, path: &str, body: impl Into<Bytes>, is_request: bool) -> String {
        let media_type = Some(media_type).filter(|media_type| !media_type.is_empty());
        text_of(Scrubber::new(ROOT).body(&body.into(), Message { is_request, path, media_type }))
    }

    #[test]
    fn what_is_not_understood_is_hidden() {
        let deep = format!("{{\"a\":\"hunter\",\"n\":{}{}}}", "[".repeat(300), "]".repeat(300));
        for (media_type, body) in [
            ("application/json", deep.as_bytes()),
            ("application/json", b"{\"a\":\"hunter\""),
            ("application/json", b"\xff\xfehunter"),
            ("text/plain", b"hunter"),
            ("image/png", b"\x89hunter"),
            ("text/event-stream", b"data: {\"a\":\"hunter\"}\n\n"),
            ("multipart/mixed; boundary=b", b"--b\r\n\r\nhunter\r\n--b--"),
            (
                "multipart/mixed; boundary=b",
                b"--b\r\ncontent-type: application/http\r\n\r\nGET /a HTTP/1.1\r\n\r\nhunter\r\n",
            ),
            ("multipart/mixed", b"hunter"),
            ("", b"hunter"),
        ] {
            let shown = scrubbed(media_type, "/users", body.to_vec(), false);
            assert_eq!(shown, "(hidden)", "{media_type}");
        }
        let passwords = r#"{"currentPassword":"hunter","value":"hunter"}"#;
        let shown = scrubbed("application/json", "/users/a/changePassword", passwords, true);
        assert_eq!(shown, r#"{"currentPassword":"(hidden)","value":"(hidden)"}"#);
        for body in
            [r#"{"requests":[{"id":"1","secret":"hunter"}],"token":"hunter"}"#, r#"{"requests":{"token":"hunter"}}"#]
        {
            let shown = scrubbed("application/json", "/$batch", body, true);
            assert!(!shown.contains("hunter"), "{shown}");
        }
        for body in ["42", "-1.5e3", "true", "2020-01-01T00:00:00Z", "047dd774-f1c4-40f2-82f0-278de79f9b83"] {
            assert_eq!(scrubbed("text/plain", "/users/$count", body, false), body);
        }
        assert_eq!(scrubbed("text/plain", "/users/a/passcode/$value", "2020-01-01", false), "(hidden)");
        assert_eq!(scrubbed("text/plain", "/users/a/passcode/$value", "42", false), "0");
    }

    #[test]
    fn content_is_kept_on_request() {
        let mut scrubber = Scrubber::new(ROOT);
        scrubber.keeps_content = true;
        let message = Message { is_request: false, path: "/a", media_type: Some("image/png") };
        assert_eq!(text_of(scrubber.body(&Bytes::from_static(b"\xff\xfe"), message)).len(), 6);
        let message = Message { media_type: Some("text/plain"), ..message };
        assert_eq!(
            text_of(scrubber.body(&Bytes::from_static(b"a {root} sig=b"), message)),
            "a {brace}root} sig=(hidden)"
        );
        let message = Message { media_type: Some("application/json"), ..message };
        assert_eq!(text_of(scrubber.body(&Bytes::from_static(b"{\"a\""), message)), "(hidden)");
    }

    #[test]
    fn unusual_json_is_scrubbed() {
        for (body, expected) in [
            (&b"\xef\xbb\xbf{\"access_token\":\"s\"}"[..], "{\"access_token\":\"(hidden)\"}"),
            (b"{\"access_token\":\"s\",\"n\":1e400}", "{\"access_token\":\"(hidden)\",\"n\":1e400}"),
            (b"{\"access_token\":\"s\",\"n\":\"\\ud800\"}", "{\"access_token\":\"(hidden)\",\"n\":\"\\ud800\"}"),
            (b"{\"access_token\":\"s\",\"n\":\"\xff\"}", "{\"access_token\":\"(hidden)\",\"n\":\"\u{fffd}\"}"),
            (b"{\"token\":\"s\"}\n{\"token\":\"s\"}\n", "{\"token\":\"(hidden)\"}\n{\"token\":\"(hidden)\"}\n"),
            (b"\"https://h/a?sig=s\"", "\"{elsewhere}/1\""),
            (b"null", "null"),
        ] {
            assert_eq!(scrubbed("application/json", "/users", body.to_vec(), false), expected);
        }
        let body = r#"{"@odata.context":"c","value":"s"}"#;
        let expected = r#"{"@odata.context":"c","value":"(hidden)"}"#;
        assert_eq!(scrubbed("application/json", "/a/passwordProfile/password", body, false), expected);
        let deep = format!("{{\"token\":\"s\",\"n\":{}{}}}", "[".repeat(130), "]".repeat(130));
        assert!(scrubbed("", "/a", deep, false).starts_with("{\"token\":\"(hidden)\",\"n\":[[["));
    }

    #[test]
    fn forms_keep_what_is_not_a_secret() {
        let form = "grant_type=x&client_secret=s&client%5Fsecret=s&code=s&next=https%3A%2F%2Fh%3Fsig%3Ds&scope=a+b";
        let expected =
            "grant_type=x&client_secret=(hidden)&client%5Fsecret=(hidden)&code=(hidden)&next=(hidden)&scope=a+b";
        assert_eq!(scrubbed("Application/X-WWW-Form-Urlencoded; charset=utf-8", "/t", form, true), expected);
        assert_eq!(scrubbed("", "/t", form, true), expected);
    }
}
