//! A tenant with any number of users, each of which has a license error until it is reprocessed.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use graph_testing::{Request, Response};
use serde_json::{Value, json};

use crate::{
    response::{self, json_response, query_option, selected},
    users::{project, user},
};

/// The users of a server, and how fast it reprocesses them.
#[derive(Clone, Copy, Debug)]
pub struct Tenant {
    /// The number of users.
    pub users: usize,
    /// The number of users that can be reprocessed per second, if it is limited. Requests beyond it get status 429.
    pub rate: Option<u32>,
}

/// How many users were reprocessed, and how often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Users that were never reprocessed.
    pub never: usize,
    /// Users that were reprocessed once.
    pub once: usize,
    /// Users that were reprocessed more than once.
    pub more: usize,
    /// Calls that were throttled.
    pub refused: usize,
}

/// The number of members of each group, which are the first users.
const GROUP_MEMBERS: usize = 50;

/// The users of a tenant, with the number of times each was reprocessed.
#[derive(Debug)]
pub(crate) struct Directory {
    tenant: Tenant,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    times: Vec<u8>,
    refused: usize,
    /// The token bucket of the rate limit: the number of calls allowed at `updated`.
    allowance: f64,
    updated: Instant,
}

impl Directory {
    pub(crate) fn new(tenant: Tenant) -> Self {
        let allowance = tenant.rate.map_or(0.0, f64::from);
        let state = State { times: vec![0; tenant.users], refused: 0, allowance, updated: Instant::now() };
        Self { tenant, state: Mutex::new(state) }
    }

    pub(crate) fn counts(&self) -> Counts {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let count = |matches: fn(u8) -> bool| state.times.iter().filter(|times| matches(**times)).count();
        Counts {
            never: count(|times| times == 0),
            once: count(|times| times == 1),
            more: count(|times| times > 1),
            refused: state.refused,
        }
    }

    /// Responds to a request that concerns the users of the tenant.
    pub(crate) fn respond(&self, request: &Request, origin: &str) -> Option<Response> {
        let (path, query) = (request.full_path(), request.query().unwrap_or_default());
        let segments: Vec<&str> = path.strip_prefix("/v1.0/")?.split('/').collect();
        let id = request.header("client-request-id").unwrap_or_default();
        match (request.method().as_str(), segments.as_slice()) {
            ("GET", ["users"]) => Some(self.page(path, query, self.tenant.users, origin)),
            ("GET", ["groups", _, "transitiveMembers", "graph.user"]) => {
                Some(self.page(path, query, self.tenant.users.min(GROUP_MEMBERS), origin))
            }
            ("GET", ["counts"]) => {
                let Counts { never, once, more, refused } = self.counts();
                let counts = json!({ "never": never, "once": once, "more": more, "refused": refused });
                Some(json_response(200, &counts, id))
            }
            ("POST", ["users", user, "reprocessLicenseAssignment"]) => Some(self.reprocess(user, id)),
            _ => None,
        }
    }

    fn page(&self, path: &str, query: &str, total: usize, origin: &str) -> Response {
        let number = |name: &str| query_option(query, name).and_then(|text| text.parse::<usize>().ok());
        let (top, start) = (number("$top").unwrap_or(100).clamp(1, 999), number("$skiptoken").unwrap_or(0));
        let (names, end) = (selected(query), total.min(start.saturating_add(top)));
        let times = |index: usize| self.state.lock().unwrap_or_else(PoisonError::into_inner).times[index];
        let users: Vec<Value> =
            (start..end).map(|index| Value::Object(project(&user_at(index, times(index)), &names))).collect();
        let mut page = json!({ "value": users });
        if end < total {
            let select = names.join(",");
            page["@odata.nextLink"] = format!("{origin}{path}?$select={select}&$top={top}&$skiptoken={end}").into();
        }
        json_response(200, &page, "")
    }

    fn reprocess(&self, id: &str, client_request_id: &str) -> Response {
        let Some(index) = index_of(id).filter(|index| *index < self.tenant.users) else {
            return response::error(404, "Request_ResourceNotFound", "The user does not exist.", client_request_id);
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rate) = self.tenant.rate.map(f64::from) {
            let now = Instant::now();
            state.allowance = (state.allowance + rate * (now - state.updated).as_secs_f64()).min(rate);
            state.updated = now;
            if state.allowance < 1.0 {
                state.refused += 1;
                return throttled(Duration::from_secs(1), client_request_id);
            }
            state.allowance -= 1.0;
        }
        state.times[index] = state.times[index].saturating_add(1);
        json_response(200, &user_at(index, state.times[index]), client_request_id)
    }
}

/// Returns the user at an index. License errors and products alternate.
fn user_at(index: usize, times: u8) -> Value {
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

fn throttled(retry_after: Duration, client_request_id: &str) -> Response {
    response::error(429, "TooManyRequests", "Too many requests.", client_request_id)
        .retry_after(retry_after)
        .with_header("x-ms-throttle-scope", "Tenant_Application/ReadWrite/stand-in")
        .with_header("x-ms-throttle-limit-percentage", "1.0")
}
