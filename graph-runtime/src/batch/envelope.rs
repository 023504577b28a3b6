use bytes::Bytes;
use http::{HeaderValue, Method, header};
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::pending_call::PendingCall;
use crate::{description::Description, error::Error, service::ServiceRoot};

/// What telemetry and errors call the request.
pub(super) static DESCRIPTION: Description = Description::post("$batch", "/$batch");

/// The HTTP request that calls go in.
pub(super) struct Envelope {
    body: Bytes,
}

impl Envelope {
    /// Writes the calls at `places`.
    pub(super) fn write(calls: &[PendingCall], places: &[usize]) -> Result<Self, serde_json::Error> {
        let requests = Requests { calls, places };
        serde_json::to_vec(&requests).map(|body| Self { body: body.into() })
    }

    /// The request to a service.
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
    places: &'a [usize],
}

impl Serialize for Requests<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries: Vec<Entry<'_>> = self.places.iter().map(|place| Entry { place: *place, within: self }).collect();
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("requests", &entries)?;
        map.end()
    }
}

/// A call as it stands in a batch.
struct Entry<'a> {
    place: usize,
    within: &'a Requests<'a>,
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let call = &self.within.calls[self.place];
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &id(self.place))?;
        map.serialize_entry("method", call.method.as_str())?;
        map.serialize_entry("url", &call.url)?;
        // Calls that are in no request any more have succeeded.
        let after = call.after.iter().filter(|earlier| self.within.places.contains(earlier));
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

/// What a call is named by: its place in the batch, counted from one as people do.
pub(super) fn id(place: usize) -> String {
    (place + 1).to_string()
}
