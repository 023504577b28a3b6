//! A tenant with any number of users, each of which has a license error until it is reprocessed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use graph_testing::{Request, Response, Server};
use serde_json::{Value, json};

use crate::{
    response::{self, json_response},
    users::user,
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

/// The id of a group, whose members are the first users.
pub const GROUP: &str = "fee2c45b-915a-4a64-b130-f4eb9e75525e";
const GROUP_MEMBERS: usize = 50;

/// The users of a tenant, with the number of times each was reprocessed.
#[derive(Debug)]
pub(crate) struct Directory {
    tenant: Tenant,
    users: graph_testing::Tenant,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// How often users were reprocessed, by id.
    times: HashMap<String, u32>,
    refused: usize,
    /// The token bucket of the rate limit: the number of calls allowed at `updated`.
    allowance: f64,
    updated: Instant,
}

impl Directory {
    pub(crate) fn new(tenant: Tenant) -> Self {
        let users = graph_testing::Tenant::new();
        users.collection("users", "id");
        users.add_json("groups", json!({ "id": GROUP }));
        for index in 0..tenant.users {
            let user = user_at(index);
            if index < GROUP_MEMBERS {
                users.add_json(&format!("groups/{GROUP}/transitiveMembers"), user.clone());
            }
            users.add_json("users", user);
        }
        let allowance = tenant.rate.map_or(0.0, f64::from);
        let state = State { times: HashMap::new(), refused: 0, allowance, updated: Instant::now() };
        Self { tenant, users, state: Mutex::new(state) }
    }

    pub(crate) fn counts(&self) -> Counts {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let once = state.times.values().filter(|times| **times == 1).count();
        let never = self.tenant.users - state.times.len();
        Counts { never, once, more: state.times.len() - once, refused: state.refused }
    }

    /// Lets a server have the users.
    pub(crate) fn serve(self: &Arc<Self>, server: &Server) {
        let directory = Arc::clone(self);
        let reprocess = server.when_request("POST", "/users/{id}/reprocessLicenseAssignment");
        reprocess.answers_with(move |request| directory.reprocess(request)).any_times();
        let directory = Arc::clone(self);
        let counts = server.when_request("GET", "/counts");
        counts.answers_with(move |_| directory.counts_response()).any_times();
        server.serve(&self.users);
    }

    fn counts_response(&self) -> Response {
        let Counts { never, once, more, refused } = self.counts();
        Response::json(200, &json!({ "never": never, "once": once, "more": more, "refused": refused }))
    }

    fn reprocess(&self, request: &Request) -> Response {
        let client_request_id = request.header("client-request-id").unwrap_or_default();
        let id = request.path().split('/').nth(2).unwrap_or_default();
        let Some(mut user) = self.users.get_json("users", id) else {
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
        *state.times.entry(id.to_owned()).or_default() += 1;
        drop(state);
        user["licenseAssignmentStates"][0]["state"] = "Active".into();
        user["licenseAssignmentStates"][0]["error"] = "None".into();
        let members = format!("groups/{GROUP}/transitiveMembers");
        if self.users.get_json(&members, id).is_some() {
            self.users.add_json(&members, user.clone());
        }
        self.users.add_json("users", user.clone());
        json_response(200, &user, client_request_id)
    }
}

/// Returns the user at an index. License errors and products alternate.
fn user_at(index: usize) -> Value {
    let mut user = user(&format!("00000000-0000-0000-0000-{:012}", index + 1));
    user["@odata.type"] = "#microsoft.graph.user".into();
    user["userPrincipalName"] = format!("user{}@contoso.onmicrosoft.com", index + 1).into();
    let state = &mut user["licenseAssignmentStates"][0];
    state["state"] = "Error".into();
    state["error"] = ["CountViolation", "MutuallyExclusiveViolation", "DependencyViolation"][index % 3].into();
    if index % 2 == 1 {
        state["skuId"] = "c7df2760-2c81-4ef7-b578-5b5392b571df".into();
    }
    user
}

fn throttled(retry_after: Duration, client_request_id: &str) -> Response {
    response::error(429, "TooManyRequests", "Too many requests.", client_request_id)
        .retry_after(retry_after)
        .with_header("x-ms-throttle-scope", "Tenant_Application/ReadWrite/stand-in")
        .with_header("x-ms-throttle-limit-percentage", "1.0")
}
