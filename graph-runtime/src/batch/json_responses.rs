use std::collections::HashMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::value::RawValue;

use super::{
    part_body::PartBody,
    part_error::PartError,
    raw_json::{for_each_element, for_each_member},
};
use crate::{error::Cause, mime::MAX_FIELDS, operation::UndecodedBody, text::without_byte_order_mark};

/// The most headers of a part.
const MAX_HEADERS: usize = MAX_FIELDS;

/// The responses in the body of a batch response, by the ids of the calls.
#[derive(Debug, Default)]
pub(super) struct JsonResponses {
    parts: HashMap<String, Part>,
    /// A JSON array of the parts without a valid id. All errors share it, because each may be of any call.
    unassigned: Option<Bytes>,
    /// What follows the last part, if the response is not valid there.
    rest: Option<Bytes>,
}

#[derive(Debug)]
enum Part {
    Single { raw: Bytes, response: Box<Result<http::Response<Bytes>, PartError>> },
    Duplicate(Vec<Bytes>),
}

impl JsonResponses {
    /// Reads `{"responses": [{"id": …, "status": …, "headers": {…}, "body": …}]}`, in any order.
    ///
    /// At most `max_parts` are read. A part that is not valid does not affect the others, and neither does the end of a
    /// body that is cut off.
    ///
    /// # Errors
    ///
    /// The body has no list of responses, or is not JSON before the first of them.
    pub(super) fn read(body: &Bytes, max_parts: usize) -> Result<Self, Cause> {
        let json = without_byte_order_mark(body);
        // An incomplete character ends the text. It has its own error, because that of the JSON is about the end.
        let (text, not_text) = match std::str::from_utf8(json) {
            Ok(text) => (text, None),
            Err(problem) => {
                let valid = json.get(..problem.valid_up_to()).unwrap_or_default();
                (std::str::from_utf8(valid).unwrap_or_default(), Some(Cause::from(problem)))
            }
        };
        let mut read = Self::default();
        let (mut count, mut unassigned, mut rest) = (0, Vec::new(), body.clone());
        let result = for_each_element(text, "responses", |raw| {
            count += 1;
            if count <= max_parts {
                let part = body.slice_ref(raw.get().as_bytes());
                rest = body.slice(end_of(&part, body)..);
                if let Some(part) = read.add(part, raw) {
                    unassigned.push(part);
                }
            }
        });
        if !unassigned.is_empty() {
            read.unassigned = Some(array(&unassigned));
        }
        match (result, not_text) {
            (Ok(true), None) => {}
            (Ok(false), None) => return Err("the batch response has no `responses`".into()),
            (result, not_text) if count == 0 => {
                return Err(not_text.or_else(|| result.err().map(Cause::from)).unwrap_or_default());
            }
            (Ok(_) | Err(_), _) => read.rest = Some(rest),
        }
        Ok(read)
    }

    /// Adds a part. Returns it if it has no valid id.
    fn add(&mut self, bytes: Bytes, raw: &RawValue) -> Option<Bytes> {
        let fields = PartFields::read(raw.get());
        let Some(id) = fields.as_ref().ok().and_then(|fields| id(fields.id?)) else {
            return Some(bytes);
        };
        let part = match (self.parts.remove(&id), fields) {
            (None, Ok(fields)) => Part::Single { response: Box::new(fields.response(&bytes)), raw: bytes },
            (Some(Part::Single { raw, .. }), _) => Part::Duplicate(vec![raw, bytes]),
            (Some(Part::Duplicate(mut all)), _) => {
                all.push(bytes);
                Part::Duplicate(all)
            }
            // A part with an id has fields.
            (None, Err(_)) => return None,
        };
        self.parts.insert(id, part);
        None
    }

    /// Returns the response to a call.
    ///
    /// # Errors
    ///
    /// Its response is missing, invalid or repeated.
    pub(super) fn take(&mut self, id: &str) -> Result<http::Response<Bytes>, PartError> {
        let (cause, raw) = match (self.parts.remove(id), &self.rest, &self.unassigned) {
            (Some(Part::Single { response, .. }), ..) => return *response,
            (Some(Part::Duplicate(all)), ..) => {
                ("the batch response has more than one part for this call", array(&all))
            }
            (None, Some(rest), _) => (
                "the batch response is cut off before the part for this call, which the service may have executed",
                rest.clone(),
            ),
            (None, None, Some(unassigned)) => (
                "the batch response has no part for this call, but parts without a valid `id`; the service may have \
                 executed the call",
                unassigned.clone(),
            ),
            (None, None, None) => {
                ("the batch response has no part for this call, which the service may have executed", Bytes::new())
            }
        };
        Err(PartError { cause: cause.into(), status: None, raw })
    }
}

