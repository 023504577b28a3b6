//! Operations as values, and what their answers become.

mod operation;
mod response;

pub(crate) use self::response::{answer_of, from_json, read_response};
pub(crate) use self::sealed::Sealed;
pub use self::{
    operation::Operation,
    response::{Answer, Respond, Single},
};

/// Keeps traits from being implemented by other crates.
mod sealed {
    pub trait Sealed {}
}
