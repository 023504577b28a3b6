use super::RustType;
use crate::{edm::Primitive, facts::OptionPlace, naming::Identifier};

/// A query option or header that a service requires, and the parameter that has its value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequiredOption {
    /// Where it is sent.
    pub place: OptionPlace,
    /// Its name on the wire: `startDateTime`.
    pub wire_name: String,
    /// The parameter: `start_date_time`.
    pub parameter: Identifier,
}

impl RequiredOption {
    /// Returns whether it is a query option rather than a header.
    #[must_use]
    pub fn is_in_query(&self) -> bool {
        self.place == OptionPlace::Query
    }
}

/// The declared type of a parameter for the value of an option, and a type that callers can pass.
///
/// Text can be given as any type that displays as such: the name of a zone, or a `DateTimeOffset`.
pub(super) fn option_type(value: Primitive) -> (RustType, RustType) {
    let exact = match value {
        Primitive::Boolean => RustType::Plain("bool"),
        Primitive::Byte => RustType::Plain("u8"),
        Primitive::SByte => RustType::Plain("i8"),
        Primitive::Int16 => RustType::Plain("i16"),
        Primitive::Int32 => RustType::Plain("i32"),
        Primitive::Int64 => RustType::Plain("i64"),
        Primitive::Date => RustType::Runtime("Date"),
        Primitive::DateTimeOffset => RustType::Runtime("DateTimeOffset"),
        Primitive::Decimal => RustType::Runtime("Decimal"),
        Primitive::Guid => RustType::Runtime("Guid"),
        Primitive::TimeOfDay => RustType::Runtime("TimeOfDay"),
        _ => return (RustType::Plain("impl ::core::fmt::Display"), RustType::Plain("&str")),
    };
    (exact.clone(), exact)
}
