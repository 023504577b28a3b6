//! Reading and writing JSON without losing anything: see [`Structured`].

mod debug;
mod extra;
mod names;
mod outcome;
mod patient;
mod raw;
mod slot;
mod structured;
mod value;
mod writer;

pub use debug::debug_structured;
pub use extra::Extra;
pub use outcome::{Outcome, Read, read, skip};
pub use raw::Raw;
pub use slot::Slot;
pub use structured::{DerivedFrom, Structured, deserialize_structured, read_structured, read_structured_into};
pub use value::{Value, Written};
pub use writer::{PropertyWriter, serialize_structured};

pub(crate) use patient::read_patiently;
pub(crate) use value::{Scalar, read_scalar};
pub(crate) use writer::is_bare;
