use graph_runtime::{Object, codegen::Structured, http::Method};
use serde_json::json;

use super::{
    answer::{Answer, FollowUp, Site},
    response::Response,
};

/// Long-running work: the response 202 with the URL of a monitor, which then reports progress and the end.
///
/// The polls are [required](crate::Expectation::any_times). Between them the client waits as long as the service asks
/// for, here one second; tests in memory can [pause the time](crate::Server::in_memory).
///
/// ```
/// graph_macros::graph! { select: ["/drives/{id}/items/{id}/copy"] }
/// use graph::{DriveItem, GraphService};
/// use graph_runtime::{Body, empty};
/// use graph_testing::{LongRunning, Server};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let server = Server::in_memory();
/// let service = GraphService::new(server.client());
/// let copy = || service.drives().by_id("d").items().by_id("i").copy(Body::new());
/// let item = DriveItem { name: Some("b.txt".into()), ..empty() };
/// server.when(copy()).answers(LongRunning::new().running(10.0).running(60.0).succeeds_with(item));
///
/// let copied = copy().begin().await?.result().await?;
/// assert_eq!(copied.name.as_deref(), Some("b.txt"));
/// # Ok(()) }
/// ```
///
/// Source: <https://learn.microsoft.com/graph/long-running-actions-overview>.
#[derive(Clone, Debug)]
#[must_use = "pass it to `answers`"]
pub struct LongRunning {
    reports: Vec<Response>,
    result: Option<Response>,
}

impl Default for LongRunning {
    fn default() -> Self {
        Self::new()
    }
}

impl LongRunning {
    /// Creates work that succeeds at the first poll, without a result.
    pub const fn new() -> Self {
        Self { reports: Vec::new(), result: None }
    }

    /// Adds a poll to which the work is still running, with the percentage that is done.
    pub fn running(mut self, percentage: f64) -> Self {
        let report = json!({ "status": "inProgress", "percentageComplete": percentage });
        self.reports.push(Response::json(202, &report).with_header("retry-after", "1"));
        self
    }

    /// Ends the work with a resource, which has a URL of its own.
    pub fn succeeds_with<T: Structured>(mut self, result: T) -> Self {
        self.result = Some(Response::value(&Object::new(result)));
        self
    }

    /// Ends the work with an error.
    pub fn fails(mut self, code: &str, message: &str) -> Self {
        let error = json!({ "code": code, "message": message });
        self.reports.push(Response::json(200, &json!({ "status": "failed", "error": error })));
        self
    }

    pub(super) fn answer(self, site: Site<'_>) -> Answer {
        let (monitor, result) = (site.own_target("monitor", 0), site.own_target("result", 0));
        let mut replies: Vec<_> = self.reports.iter().cloned().map(Into::into).collect();
        let has_failed = self.reports.last().is_some_and(|last| last.status == 200);
        let mut follow_ups = Vec::new();
        if !has_failed {
            let mut report = json!({ "status": "succeeded", "percentageComplete": 100.0 });
            if let Some(response) = self.result {
                report["resourceLocation"] = format!("{}{result}", site.origin()).into();
                follow_ups.push(FollowUp {
                    method: Some(Method::GET),
                    target: result,
                    replies: vec![response.into()],
                    is_required: false,
                });
            }
            replies.push(Response::json(200, &report).into());
        }
        let accepted = Response::status(202).with_header("location", &format!("{}{monitor}", site.origin()));
        follow_ups.insert(0, FollowUp { method: Some(Method::GET), target: monitor, replies, is_required: true });
        Answer { reply: accepted.with_header("retry-after", "1").into(), follow_ups }
    }
}
