use std::fmt;

use serde_json::Value;

use crate::text::{is_blank_link, without_byte_order_mark};

/// The progress of a long-running operation, as its monitor last reported it.
///
/// It is read from Graph's `asyncJobStatus`, `workbookOperation`, `teamsAsyncOperation` and `richLongRunningOperation`,
/// and from documents that resemble them. `Debug` shows the state only.
#[derive(Clone, Default, PartialEq)]
pub struct Progress {
    state: WorkState,
    document: Option<Value>,
}

/// The state of a long-running operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WorkState {
    /// It is running, or has not started yet.
    #[default]
    Running,
    /// It is done.
    Succeeded,
    /// It failed or was canceled.
    Failed,
}

const RUNNING: [&str; 8] =
    ["notStarted", "inProgress", "running", "updating", "waiting", "deletePending", "accepted", "unknownFutureValue"];
const SUCCEEDED: [&str; 4] = ["completed", "succeeded", "success", "skipped"];
const FAILED: [&str; 6] = ["failed", "deleteFailed", "invalid", "canceled", "cancelled", "timeout"];

/// The properties by which a document with a `status` is a report of progress, not the result.
const PROGRESS_PROPERTIES: [&str; 5] =
    ["percentageComplete", "operation", "operationType", "resourceLocation", "targetResourceLocation"];

/// The most bytes of a report of progress. A larger document is the result; here it would take many times the memory.
const MAX_LENGTH: usize = 1 << 20;

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Progress {
    /// Reads a report of progress; `None` if the document is something else, such as the result.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let body = without_byte_order_mark(body);
        let document: Value = (body.len() <= MAX_LENGTH).then(|| serde_json::from_slice(body).ok()).flatten()?;
        let status = document.get("status")?.as_str()?;
        let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(status));
        let state = if is(&SUCCEEDED) {
            WorkState::Succeeded
        } else if is(&FAILED) {
            WorkState::Failed
        } else if is(&RUNNING) || PROGRESS_PROPERTIES.iter().any(|name| document.get(*name).is_some()) {
            WorkState::Running
        } else {
            return None;
        };
        Some(Self { state, document: Some(document) })
    }

    /// Returns the progress of an operation that is done, without a document.
    pub(super) const fn done() -> Self {
        Self { state: WorkState::Succeeded, document: None }
    }

    /// Returns the progress with the state `Succeeded`.
    pub(super) fn succeeded(self) -> Self {
        Self { state: WorkState::Succeeded, ..self }
    }

    /// Returns the state.
    #[must_use]
    pub const fn state(&self) -> WorkState {
        self.state
    }

    /// Returns the service's name of the state, such as `inProgress`.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.text("status")
    }

    /// Returns the percentage that is done, from 0 to 100, if the service reports it.
    #[must_use]
    pub fn percentage(&self) -> Option<f64> {
        self.document.as_ref()?.get("percentageComplete")?.as_f64()
    }

    /// Returns the `id` of the resulting resource, such as the copy of a drive item.
    #[must_use]
    pub fn resource_id(&self) -> Option<&str> {
        self.text("resourceId").or_else(|| self.text("targetResourceId"))
    }

    /// Returns the URL of the resulting resource.
    #[must_use]
    pub fn resource_location(&self) -> Option<&str> {
        self.text("resourceLocation").or_else(|| self.text("targetResourceLocation"))
    }

    /// Returns the whole document.
    #[must_use]
    pub const fn document(&self) -> Option<&Value> {
        self.document.as_ref()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.document.as_ref()?.get(name)?.as_str().filter(|text| !is_blank_link(text))
    }
}

#[cfg(test)]
mod tests {
    use super::{Progress, WorkState};

    #[test]
    fn reports_of_progress_differ_from_results() {
        for (text, expected) in [
            (r#"{"operation":"ItemCopy","percentageComplete":27.8,"status":"inProgress"}"#, Some(WorkState::Running)),
            (r#"{"percentageComplete":100,"resourceId":"01M","status":"completed"}"#, Some(WorkState::Succeeded)),
            (r#"{"id":"1","status":"Succeeded","resourceLocation":"https://x/y"}"#, Some(WorkState::Succeeded)),
            (r#"{"status":"failed","error":{"code":"x"}}"#, Some(WorkState::Failed)),
            (r#"{"status":"pondering","operationType":"cloneTeam"}"#, Some(WorkState::Running)),
            (r#"{"status":"active","id":"a subscription"}"#, None),
            (r#"{"status":5}"#, None),
            (r#"{"id":"1"}"#, None),
            ("[]", None),
            ("", None),
            ("\u{feff}{\"status\":\"running\"}", Some(WorkState::Running)),
            (&format!(r#"{{"status":"running"{}}}"#, " ".repeat(super::MAX_LENGTH)), None),
        ] {
            assert_eq!(Progress::read(text.as_bytes()).map(|progress| progress.state()), expected, "{text}");
        }
        let copy = Progress::read(br#"{"percentageComplete":100,"resourceId":"01M","status":"completed"}"#).unwrap();
        assert_eq!(
            (copy.percentage(), copy.resource_id(), copy.status()),
            (Some(100.0), Some("01M"), Some("completed"))
        );
    }
}
