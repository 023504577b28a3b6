//! JSON batching: many calls in one HTTP request.
//!
//! Sources: <https://learn.microsoft.com/graph/json-batching>; OData JSON Format 4.01, section 19.

mod answers;
mod batch;
mod envelope;
mod pending_call;
mod responses;
mod rounds;
mod split;

pub use self::{
    answers::Answers,
    batch::{Batch, Ticket, TicketId},
};

/// The most calls in one request. Graph rejects more.
const MAX_CALLS: usize = 20;
