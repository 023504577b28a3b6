//! Calls of batches without secrets: requests and responses as those that are sent by themselves.

use base64::{Engine, engine::general_purpose::STANDARD};
use graph_runtime::Bytes;

use super::{fixture::Body, json::Json, multipart, placeholder::escape, scrubbed_body::Message, scrubber::Scrubber};
use crate::text::HIDDEN;

impl Scrubber {
    /// Scrubs a request or a response of a batch.
    pub(super) fn call(&mut self, call: Json, batch: Message<'_>) -> Json {
        let path = call.member("url").and_then(Json::as_str).unwrap_or_default();
        let path = path.split(['?', '#']).next().unwrap_or_default().to_owned();
        let headers = call.member("headers");
        let media_type = headers.and_then(|headers| headers.member("content-type")).and_then(Json::as_str);
        let media_type = media_type.map(str::to_owned);
        let message = Message { path: &path, media_type: media_type.as_deref(), ..batch };
        let Json::Object(members) = call else { return self.json(call, batch.place()) };
        let scrubbed = members.into_iter().map(|(name, member)| {
            let member = match (name.value.to_ascii_lowercase().as_str(), member) {
                ("headers", Json::Object(headers)) => {
                    let headers = headers.into_iter().filter_map(|(name, value)| {
                        let kept = value.as_str().and_then(|text| self.header(&name.value, text, batch.is_request));
                        // What replaces a header of a request matches any value.
                        let kept = kept.or_else(|| batch.is_request.then(|| HIDDEN.to_owned()))?;
                        Some((name, Json::text(kept)))
                    });
                    Json::Object(headers.collect())
                }
                ("url", Json::Text(url)) => Json::text(self.address(&escape(&url.value))),
                ("body", Json::Text(text)) if !message.is("json") => Json::text(self.text_body(&text.value, message)),
                ("body", body) => self.whole_json(body, message),
                (_, member) => return self.member(name, member, batch.place()),
            };
            (name, member)
        });
        Json::Object(scrubbed.collect())
    }

    /// Scrubs the body of a call as a string: text, or bytes in base64. What would differ in base64 is hidden.
    fn text_body(&mut self, text: &str, message: Message<'_>) -> String {
        let Ok(bytes) = STANDARD.decode(text) else {
            return match self.body(&Bytes::from(text.to_owned()), message) {
                Body::Text(text) | Body::Json(text) => text,
                Body::Empty => String::new(),
                Body::Base64(_) => HIDDEN.to_owned(),
            };
        };
        let is_same = match self.body(&bytes.clone().into(), message) {
            Body::Empty => true,
            Body::Text(scrubbed) | Body::Json(scrubbed) => scrubbed.as_bytes() == bytes,
            Body::Base64(_) => true,
        };
        match is_same {
            true => text.to_owned(),
            false if message.is_request => HIDDEN.to_owned(),
            false => STANDARD.encode(HIDDEN),
        }
    }

    /// Scrubs a body of several parts. `None` if a part is not understood.
    pub(super) fn parts(&mut self, text: &str, boundary: &str, message: Message<'_>, depth: usize) -> Option<String> {
        let mut scrubbed = String::new();
        for part in multipart::parts(text, boundary)? {
            let (head, content) = multipart::split_head(part);
            let media_type = multipart::field(head, "content-type")?;
            let content = if media_type.to_ascii_lowercase().starts_with("multipart/") {
                // A batch has change sets, and these have no parts of several parts.
                let boundary = multipart::boundary(media_type).filter(|_| depth == 0)?;
                self.parts(content, &boundary, message, depth + 1)?
            } else if media_type.to_ascii_lowercase().starts_with("application/http") {
                self.http_message(content, message)?
            } else {
                return None;
            };
            scrubbed.push_str(&format!("--{boundary}\r\ncontent-type: {media_type}\r\n"));
            for name in ["content-transfer-encoding", "content-id"] {
                if let Some(value) = multipart::field(head, name) {
                    scrubbed.push_str(&format!("{name}: {}\r\n", self.named_values(value)));
                }
            }
            scrubbed.push_str(&format!("\r\n{content}\r\n"));
        }
        Some(format!("{scrubbed}--{boundary}--\r\n"))
    }

