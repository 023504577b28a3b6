//! Many calls in one request: JSON batching (<https://learn.microsoft.com/graph/json-batching>, OData JSON Format 4.01, section 19).

mod answer;
mod answers;
mod envelope;
mod requests;
mod rounds;
mod split;
mod step;

pub use self::{
    answers::Answers,
    requests::{Batch, Ticket, TicketId},
};

/// So many calls go into one request; Graph refuses more.
const LARGEST: usize = 20;
