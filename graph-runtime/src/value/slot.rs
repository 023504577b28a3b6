use std::{any::Any, sync::Arc};

use super::{
    extra::Extra,
    primitive::{DateTimeOffset, Guid},
};

/// The value of a property, between the order on the wire and the declared order.
///
/// A struct is built in one expression from all of its properties, in declared order, which takes rustc half as long
/// to compile as assigning fields by name. A service sends properties in any order, so values wait here. The types of
/// most properties need no box.
#[derive(Debug, Default)]
pub enum Slot {
    /// The property was not sent.
    #[default]
    Empty,
    /// `null`.
    Null,
    /// The text of a value that does not fit the declared type.
    Misfit(Box<str>),
    Text(String),
    Boolean(bool),
    Integer(i32),
    Long(i64),
    Double(f64),
    Guid(Guid),
    Instant(DateTimeOffset),
    /// An [`Object`](super::Object).
    Object(Arc<dyn Any + Send + Sync>, Extra),
    /// A value of another type.
    Other(Box<dyn Any>),
}

impl Slot {
    /// Stores a value of a type that has no variant.
    pub(super) fn other<T: 'static>(value: T) -> Self {
        Self::Other(Box::new(value))
    }

    /// Returns the value, if it is a `T` from [`other`](Self::other).
    pub(super) fn into_other<T: 'static>(self) -> Option<T> {
        match self.into_any()?.downcast() {
            Ok(value) => Some(*value),
            Err(_) => None,
        }
    }

    /// Not inlined, so that callers do not contain the destructors of all variants.
    #[inline(never)]
    fn into_any(self) -> Option<Box<dyn Any>> {
        match self {
            Self::Other(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the properties of an object. Not inlined, see [`into_any`](Self::into_any).
    #[inline(never)]
    pub(super) fn into_object(self) -> Option<(Arc<dyn Any + Send + Sync>, Extra)> {
        match self {
            Self::Object(contents, extra) => Some((contents, extra)),
            _ => None,
        }
    }
}
