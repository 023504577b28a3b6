use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::value::RawValue;

use crate::{error::Cause, text::without_byte_order_mark};

/// The responses in the body of a batch response, by the ids of the calls.
#[derive(Debug)]
pub(super) struct ResponseParts(HashMap<String, Part>);

#[derive(Debug)]
enum Part {
    Single(http::Response<Bytes>),
    Duplicate,
}

type Object<'a> = HashMap<String, &'a RawValue>;

impl ResponseParts {
    /// Reads `{"responses": [{"id": …, "status": …, "headers": {…}, "body": …}]}`, in any order.
    ///
    /// # Errors
    ///
    /// The body has another form, or a response has no id.
    pub(super) fn read(body: &[u8]) -> Result<Self, Cause> {
        let envelope: Object<'_> = serde_json::from_slice(without_byte_order_mark(body))?;
        let list = envelope.get("responses").ok_or("the batch response has no `responses`")?;
        let list: Vec<Object<'_>> = serde_json::from_str(list.get())?;
        let mut parts = HashMap::with_capacity(list.len());
        for object in list {
            let id = object.get("id").ok_or("a part of the batch response has no `id`")?;
            // The standard allows only strings; a number is accepted too.
            let id = serde_json::from_str::<String>(id.get()).unwrap_or_else(|_| id.get().to_owned());
            let response = response(&object)?;
            parts.entry(id).and_modify(|part| *part = Part::Duplicate).or_insert(Part::Single(response));
        }
        Ok(Self(parts))
    }

    /// Returns the response to a call.
    ///
    /// # Errors
    ///
    /// There is no response to it, or more than one.
    pub(super) fn take(&mut self, id: &str) -> Result<http::Response<Bytes>, Cause> {
        match self.0.remove(id) {
            Some(Part::Single(response)) => Ok(response),
            Some(Part::Duplicate) => Err("the batch response has more than one part for this call".into()),
            None => Err("the batch response has no part for this call".into()),
        }
    }
}

fn response(object: &Object<'_>) -> Result<http::Response<Bytes>, Cause> {
    let status = object.get("status").ok_or("a part of the batch response has no `status`")?.get();
    let status = StatusCode::from_bytes(status.trim_matches('"').as_bytes())?;
    let headers = object.get("headers").map(|headers| read_headers(headers)).transpose()?.unwrap_or_default();
    let body = object.get("body").map(|body| read_body(body, &headers)).unwrap_or_default();
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// Reads headers, and ignores those that are not valid in HTTP.
fn read_headers(raw: &RawValue) -> Result<HeaderMap, Cause> {
    let named: Option<HashMap<String, serde_json::Value>> = serde_json::from_str(raw.get())?;
    let pairs = named.unwrap_or_default().into_iter().filter_map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(&text).ok()?))
    });
    Ok(pairs.collect())
}

/// Reads a body: JSON unchanged, and a string of another media type as base64, or as text if it is not valid base64.
fn read_body(raw: &RawValue, headers: &HeaderMap) -> Bytes {
    if raw.get() == "null" {
        return Bytes::new();
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match serde_json::from_str::<String>(raw.get()) {
        Ok(text) if !content_type.contains("json") => match STANDARD.decode(&text) {
            Ok(bytes) => bytes.into(),
            Err(_) => text.into(),
        },
        _ => Bytes::copy_from_slice(raw.get().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::ResponseParts;

    #[test]
    fn bodies_are_json_or_base64_or_text_or_absent() {
        let mut read = ResponseParts::read(
            br#"{"responses": [
                {"id": "2", "status": 200, "headers": {"Content-Type": "image/png"}, "body": "AAEC"},
                {"id": "1", "status": 200, "headers": {"content-type": "application/json"}, "body": {"a":  1}},
                {"id": "3", "status": 204, "headers": null},
                {"id": "4", "status": 200, "headers": {"Content-Type": "text/plain"}, "body": "no base64!"},
                {"id": "5", "status": 200, "headers": {"Content-Type": "application/json", "bad name": "x"},
                 "body": "text"},
                {"id": "6", "status": 200, "body": null}, {"id": "6", "status": 200}, {"id": 7, "status": "201"}]}"#,
        )
        .unwrap();
        for (id, expected) in [
            ("1", Some(&b"{\"a\":  1}"[..])),
            ("2", Some(&[0, 1, 2])),
            ("3", Some(b"")),
            ("4", Some(b"no base64!")),
            ("5", Some(b"\"text\"")),
            ("6", None),
            ("7", Some(b"")),
            ("8", None),
        ] {
            assert_eq!(read.take(id).ok().map(|response| response.into_body().to_vec()).as_deref(), expected, "{id}");
        }
    }

    #[test]
    fn other_forms_are_errors() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"responses": {}}"#,
            r#"{"responses": [{"status": 200}]}"#,
            r#"{"responses": [{"id": "1"}]}"#,
            r#"{"responses": [{"id": "1", "status": 99999}]}"#,
            r#"{"responses": [1]}"#,
        ] {
            assert!(ResponseParts::read(text.as_bytes()).is_err(), "{text}");
        }
    }
}
