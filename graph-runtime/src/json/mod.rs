//! Reading and writing JSON without losing anything: see [`Structured`].

mod copy;
mod debug;
mod derived;
mod extra;
mod inexact;
mod names;
mod outcome;
mod patient;
mod raw;
mod reader;
mod slot;
mod structured;
mod value;
mod writer;

pub use copy::{clone_structured, eq_structured};
pub use debug::debug_structured;
pub use derived::{derived, odata_type};
pub use extra::Extra;
pub use outcome::{Outcome, Read};
pub use raw::Raw;
pub use reader::PropertyReader;
pub use slot::Slot;
pub use structured::{DerivedFrom, Structured, StructuredForm, deserialize_structured};
pub use value::{Form, Value, Written};
pub use writer::{PropertyWriter, serialize_structured};

pub(crate) use inexact::watched;
pub(crate) use patient::read_patiently;
use reader::JsonReader;
pub(crate) use structured::read_structured;
pub(crate) use value::{Scalar, read_scalar};
pub(crate) use writer::is_bare;
