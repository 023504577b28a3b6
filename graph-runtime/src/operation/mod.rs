//! Operations as values, and what their answers become.

mod operation;
mod response;

pub(crate) use self::response::{answer_of, from_json, read_response};
pub use self::{
    operation::Operation,
    response::{Answer, Respond, Single},
};
