use std::vec::Drain;

use super::{
    codec::Value,
    json::{JsonError, JsonReader},
    slot::Slot,
};

/// Reads the value of a property.
pub(super) type ReadSlot = fn(&mut JsonReader<'_>) -> Result<Slot, JsonError>;

/// Provides the values of a [`Structured`](super::Structured) type's properties one by one.
#[derive(Debug)]
pub struct PropertyReader<'a> {
    source: Source<'a>,
}

#[derive(Debug)]
enum Source<'a> {
    /// Every property is empty.
    Nothing,
    /// The values that were read.
    Slots(Drain<'a, Slot>),
    /// Collects the readers of all properties; every property is empty.
    Readers(&'a mut Vec<ReadSlot>),
}

impl<'a> PropertyReader<'a> {
    pub(super) const fn empty() -> Self {
        Self { source: Source::Nothing }
    }

    pub(super) const fn of(slots: Drain<'a, Slot>) -> Self {
        Self { source: Source::Slots(slots) }
    }

    pub(super) const fn collecting(readers: &'a mut Vec<ReadSlot>) -> Self {
        Self { source: Source::Readers(readers) }
    }

    /// Returns the value of the next property of [`Structured::properties`](super::Structured::properties), if there is
    /// one.
    pub fn property<T: Value>(&mut self) -> Option<T> {
        T::from_slot(self.next(T::read_slot))
    }

    /// Not inlined, and without the type of the property, because generated code calls it for each.
    #[inline(never)]
    fn next(&mut self, read: ReadSlot) -> Slot {
        match &mut self.source {
            Source::Nothing => Slot::Empty,
            Source::Slots(slots) => slots.next().unwrap_or_default(),
            Source::Readers(readers) => {
                readers.push(read);
                Slot::Empty
            }
        }
    }
}
