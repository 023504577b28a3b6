use bytes::Bytes;
use http::{HeaderValue, Method, header};
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::pending_call::PendingCall;
use crate::{description::Description, error::Error, service::ServiceRoot};

/// The description of the request in telemetry and errors.
pub(super) static DESCRIPTION: Description = Description::post("$batch", "/$batch");

/// The HTTP request that carries calls.
pub(super) struct Envelope {
    body: Bytes,
}

impl Envelope {
    /// Writes the calls at these indexes.
    pub(super) fn write(calls: &[PendingCall], indexes: &[usize]) -> Result<Self, serde_json::Error> {
        let requests = Requests { calls, indexes };
        serde_json::to_vec(&requests).map(|body| Self { body: body.into() })
    }

    /// Returns the request for a service.
    pub(super) fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        let json = HeaderValue::from_static("application/json");
        http::Request::builder()
            .method(Method::POST)
            .uri(format!("{}/$batch", root.as_str()))
            .header(header::ACCEPT, json.clone())
            .header(header::CONTENT_TYPE, json)
            .header(header::CONTENT_LENGTH, self.body.len())
            .body(self.body.clone())
            .map_err(|problem| Error::unsendable(&DESCRIPTION, problem))
    }
}

struct Requests<'a> {
    calls: &'a [PendingCall],
    indexes: &'a [usize],
}

impl Serialize for Requests<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entry = |index: &usize| Entry { index: *index, requests: self };
        let entries: Vec<Entry<'_>> = self.indexes.iter().map(entry).collect();
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("requests", &entries)?;
        map.end()
    }
}

/// A call as written in a batch.
struct Entry<'a> {
    index: usize,
    requests: &'a Requests<'a>,
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let call = &self.requests.calls[self.index];
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &id(self.index))?;
        map.serialize_entry("method", call.method.as_str())?;
        map.serialize_entry("url", &call.url)?;
        // Calls that are no longer in the request have succeeded.
        let after = call.after.iter().filter(|earlier| self.requests.indexes.contains(earlier));
        let after: Vec<String> = after.map(|earlier| id(*earlier)).collect();
        if !after.is_empty() {
            map.serialize_entry("dependsOn", &after)?;
        }
        let headers = Headers { named: &call.headers, attempt: call.attempt };
        if !headers.named.is_empty() || headers.attempt > 1 {
            map.serialize_entry("headers", &headers)?;
        }
        if let Some(body) = &call.body {
            map.serialize_entry("body", body)?;
        }
        map.end()
    }
}

struct Headers<'a> {
    named: &'a [(String, String)],
    attempt: u32,
}

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.named {
            map.serialize_entry(name, value)?;
        }
        if self.attempt > 1 {
            map.serialize_entry("retry-attempt", &(self.attempt - 1).to_string())?;
        }
        map.end()
    }
}

/// Returns the id of a call: its position in the batch, counted from 1.
pub(super) fn id(index: usize) -> String {
    (index + 1).to_string()
}
