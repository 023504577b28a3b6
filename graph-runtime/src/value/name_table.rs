use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

/// A property name that was read.
pub(super) enum PropertyName {
    /// By its place in the table.
    Declared(usize),
    Other(Box<str>),
}

/// Looks property names up while they are read.
pub(super) struct NameTable {
    declared: &'static [&'static str],
    /// Where the next name is looked for first: services answer in a fixed order.
    expected: usize,
    /// Which places came already.
    seen: [u64; SEEN / 64],
}

/// Places beyond this are taken as if they had come before, which costs time only.
const SEEN: usize = 256;

/// How many names are passed over before the table is searched: as many as a service may leave out.
const NEAR: usize = 16;

impl NameTable {
    pub(super) const fn of(declared: &'static [&'static str]) -> Self {
        Self { declared, expected: 0, seen: [0; SEEN / 64] }
    }

    /// Whether a place came before.
    pub(super) fn is_repeated(&mut self, index: usize) -> bool {
        let Some(seen) = self.seen.get_mut(index / 64) else { return true };
        let bit = 1 << (index % 64);
        let again = *seen & bit != 0;
        *seen |= bit;
        again
    }

    fn find(&mut self, name: &str) -> Option<usize> {
        let near = self.declared.get(self.expected..).unwrap_or_default().iter().take(NEAR);
        // Most names differ in length, which is seen without looking at their text.
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
