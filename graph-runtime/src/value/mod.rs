//! Values in JSON, which are read and written without loss: see [`Structured`].

mod codec;
mod contents;
#[cfg(any(feature = "chrono", feature = "time"))]
pub(crate) mod dates;
mod derived;
mod enumeration;
mod extra;
mod extra_serialization;
mod field;
mod item_type;
mod json;
mod null;
mod object;
mod object_reader;
mod primitive;
pub(crate) mod projection;
mod property;
mod property_reader;
mod property_writer;
mod raw;
mod request_json;
mod scalar;
#[cfg(any(feature = "schemars", feature = "utoipa"))]
pub(crate) mod schema;
mod slot;
mod spare;
mod strict;
mod structured;

pub use self::{
    codec::{AsSerialize, Decoded, Value, from_json, to_json},
    derived::{DerivedFrom, derived_or},
    enumeration::{Enumerated, Flags, Member, member_name},
    extra::Extra,
    json::{JsonError, JsonReader, JsonWriter},
    object::{Object, empty},
    primitive::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, ParseError, TimeOfDay},
    property::{
        CreateOnly, Many, NavigationProperty, NotNull, One, Property, ReadOnly, Unselected, Writable, navigation,
        property,
    },
    property_reader::PropertyReader,
    property_writer::PropertyWriter,
    strict::{Strict, StrictReader},
    structured::Structured,
};
pub(crate) use self::{
    codec::{charge_json, read_list},
    contents::has_no_values,
    item_type::ItemType,
    json::serialize_text,
    null::{is_null, is_null_value},
    property::{expanded_entities, expanded_entity},
    request_json::{RequestJson, object_as_read, object_in_request, value_in_request},
    slot::Slot,
};
