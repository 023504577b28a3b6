use std::ops::Range;

use super::{
    batch::{Batch, Ticket},
    entity_reference::refer,
    pending_call::PendingCall,
};
use crate::{
    operation::Operation,
    path::CallReference,
    service::{BatchFormat, ServiceProfile},
};

/// Changes of a [`Batch`] that the service executes together, or not at all: see [`Batch::change_set`].
#[derive(Debug)]
pub struct ChangeSet<'b> {
    batch: &'b mut Batch,
    number: usize,
    first: usize,
}

impl<'b> ChangeSet<'b> {
    pub(super) fn new(batch: &'b mut Batch, number: usize) -> Self {
        Self { first: batch.len(), batch, number }
    }

    /// Adds a call, which must change something.
    ///
    /// A call whose request cannot be built, or only reads, is not sent, and neither are the others of the set;
    /// [`take`](super::Responses::take) returns the errors.
    pub fn add<O: Operation>(&mut self, operation: O) -> Ticket<O> {
        let range = self.first..self.batch.len();
        let (number, profile) = (self.number, self.batch.profile().clone());
        self.batch.add_in_set(operation, |call, batch| {
            call.change_set = Some(number);
            join(call, batch, range, &profile);
        })
    }
}

/// Checks a call of a change set with earlier calls.
fn join(call: &mut PendingCall, batch: u64, earlier: Range<usize>, profile: &ServiceProfile) {
    let has_sets = match profile.batch_format() {
        BatchFormat::Json => !profile.is_graph(),
        BatchFormat::Multipart => true,
        BatchFormat::None => false,
    };
    if !has_sets {
        call.refuse("the service has no change sets, according to its profile");
    }
    if call.method.is_safe() {
        call.refuse("a change set has only calls that change something");
    }
    refer(call, batch, earlier.clone(), profile);
    let is_earlier = |to: &CallReference| to.batch == batch && earlier.contains(&to.index);
    if !call.references.iter().all(is_earlier) {
        call.refuse("the body refers to a call that is not an earlier one of the same change set");
    }
    if !call.references.is_empty() && !profile.has_references_in_bodies() {
        call.refuse(
            "the service does not support references in bodies, according to its profile: \
             `Capabilities.BatchSupport/ReferencesInRequestBodiesSupported` is false",
        );
    }
    if profile.batch_format() == BatchFormat::Json {
        // In JSON, a reference requires a dependency.
        call.after.extend(call.references.iter().map(|to| to.index));
    }
}
