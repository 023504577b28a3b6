//! Batches in JSON: OData JSON Format 4.01, section 19.

use std::collections::BTreeMap;

use base64::Engine;
use graph_runtime::{
    Bytes,
    http::{self, HeaderMap, HeaderName, HeaderValue},
};
use serde_json::{Map, Value, json};

use super::{
    batch::{self, Call, MAX_CALLS, Unit},
    exchange::Exchange,
};
use crate::{request::Request, response::Response};

/// The most calls of a batch that Graph accepts.
const MAX_GRAPH_CALLS: usize = 20;

/// Responds to a batch. The responses are in reverse order, because services do not guarantee an order.
pub(super) fn respond(exchange: &Exchange, batch: &Request) -> Result<Response, String> {
    let body = batch.json().map_err(|_| "The batch is neither JSON nor multipart.")?;
    let calls = body["requests"].as_array().map(Vec::as_slice).unwrap_or_default();
    // Paths with a slash are Graph's: elsewhere they are those of the host.
    let is_graph = calls.iter().all(|call| call["url"].as_str().is_some_and(|url| url.starts_with('/')));
    let most = if is_graph { MAX_GRAPH_CALLS } else { MAX_CALLS };
    if calls.is_empty() || calls.len() > most {
        return Err(format!("A batch has 1 to {most} requests."));
    }
    let Some(executed) = batch::execute(exchange, units(exchange, batch, calls)?, false)? else {
        return Ok(Response::lost());
    };
    let groups: BTreeMap<&str, &Value> =
        calls.iter().map(|call| (call["id"].as_str().unwrap_or_default(), &call["atomicityGroup"])).collect();
    let responses = executed.units.iter().flatten().rev();
    let responses: Vec<Value> = responses
        .map(|(id, response)| {
            let mut part = part(id, response);
            if let Some(group) = groups.get(id.as_str()).filter(|group| group.is_string()) {
                part["atomicityGroup"] = (*group).clone();
            }
            part
        })
        .collect();
    Ok(Response::json(200, &json!({ "responses": responses })).after(executed.delay))
}

/// Reads calls. Those of a group follow one another.
fn units(exchange: &Exchange, batch: &Request, calls: &[Value]) -> Result<Vec<Unit>, String> {
    let mut units: Vec<Unit> = Vec::new();
    for call in calls {
        let group = call["atomicityGroup"].as_str().map(str::to_owned);
        let call = read(exchange, batch, call)?;
        match units.last_mut() {
            Some(last) if group.is_some() && last.group == group => last.calls.push(call),
            _ => units.push(Unit { group, calls: vec![call] }),
        }
    }
    Ok(units)
}

fn read(exchange: &Exchange, batch: &Request, call: &Value) -> Result<Call, String> {
    let id = call["id"].as_str().filter(|id| !id.is_empty()).ok_or("A call of the batch has no id.")?;
    let url = call["url"].as_str().ok_or("A call of the batch has no URL.")?;
    let body = match &call["body"] {
        Value::Null => Bytes::new(),
        Value::String(text) => content(text, media_type(call).as_deref()),
        body => body.to_string().into(),
    };
    let mut headers = HeaderMap::new();
    for (name, value) in call["headers"].as_object().into_iter().flatten() {
        batch::add_header(&mut headers, name, value.as_str().unwrap_or_default());
    }
    let after = call["dependsOn"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let method = call["method"].as_str().unwrap_or_default().to_ascii_uppercase();
    let request = batch::request(exchange, batch, &method, url, headers, body)?;
    Ok(Call { id: id.to_owned(), after: after.map(str::to_owned).collect(), request })
}

/// Returns the content of a body that is a string: text is written as it is, other content than JSON in base64.
fn content(text: &str, media_type: Option<&str>) -> Bytes {
    match media_type {
        None => Value::from(text).to_string().into(),
        Some(media_type) if media_type.contains("json") => Value::from(text).to_string().into(),
        Some(media_type) if media_type.starts_with("text/") => text.to_owned().into(),
        Some(_) => match base64::engine::general_purpose::STANDARD.decode(text) {
            Ok(bytes) => bytes.into(),
            Err(_) => text.to_owned().into(),
        },
    }
}

/// Returns the media type of a call's body, in lower case.
fn media_type(call: &Value) -> Option<String> {
    let mut headers = call["headers"].as_object().into_iter().flatten();
    let (_, value) = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
    Some(value.as_str().unwrap_or_default().to_ascii_lowercase())
}

/// Writes a response as a part: JSON as it is, other content as base64.
fn part(id: &str, response: &http::Response<Bytes>) -> Value {
    let text = |(name, value): (&HeaderName, &HeaderValue)| Some((name.to_string(), value.to_str().ok()?.into()));
    let headers: Map<String, Value> = response.headers().iter().filter_map(text).collect();
    let mut part = json!({ "id": id, "status": response.status().as_u16(), "headers": headers });
    if !response.body().is_empty() {
        let media_type = response.headers().get("content-type").and_then(|value| value.to_str().ok());
        part["body"] = match serde_json::from_slice(response.body()) {
            Ok(body) if media_type.is_some_and(|media_type| media_type.contains("json")) => body,
            _ if media_type.is_some_and(|media_type| media_type.starts_with("text/")) => {
                String::from_utf8_lossy(response.body()).into()
            }
            _ => base64::engine::general_purpose::STANDARD.encode(response.body()).into(),
        };
    }
    part
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn text_is_not_base64() {
        assert_eq!(content("hello123", Some("text/plain")), "hello123");
        assert_eq!(content("aGk=", Some("image/png")), "hi");
        assert_eq!(content("a", None), "\"a\"");
    }
}
