use std::{collections::BTreeMap, time::Duration};

use super::chance::chance;
use crate::{request::Request, response::Response};

/// How often the service and the network fail: see [`Server::faults`](crate::Server::faults).
///
/// Whether a request fails depends on the seed, the method, the URL, and how often this request was received before.
/// It does not depend on the order of other requests, so that a test with calls in parallel is reproducible too.
///
/// A request fails at most twice in a row, unless [`in_a_row`](Self::in_a_row) says otherwise: the default retry policy
/// then succeeds, if the call may be repeated at all.
///
/// ```
/// use graph_testing::{Faults, Response, Server};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let server = Server::in_memory();
/// server.faults(Faults::seeded(42).throttle(0.3).drop_connection(0.2));
/// server.when_request("GET", "/users/{id}").answers_with(|_| Response::json(200, &serde_json::json!({}))).times(50);
///
/// let client = server.client();
/// for number in 0..50 {
///     let request = client.request(graph_runtime::http::Method::GET, "/users/{id}").value("id", number.to_string());
///     request.send().await?; // waits, and is sent again
/// }
/// assert!(server.requests().len() > 60);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Faults {
    seed: u64,
    rates: Vec<(f64, Fault)>,
    in_a_row: u32,
}

/// A failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Throttled,
    Unavailable,
    /// The connection is closed, and the service did not see the request.
    Dropped,
    /// The service acts on the request, and the connection is closed before the response.
    ResponseLost,
    Slow(Duration),
}

impl Faults {
    /// Creates no faults; the other methods add them.
    #[must_use]
    pub const fn seeded(seed: u64) -> Self {
        Self { seed, rates: Vec::new(), in_a_row: 2 }
    }

    /// Adds 429 with `Retry-After: 1` for a share of the requests, from 0 to 1.
    #[must_use]
    pub fn throttle(self, share: f64) -> Self {
        self.with(share, Fault::Throttled)
    }

    /// Adds 503 with `Retry-After: 1` for a share of the requests.
    #[must_use]
    pub fn unavailable(self, share: f64) -> Self {
        self.with(share, Fault::Unavailable)
    }

    /// Closes the connection of a share of the requests, before the service acts on them.
    #[must_use]
    pub fn drop_connection(self, share: f64) -> Self {
        self.with(share, Fault::Dropped)
    }

    /// Closes the connection of a share of the requests, after the service has acted on them.
    #[must_use]
    pub fn lose_response(self, share: f64) -> Self {
        self.with(share, Fault::ResponseLost)
    }

    /// Delays the responses to a share of the requests.
    #[must_use]
    pub fn slow(self, share: f64, delay: Duration) -> Self {
        self.with(share, Fault::Slow(delay))
    }

    /// Sets how often in a row the same request may fail; 2 unless set. Delays do not count.
    #[must_use]
    pub const fn in_a_row(mut self, count: u32) -> Self {
        self.in_a_row = count;
        self
    }

    fn with(mut self, share: f64, fault: Fault) -> Self {
        self.rates.push((share, fault));
        self
    }
}

impl Fault {
    /// Returns the response, if the service does not act on the request.
    pub(crate) fn response(self) -> Option<Response> {
        match self {
            Self::Throttled => Some(Response::throttled(Duration::from_secs(1))),
            Self::Unavailable => Some(Response::unavailable(Duration::from_secs(1))),
            Self::Dropped => Some(Response::lost()),
            Self::ResponseLost | Self::Slow(_) => None,
        }
    }
}

/// The faults of a server, and the requests that it received.
pub(crate) struct FaultState {
    faults: Faults,
    /// How often each request was received, and how often it failed in a row.
    received: BTreeMap<String, (u32, u32)>,
}

impl FaultState {
    pub(crate) const fn new(faults: Faults) -> Self {
        Self { faults, received: BTreeMap::new() }
    }

    /// Decides how a request fails, if it does.
    pub(crate) fn next(&mut self, request: &Request) -> Option<Fault> {
        let identity = format!("{} {}", request.method(), request.target());
        let (count, failures) = self.received.get(&identity).copied().unwrap_or_default();
        let mut left = chance(self.faults.seed, &identity, count);
        let hit = self.faults.rates.iter().find(|(share, _)| {
            left -= share;
            left < 0.0
        });
        let fails = |fault: &Fault| !matches!(fault, Fault::Slow(_));
        let fault = hit.map(|(_, fault)| *fault).filter(|fault| !fails(fault) || failures < self.faults.in_a_row);
        let failures = if fault.as_ref().is_some_and(fails) { failures + 1 } else { 0 };
        self.received.insert(identity, (count + 1, failures));
        fault
    }
}

#[cfg(test)]
mod tests {
    use graph_runtime::{Bytes, http};

    use super::{Fault, FaultState, Faults};
    use crate::request::Request;

    fn request(path: &str) -> Request {
        let request = http::Request::get(format!("https://h/v1.0{path}")).body(Bytes::new()).unwrap();
        Request::new(request, &"/v1.0".into(), false)
    }

    #[test]
    fn faults_depend_on_the_request_and_not_on_the_order() {
        let run = |paths: &[&str]| -> Vec<(String, Option<Fault>)> {
            let mut state = FaultState::new(Faults::seeded(7).throttle(0.4).drop_connection(0.3));
            let mut found: Vec<_> = paths.iter().map(|path| ((*path).to_owned(), state.next(&request(path)))).collect();
            found.sort_by(|a, b| a.0.cmp(&b.0));
            found
        };
        let paths = ["/a", "/b", "/a", "/c", "/d", "/e", "/a", "/f", "/b"];
        let reversed: Vec<&str> = paths.iter().rev().copied().collect();
        assert_eq!(run(&paths), run(&reversed));
    }

    #[test]
    fn a_request_succeeds_after_two_failures() {
        let mut state = FaultState::new(Faults::seeded(1).throttle(1.0));
        let faults: Vec<bool> = (0..4).map(|_| state.next(&request("/a")).is_some()).collect();
        assert_eq!(faults, [true, true, false, true]);
    }
}