/// Returns where a part of a text ends.
fn end_of(part: &Bytes, whole: &Bytes) -> usize {
    part.as_ptr().addr() - whole.as_ptr().addr() + part.len()
}

/// Returns a JSON array of parts.
fn array(parts: &[Bytes]) -> Bytes {
    [b"[", parts.join(&b","[..]).as_slice(), b"]"].concat().into()
}

/// The members of a part. A missing member is `None`, and so is `null`.
#[derive(Clone, Copy, Debug, Default)]
struct PartFields<'a> {
    id: Option<&'a RawValue>,
    status: Option<&'a RawValue>,
    headers: Option<&'a RawValue>,
    body: Option<&'a RawValue>,
}

impl<'a> PartFields<'a> {
    fn read(text: &'a str) -> Result<Self, serde_json::Error> {
        let mut fields = Self::default();
        for_each_member(text, |name, value| {
            let value = (value.get() != "null").then_some(value);
            match name {
                "id" => fields.id = value,
                "status" => fields.status = value,
                "headers" => fields.headers = value,
                "body" => fields.body = value,
                _ => {}
            }
        })?;
        Ok(fields)
    }

    fn response(&self, part: &Bytes) -> Result<http::Response<Bytes>, PartError> {
        let error = |status, cause| PartError { cause, status, raw: part.clone() };
        let status = self.status.ok_or_else(|| "the part of the batch response has no `status`".into());
        let status = status.and_then(status_of).map_err(|cause| error(None, cause))?;
        let headers = self.headers.map(read_headers).transpose().map_err(|cause| error(Some(status), cause))?;
        let headers = headers.unwrap_or_default();
        let body = self.body.map(|raw| PartBody::read(raw, status, &headers)).unwrap_or_default();
        let mut response = http::Response::new(body.bytes);
        if body.is_undecoded {
            response.extensions_mut().insert(UndecodedBody);
        }
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// Returns an id. The standard allows only strings; a number is accepted too.
fn id(raw: &RawValue) -> Option<String> {
    match raw.get().as_bytes().first()? {
        b'"' => serde_json::from_str(raw.get()).ok(),
        b'0'..=b'9' => Some(raw.get().to_owned()),
        _ => None,
    }
}

fn status_of(raw: &RawValue) -> Result<StatusCode, Cause> {
    StatusCode::from_bytes(raw.get().trim_matches('"').as_bytes())
        .map_err(|_| "the part of the batch response has an invalid `status`".into())
}

/// Reads headers, and ignores those that are not valid in HTTP.
fn read_headers(raw: &RawValue) -> Result<HeaderMap, Cause> {
    let mut headers = HeaderMap::new();
    let mut count = 0;
    for_each_member(raw.get(), |name, value| {
        count += 1;
        let text = match value.get().as_bytes().first() {
            Some(b'"') => serde_json::from_str::<String>(value.get()).ok(),
            Some(b'n' | b'[' | b'{') | None => None,
            Some(_) => Some(value.get().to_owned()),
        };
        let name = HeaderName::from_bytes(name.as_bytes()).ok();
        let value = text.and_then(|text| HeaderValue::from_str(&text).ok());
        if let (Some(name), Some(value)) = (name, value)
            && count <= MAX_HEADERS
        {
            headers.append(name, value);
        }
    })
    .map_err(|_| "the `headers` of the part of the batch response are not an object")?;
    if count > MAX_HEADERS {
        return Err(format!("the part of the batch response has more than {MAX_HEADERS} headers").into());
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::StatusCode;

    use super::{JsonResponses, PartError};

    fn read(text: &str) -> JsonResponses {
        JsonResponses::read(&Bytes::copy_from_slice(text.as_bytes()), 100).unwrap()
    }

    #[test]
    fn parts_are_found_by_their_ids() {
        let mut read = read(
            r#"{"responses": [
                {"id": "2", "status": 200, "headers": {"Content-Type": "image/png"}, "body": "AAEC"},
                {"id": "1", "status": 200, "headers": {"content-type": "application/json"}, "body": {"a":  1}},
                {"id": "3", "status": 204, "headers": null},
                {"id": "5", "status": 200, "headers": {"Content-Type": "application/json", "bad name": "x"},
                 "body": "text"},
                {"id": 7, "status": "201", "body": null}]}"#,
        );
        for (id, expected) in [
            ("1", Some(&b"{\"a\":  1}"[..])),
            ("2", Some(&[0, 1, 2])),
            ("3", Some(b"")),
            ("5", Some(b"\"text\"")),
            ("7", Some(b"")),
            ("8", None),
        ] {
            assert_eq!(read.take(id).ok().map(|response| response.into_body().to_vec()).as_deref(), expected, "{id}");
        }
    }

    #[test]
    fn a_malformed_part_is_an_error_with_its_text() {
        let headers: Vec<String> = (0..40_000).map(|number| format!(r#""x-{number}":"1""#)).collect();
        let many = format!(r#"{{"id":"1","status":200,"headers":{{{}}}}}"#, headers.join(","));
        for (part, status) in [
            (r#"{"id":"1"}"#, None),
            (r#"{"id":"1","status":null}"#, None),
            (r#"{"id":"1","status":99999}"#, None),
            (r#"{"id":"1","status":[200]}"#, None),
            (r#"{"id":"1","status":201,"headers":["a"]}"#, Some(StatusCode::CREATED)),
            (r#"{"id":"1","status":201,"headers":5}"#, Some(StatusCode::CREATED)),
            (&many, Some(StatusCode::OK)),
        ] {
            let mut read = read(&format!(r#"{{"responses":[{part}, {{"id":"2","status":204}}]}}"#));
            let error = read.take("1").unwrap_err();
            assert_eq!((error.raw, error.status), (Bytes::copy_from_slice(part.as_bytes()), status));
            assert_eq!(read.take("2").unwrap().status(), 204, "{part}");
        }
    }

    #[test]
    fn parts_without_an_id_belong_to_the_calls_without_a_response() {
        for part in ["null", "[]", "1", r#"{"status":201}"#, r#"{"id":null}"#, r#"{"id":["1"]}"#, r#"{"\ud800":1}"#] {
            let mut read = read(&format!(r#"{{"responses":[{part},{{"id":"2","status":204}},{part}]}}"#));
            let error = read.take("1").unwrap_err();
            assert_eq!(error.raw, format!("[{part},{part}]"), "{part}");
            assert!(format!("{:?}", error.cause).contains("without a valid `id`"), "{part}");
            assert!(read.take("2").is_ok(), "{part}");
        }
        let mut duplicates = read(r#"{"responses":[{"id":1,"status":200},{"id":"1","status":204},{"id":"1"}]}"#);
        let error = duplicates.take("1").unwrap_err();
        assert_eq!(error.raw, r#"[{"id":1,"status":200},{"id":"1","status":204},{"id":"1"}]"#);
    }

    #[test]
    fn other_forms_are_errors() {
        for text in ["", "[]", "{}", r#"{"responses": {}}"#, r#"{"responses": [{"id":"#, r#"{"responses": []} x"#] {
            assert!(JsonResponses::read(&Bytes::copy_from_slice(text.as_bytes()), 100).is_err(), "{text}");
        }
        let many = format!(r#"{{"responses":[{}{{"id":"1","status":204}}]}}"#, "0,".repeat(100_000));
        assert_eq!(read(&many).take("1").unwrap_err().raw.len(), 2 * 100 + 1, "the number of parts is bounded");
    }

    #[test]
    fn calls_without_a_part_share_the_parts_without_an_id() {
        let mut parts = read(r#"{"responses":[{"status":204},{"status":200}]}"#);
        let (first, second) = (parts.take("1").unwrap_err().raw, parts.take("2").unwrap_err().raw);
        assert_eq!(first, r#"[{"status":204},{"status":200}]"#);
        assert_eq!((first.as_ptr(), first.len()), (second.as_ptr(), second.len()));
    }

    #[test]
    fn parts_before_the_end_of_a_cut_off_response_are_kept() {
        let text = "{\"responses\":[{\"id\":\"1\",\"status\":204},{\"id\":\"2\",\"status\":200,\"body\":\"é\"}]}";
        let second = text.find(r#",{"id":"2""#).unwrap();
        for end in second..text.len() - 2 {
            let body = Bytes::copy_from_slice(&text.as_bytes()[..end]);
            let mut parts = JsonResponses::read(&body, 100).unwrap();
            assert!(parts.take("1").is_ok(), "{end}");
            let PartError { cause, raw, .. } = parts.take("2").unwrap_err();
            assert!(format!("{cause:?}").contains("cut off"), "{end}: {cause:?}");
            assert_eq!(raw, body.slice(second..), "{end}");
        }
        for end in 0..second - 1 {
            assert!(JsonResponses::read(&Bytes::copy_from_slice(&text.as_bytes()[..end]), 100).is_err(), "{end}");
        }
    }
}
