use std::fmt;

use serde::{Serializer, de::Deserializer};

use crate::json::{Form, Read, Scalar, read_scalar};

/// An enumeration type; generated code implements it by a table.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no enumeration, and no other value that has a literal in URLs",
    label = "collections and structured values cannot be compared or sorted by"
)]
pub trait Enumerated: Clone + PartialEq + fmt::Debug + Sized + 'static {
    /// The qualified name in the metadata: `microsoft.graph.dayOfWeek`.
    const TYPE_NAME: &'static str;
    /// The members by their names on the wire, in declared order.
    const MEMBERS: &'static [(&'static str, Self)];

    /// A value for text that is no member.
    fn unrecognized(name: &str) -> Self;

    /// The text, where it is no member.
    fn as_unrecognized(&self) -> Option<&str>;
}

/// The name on the wire.
pub fn member_name<T: Enumerated>(value: &T) -> &str {
    match T::MEMBERS.iter().find(|(_, member)| member == value) {
        Some((name, _)) => name,
        None => value.as_unrecognized().unwrap_or_default(),
    }
}

/// The member of a name; text that is no member is kept.
#[must_use]
pub fn parse_member<T: Enumerated>(name: &str) -> T {
    match T::MEMBERS.iter().find(|(known, _)| *known == name) {
        Some((_, member)) => member.clone(),
        None => T::unrecognized(name),
    }
}

/// The [`Form`] of all enumeration types: text is a member or kept as it is; anything else but null does not fit.
#[derive(Clone, Copy, Debug)]
pub struct EnumeratedForm;

impl<T: Enumerated> Form<T> for EnumeratedForm {
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Read<T>, D::Error> {
        Ok(match read_scalar::<Member<T>, D>(deserializer)? {
            Read::Value(member) => Read::Value(member.value),
            Read::Null => Read::Null,
            Read::Misfit(raw) => Read::Misfit(raw),
        })
    }

    fn write_value<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(member_name(value))
    }
}

struct Member<T> {
    value: T,
}

impl<T: Enumerated> Scalar for Member<T> {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self { value: parse_member(text) })
    }
}
