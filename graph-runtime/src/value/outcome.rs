use serde::de::{DeserializeSeed, Deserializer};
use serde_json::value::RawValue;

use super::{Form, Slot, Value};

/// What became of a property's value.
#[derive(Debug)]
pub enum Outcome {
    /// The field has it.
    Set,
    /// It was `null`; the field stays empty.
    Null,
    /// It does not fit the declared type; the field stays empty, and this is what was sent.
    Misfit(Box<RawValue>),
}

/// A value that was read: see [`Value`].
#[derive(Debug)]
pub enum Read<T> {
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
    type Value = Outcome;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        T::Form::read_into(self.0, deserializer)
    }
}
