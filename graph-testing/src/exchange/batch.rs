//! Batches, whose calls are handled as requests of their own.
//!
//! Sources: OData 4.01, part 1, section 11.7; <https://learn.microsoft.com/graph/json-batching>.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use graph_runtime::{
    Bytes,
    http::{self, HeaderMap, HeaderName, HeaderValue, Method, header},
};

use super::{exchange::Exchange, json_batch, multipart_batch};
use crate::{request::Request, response::Response};

/// The most calls of a batch that is read. Graph accepts 20 in JSON.
pub(super) const MAX_CALLS: usize = 1000;

/// A call of a batch.
pub(super) struct Call {
    /// The id, by which other calls and the response refer to it.
    pub(super) id: String,
    /// The calls and groups that have to succeed before.
    pub(super) after: Vec<String>,
    pub(super) request: http::Request<Bytes>,
}

/// What is executed as a whole or not at all.
pub(super) struct Unit {
    /// The name of the change set; `None` for a call of its own.
    pub(super) group: Option<String>,
    pub(super) calls: Vec<Call>,
}

/// The responses to the calls of a unit, with their ids.
pub(super) type Responses = Vec<(String, http::Response<Bytes>)>;

/// What was executed of a batch.
pub(super) struct Executed {
    /// The responses to each unit.
    pub(super) units: Vec<Responses>,
    pub(super) delay: Duration,
}

/// Responds to a batch.
pub(super) fn respond(exchange: &Exchange, batch: &Request) -> Response {
    let media_type = batch.header(header::CONTENT_TYPE.as_str()).unwrap_or_default().to_ascii_lowercase();
    let response = if media_type.trim_start().starts_with("multipart/") {
        multipart_batch::respond(exchange, batch)
    } else {
        json_batch::respond(exchange, batch)
    };
    response.unwrap_or_else(|message| Response::error(400, "BadRequest", &message))
}

/// Executes units in order. `stops` is whether nothing is executed after one that has failed.
///
/// Returns `None` if the connection is closed.
///
/// # Errors
///
/// A call refers to one that is not an earlier one.
pub(super) fn execute(exchange: &Exchange, units: Vec<Unit>, stops: bool) -> Result<Option<Executed>, String> {
    check(&units)?;
    let mut executed = Executed { units: Vec::new(), delay: Duration::ZERO };
    let mut outcomes = Outcomes::default();
    for unit in units {
        let Some(responses) = run(exchange, unit, &mut outcomes, &mut executed.delay) else { return Ok(None) };
        let has_failed = responses.iter().any(|(_, response)| is_failure(response));
        executed.units.push(responses);
        if has_failed && stops {
            break;
        }
    }
    Ok(Some(executed))
}

/// Checks ids, and that calls depend on earlier ones.
fn check(units: &[Unit]) -> Result<(), String> {
    let mut known = BTreeSet::new();
    for unit in units {
        for call in &unit.calls {
            if let Some(other) = call.after.iter().find(|other| !known.contains(other.as_str())) {
                return Err(format!("The call `{}` depends on `{other}`, which is not an earlier one.", call.id));
            }
            if !call.id.is_empty() && !known.insert(call.id.as_str()) {
                return Err(format!("Two calls or groups have the id `{}`.", call.id));
            }
        }
        if let Some(group) = &unit.group
            && !known.insert(group)
        {
            return Err(format!("Two calls or groups have the id `{group}`."));
        }
    }
    Ok(())
}

/// What is known of earlier calls.
#[derive(Default)]
struct Outcomes {
    /// The ids of calls and groups that have failed.
    failed: BTreeSet<String>,
    /// The URLs of the entities that calls created.
    created: BTreeMap<String, String>,
}

/// Executes the calls of a unit. If one of a group fails, none takes effect.
fn run(exchange: &Exchange, unit: Unit, outcomes: &mut Outcomes, delay: &mut Duration) -> Option<Responses> {
    let is_group = unit.group.is_some();
    let transactions = if is_group { exchange.begin() } else { Vec::new() };
    let mut responses: Responses = Vec::new();
    let mut failed = None;
    for call in unit.calls {
        let needs_failed = call.after.iter().any(|other| outcomes.failed.contains(other));
        let response = if needs_failed || is_group && failed.is_some() {
            dependency_failed()
        } else {
            let outcome = exchange.handle_call(call.request, Arc::new(outcomes.created.clone()));
            *delay = (*delay).max(outcome.delay);
            outcome.response?
        };
        if is_failure(&response) {
            failed.get_or_insert(responses.len());
            outcomes.failed.insert(call.id.clone());
        } else if let Some(url) = location(response.headers()) {
            outcomes.created.insert(call.id.clone(), url);
        }
        responses.push((call.id, response));
    }
    match failed.filter(|_| is_group) {
        Some(failed) => {
            drop(transactions);
            // Those that succeeded were undone.
            for (index, (id, response)) in responses.iter_mut().enumerate() {
                outcomes.created.remove(id);
                outcomes.failed.insert(id.clone());
                if index != failed {
                    *response = dependency_failed();
                }
            }
            outcomes.failed.extend(unit.group);
        }
        None => transactions.into_iter().for_each(crate::tenant::Transaction::commit),
    }
    Some(responses)
}

fn dependency_failed() -> http::Response<Bytes> {
    Response::error(424, "FailedDependency", "A call on which this one depends has failed.").into_http()
}

pub(super) fn is_failure(response: &http::Response<Bytes>) -> bool {
    response.status().as_u16() >= 400
}

/// Returns the URL of a new entity.
fn location(headers: &HeaderMap) -> Option<String> {
    let url = headers.get(header::LOCATION).or_else(|| headers.get("odata-entityid"))?;
    url.to_str().ok().map(str::to_owned)
}

/// Builds the request of a call, with the token of the batch. The URL may be relative to the service's root.
pub(super) fn request(
    exchange: &Exchange,
    batch: &Request,
    method: &str,
    url: &str,
    headers: HeaderMap,
    body: Bytes,
) -> Result<http::Request<Bytes>, String> {
    let root = exchange.root();
    let origin = root.strip_suffix(exchange.root_path()).unwrap_or(root);
    let is_in_root = |path: &str| {
        let rest = path.strip_prefix(exchange.root_path()).filter(|_| !exchange.root_path().is_empty());
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let url = match url {
        url if url.contains("://") && url.find("://") < url.find(['?', '/']) => url.to_owned(),
        path if is_in_root(path) => format!("{origin}{path}"),
        path => format!("{root}/{}", path.trim_start_matches('/')),
    };
    let mut request = http::Request::new(body);
    *request.method_mut() =
        Method::from_bytes(method.as_bytes()).map_err(|_| "A call of the batch has no valid method.")?;
    *request.uri_mut() = url.parse().map_err(|_| "A call of the batch has no valid URL.")?;
    *request.headers_mut() = headers;
    if let Some(token) = batch.headers().get(header::AUTHORIZATION) {
        request.headers_mut().insert(header::AUTHORIZATION, token.clone());
    }
    Ok(request)
}

/// Adds a header, if it is valid in HTTP.
pub(super) fn add_header(headers: &mut HeaderMap, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
        headers.append(name, value);
    }
}
