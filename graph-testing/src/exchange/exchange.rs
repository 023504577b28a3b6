use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use graph_runtime::{
    Bytes,
    http::{self, Method},
};

use super::batch;
use crate::{
    calls::{Book, Found, Problem},
    faults::{Fault, FaultState},
    request::Request,
    response::Response,
    tenant::{Tenant, Transaction},
};

/// The state of a server.
pub(crate) struct Exchange {
    /// The URL of the service's root, without a slash at its end.
    root: String,
    /// The host and port.
    host: String,
    /// The path of the root, without a slash at its end.
    root_path: Arc<str>,
    state: Mutex<State>,
}

/// A function of a test that answers a request, or leaves it.
type Respond = dyn Fn(&Request) -> Option<Response> + Send + Sync;

/// What answers a request that no expectation is of, or leaves it.
#[derive(Clone)]
pub(crate) enum Fallback {
    Function(Arc<Respond>),
    Tenant(Tenant),
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) book: Book,
    pub(crate) received: Vec<Request>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) faults: Option<FaultState>,
    pub(crate) fallbacks: Vec<Fallback>,
    /// Whether requests are not kept.
    pub(crate) forgets: bool,
    /// Whether the test has failed with what was wrong so far.
    pub(crate) is_reported: bool,
}

/// What happens to a request.
pub(crate) struct Outcome {
    /// The time until the response.
    pub(crate) delay: Duration,
    /// `None` if the connection is closed.
    pub(crate) response: Option<http::Response<Bytes>>,
}

impl Exchange {
    pub(crate) fn new(root: &str) -> Self {
        let root = root.trim_end_matches('/').to_owned();
        let host = root.find("://").map_or(0, |scheme| scheme + 3);
        let (host, path) = root[host..].split_at(root[host..].find('/').unwrap_or(root.len() - host));
        let (host, root_path) = (host.to_owned(), path.into());
        Self { root, host, root_path, state: Mutex::default() }
    }

    pub(crate) fn root(&self) -> &str {
        &self.root
    }

    pub(crate) fn root_path(&self) -> &str {
        &self.root_path
    }

    /// Locks the state. A test that panics elsewhere leaves it as it is.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Handles a request.
    pub(crate) fn handle(&self, request: http::Request<Bytes>) -> Outcome {
        self.execute(Request::new(request, &self.root_path, false))
    }

    /// Handles a call of a batch. `created` has the URLs of entities that earlier calls created.
    pub(super) fn handle_call(&self, request: http::Request<Bytes>, created: Arc<BTreeMap<String, String>>) -> Outcome {
        self.execute(Request::new(request, &self.root_path, true).after(created))
    }

    fn execute(&self, request: Request) -> Outcome {
        let request = request.of_host(&self.host);
        let (position, fault) = {
            let mut state = self.lock();
            if !state.forgets {
                state.received.push(request.clone());
            }
            (state.received.len().saturating_sub(1), state.faults.as_mut().and_then(|faults| faults.next(&request)))
        };
        let mut response = fault.and_then(Fault::response).unwrap_or_else(|| self.respond(&request, position));
        match fault {
            Some(Fault::Slow(delay)) => response.delay += delay,
            Some(Fault::ResponseLost) => response.is_lost = true,
            _ => {}
        }
        let delay = response.delay;
        Outcome { delay, response: (!response.is_lost).then(|| response.into_http()) }
    }

    fn respond(&self, request: &Request, position: usize) -> Response {
        let (found, fallbacks) = {
            let mut state = self.lock();
            (state.book.find(request, position, &self.root_path), state.fallbacks.clone())
        };
        // Functions of the test run without the lock.
        let problem = match found {
            Found::Reply(reply) => return reply.to(request),
            Found::Refused(problem) => problem,
            Found::Unexpected(problem) => {
                if request.method() == Method::POST && request.path() == "/$batch" && !request.is_batch_part() {
                    return batch::respond(self, request);
                }
                match fallbacks.iter().find_map(|fallback| self.fallback(fallback, request)) {
                    Some(Ok(response)) => return response,
                    Some(Err(message)) => Problem::Unsupported { request: request.clone(), message },
                    None => problem,
                }
            }
        };
        let response = problem.response();
        let mut state = self.lock();
        state.problems.push(problem);
        state.is_reported = false;
        response
    }

    fn fallback(&self, fallback: &Fallback, request: &Request) -> Option<Result<Response, String>> {
        match fallback {
            Fallback::Function(respond) => respond(request).map(Ok),
            Fallback::Tenant(tenant) => tenant.respond(request, &self.root),
        }
    }

    /// Begins changes of all tenants that are undone unless they are committed.
    pub(super) fn begin(&self) -> Vec<Transaction> {
        let fallbacks = self.lock().fallbacks.clone();
        let tenants = fallbacks.into_iter().filter_map(|fallback| match fallback {
            Fallback::Tenant(tenant) => Some(tenant),
            Fallback::Function(_) => None,
        });
        Tenant::begin_all(&tenants.collect::<Vec<_>>())
    }

    /// Returns what is wrong so far, with the calls that are missing.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let state = self.lock();
        let mut problems = state.problems.clone();
        problems.extend(state.book.missing(&self.root_path));
        problems
    }
}
