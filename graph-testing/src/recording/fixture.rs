use std::{collections::BTreeMap, error::Error};

use base64::{Engine, engine::general_purpose::STANDARD};
use graph_runtime::Bytes;
use serde_json::value::{RawValue, to_raw_value};

use super::json::Json;
use crate::text::HIDDEN;

/// The members of an object, as they are written.
type Members = BTreeMap<String, Box<RawValue>>;

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

/// A body: JSON as it is written, text, or bytes in base64.
#[derive(Debug)]
pub(super) enum Body {
    Empty,
    Json(String),
    Text(String),
    Base64(String),
}

impl Recorded {
    /// Returns the line.
    pub(super) fn to_line(&self) -> serde_json::Result<String> {
        let (mut request, mut response) = (self.request.members()?, self.response.members()?);
        request.insert("method".to_owned(), to_raw_value(&self.method)?);
        request.insert("url".to_owned(), to_raw_value(&self.url)?);
        response.insert("status".to_owned(), to_raw_value(&self.status)?);
        serde_json::to_string(&BTreeMap::from([("request", request), ("response", response)]))
    }

    /// Reads a line.
    pub(super) fn read(line: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let mut line: BTreeMap<String, Members> = serde_json::from_str(line)?;
        let (request, response) =
            (line.remove("request").unwrap_or_default(), line.remove("response").unwrap_or_default());
        let status = response.get("status").and_then(|status| serde_json::from_str(status.get()).ok());
        Ok(Self {
            method: text(&request, "method").ok_or("the request has no `method`")?,
            url: text(&request, "url").ok_or("the request has no `url`")?,
            request: Message::read(&request)?,
            status: status.ok_or("the response has no `status`")?,
            response: Message::read(&response)?,
        })
    }
}

/// Returns a member that is a string.
fn text(members: &Members, name: &str) -> Option<String> {
    serde_json::from_str(members.get(name)?.get()).ok()
}

impl Message {
    fn members(&self) -> serde_json::Result<Members> {
        let mut members = Members::new();
        if !self.headers.is_empty() {
            members.insert("headers".to_owned(), to_raw_value(&self.headers)?);
        }
        let (name, body) = match &self.body {
            Body::Empty => return Ok(members),
            Body::Json(json) => ("json", RawValue::from_string(json.clone())?),
            Body::Text(text) => ("text", to_raw_value(text)?),
            Body::Base64(text) => ("base64", to_raw_value(text)?),
        };
        members.insert(name.to_owned(), body);
        Ok(members)
    }

    fn read(members: &Members) -> Result<Self, &'static str> {
        let headers = members.get("headers").map(|headers| serde_json::from_str(headers.get()));
        let headers = headers.transpose().map_err(|_| "a header is not a string")?.unwrap_or_default();
        let body = match members.get("json") {
            Some(json) => Body::Json(json.get().to_owned()),
            None => {
                let bytes = text(members, "base64").map(Body::Base64);
                text(members, "text").map(Body::Text).or(bytes).unwrap_or(Body::Empty)
            }
        };
        Ok(Self { headers, body })
    }
}

impl Body {
    /// Returns what a body is recorded as that may contain secrets.
    pub(super) fn hidden() -> Self {
        Self::Text(HIDDEN.to_owned())
    }

    pub(super) fn json(json: &Json) -> Self {
        Self::Json(json.to_string())
    }

    pub(super) fn to_bytes(&self) -> Result<Bytes, base64::DecodeError> {
        Ok(match self {
            Self::Empty => Bytes::new(),
            Self::Json(text) | Self::Text(text) => text.clone().into(),
            Self::Base64(text) => STANDARD.decode(text)?.into(),
        })
    }
}
