use serde_json::Value;

/// How far work is that a service does in its own time: what its monitor said last. Graph's `asyncJobStatus`, `workbookOperation`,
/// `teamsAsyncOperation` and `richLongRunningOperation` are read, and whatever is written like them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    state: WorkState,
    document: Option<Value>,
}

/// Whether work is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WorkState {
    /// It has begun, or will.
    #[default]
    Running,
    /// It is done.
    Succeeded,
    /// It will not be done.
    Failed,
}

const RUNNING: [&str; 8] =
    ["notStarted", "inProgress", "running", "updating", "waiting", "deletePending", "accepted", "unknownFutureValue"];
const SUCCEEDED: [&str; 4] = ["completed", "succeeded", "success", "skipped"];
const FAILED: [&str; 6] = ["failed", "deleteFailed", "invalid", "canceled", "cancelled", "timeout"];

/// What a document has that tells of work rather than being its result, beside a `status`.
const MARKS: [&str; 5] =
    ["percentageComplete", "operation", "operationType", "resourceLocation", "targetResourceLocation"];

impl Progress {
    /// Reads a document that tells how far work is; `None` where it is something else: the result itself.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let document: Value = serde_json::from_slice(body).ok()?;
        let status = document.get("status")?.as_str()?;
        let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(status));
        let state = if is(&SUCCEEDED) {
            WorkState::Succeeded
        } else if is(&FAILED) {
            WorkState::Failed
        } else if is(&RUNNING) || MARKS.iter().any(|mark| document.get(*mark).is_some()) {
            WorkState::Running
        } else {
            return None;
        };
        Some(Self { state, document: Some(document) })
    }

    /// Work that is done, without a word of it.
    pub(super) const fn done() -> Self {
        Self { state: WorkState::Succeeded, document: None }
    }

    /// The same, done.
    pub(super) fn succeeded(self) -> Self {
        Self { state: WorkState::Succeeded, ..self }
    }

    /// Whether it is done.
    #[must_use]
    pub const fn state(&self) -> WorkState {
        self.state
    }

    /// What the service calls the state: `inProgress`.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.text("status")
    }

    /// How much is done, from 0 to 100, if the service says.
    #[must_use]
    pub fn percentage(&self) -> Option<f64> {
        self.document.as_ref()?.get("percentageComplete")?.as_f64()
    }

    /// The `id` of what came of it: of the copy of a drive item, say.
    #[must_use]
    pub fn resource_id(&self) -> Option<&str> {
        self.text("resourceId").or_else(|| self.text("targetResourceId"))
    }

    /// Where that is.
    #[must_use]
    pub fn resource_location(&self) -> Option<&str> {
        self.text("resourceLocation").or_else(|| self.text("targetResourceLocation"))
    }

    /// All that the service said.
    #[must_use]
    pub const fn document(&self) -> Option<&Value> {
        self.document.as_ref()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.document.as_ref()?.get(name)?.as_str().filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::{Progress, WorkState};

    #[test]
    fn documents_of_graph_and_results() {
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
