use bytes::{BufMut, Bytes, BytesMut};
use http::HeaderValue;

use super::{
    pending_call::{CallBody, PendingCall},
    unit::{Unit, units},
};
use crate::{mime::new_boundary, service::ODataVersion};

/// A batch request in `multipart/mixed`.
pub(super) struct MultipartRequest {
    pub(super) body: Bytes,
    pub(super) content_type: HeaderValue,
}

impl MultipartRequest {
    /// Writes the calls at these indexes, those of a change set as one part.
    ///
    /// Ids of calls outside of change sets are written for OData 4.01 only.
    pub(super) fn write(
        calls: &[PendingCall],
        indexes: &[usize],
        version: Option<ODataVersion>,
    ) -> Result<Self, http::Error> {
        let bodies = indexes.iter().filter_map(|index| calls.get(*index)?.body.bytes());
        let boundary = new_boundary(bodies.clone());
        let mut body = BytesMut::with_capacity(bodies.map(|body| body.len() + 512).sum::<usize>() + 512);
        for unit in units(calls, indexes) {
            delimit(&mut body, &boundary, "");
            match unit {
                Unit::Call(index) => {
                    let id = (version >= Some(ODataVersion::V4_01)).then_some(index);
                    write_call(&mut body, &calls[index], id);
                }
                Unit::ChangeSet(indexes) => {
                    // The outer boundary occurs in no body, so that this does not either. It does not begin with the
                    // outer one, which readers would find at the beginning of its line: RFC 2046, section 5.1.
                    let inner = format!("changeset_{}_{boundary}", calls[indexes[0]].change_set.unwrap_or_default());
                    put(&mut body, &["Content-Type: multipart/mixed; boundary=", &inner, "\r\n\r\n"]);
                    for index in indexes {
                        delimit(&mut body, &inner, "");
                        write_call(&mut body, &calls[index], Some(index));
                    }
                    delimit(&mut body, &inner, "--");
                }
            }
        }
        delimit(&mut body, &boundary, "--");
        let content_type = HeaderValue::try_from(format!("multipart/mixed; boundary={boundary}"))?;
        Ok(Self { body: body.freeze(), content_type })
    }
}

fn put(body: &mut BytesMut, texts: &[&str]) {
    texts.iter().for_each(|text| body.put_slice(text.as_bytes()));
}

fn delimit(body: &mut BytesMut, boundary: &str, end: &str) {
    put(body, &["--", boundary, end, "\r\n"]);
}

/// Writes a call as `application/http`, with the line end before the next delimiter.
fn write_call(body: &mut BytesMut, call: &PendingCall, id: Option<usize>) {
    put(body, &["Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"]);
    if let Some(index) = id {
        put(body, &["Content-ID: ", &super::call_id(index), "\r\n"]);
    }
    // The URL is relative to that of the batch, so that no part names a host.
    let url = call.url.strip_prefix('/').unwrap_or(&call.url);
    put(body, &["\r\n", call.method.as_str(), " ", url, " HTTP/1.1\r\n"]);
    for (name, value) in &call.headers {
        put(body, &[name, ": ", value, "\r\n"]);
    }
    if call.attempt > 1 {
        put(body, &["retry-attempt: ", &(call.attempt - 1).to_string(), "\r\n"]);
    }
    let bytes = match &call.body {
        CallBody::Bytes(bytes) => bytes.as_ref(),
        CallBody::Empty | CallBody::Json(_) => &[],
    };
    if !bytes.is_empty() {
        put(body, &["content-length: ", &bytes.len().to_string(), "\r\n"]);
    }
    put(body, &["\r\n"]);
    body.put_slice(bytes);
    put(body, &["\r\n"]);
}
