//! A tenant with as many users as wanted, all of which have a license error until they are reprocessed.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use serde_json::{Value, json};

use crate::{
    Recorded,
    answer::{self, json_answer, option, selected},
    directory::{project, user},
};

/// How the users of a stand-in are, and how fast it lets them be reprocessed.
#[derive(Clone, Copy, Debug)]
pub struct Tenant {
    /// How many users there are.
    pub users: usize,
    /// How many of them can be reprocessed a second; more are refused with 429 and what Graph says then.
    pub rate: Option<u32>,
}

/// How often users were reprocessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Users that were not.
    pub never: usize,
    /// Users that were once.
    pub once: usize,
    /// Users that were more often.
    pub more: usize,
    /// Calls that were refused.
    pub refused: usize,
}

/// Groups have so many members: the first users.
const MEMBERS: usize = 50;

#[derive(Debug)]
pub(crate) struct Directory {
    tenant: Tenant,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    times: Vec<u8>,
    refused: usize,
    /// How many more may be reprocessed now, and as of when.
    allowance: f64,
    then: Instant,
}

impl Directory {
    pub(crate) fn new(tenant: Tenant) -> Self {
        let allowance = tenant.rate.map_or(0.0, f64::from);
        let state = State { times: vec![0; tenant.users], refused: 0, allowance, then: Instant::now() };
        Self { tenant, state: Mutex::new(state) }
    }

    pub(crate) fn counts(&self) -> Counts {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let count = |which: fn(u8) -> bool| state.times.iter().filter(|times| which(**times)).count();
        Counts {
            never: count(|times| times == 0),
            once: count(|times| times == 1),
            more: count(|times| times > 1),
            refused: state.refused,
        }
    }

    /// The answer, if the request is about the tenant's users.
    pub(crate) fn answer(&self, request: &Recorded, base_url: &str) -> Option<Response<Full<Bytes>>> {
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let segments: Vec<&str> = path.strip_prefix("/v1.0/")?.split('/').collect();
        let id = request.header("client-request-id").unwrap_or_default();
        match (request.method.as_str(), segments.as_slice()) {
            ("POST", ["$batch"]) => Some(self.batch(request, base_url)),
            ("GET", ["users"]) => Some(self.page(path, query, self.tenant.users, base_url)),
            ("GET", ["groups", _, "transitiveMembers", "graph.user"]) => {
                Some(self.page(path, query, self.tenant.users.min(MEMBERS), base_url))
            }
            ("GET", ["counts"]) => {
                let Counts { never, once, more, refused } = self.counts();
                let counts = json!({ "never": never, "once": once, "more": more, "refused": refused });
                Some(json_answer(200, &counts, id))
            }
            ("POST", ["users", user, "reprocessLicenseAssignment"]) => Some(self.reprocess(user, id)),
            _ => None,
        }
    }

    fn page(&self, path: &str, query: &str, of: usize, base_url: &str) -> Response<Full<Bytes>> {
        let number = |name: &str| option(query, name).and_then(|text| text.parse::<usize>().ok());
        let (top, from) = (number("$top").unwrap_or(100).clamp(1, 999), number("$skiptoken").unwrap_or(0));
        let (names, to) = (selected(query), of.min(from.saturating_add(top)));
        let times = |index: usize| self.state.lock().unwrap_or_else(PoisonError::into_inner).times[index];
        let users: Vec<Value> =
            (from..to).map(|index| Value::Object(project(&described(index, times(index)), &names))).collect();
        let mut page = json!({ "value": users });
        if to < of {
            let select = names.join(",");
            let origin = base_url.trim_end_matches("/v1.0");
            page["@odata.nextLink"] = format!("{origin}{path}?$select={select}&$top={top}&$skiptoken={to}").into();
        }
        json_answer(200, &page, "")
    }

    fn reprocess(&self, id: &str, client_request_id: &str) -> Response<Full<Bytes>> {
        let Some(index) = index_of(id).filter(|index| *index < self.tenant.users) else {
            return answer::error(404, "Request_ResourceNotFound", "The user does not exist.", client_request_id);
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rate) = self.tenant.rate.map(f64::from) {
            let now = Instant::now();
            state.allowance = (state.allowance + rate * (now - state.then).as_secs_f64()).min(rate);
            state.then = now;
            if state.allowance < 1.0 {
                state.refused += 1;
                return refusal(Duration::from_secs(1), client_request_id);
            }
            state.allowance -= 1.0;
        }
        state.times[index] = state.times[index].saturating_add(1);
        json_answer(200, &described(index, state.times[index]), client_request_id)
    }

    /// Answers each call by itself, the last one first, as nothing is said of the order.
    fn batch(&self, request: &Recorded, base_url: &str) -> Response<Full<Bytes>> {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let calls = body["requests"].as_array().map(Vec::as_slice).unwrap_or_default();
        if calls.is_empty() || calls.len() > 20 {
            return answer::error(400, "BadRequest", "A batch has 1 to 20 requests.", "");
        }
        let answers: Vec<Value> = calls.iter().rev().map(|call| self.call(call, base_url)).collect();
        json_answer(200, &json!({ "responses": answers }), "")
    }

    fn call(&self, call: &Value, base_url: &str) -> Value {
        let text = |name: &str| call[name].as_str().unwrap_or_default();
        let inner = Recorded {
            method: text("method").to_owned(),
            target: format!("/v1.0{}", text("url")),
            headers: Vec::new(),
            body: Vec::new(),
        };
        let response = match text("url") {
            "/$batch" => answer::error(400, "BadRequest", "Batches do not nest.", ""),
            _ => self.answer(&inner, base_url).unwrap_or_else(|| answer::answer(&inner)),
        };
        let (head, body) = response.into_parts();
        let headers: serde_json::Map<String, Value> = head
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.into())))
            .collect();
        let body = answer::bytes(body);
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        json!({ "id": call["id"], "status": head.status.as_u16(), "headers": headers, "body": body })
    }
}

/// The user at a place. Errors and products go round.
fn described(index: usize, times: u8) -> Value {
    let mut user = user(&format!("00000000-0000-0000-0000-{:012}", index + 1));
    user["userPrincipalName"] = format!("user{}@contoso.onmicrosoft.com", index + 1).into();
    if times == 0 {
        let state = &mut user["licenseAssignmentStates"][0];
        state["state"] = "Error".into();
        state["error"] = ["CountViolation", "MutuallyExclusiveViolation", "DependencyViolation"][index % 3].into();
        if index % 2 == 1 {
            state["skuId"] = "c7df2760-2c81-4ef7-b578-5b5392b571df".into();
        }
    }
    user
}

fn index_of(id: &str) -> Option<usize> {
    id.strip_prefix("00000000-0000-0000-0000-")?.parse::<usize>().ok()?.checked_sub(1)
}

fn refusal(wait: Duration, client_request_id: &str) -> Response<Full<Bytes>> {
    let mut response = answer::error(429, "TooManyRequests", "Too many requests.", client_request_id);
    let headers = response.headers_mut();
    headers.insert("retry-after", wait.as_secs().max(1).into());
    headers.insert(
        "x-ms-throttle-scope",
        hyper::header::HeaderValue::from_static("Tenant_Application/ReadWrite/stand-in"),
    );
    headers.insert("x-ms-throttle-limit-percentage", hyper::header::HeaderValue::from_static("1.0"));
    response
}
