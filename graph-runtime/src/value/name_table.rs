use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

/// The name of a property in JSON.
pub(super) enum PropertyName {
    /// The index in the table.
    Declared(usize),
    Other(Box<str>),
}

/// Looks up property names while reading.
pub(super) struct NameTable {
    declared: &'static [&'static str],
    /// The index at which to start, because services send properties in a fixed order.
    expected: usize,
    /// The indices that were already read.
    seen: [u64; MAX_TRACKED / 64],
}

/// Higher indices count as repeated, which only costs time.
const MAX_TRACKED: usize = 256;

/// How many names to compare before searching the whole table.
const LOOKAHEAD: usize = 16;

impl NameTable {
    pub(super) const fn of(declared: &'static [&'static str]) -> Self {
        Self { declared, expected: 0, seen: [0; MAX_TRACKED / 64] }
    }

    /// Returns whether an index was read before, and records it.
    pub(super) fn is_repeated(&mut self, index: usize) -> bool {
        let Some(seen) = self.seen.get_mut(index / 64) else { return true };
        let bit = 1 << (index % 64);
        let again = *seen & bit != 0;
        *seen |= bit;
        again
    }

    fn find(&mut self, name: &str) -> Option<usize> {
        let near = self.declared.get(self.expected..).unwrap_or_default().iter().take(LOOKAHEAD);
        // Most names differ in length, which is cheaper to compare.
        let found = match near.enumerate().find(|(_, known)| known.len() == name.len() && **known == name) {
            Some((distance, _)) => self.expected + distance,
            None => self.declared.iter().position(|known| known.len() == name.len() && *known == name)?,
        };
        self.expected = found + 1;
        Some(found)
    }
}

impl<'de> DeserializeSeed<'de> for &mut NameTable {
    type Value = PropertyName;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<PropertyName, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for &mut NameTable {
    type Value = PropertyName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    fn visit_str<E>(self, name: &str) -> Result<PropertyName, E> {
        Ok(self.find(name).map_or_else(|| PropertyName::Other(name.into()), PropertyName::Declared))
    }
}
