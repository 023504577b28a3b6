use std::fmt;

use serde::{
    Serializer,
    de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    Extra, Form, JsonReader, Outcome, PropertyReader, PropertyWriter, Raw, Read, Slot,
    inexact::raw_of_number,
    names::{Key, Names},
    raw::{raw_of, raw_seq},
    serialize_structured,
};
use crate::{error::Error, respond::Answer};

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
    /// Whether a body of this type says its type (`@odata.type`) even where the type is the declared one: it is derived from another
    /// than an abstract root. Graph's own SDKs do so, and some of its services want it.
    const SENDS_TYPE: bool = false;
    /// Properties that an update cannot change: computed, read-only, or settled on creation.
    const FIXED: &'static [&'static str] = &[];

    /// What is beyond the declared properties.
    fn extra(&self) -> &Extra;

    /// What is beyond the declared properties, to be changed.
    fn extra_mut(&mut self) -> &mut Extra;

    /// Hands the field of the property at an index to a reader.
    fn read<R: PropertyReader>(&mut self, index: usize, from: &mut R);

    /// Hands every declared property to a writer, in declared order.
    fn write<'a, W: PropertyWriter<'a>>(&'a self, to: &mut W);

    /// Takes along what it needs of the answer that it came in: a page keeps the headers for the next one.
    ///
    /// # Errors
    ///
    /// Where the answer is not what it should be.
    fn arrived(&mut self, answer: &Answer<'_>) -> Result<(), Error> {
        let _ = answer;
        Ok(())
    }
}

/// A type derived from `B`, or `B` itself; generated code implements it. Values of derived types stand where base types are declared.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `{B}`, and not derived from it",
    label = "expected `{B}` or a type derived from it"
)]
pub trait DerivedFrom<B>: Structured {}

impl<T: Structured> DerivedFrom<T> for T {}

/// The [`Form`] of all structured types: `null` is [`Read::Null`], anything else is a value.
#[derive(Clone, Copy, Debug)]
pub struct StructuredForm;

impl<T: Structured> Form<T> for StructuredForm {
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Read<T>, D::Error> {
        let mut field = None;
        deserializer.deserialize_any(StructuredVisitor(Slot::Field(&mut field)))?;
        Ok(field.map_or(Read::Null, Read::Value))
    }

    fn read_into<'de, D: Deserializer<'de>>(slot: Slot<'_, T>, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(StructuredVisitor(slot))
    }

    fn write_value<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_structured(value, serializer)
    }
}

/// Reads a structured value for `Deserialize`; `null` is an empty value that is written back as `null`.
///
/// # Errors
///
/// Those of the JSON text.
pub fn deserialize_structured<'de, T: Structured, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut field = None;
    read_structured(&mut field, deserializer)?;
    Ok(field.unwrap_or_else(T::default))
}

/// The same to a place of the caller's, which is never empty after it: values may have kilobytes, which each function on their way copies.
pub(crate) fn read_structured<'de, T: Structured, D: Deserializer<'de>>(
    field: &mut Option<T>,
    deserializer: D,
) -> Result<(), D::Error> {
    deserializer.deserialize_any(StructuredVisitor(Slot::Field(field)))?;
    field.get_or_insert_with(|| whole(RawValue::NULL.to_owned()));
    Ok(())
}

fn whole<T: Structured>(raw: Box<RawValue>) -> T {
    let mut value = T::default();
    value.extra_mut().set_whole(raw);
    value
}

struct StructuredVisitor<'a, T>(Slot<'a, T>);

impl<T: Structured> StructuredVisitor<'_, T> {
    /// Takes what stands where an object should.
    fn instead<E>(self, raw: Result<Box<RawValue>, E>) -> Result<Outcome, E> {
        self.0.put(whole(raw?));
        Ok(Outcome::Set)
    }
}

impl<'de, T: Structured> Visitor<'de> for StructuredVisitor<'_, T> {
    type Value = Outcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::TYPE_NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outcome, A::Error> {
        let value = self.0.put(T::default());
        let mut names = Names::of(T::PROPERTIES);
        while let Some(key) = map.next_key_seed(&mut names)? {
            match key {
                Key::Declared(index) => {
                    if names.comes_again(index) {
                        value.extra_mut().forget(T::PROPERTIES, index);
                    }
                    let mut reader = JsonReader::new(&mut map);
                    value.read(index, &mut reader);
                    match reader.outcome()? {
                        Outcome::Set => {}
                        odd => value.extra_mut().keep(T::PROPERTIES, index, odd),
                    }
                }
                Key::Other(name) => {
                    let raw = map.next_value_seed(Raw)?;
                    value.extra_mut().push(name, raw);
                }
            }
        }
        Ok(Outcome::Set)
    }

    fn visit_unit<E>(self) -> Result<Outcome, E> {
        self.0.clear();
        Ok(Outcome::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Outcome, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    /// What cannot be read otherwise is offered as text: see `patient`.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outcome, D::Error> {
        self.instead(Raw.deserialize(deserializer))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Outcome, E> {
        self.instead(raw_of(&value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Outcome, E> {
        self.instead(raw_of(&value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Outcome, E> {
        self.instead(raw_of(&value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Outcome, E> {
        self.instead(raw_of_number(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Outcome, E> {
        self.instead(raw_of(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Outcome, A::Error> {
        self.instead(raw_seq(seq))
    }
}
