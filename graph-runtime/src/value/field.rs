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
}

impl<T: Value> Field for Option<T> {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn value(&self) -> Option<&dyn fmt::Debug> {
        self.as_ref().map(|value| value as &dyn fmt::Debug)
    }

    fn write(&self, json: &mut JsonWriter) {
        if let Some(value) = self {
            value.write(json);
        }
    }

    fn is_equal(&self, other: &dyn Field) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }

    fn copy(&self) -> Slot {
        self.clone().map_or(Slot::Empty, T::into_slot)
    }
}
