use std::collections::HashMap;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::{
    call_id,
    part_error::{PartError, PartResult, copy_of},
    unit::Unit,
};
use crate::{
    error::Cause,
    mime::{Multipart, boundary_of, media_type, read_fields, read_response, split},
};

/// Reads a batch response in `multipart/mixed`, whose parts are in the order of the units. Returns the response to each
/// call.
///
/// A part that is not valid does not affect the others, and neither does the end of a body that is cut off.
///
/// # Errors
///
/// The response is not multipart.
pub(super) fn read(headers: &HeaderMap, body: &Bytes, units: &[Unit]) -> Result<Vec<(usize, PartResult)>, Cause> {
    let boundary = headers.get(header::CONTENT_TYPE).and_then(boundary_of);
    let boundary = boundary.ok_or("the batch response is not `multipart/mixed` with a boundary")?;
    let found = split(body, &boundary, units.len());
    let mut responses = Vec::new();
    for (position, unit) in units.iter().enumerate() {
        match (found.parts.get(position), unit) {
            (Some(part), Unit::Call(index)) => responses.push((*index, read_part(part, *index))),
            (Some(part), Unit::ChangeSet(indexes)) => read_change_set(part, indexes, &mut responses),
            (None, unit) => {
                responses.extend(unit.indexes().iter().map(|index| (*index, Err(missing(&found)))));
            }
        }
    }
    Ok(responses)
}

/// Returns why there is no part for a call.
fn missing(found: &Multipart) -> PartError {
    let (cause, raw) = match &found.rest {
        Some(rest) => (
            "the batch response is cut off before the part for this call, which the service may have executed",
            rest.clone(),
        ),
        None => ("the batch response has no part for this call, which the service may have executed", Bytes::new()),
    };
    PartError { cause: cause.into(), status: None, raw }
}

/// Reads the response to one call.
fn read_part(part: &Bytes, index: usize) -> PartResult {
    let error = |cause: Cause| PartError { cause, status: None, raw: part.clone() };
    let (fields, content) = read_part_fields(part).map_err(|problem| error(problem.into()))?;
    if content_id(&fields).is_some_and(|id| id != call_id(index)) {
        return Err(error("the part of the batch response is for another call".into()));
    }
    response_in(&fields, &content).map_err(|problem| error(problem.into()))
}

/// Reads the response in a part.
fn response_in(fields: &HeaderMap, content: &Bytes) -> Result<http::Response<Bytes>, String> {
    if media_type(fields).is_none_or(|media_type| media_type != "application/http") {
        return Err("the part of the batch response is not `application/http`".to_owned());
    }
    let encoding = fields.get("content-transfer-encoding").map(|encoding| encoding.to_str().unwrap_or("unknown"));
    if !encoding
        .is_none_or(|encoding| ["binary", "8bit", "7bit"].iter().any(|known| encoding.eq_ignore_ascii_case(known)))
    {
        return Err("the part of the batch response has a `Content-Transfer-Encoding` other than `binary`".to_owned());
    }
    read_response(content).map_err(|problem| format!("in the part of the batch response, {problem}"))
}

/// Reads the responses to the calls of a change set, or the one that answers for all of them.
fn read_change_set(part: &Bytes, indexes: &[usize], responses: &mut Vec<(usize, PartResult)>) {
    let error = |cause: Cause, status: Option<StatusCode>| PartError { cause, status, raw: part.clone() };
    let (fields, content) = match read_part_fields(part) {
        Ok(read) => read,
        Err(problem) => {
            return responses.extend(indexes.iter().map(|index| (*index, Err(error(problem.clone().into(), None)))));
        }
    };
    let Some(boundary) = fields.get(header::CONTENT_TYPE).and_then(boundary_of) else {
        // The service executed none of them.
        let shared = response_in(&fields, &content);
        responses.extend(indexes.iter().map(|index| {
            let response = match &shared {
                Ok(response) if response.status().is_success() && indexes.len() > 1 => {
                    let cause = "the batch response has one part for the whole change set, which is not an error";
                    Err(error(cause.into(), Some(response.status())))
                }
                Ok(response) => Ok(copy_of(response)),
                Err(problem) => Err(error(problem.clone().into(), None)),
            };
            (*index, response)
        }));
        return;
    };
    let found = split(&content, &boundary, indexes.len());
    let parts: Vec<InnerPart> = found.parts.iter().map(read_inner_part).collect();
    // Parts have the ids of the calls. Without ids, the order counts.
    let mut by_id: HashMap<String, PartContent> = HashMap::new();
    let mut in_order: Vec<Option<PartContent>> = Vec::new();
    for (id, content) in parts {
        match id {
            Some(id) => {
                by_id.insert(id, content);
                in_order.push(None);
            }
            None => in_order.push(Some(content)),
        }
    }
    for (position, index) in indexes.iter().enumerate() {
        let content = by_id.remove(&call_id(*index)).or_else(|| in_order.get_mut(position)?.take());
        let response = match content {
            Some(content) => content.map_err(|problem| error(problem.into(), None)),
            None => Err(missing(&found)),
        };
        responses.push((*index, response));
    }
}

/// The response in a part, or why there is none.
type PartContent = Result<http::Response<Bytes>, String>;
/// A part of a change set with its id.
type InnerPart = (Option<String>, PartContent);

fn read_inner_part(part: &Bytes) -> InnerPart {
    match read_part_fields(part) {
        Ok((fields, content)) => (content_id(&fields), response_in(&fields, &content)),
        Err(problem) => (None, Err(problem)),
    }
}

/// Reads the fields of a part. Some services write an empty line first.
fn read_part_fields(part: &Bytes) -> Result<(HeaderMap, Bytes), String> {
    let begin = part.iter().position(|byte| !b"\r\n".contains(byte)).unwrap_or(0);
    read_fields(&part.slice(begin..))
}

fn content_id(fields: &HeaderMap) -> Option<String> {
    let id = fields.get("content-id")?.to_str().ok()?.trim();
    // MIME writes ids in angle brackets.
    Some(id.trim_start_matches('<').trim_end_matches('>').to_owned())
}
