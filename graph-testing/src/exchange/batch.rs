//! Batches in JSON, whose parts are handled as requests of their own.
//!
//! Source: OData JSON Format 4.01, section 19; <https://learn.microsoft.com/graph/json-batching>.

use std::{collections::BTreeMap, time::Duration};

use base64::Engine;
use graph_runtime::{
    Bytes,
    http::{self, HeaderName, HeaderValue, Method},
};
use serde_json::{Map, Value, json};

use super::exchange::Exchange;
use crate::{request::Request, response::Response};

/// The most calls of a batch that Graph accepts.
const MAX_CALLS: usize = 20;

/// Responds to a batch. The responses are in reverse order, because services do not guarantee an order.
pub(super) fn respond(exchange: &Exchange, batch: &Request) -> Response {
    let Ok(body) = batch.json() else {
        return Response::error(400, "BadRequest", "The batch is not JSON; multipart batches have no stand-in.");
    };
    let calls = body["requests"].as_array().map(Vec::as_slice).unwrap_or_default();
    if calls.is_empty() || calls.len() > MAX_CALLS {
        return Response::error(400, "BadRequest", "A batch has 1 to 20 requests.");
    }
    let mut statuses: BTreeMap<&str, u16> = BTreeMap::new();
    let (mut responses, mut delay) = (Vec::new(), Duration::ZERO);
    for call in calls {
        let id = call["id"].as_str().unwrap_or_default();
        let mut needed = call["dependsOn"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let response = if needed.any(|other| statuses.get(other).is_none_or(|status| *status >= 400)) {
            Response::error(424, "FailedDependency", "A call on which this one depends has failed.").into_http()
        } else {
            let request = match request(exchange, batch, call) {
                Ok(request) => request,
                Err(message) => return Response::error(400, "BadRequest", message),
            };
            let outcome = exchange.handle_part(request, true);
            delay = delay.max(outcome.delay);
            let Some(response) = outcome.response else { return Response::lost() };
            response
        };
        statuses.insert(id, response.status().as_u16());
        responses.push(part(id, &response));
    }
    responses.reverse();
    Response::json(200, &json!({ "responses": responses })).after(delay)
}

/// Reads a call as a request.
fn request(exchange: &Exchange, batch: &Request, call: &Value) -> Result<http::Request<Bytes>, &'static str> {
    let method = Method::from_bytes(call["method"].as_str().unwrap_or_default().as_bytes());
    let url = call["url"].as_str().ok_or("A call of a batch has no URL.")?;
    let url = format!("{}/{}", exchange.root(), url.trim_start_matches('/'));
    let body = match &call["body"] {
        Value::Null => Bytes::new(),
        Value::String(text) if !is_json(call) => match base64::engine::general_purpose::STANDARD.decode(text) {
            Ok(bytes) => bytes.into(),
            Err(_) => Bytes::from(text.clone()),
        },
        body => body.to_string().into(),
    };
    let mut request = http::Request::new(body);
    *request.method_mut() = method.map_err(|_| "A call of a batch has no valid method.")?;
    *request.uri_mut() = url.parse().map_err(|_| "A call of a batch has no valid URL.")?;
    let named = call["headers"].as_object().into_iter().flatten();
    for (name, value) in named.filter_map(|(name, value)| Some((name, value.as_str()?))) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            request.headers_mut().insert(name, value);
        }
    }
    // The parts are sent with the token of the batch.
    if let Some(token) = batch.headers().get("authorization") {
        request.headers_mut().insert("authorization", token.clone());
    }
    Ok(request)
}

fn is_json(call: &Value) -> bool {
    let mut headers = call["headers"].as_object().into_iter().flatten();
    let media_type = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    media_type.is_none_or(|(_, value)| value.as_str().is_some_and(|value| value.contains("json")))
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
