//! Many calls in one request: JSON batching (<https://learn.microsoft.com/graph/json-batching>, OData JSON Format 4.01, section 19).

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

/// So many calls go into one request; Graph refuses more.
const LARGEST: usize = 20;
