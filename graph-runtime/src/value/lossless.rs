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

/// Reads a response that serde_json rejects because of a single value, or that would lose digits.
///
/// JSON allows numbers that a double cannot hold (`1e400`, or 30 digits where text was declared) and lone
/// surrogates (`"\ud83d"`, if a service cuts a text within an emoji). Here each value is first taken as text, and
/// one that cannot be converted is a misfit. Every level is scanned again, so this is only used for such responses.
pub(crate) fn read_lossless<T: Structured>(field: &mut Option<Object<T>>, body: &[u8]) -> Result<(), Error> {
    let raw: &RawValue = serde_json::from_slice(body)?;
    read_structured(field, Lossless { raw, depth: 0 })
}

/// The recursion limit of serde_json.
const MAX_DEPTH: u8 = 127;

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
        if self.depth > MAX_DEPTH {
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
            // A number that is not an integer may have more digits than a double.
            Some(b'-' | b'0'..=b'9') if text.parse::<i64>().is_err() && text.parse::<u64>().is_err() => {
                visitor.visit_newtype_struct(self)
            }
            _ => match serde_json::from_str::<serde_json::Value>(text) {
                Ok(value) => value.deserialize_any(visitor),
                // This crate's visitors read a newtype struct as raw text.
                Err(_) => visitor.visit_newtype_struct(self),
            },
        }
    }

    /// serde_json's protocol for raw text.
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

/// The names and values of an object, in order, including repeated names.
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
    static PRECISION_LOST: Cell<bool> = const { Cell::new(false) };
}

/// Keeps a number of the wrong type as text, and records that it may have lost digits for [`track_precision_loss`].
///
/// A serde visitor could report this only with an error, and reading never fails because of a value.
pub(super) fn raw_of_number<E: serde::de::Error>(number: f64) -> Result<Box<RawValue>, E> {
    PRECISION_LOST.set(true);
    raw_of(&number)
}

/// Runs a reader, and returns whether it read numbers that may have lost digits.
pub(crate) fn track_precision_loss<T>(read: impl FnOnce() -> T) -> (T, bool) {
    PRECISION_LOST.set(false);
    (read(), PRECISION_LOST.get())
}