    /// Scrubs a request or a response that is a part of a batch.
    fn http_message(&mut self, text: &str, batch: Message<'_>) -> Option<String> {
        let (first, rest) = text.trim_start().split_once('\n')?;
        let words: Vec<&str> = first.split_whitespace().collect();
        let (first, path) = match words.as_slice() {
            [method, target, version] if batch.is_request => {
                let path = target.split(['?', '#']).next().unwrap_or_default();
                (format!("{method} {} {version}", self.address(&escape(target))), path)
            }
            [version, status, ..] if !batch.is_request => (format!("{version} {status}"), ""),
            _ => return None,
        };
        let (head, content) = multipart::split_head(rest);
        let mut scrubbed = format!("{first}\r\n");
        for (name, value) in multipart::fields(head) {
            if let Some(value) = self.header(name, value, batch.is_request) {
                scrubbed.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        let message = Message { path, media_type: multipart::field(head, "content-type"), ..batch };
        let content = match self.body(&Bytes::from(content.trim_end().to_owned()), message) {
            Body::Empty => String::new(),
            Body::Text(text) | Body::Json(text) => text,
            Body::Base64(_) => return None,
        };
        Some(format!("{scrubbed}\r\n{content}"))
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use graph_runtime::Bytes;

    use super::{Body, Json, Message, Scrubber};

    fn scrubbed(media_type: &str, path: &str, body: impl Into<Bytes>, is_request: bool) -> String {
        let mut scrubber = Scrubber::new("https://graph.microsoft.com/v1.0");
        match scrubber.body(&body.into(), Message { is_request, path, media_type: Some(media_type) }) {
            Body::Json(text) | Body::Text(text) => text,
            Body::Empty | Body::Base64(_) => unreachable!(),
        }
    }

    fn without_space(json: &str) -> String {
        Json::read(json).unwrap().to_string()
    }

    #[test]
    fn calls_of_batches_are_scrubbed() {
        let body = r#"{"requests":[
            {"id":"1","url":"/users?$skiptoken=s","headers":{"Authorization":"Bearer s","x-api-key":"s","Prefer":"a"}},
            {"id":"2","headers":{"Content-Type":"text/plain"},"body":"s"},
            {"id":"3","body":"s"}]}"#;
        let expected = r#"{"requests":[
            {"id":"1","url":"/users?$skiptoken=token-1",
                "headers":{"Authorization":"(hidden)","x-api-key":"(hidden)","Prefer":"a"}},
            {"id":"2","headers":{"Content-Type":"text/plain"},"body":"(hidden)"},
            {"id":"3","body":"(hidden)"}]}"#;
        assert_eq!(scrubbed("application/json", "/v1.0/$batch", body, true), without_space(expected));
        let token = STANDARD.encode("{\"token\":\"s\"}");
        let hidden = STANDARD.encode("(hidden)");
        let body = format!(
            r#"{{"responses":[{{"id":"1","body":"{token}",
                "headers":{{"Set-Cookie":"s","Location":"/m?sig=s","Content-Type":"a/b"}}}}]}}"#
        );
        let expected = format!(
            r#"{{"responses":[{{"id":"1","body":"{hidden}",
                "headers":{{"Location":"/m?sig=(hidden)","Content-Type":"a/b"}}}}]}}"#
        );
        assert_eq!(scrubbed("application/json", "/v1.0/$batch", body, false), without_space(&expected));
    }

    #[test]
    fn parts_of_batches_are_scrubbed() {
        let body = concat!(
            "--b\r\ncontent-type: multipart/mixed; boundary=c\r\n\r\n",
            "--c\r\nContent-Type: application/http\r\nContent-ID: 1\r\n\r\n",
            "POST /v1.0/users?sig=s HTTP/1.1\r\nauthorization: Bearer s\r\ncontent-type: application/json\r\n\r\n",
            "{\"passwordProfile\":{\"password\":\"s\"}}\r\n--c--\r\n--b--",
        );
        let shown = scrubbed("multipart/mixed; boundary=b", "/v1.0/$batch", body, true);
        let expected = concat!(
            "--b\r\ncontent-type: multipart/mixed; boundary=c\r\n\r\n",
            "--c\r\ncontent-type: application/http\r\ncontent-id: 1\r\n\r\n",
            "POST /v1.0/users?sig=(hidden) HTTP/1.1\r\ncontent-type: application/json\r\n\r\n",
            "{\"passwordProfile\":{\"password\":\"(hidden)\"}}\r\n--c--\r\n\r\n--b--\r\n",
        );
        assert_eq!(shown, expected);
        let body = concat!(
            "--b\nContent-Type: application/http\n\nHTTP/1.1 200 OK\nset-cookie: s\netag: W/1\n\n",
            "{\"uploadUrl\":\"https://x/s\"}\n--b--",
        );
        let shown = scrubbed("multipart/mixed; boundary=\"b\"", "/v1.0/$batch", body, false);
        assert!(shown.contains("HTTP/1.1 200\r\netag: W/1\r\n\r\n{\"uploadUrl\":\"{elsewhere}/1\"}"), "{shown}");
    }
}
