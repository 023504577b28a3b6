use std::fmt;

use http::StatusCode;

use super::{
    batch::Ticket,
    pending_call::{CallState, PendingCall},
};
use crate::{
    error::{Error, ServiceError},
    operation::Operation,
};

/// The responses to the calls of a [`Batch`](super::Batch).
#[must_use = "use `take` to read each response"]
pub struct Responses {
    batch: u64,
    calls: Vec<PendingCall>,
    /// For each call, the first call it depends on that did not succeed.
    failed_dependencies: Vec<Option<String>>,
}

impl Responses {
    pub(super) fn new(batch: u64, calls: Vec<PendingCall>) -> Self {
        let failed_dependencies = calls.iter().map(|call| failed_dependency(call, &calls)).collect();
        Self { batch, calls, failed_dependencies }
    }

    /// Returns whether the batch had no calls.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Returns the output of a call.
    ///
    /// # Errors
    ///
    /// The errors of the call as if it had been sent alone, and
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
        let call = self.calls.get_mut(id.index).ok_or_else(refuse)?;
        match std::mem::replace(&mut call.state, CallState::Open) {
            CallState::Responded(response) if response.status() == StatusCode::FAILED_DEPENDENCY => {
                let error = ServiceError::new(response, &call.description);
                let on = self.failed_dependencies.get_mut(id.index).and_then(Option::take);
                Err(Error::dependency_failed(&call.description, on, Some(error)))
            }
            CallState::Responded(response) => ticket.operation.read(response),
            CallState::Failed(problem) => Err(problem),
            CallState::Shared(source) => {
                Err(Error::batch(&call.description, source).sent_before(call.attempt > 1 || call.challenged))
            }
            // Not reachable: `send` leaves no call open, and a ticket is used once.
            CallState::Open => Err(refuse()),
        }
    }
}

fn failed_dependency(call: &PendingCall, calls: &[PendingCall]) -> Option<String> {
    let mut earlier = call.after.iter().filter_map(|index| calls.get(*index));
    let failed = earlier.find(|call| match &call.state {
        CallState::Responded(response) => !response.status().is_success(),
        CallState::Open | CallState::Failed(_) | CallState::Shared(_) => true,
    });
    failed.map(|call| call.description.to_string())
}

impl fmt::Debug for Responses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Responses").field("calls", &self.calls.len()).finish_non_exhaustive()
    }
}
