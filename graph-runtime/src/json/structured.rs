use std::{fmt, marker::PhantomData};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{
    Extra, Outcome, PropertyWriter, Raw, Read,
    raw::{raw_of, raw_seq},
};

/// A type whose JSON form is an object with declared properties; generated code implements it.
///
/// The generated half is a sorted table of names and one `match` each for reading and writing; the loops over them stand once, here.
/// What was read is written back equal as JSON: undeclared properties, nulls, and values that do not fit stay in
/// [`Extra`]. Where something else than an object was sent, the value is empty and [`Extra::whole`] has what was sent.
pub trait Structured: Default {
    /// The qualified name in the metadata: `microsoft.graph.user`.
    const TYPE_NAME: &'static str;
    /// The declared properties by their names on the wire, sorted bytewise. An index below is a place in this table.
    const PROPERTIES: &'static [&'static str];

    /// What is beyond the declared properties.
    fn extra(&self) -> &Extra;

    /// What is beyond the declared properties, to be changed.
    fn extra_mut(&mut self) -> &mut Extra;

    /// Reads the value of the property at an index.
    ///
    /// # Errors
    ///
    /// Those of the JSON text.
    fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, from: &mut A) -> Result<Outcome, A::Error>;

    /// Hands every declared property to a writer, in declared order.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    fn write<W: PropertyWriter>(&self, to: &mut W) -> Result<(), W::Error>;
}

/// Reads a structured value; `null` is [`Read::Null`], anything else is a value.
///
/// # Errors
///
/// Those of the JSON text.
pub fn read_structured<'de, T: Structured, D: Deserializer<'de>>(deserializer: D) -> Result<Read<T>, D::Error> {
    deserializer.deserialize_any(StructuredVisitor(PhantomData))
}

/// Reads a structured value for `Deserialize`; `null` is an empty value that is written back as `null`.
///
/// # Errors
///
/// Those of the JSON text.
pub fn deserialize_structured<'de, T: Structured, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(match read_structured(deserializer)? {
        Read::Value(value) => value,
        Read::Null => whole(RawValue::NULL.to_owned()),
        Read::Misfit(raw) => whole(raw),
    })
}

fn whole<T: Structured>(raw: Box<RawValue>) -> T {
    let mut value = T::default();
    value.extra_mut().set_whole(raw);
    value
}

struct StructuredVisitor<T>(PhantomData<T>);

impl<T: Structured> StructuredVisitor<T> {
    fn instead<V: serde::Serialize + ?Sized, E: serde::de::Error>(value: &V) -> Result<Read<T>, E> {
        Ok(Read::Value(whole(raw_of(value)?)))
    }
}

impl<'de, T: Structured> Visitor<'de> for StructuredVisitor<T> {
    type Value = Read<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::TYPE_NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read<T>, A::Error> {
        let mut value = T::default();
        let mut expected = 0;
        while let Some(key) = map.next_key_seed(KeySeed { names: T::PROPERTIES, expected })? {
            match key {
                Key::Declared(index) => {
                    value.extra_mut().forget(T::PROPERTIES, index);
                    expected = index + 1;
                    match value.read(index, &mut map)? {
                        Outcome::Set => {}
                        Outcome::Null => value.extra_mut().push_null(T::PROPERTIES, index),
                        Outcome::Misfit(raw) => value.extra_mut().push(T::PROPERTIES[index].into(), raw),
                    }
                }
                Key::Other(name) => {
                    let raw = map.next_value_seed(Raw)?;
                    value.extra_mut().push(name, raw);
                }
            }
        }
        Ok(Read::Value(value))
    }

    fn visit_unit<E>(self) -> Result<Read<T>, E> {
        Ok(Read::Null)
    }

    fn visit_none<E>(self) -> Result<Read<T>, E> {
        Ok(Read::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read<T>, D::Error> {
        deserializer.deserialize_any(self)
    }

    /// What cannot be read otherwise is offered as text: see `patient`.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read<T>, D::Error> {
        Ok(Read::Value(whole(Raw.deserialize(deserializer)?)))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Read<T>, E> {
        Self::instead(&value)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Read<T>, E> {
        Self::instead(&value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Read<T>, E> {
        Self::instead(&value)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Read<T>, E> {
        Self::instead(&value)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Read<T>, E> {
        Self::instead(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Read<T>, A::Error> {
        Ok(Read::Value(whole(raw_seq(seq)?)))
    }
}

enum Key {
    Declared(usize),
    Other(Box<str>),
}

/// Looks a property name up while it is read: the one after the last is tried first, since services answer in a fixed order.
struct KeySeed {
    names: &'static [&'static str],
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(match find(self.names, self.expected, name) {
            Some(index) => Key::Declared(index),
            None => Key::Other(name.into()),
        })
    }
}

fn find(names: &[&str], expected: usize, name: &str) -> Option<usize> {
    if names.get(expected).is_some_and(|known| *known == name) {
        return Some(expected);
    }
    names.binary_search(&name).ok()
}
