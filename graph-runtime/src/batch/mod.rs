//! Batches: many calls in one HTTP request, in JSON or as `multipart/mixed`.
//!
//! Sources: <https://learn.microsoft.com/graph/json-batching>; OData JSON Format 4.01, section 19; OData 4.01, part 1,
//! section 11.7.

mod batch;
mod change_set;
mod dependency_groups;
mod entity_reference;
mod envelope;
mod json_request;
mod json_responses;
mod multipart_request;
mod multipart_responses;
mod one_by_one;
mod part_body;
mod part_error;
mod pending_call;
mod raw_json;
mod redirects;
mod responses;
mod rounds;
mod split;
mod unit;

pub use self::{
    batch::{Batch, Ticket, TicketId},
    change_set::ChangeSet,
    responses::Responses,
};

/// Returns the id of a call: its position in the batch, counted from 1.
fn call_id(index: usize) -> String {
    (index + 1).to_string()
}
