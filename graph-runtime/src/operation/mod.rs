//! Operations as values, and how their responses are read.

mod expanded;
mod operation;
mod response;

pub(crate) use self::response::{UndecodedBody, answer_of, from_json, json_text, read_object, read_response};
pub(crate) use self::sealed::Sealed;
pub use self::{
    operation::{CreatesEntity, Operation},
    response::{Answer, Respond, Single},
};

/// Prevents other crates from implementing a trait.
mod sealed {
    pub trait Sealed {}
}
