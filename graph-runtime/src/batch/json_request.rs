use bytes::Bytes;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    call_id,
    pending_call::{CallBody, PendingCall},
};

/// A batch request in JSON.
pub(super) struct JsonRequest<'a> {
    pub(super) calls: &'a [PendingCall],
    /// Which of the calls to write.
    pub(super) indexes: &'a [usize],
    /// Whether URLs begin with a slash, as Graph writes them. Elsewhere that is the root of the host.
    pub(super) has_rooted_urls: bool,
}

impl JsonRequest<'_> {
    pub(super) fn to_bytes(&self) -> Result<Bytes, serde_json::Error> {
        serde_json::to_vec(self).map(Bytes::from)
    }
}

impl Serialize for JsonRequest<'_> {
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
    requests: &'a JsonRequest<'a>,
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let call = &self.requests.calls[self.index];
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &call_id(self.index))?;
        map.serialize_entry("method", call.method.as_str())?;
        let rooted = self.requests.has_rooted_urls;
        map.serialize_entry("url", call.url.strip_prefix('/').filter(|_| !rooted).unwrap_or(&call.url))?;
        if let Some(set) = call.change_set {
            map.serialize_entry("atomicityGroup", &group_id(set))?;
        }
        // Calls that are no longer in the request have succeeded.
        let after = call.after.iter().filter(|earlier| self.requests.indexes.contains(earlier));
        let mut after: Vec<String> = after.map(|earlier| dependency(call, *earlier, self.requests.calls)).collect();
        after.dedup();
        if !after.is_empty() {
            map.serialize_entry("dependsOn", &after)?;
        }
        let headers = Headers { named: &call.headers, attempt: call.attempt };
        if !headers.named.is_empty() || headers.attempt > 1 {
            map.serialize_entry("headers", &headers)?;
        }
        if let CallBody::Json(body) = &call.body {
            map.serialize_entry("body", body)?;
        }
        map.end()
    }
}

/// Returns the name of an atomicity group.
fn group_id(change_set: usize) -> String {
    format!("g{}", change_set + 1)
}

/// Returns how a call depends on an earlier one: on its whole group if that is another one (OData JSON Format 4.01,
/// section 19.1).
fn dependency(call: &PendingCall, earlier: usize, calls: &[PendingCall]) -> String {
    let set = calls.get(earlier).and_then(|earlier| earlier.change_set);
    match set.filter(|set| call.change_set != Some(*set)) {
        Some(set) => group_id(set),
        None => call_id(earlier),
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
