//! Reading and writing JSON without losing anything: see [`Structured`].

mod copy;
mod debug;
mod derived;
mod extra;
mod inexact;
mod names;
mod object;
mod outcome;
mod parameters;
mod parked;
mod patient;
mod raw;
mod reader;
mod slot;
mod structured;
mod value;
mod writer;

pub use derived::derived;
pub use extra::Extra;
pub use object::{Object, empty};
pub use outcome::{Outcome, Read};
pub use parameters::Parameters;
pub use raw::Raw;
pub use reader::PropertyReader;
pub use slot::Slot;
pub use structured::{DerivedFrom, Structured, StructuredForm};
pub use value::{Form, Value, Written};
pub use writer::PropertyWriter;

pub(crate) use debug::show;
pub(crate) use inexact::watched;
pub(crate) use patient::read_patiently;
pub(crate) use structured::read_structured;
pub(crate) use value::{Scalar, read_scalar};
pub(crate) use writer::is_bare;
