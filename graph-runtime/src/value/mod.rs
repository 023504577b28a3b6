//! Values in JSON, which are read and written without loss: see [`Structured`].

mod buffer;
mod codec;
mod copy;
mod derived;
mod enumeration;
mod extra;
mod lossless;
mod name_table;
mod object;
mod parameters;
mod primitive;
mod property;
mod raw;
mod scalar;
mod slot;
mod structured;
mod writer;

pub use self::{
    codec::{AsSerialize, Codec, Value},
    derived::{DerivedFrom, derived_or},
    enumeration::{Enumerated, Flags, Member, member_name},
    extra::Extra,
    object::{Object, empty},
    parameters::Parameters,
    primitive::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, ParseError, TimeOfDay},
    property::{
        CreateOnly, Many, NavigationProperty, One, Property, ReadOnly, Unselected, Writable, navigation, property,
    },
    slot::Decoded,
    structured::{PropertyReader, Structured},
    writer::PropertyWriter,
};
pub(crate) use self::{
    lossless::{read_lossless, track_precision_loss},
    object::debug_object,
    raw::Raw,
    scalar::{Scalar, read_scalar},
    structured::read_structured,
    writer::has_no_values,
};

/// Prevents other crates from implementing the traits.
mod sealed {
    pub trait Sealed {}
}
