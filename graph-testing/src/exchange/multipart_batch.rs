//! Batches in `multipart/mixed`: OData 4.01, part 1, section 11.7.7.

use graph_runtime::{
    Bytes,
    http::{self, HeaderMap, Method},
};

use super::{
    batch::{self, Call, MAX_CALLS, Responses, Unit, is_failure},
    exchange::Exchange,
    multipart::{boundary_of, fields, new_boundary, parts},
};
use crate::{request::Request, response::Response};

/// Responds to a batch: with a part for each call, and for each change set one with parts, or with the error that
/// undid it.
pub(super) fn respond(exchange: &Exchange, batch: &Request) -> Result<Response, String> {
    let media_type = batch.header("content-type").unwrap_or_default();
    let units = units(exchange, batch, media_type)?;
    let groups: Vec<bool> = units.iter().map(|unit| unit.group.is_some()).collect();
    let preference = batch.headers().get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let continues = preference.flat_map(|value| value.split(',')).any(|preference| {
        let (name, value) = preference.split_once('=').unwrap_or((preference, "true"));
        name.trim().trim_start_matches("odata.") == "continue-on-error" && value.trim() != "false"
    });
    let Some(executed) = batch::execute(exchange, units, !continues)? else { return Ok(Response::lost()) };
    let bodies = executed.units.iter().flatten().map(|(_, response)| &response.body()[..]);
    let boundary = new_boundary("batchresponse", bodies.clone());
    let inner = new_boundary("changesetresponse", bodies);
    let mut body = Vec::new();
    for (responses, is_group) in executed.units.iter().zip(groups) {
        body.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        write_unit(&mut body, responses, is_group, &inner);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let response = Response::content(&format!("multipart/mixed; boundary={boundary}"), body);
    Ok(response.after(executed.delay))
}

fn write_unit(body: &mut Vec<u8>, responses: &Responses, is_group: bool, inner: &str) {
    let failure = responses.iter().find(|(_, response)| is_failure(response) && response.status().as_u16() != 424);
    let failure = failure.or_else(|| responses.iter().find(|(_, response)| is_failure(response)));
    match (is_group, failure) {
        (true, Some((id, failure))) => write(body, id, failure),
        (true, None) => {
            body.extend_from_slice(format!("Content-Type: multipart/mixed; boundary={inner}\r\n\r\n").as_bytes());
            for (id, response) in responses {
                body.extend_from_slice(format!("--{inner}\r\n").as_bytes());
                write(body, id, response);
            }
            body.extend_from_slice(format!("--{inner}--\r\n").as_bytes());
        }
        (false, _) => responses.iter().for_each(|(id, response)| write(body, id, response)),
    }
}

/// Writes a response as `application/http`.
fn write(body: &mut Vec<u8>, id: &str, response: &http::Response<Bytes>) {
    body.extend_from_slice(b"Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
    if !id.is_empty() {
        body.extend_from_slice(format!("Content-ID: {id}\r\n").as_bytes());
    }
    body.extend_from_slice(format!("\r\nHTTP/1.1 {}\r\n", response.status()).as_bytes());
    for (name, value) in response.headers() {
        body.extend_from_slice(format!("{name}: ").as_bytes());
        body.extend_from_slice(value.as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    if !response.body().is_empty() {
        body.extend_from_slice(format!("content-length: {}\r\n", response.body().len()).as_bytes());
    }
    body.extend_from_slice(b"\r\n");
    body.extend_from_slice(response.body());
    body.extend_from_slice(b"\r\n");
}

fn units(exchange: &Exchange, batch: &Request, media_type: &str) -> Result<Vec<Unit>, String> {
    let boundary = boundary_of(media_type).ok_or("The batch has no boundary.")?;
    let mut units = Vec::new();
    let mut count = 0;
    for part in parts(batch.bytes(), &boundary, MAX_CALLS)? {
        let (head, content) = fields(&part)?;
        let media_type = text(&head, "content-type").unwrap_or_default().to_owned();
        let unit = match boundary_of(&media_type) {
            None => Unit { group: None, calls: vec![call(exchange, batch, &head, &content)?] },
            Some(boundary) => {
                let mut calls = Vec::new();
                for part in parts(&content, &boundary, MAX_CALLS)? {
                    let (head, content) = fields(&part)?;
                    let call = call(exchange, batch, &head, &content)?;
                    if call.request.method() == Method::GET {
                        return Err("A change set has only calls that change something.".to_owned());
                    }
                    calls.push(call);
                }
                Unit { group: Some(format!("change set {}", units.len() + 1)), calls }
            }
        };
        count += unit.calls.len();
        units.push(unit);
    }
    if !(1..=MAX_CALLS).contains(&count) {
        return Err(format!("A batch has 1 to {MAX_CALLS} calls."));
    }
    Ok(units)
}

/// Reads a call: a request line, headers and a body.
fn call(exchange: &Exchange, batch: &Request, head: &HeaderMap, content: &Bytes) -> Result<Call, String> {
    if text(head, "content-type").is_none_or(|media_type| !media_type.starts_with("application/http")) {
        return Err("A part of the batch is not `application/http`.".to_owned());
    }
    let end = content.iter().position(|byte| *byte == b'\n').ok_or("A call of the batch has no request line.")?;
    let line = String::from_utf8_lossy(&content[..end]);
    let mut words = line.split_whitespace();
    let (Some(method), Some(url), Some("HTTP/1.1"), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err("A call of the batch has no valid request line.".to_owned());
    };
    let (mut headers, body) = fields(&content.slice(end + 1..))?;
    let length = text(&headers, "content-length").and_then(|length| length.parse::<usize>().ok());
    let body = length.filter(|length| *length <= body.len()).map_or(body.clone(), |length| body.slice(..length));
    headers.remove("content-length");
    let request = batch::request(exchange, batch, method, url, headers, body)?;
    // MIME writes ids in angle brackets.
    let id = text(head, "content-id").unwrap_or_default().trim_start_matches('<').trim_end_matches('>');
    Ok(Call { id: id.to_owned(), after: Vec::new(), request })
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
