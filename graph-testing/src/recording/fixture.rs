use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use graph_runtime::{Bytes, http::HeaderMap};
use serde_json::{Map, Value, json};

/// What a fixture has in place of the service's root.
pub(super) const ROOT: &str = "{root}";
/// What a fixture has in place of URLs elsewhere.
pub(super) const ELSEWHERE: &str = "{elsewhere}";

/// A call and its response: a line of a fixture.
///
/// It is `{"request": {"method": …, "url": …}, "response": {"status": …}}`. Both have `headers`, and a body as one of
/// `json`, `text` and `base64`, unless there are none.
#[derive(Debug)]
pub(super) struct Recorded {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) request: Message,
    pub(super) status: u16,
    pub(super) response: Message,
}

/// What requests and responses have in common.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Body,
}

/// A body: JSON as it is, text, or bytes in base64.
#[derive(Debug)]
pub(super) enum Body {
    Empty,
    Json(Value),
    Text(String),
    Base64(String),
}

impl Recorded {
    /// Returns the line.
    pub(super) fn to_json(&self) -> Value {
        let (mut request, mut response) = (self.request.to_json(), self.response.to_json());
        request.insert("method".to_owned(), json!(self.method));
        request.insert("url".to_owned(), json!(self.url));
        response.insert("status".to_owned(), json!(self.status));
        json!({ "request": request, "response": response })
    }

    /// Reads a line.
    pub(super) fn read(line: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let line: Value = serde_json::from_str(line)?;
        let text = |name: &str| line["request"][name].as_str().map(str::to_owned);
        let status = line["response"]["status"].as_u64().and_then(|status| u16::try_from(status).ok());
        Ok(Self {
            method: text("method").ok_or("the request has no `method`")?,
            url: text("url").ok_or("the request has no `url`")?,
            request: Message::read(&line["request"])?,
            status: status.ok_or("the response has no `status`")?,
            response: Message::read(&line["response"])?,
        })
    }
}

impl Message {
    fn to_json(&self) -> Map<String, Value> {
        let mut members = Map::new();
        if !self.headers.is_empty() {
            members.insert("headers".to_owned(), json!(self.headers));
        }
        let (name, body) = match &self.body {
            Body::Empty => return members,
            Body::Json(json) => ("json", json.clone()),
            Body::Text(text) => ("text", json!(text)),
            Body::Base64(text) => ("base64", json!(text)),
        };
        members.insert(name.to_owned(), body);
        members
    }

    fn read(message: &Value) -> Result<Self, &'static str> {
        let mut headers = BTreeMap::new();
        for (name, value) in message["headers"].as_object().into_iter().flatten() {
            headers.insert(name.clone(), value.as_str().ok_or("a header is not a string")?.to_owned());
        }
        let text = |name: &str| message[name].as_str().map(str::to_owned);
        let body = match message.get("json") {
            Some(json) => Body::Json(json.clone()),
            None => text("text").map(Body::Text).or(text("base64").map(Body::Base64)).unwrap_or(Body::Empty),
        };
        Ok(Self { headers, body })
    }
}

impl Body {
    pub(super) fn read(bytes: &Bytes) -> Self {
        if bytes.is_empty() {
            return Self::Empty;
        }
        if let Ok(json) = serde_json::from_slice::<Value>(bytes)
            && (json.is_object() || json.is_array())
        {
            return Self::Json(json);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64(STANDARD.encode(bytes)),
        }
    }

    pub(super) fn to_bytes(&self) -> Result<Bytes, base64::DecodeError> {
        Ok(match self {
            Self::Empty => Bytes::new(),
            Self::Json(json) => json.to_string().into(),
            Self::Text(text) => text.clone().into(),
            Self::Base64(text) => STANDARD.decode(text)?.into(),
        })
    }
}

/// Returns the headers of a list, as text.
pub(super) fn headers_of(headers: &HeaderMap, names: &[&str]) -> BTreeMap<String, String> {
    let text = |name: &&str| Some(((*name).to_owned(), headers.get(*name)?.to_str().ok()?.to_owned()));
    names.iter().filter_map(text).collect()
}
