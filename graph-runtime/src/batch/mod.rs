//! JSON batching: many calls in one HTTP request.
//!
//! Sources: <https://learn.microsoft.com/graph/json-batching>; OData JSON Format 4.01, section 19.

mod batch;
mod dependency_groups;
mod envelope;
mod part_body;
mod pending_call;
mod raw_json;
mod redirects;
mod response_parts;
mod responses;
mod rounds;
mod split;

pub use self::{
    batch::{Batch, Ticket, TicketId},
    responses::Responses,
};

/// The most calls in one request. Graph rejects more.
const MAX_CALLS: usize = 20;
