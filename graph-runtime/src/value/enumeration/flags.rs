use std::{
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{
    enumerated::{Enumerated, value_of, value_of_name},
    member::Member,
};
use crate::value::{
    codec::{Decoded, Value},
    json::{JsonError, JsonReader, JsonWriter},
    scalar::Scalar,
};

/// The members of a flags enumeration, in the order they were written: `"read,write"`.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # #[derive(Clone, Copy)]
/// # pub enum Access { Read, Write }
/// # impl rt::Enumerated for Access {
/// #     const TYPE_NAME: &'static str = "example.access";
/// #     fn members() -> &'static [(&'static str, Self)] { &[("read", Self::Read), ("write", Self::Write)] }
/// # }
/// let access = rt::Flags::from([Access::Read, Access::Write]);
/// assert_eq!(access.to_string(), "read,write");
/// assert!(access.has(Access::Write));
/// ```
#[derive(Clone)]
pub struct Flags<T> {
    members: Vec<Member<T>>,
}

impl<T: Enumerated> Flags<T> {
    /// Returns whether a member is set, by itself or as a part of another one.
    ///
    /// Numbers count too (`"3"`), if the generated code knows the values of the members.
    #[must_use]
    pub fn has(&self, member: T) -> bool {
        if self.members.iter().any(|known| *known == member) {
            return true;
        }
        match (value_of(&member), self.bits()) {
            (Some(0), Some(bits)) => bits == 0,
            (Some(value), Some(bits)) => bits & value == value,
            _ => false,
        }
    }

    /// Returns the value of all members together, if it is known.
    #[must_use]
    pub fn bits(&self) -> Option<i64> {
        self.members.iter().try_fold(0, |bits, member| Some(bits | value_of_name::<T>(member.name())?))
    }
}

impl<T> PartialEq for Flags<T> {
    fn eq(&self, other: &Self) -> bool {
        self.members == other.members
    }
}

impl<T> Eq for Flags<T> {}

impl<T> Hash for Flags<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.members.hash(state);
    }
}

impl<T: Enumerated> Default for Flags<T> {
    fn default() -> Self {
        Self { members: Vec::new() }
    }
}

impl<T> Deref for Flags<T> {
    type Target = [Member<T>];

    fn deref(&self) -> &[Member<T>] {
        &self.members
    }
}

impl<T: Enumerated> From<T> for Flags<T> {
    fn from(member: T) -> Self {
        Self { members: vec![Member::Known(member)] }
    }
}

impl<T: Enumerated> From<Member<T>> for Flags<T> {
    fn from(member: Member<T>) -> Self {
        Self { members: vec![member] }
    }
}

impl<T, M: Into<Member<T>>, const N: usize> From<[M; N]> for Flags<T> {
    fn from(members: [M; N]) -> Self {
        members.into_iter().collect()
    }
}

impl<T, M: Into<Member<T>>> FromIterator<M> for Flags<T> {
    fn from_iter<I: IntoIterator<Item = M>>(members: I) -> Self {
        Self { members: members.into_iter().map(Into::into).collect() }
    }
}

impl<T: Enumerated> fmt::Display for Flags<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, member) in self.members.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            f.write_str(member.name())?;
        }
        Ok(())
    }
}

impl<T: Enumerated> fmt::Debug for Flags<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<T: Enumerated> Serialize for Flags<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads a string; undeclared names are kept.
impl<'de, T: Enumerated> Deserialize<'de> for Flags<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_text(&text).ok_or_else(|| D::Error::custom(format_args!("expected {}", Self::EXPECTED)))
    }
}

/// The memory that a member takes in a list that has grown, with the allocation for its name.
const MEMBER_SIZE: usize = 64;

impl<T: Enumerated> Scalar for Flags<T> {
    const EXPECTED: &'static str = "names of members, separated by commas,";

    fn from_text(text: &str) -> Option<Self> {
        let flags: Self = match text {
            "" => Self::default(),
            _ => text.split(',').map(Member::<T>::named).collect(),
        };
        (flags.to_string() == text).then_some(flags)
    }
}

impl<T: Enumerated> Value for Flags<T> {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        let at = json.position();
        Ok(match json.text_or_null()? {
            Decoded::Value(text) => {
                json.charge(text.len() + text.matches(',').count() * MEMBER_SIZE)?;
                match Self::from_text(&text) {
                    None => {
                        json.note_misfit(at, Self::EXPECTED);
                        Decoded::Misfit
                    }
                    Some(flags) if json.refuses_unknown() && flags.iter().any(|member| member.known().is_none()) => {
                        json.note_unknown_member(at, T::TYPE_NAME);
                        Decoded::Misfit
                    }
                    Some(flags) => Decoded::Value(flags),
                }
            }
            Decoded::Null => Decoded::Null,
            Decoded::Misfit => Decoded::Misfit,
        })
    }

    fn write(&self, json: &mut JsonWriter) {
        json.text(&self.to_string());
    }

    #[cfg(any(feature = "schemars", feature = "utoipa"))]
    fn shape() -> crate::value::schema::Shape {
        crate::value::schema::Shape::of_flags::<T>()
    }
}
