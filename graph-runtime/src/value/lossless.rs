use std::{cell::Cell, fmt};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Error, value::RawValue};

use super::{
    object::Object,
    raw::raw_of,
    structured::{Structured, read_structured},
};

/// Reads an answer that serde_json's own deserializer refuses because of a single value, or of which it would lose digits.
///
/// JSON allows numbers that no double holds (`1e400`, or 30 digits where a text was declared) and halves of surrogate pairs (`"\ud83d"`,
/// where a service cut a text within an emoji). Here each value is taken as text first, and one that cannot be made a Rust value is a misfit like any other. Every level is
/// passed over once more, so this is only for such answers.
pub(crate) fn read_lossless<T: Structured>(field: &mut Option<Object<T>>, body: &[u8]) -> Result<(), Error> {
    let raw: &RawValue = serde_json::from_slice(body)?;
    read_structured(field, Lossless { raw, depth: 0 })
}

/// As deep as serde_json goes.
const DEEPEST: u8 = 127;

#[derive(Clone, Copy)]
struct Lossless<'de> {
    raw: &'de RawValue,
    depth: u8,
}

impl<'de> Lossless<'de> {
    fn inner(self, raw: &'de RawValue) -> Self {
        Self { raw, depth: self.depth + 1 }
    }
}

impl<'de> Deserializer<'de> for Lossless<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.depth > DEEPEST {
            return Err(Error::custom("recursion limit exceeded"));
        }
        let text = self.raw.get();
        match text.as_bytes().first() {
            Some(b'{') => {
                let Entries(entries) = serde_json::from_str(text)?;
                visitor.visit_map(Map { of: self, entries: entries.into_iter(), value: None })
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                visitor.visit_seq(Seq { of: self, items: items.into_iter() })
            }
            // What is no integer may have more digits than a double.
            Some(b'-' | b'0'..=b'9') if text.parse::<i64>().is_err() && text.parse::<u64>().is_err() => {
                visitor.visit_newtype_struct(self)
            }
            _ => match serde_json::from_str::<serde_json::Value>(text) {
                Ok(value) => value.deserialize_any(visitor),
                // What this crate's visitors take to mean: as text.
                Err(_) => visitor.visit_newtype_struct(self),
            },
        }
    }

    /// How raw text is asked for: serde_json knows.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        serde_json::Deserializer::from_str(self.raw.get()).deserialize_newtype_struct(name, visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Seq<'de> {
    of: Lossless<'de>,
    items: std::vec::IntoIter<&'de RawValue>,
}

impl<'de> SeqAccess<'de> for Seq<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.items.next().map(|raw| seed.deserialize(self.of.inner(raw))).transpose()
    }
}

struct Map<'de> {
    of: Lossless<'de>,
    entries: std::vec::IntoIter<(String, &'de RawValue)>,
    value: Option<&'de RawValue>,
}

impl<'de> MapAccess<'de> for Map<'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some((name, raw)) = self.entries.next() else { return Ok(None) };
        self.value = Some(raw);
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let raw = self.value.take().ok_or_else(|| Error::custom("a value has no name"))?;
        seed.deserialize(self.of.inner(raw))
    }
}

/// An object's names and values, in order, with those that come twice.
struct Entries<'de>(Vec<(String, &'de RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;
        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor)
    }
}

thread_local! {
    static CAME: Cell<bool> = const { Cell::new(false) };
}

/// A number that stands where something else was expected, as text. It may have had digits that a double does not have, so
/// [`track_precision_loss`] is told. A visitor of serde's has no other way to say so but an error, and reading never fails because of what a value is.
pub(super) fn raw_of_number<E: serde::de::Error>(number: f64) -> Result<Box<RawValue>, E> {
    CAME.set(true);
    raw_of(&number)
}

/// Does some reading, and says whether numbers came that may have lost digits.
pub(crate) fn track_precision_loss<T>(read: impl FnOnce() -> T) -> (T, bool) {
    CAME.set(false);
    (read(), CAME.get())
}
