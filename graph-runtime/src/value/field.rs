use std::{any::Any, fmt};

use super::{codec::Value, json::JsonWriter, slot::Slot};

/// The value of a property, without its type.
pub trait Field: Any + Send + Sync {
    #[doc(hidden)]
    fn as_any(&self) -> &dyn Any;

    /// Returns the value for `Debug`, if there is one.
    #[doc(hidden)]
    fn value(&self) -> Option<&dyn fmt::Debug>;

    /// Writes the value, if there is one.
    #[doc(hidden)]
    fn write(&self, json: &mut JsonWriter);

    #[doc(hidden)]
    fn is_equal(&self, other: &dyn Field) -> bool;

    /// Returns a copy of the value.
    #[doc(hidden)]
    fn copy(&self) -> Slot;

    /// Returns the form of the value in JSON, for schemas.
    #[cfg(any(feature = "schemars", feature = "utoipa"))]
    #[doc(hidden)]
    fn shape(&self) -> super::schema::Shape;
}

impl<T: Value> Field for Option<T> {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn value(&self) -> Option<&dyn fmt::Debug> {
        match self {
            Some(value) => Some(value),
            None => None,
        }
    }

    fn write(&self, json: &mut JsonWriter) {
        if let Some(value) = self {
            value.write(json);
        }
    }

    fn is_equal(&self, other: &dyn Field) -> bool {
        match (self, other.as_any().downcast_ref::<Self>()) {
            (Some(left), Some(Some(right))) => left == right,
            (None, Some(None)) => true,
            _ => false,
        }
    }

    fn copy(&self) -> Slot {
        match self {
            Some(value) => value.clone().into_slot(),
            None => Slot::Empty,
        }
    }

    #[cfg(any(feature = "schemars", feature = "utoipa"))]
    fn shape(&self) -> super::schema::Shape {
        T::shape()
    }
}
