use std::fmt;

use http::StatusCode;

use super::{
    requests::Ticket,
    step::{Outcome, Step},
};
use crate::{
    error::{Error, ServiceError},
    operation::Operation,
};

/// The answers to the calls of a [`Batch`](super::Batch).
#[must_use = "each answer is taken with its ticket"]
pub struct Answers {
    batch: u64,
    steps: Vec<Step>,
    /// For each call the first of those before it that did not succeed.
    culprits: Vec<Option<String>>,
}

impl Answers {
    pub(super) fn new(batch: u64, steps: Vec<Step>) -> Self {
        let culprits = steps.iter().map(|step| culprit(step, &steps)).collect();
        Self { batch, steps, culprits }
    }

    /// Whether there was no call.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The answer to a call.
    ///
    /// # Errors
    ///
    /// As if the call had been sent alone; and also
    ///
    /// - [`ErrorKind::FailedDependency`](crate::ErrorKind::FailedDependency) if a call that it depends on failed;
    /// - [`ErrorKind::Batch`](crate::ErrorKind::Batch) if the HTTP request that carried it failed;
    /// - [`ErrorKind::ForeignTicket`](crate::ErrorKind::ForeignTicket) for a ticket of another batch.
    pub fn take<O: Operation>(&mut self, ticket: Ticket<O>) -> Result<O::Output, Error> {
        let id = ticket.id();
        let refuse = || Error::foreign_ticket(ticket.operation.description());
        if id.batch != self.batch {
            return Err(refuse());
        }
        let step = self.steps.get_mut(id.index).ok_or_else(refuse)?;
        match std::mem::replace(&mut step.outcome, Outcome::Open) {
            Outcome::Answered(response) if response.status() == StatusCode::FAILED_DEPENDENCY => {
                let answer = ServiceError::new(response, &step.description);
                let on = self.culprits.get_mut(id.index).and_then(Option::take);
                Err(Error::dependency_failed(&step.description, on, Some(answer)))
            }
            Outcome::Answered(response) => ticket.operation.read(response),
            Outcome::Failed(problem) => Err(problem),
            Outcome::Shared(source) => Err(Error::batch(&step.description, source)),
            // A future that was dropped leaves no answers, so this is a call that no round took up.
            Outcome::Open => Err(refuse()),
        }
    }
}

fn culprit(step: &Step, steps: &[Step]) -> Option<String> {
    let mut earlier = step.after.iter().filter_map(|place| steps.get(*place));
    let failed = earlier.find(|step| match &step.outcome {
        Outcome::Answered(response) => !response.status().is_success(),
        Outcome::Open | Outcome::Failed(_) | Outcome::Shared(_) => true,
    });
    failed.map(|step| step.description.to_string())
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").field("calls", &self.steps.len()).finish_non_exhaustive()
    }
}
