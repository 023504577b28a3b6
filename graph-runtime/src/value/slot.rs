use serde::de::{DeserializeSeed, Deserializer};
use serde_json::value::RawValue;

use super::codec::{Codec, Value};

/// Where to store a value: see [`Codec::read_into`](super::Codec::read_into).
#[derive(Debug)]
pub enum Slot<'a, T> {
    /// The field of a property.
    Field(&'a mut Option<T>),
    /// The end of a collection.
    Item(&'a mut Vec<T>),
}

impl<'a, T> Slot<'a, T> {
    /// Stores a value, and returns a reference to it.
    pub fn put(self, value: T) -> &'a mut T {
        match self {
            Self::Field(field) => field.insert(value),
            Self::Item(list) => {
                let index = list.len();
                list.push(value);
                &mut list[index]
            }
        }
    }

    /// Stores a decoded value if it fits; otherwise clears the field.
    pub(super) fn fill(self, read: Decoded<T>) -> SlotOutcome {
        match read {
            Decoded::Value(value) => {
                self.put(value);
                SlotOutcome::Set
            }
            Decoded::Null => {
                self.clear();
                SlotOutcome::Null
            }
            Decoded::Misfit(raw) => {
                self.clear();
                SlotOutcome::Misfit(raw)
            }
        }
    }

    /// Clears a field; a collection is unchanged.
    pub(super) fn clear(self) {
        if let Self::Field(field) = self {
            *field = None;
        }
    }
}

/// The result of reading a value into a slot.
#[derive(Debug)]
pub enum SlotOutcome {
    /// The value was stored.
    Set,
    /// The value was `null`; the field is empty.
    Null,
    /// The value does not fit the declared type; the field is empty, and this is the original text.
    Misfit(Box<RawValue>),
}

/// A decoded value: see [`Value`].
#[derive(Debug)]
pub enum Decoded<T> {
    /// A value of the declared type.
    Value(T),
    /// A `null`.
    Null,
    /// A value that does not fit the declared type, as its original text.
    Misfit(Box<RawValue>),
}

/// Reads a [`Value`] into a slot, as a serde seed.
pub(super) struct SlotSeed<'a, T>(pub(super) Slot<'a, T>);

impl<'de, T: Value> DeserializeSeed<'de> for SlotSeed<'_, T> {
    type Value = SlotOutcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<SlotOutcome, D::Error> {
        T::Codec::read_into(self.0, deserializer)
    }
}
