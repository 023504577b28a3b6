use std::{
    convert::Infallible,
    fmt,
    hash::{Hash, Hasher},
    mem::discriminant,
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::enumerated::{Enumerated, find_member, is_same, member_name, value_of};
use crate::value::{
    codec::{Decoded, Value},
    json::{JsonError, JsonReader, JsonWriter},
};

/// A value of an enumeration type: a declared member, or the name of one that was added to the service later.
///
/// Both are written back unchanged.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # #[derive(Clone, Copy)]
/// # pub enum Importance { Low, High }
/// # impl rt::Enumerated for Importance {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.importance";
/// #     fn members() -> &'static [(&'static str, Self)] { &[("low", Self::Low), ("high", Self::High)] }
/// # }
/// use graph_runtime::Member;
///
/// let sent: Vec<Member<Importance>> = serde_json::from_str(r#"["high", "urgent"]"#)?;
/// match &sent[0] {
///     Member::Known(Importance::High) => {}
///     Member::Known(_) => panic!("another one"),
///     Member::Unknown(name) => panic!("not declared: {name}"),
/// }
/// assert!(sent[0] == Importance::High);
/// assert_eq!(sent[1].name(), "urgent");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub enum Member<E> {
    /// A declared member.
    Known(E),
    /// The name of an undeclared member.
    Unknown(Box<str>),
}

impl<E: Enumerated> Member<E> {
    /// Returns the name on the wire.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Known(member) => member_name(*member),
            Self::Unknown(name) => name,
        }
    }

    /// Returns the member, if it is declared.
    #[must_use]
    pub const fn known(&self) -> Option<E> {
        match self {
            Self::Known(member) => Some(*member),
            Self::Unknown(_) => None,
        }
    }

    /// Returns the member with a name; an undeclared name is kept.
    #[must_use]
    pub fn named(name: &str) -> Self {
        find_member(name).map_or_else(|| Self::Unknown(name.into()), Self::Known)
    }
}

impl<E: Enumerated> From<E> for Member<E> {
    fn from(member: E) -> Self {
        Self::Known(member)
    }
}

impl<E> PartialEq for Member<E> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Known(left), Self::Known(right)) => is_same(left, right),
            (Self::Unknown(left), Self::Unknown(right)) => left == right,
            _ => false,
        }
    }
}

impl<E> Eq for Member<E> {}

impl<E: Enumerated> PartialEq<E> for Member<E> {
    fn eq(&self, other: &E) -> bool {
        match self {
            Self::Known(member) => is_same(member, other),
            // A service may write the value of a member instead of its name.
            Self::Unknown(name) => value_of(other).is_some_and(|value| name.parse() == Ok(value)),
        }
    }
}

impl<E> Hash for Member<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Known(member) => discriminant(member).hash(state),
            Self::Unknown(name) => name.hash(state),
        }
    }
}

impl<E: Enumerated> fmt::Debug for Member<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl<E: Enumerated> fmt::Display for Member<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl<E: Enumerated> FromStr for Member<E> {
    type Err = Infallible;

    fn from_str(name: &str) -> Result<Self, Infallible> {
        Ok(Self::named(name))
    }
}

impl<E: Enumerated> Serialize for Member<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de, E: Enumerated> Deserialize<'de> for Member<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|name| Self::named(&name))
    }
}

/// Any text is a value; other JSON values except null are misfits.
impl<E: Enumerated> Value for Member<E> {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        let at = json.position();
        let read = json.text_or_null()?.map(|name| Self::named(&name));
        if json.refuses_unknown() && matches!(read, Decoded::Value(Self::Unknown(_))) {
            json.note_unknown_member(at, E::TYPE_NAME);
            return Ok(Decoded::Misfit);
        }
        Ok(read)
    }

    fn write(&self, json: &mut JsonWriter) {
        json.text(self.name());
    }

    #[cfg(any(feature = "schemars", feature = "utoipa"))]
    fn shape() -> crate::value::schema::Shape {
        crate::value::schema::Shape::of_member::<E>()
    }
}
