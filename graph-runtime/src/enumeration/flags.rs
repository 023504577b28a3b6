use std::{fmt, ops::Deref};

use serde::{Serializer, de::Deserializer};

use super::{Enumerated, member_name, parse_member};
use crate::json::{Form, Read, Scalar, Value, read_scalar};

/// Members of a flags enumeration, in the order they were written: `"read,write"`.
///
/// ```
/// # use graph_runtime as rt;
/// # #[derive(Clone, PartialEq, Eq, Hash)]
/// # pub enum Access { Read, Write, Unrecognized(Box<str>) }
/// # impl rt::Enumerated for Access {
/// #     const TYPE_NAME: &'static str = "example.access";
/// #     const MEMBERS: &'static [(&'static str, Self)] = &[("read", Self::Read), ("write", Self::Write)];
/// #     fn unrecognized(name: &str) -> Self { Self::Unrecognized(name.into()) }
/// #     fn as_unrecognized(&self) -> Option<&str> { match self { Self::Unrecognized(name) => Some(name), _ => None } }
/// # }
/// # rt::enumerated!(Access);
/// let access = rt::Flags::from([Access::Read, Access::Write]);
/// assert_eq!(access.to_string(), "read,write");
/// assert!(access.contains(&Access::Write));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Flags<T> {
    members: Vec<T>,
}

impl<T: Enumerated> Default for Flags<T> {
    fn default() -> Self {
        Self { members: Vec::new() }
    }
}

impl<T> Deref for Flags<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.members
    }
}

impl<T, const N: usize> From<[T; N]> for Flags<T> {
    fn from(members: [T; N]) -> Self {
        Self { members: members.into() }
    }
}

impl<T> FromIterator<T> for Flags<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        Self { members: members.into_iter().collect() }
    }
}

impl<T: Enumerated> fmt::Display for Flags<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, member) in self.members.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            f.write_str(member_name(member))?;
        }
        Ok(())
    }
}

impl<T: Enumerated> fmt::Debug for Flags<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<T: Enumerated> Scalar for Flags<T> {
    fn from_text(text: &str) -> Option<Self> {
        let flags: Self = match text {
            "" => Self::default(),
            _ => text.split(',').map(parse_member).collect(),
        };
        (flags.to_string() == text).then_some(flags)
    }
}

impl<T: Enumerated> Value for Flags<T> {
    type Form = Self;
}

impl<T: Enumerated> Form<Self> for Flags<T> {
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Read<Self>, D::Error> {
        read_scalar(deserializer)
    }

    fn write_value<S: Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }
}
