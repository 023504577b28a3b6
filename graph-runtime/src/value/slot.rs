use serde::de::{DeserializeSeed, Deserializer};
use serde_json::value::RawValue;

use super::codec::{Codec, Value};

/// Where a value is to be: see [`Codec::read_into`](super::Codec::read_into).
#[derive(Debug)]
pub enum Slot<'a, T> {
    /// A property's field.
    Field(&'a mut Option<T>),
    /// The end of a collection.
    Item(&'a mut Vec<T>),
}

impl<'a, T> Slot<'a, T> {
    /// Puts a value there, and says where it is.
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

    /// Puts there what was read, if it fits. A field is empty otherwise.
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

    /// Empties a field; a collection stays as it is.
    pub(super) fn clear(self) {
        if let Self::Field(field) = self {
            *field = None;
        }
    }
}

/// What became of a property's value.
#[derive(Debug)]
pub enum SlotOutcome {
    /// The field has it.
    Set,
    /// It was `null`; the field stays empty.
    Null,
    /// It does not fit the declared type; the field stays empty, and this is what was sent.
    Misfit(Box<RawValue>),
}

/// A value that was read: see [`Value`].
#[derive(Debug)]
pub enum Decoded<T> {
    /// It fits.
    Value(T),
    /// It was `null`.
    Null,
    /// It does not fit; this is what was sent.
    Misfit(Box<RawValue>),
}

/// Reads a [`Value`] to its place, where serde wants a seed.
pub(super) struct SlotSeed<'a, T>(pub(super) Slot<'a, T>);

impl<'de, T: Value> DeserializeSeed<'de> for SlotSeed<'_, T> {
    type Value = SlotOutcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<SlotOutcome, D::Error> {
        T::Codec::read_into(self.0, deserializer)
    }
}
