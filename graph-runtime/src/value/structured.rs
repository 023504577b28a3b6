use std::fmt;

use serde::{
    Serializer,
    de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    buffer::PropertyBuffer,
    codec::{Codec, Value},
    extra::Extra,
    lossless::raw_of_number,
    name_table::{NameTable, PropertyName},
    object::Object,
    raw::{Raw, raw_of, raw_seq},
    sealed::Sealed,
    slot::{Decoded, Slot, SlotOutcome},
    writer::PropertyWriter,
};

/// The declared properties of a type whose JSON form is an object; generated code implements it. A value is an [`Object`](super::Object).
///
/// `properties`, `build` and `write` are of the same properties in the same order.
///
/// The generated half is a table of names, an expression that makes a value, and a list of its fields; all else stands once, here.
/// What was read is written back equal as JSON: undeclared properties, nulls, and values that do not fit stay in
/// [`Extra`]. Where something else than an object was sent, the value is empty and [`Extra::whole`] has what was sent.
pub trait Structured: Sized + 'static {
    /// The qualified name in the metadata: `microsoft.graph.user`.
    const TYPE_NAME: &'static str;
    /// Whether a body of this type says its type (`@odata.type`) even where the type is the declared one: it is derived from another
    /// than an abstract root. Graph's own SDKs do so, and some of its services want it.
    const SENDS_TYPE: bool = false;

    /// The declared properties by their names on the wire, in declared order.
    ///
    /// A function, since rustc evaluates each constant whether it is used or not.
    fn properties() -> &'static [&'static str];

    /// PropertyBuffer that an update cannot change: computed, read-only, or settled on creation.
    #[must_use]
    fn read_only_on_update() -> &'static [&'static str] {
        &[]
    }

    /// A value of these properties, taken in the order of the table.
    fn build<R: PropertyReader>(from: &mut R) -> Self;

    /// Hands every declared property to a writer, in the order of the table.
    fn write<'a, W: PropertyWriter<'a>>(&'a self, to: &mut W);
}

/// The [`Codec`] of all structured types: `null` is [`Decoded::Null`], anything else is a value.
#[derive(Clone, Copy, Debug)]
pub struct StructuredCodec;

impl<T: Structured> Codec<Object<T>> for StructuredCodec {
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decoded<Object<T>>, D::Error> {
        let mut field = None;
        deserializer.deserialize_any(StructuredVisitor(Slot::Field(&mut field)))?;
        Ok(field.map_or(Decoded::Null, Decoded::Value))
    }

    fn read_into<'de, D: Deserializer<'de>>(
        slot: Slot<'_, Object<T>>,
        deserializer: D,
    ) -> Result<SlotOutcome, D::Error> {
        deserializer.deserialize_any(StructuredVisitor(slot))
    }

    fn write_value<S: Serializer>(value: &Object<T>, serializer: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(value, serializer)
    }
}

/// Reads a structured value to a place of the caller's, which is never empty after it: values may have kilobytes, which each function on
/// their way copies. `null` is an empty value that is written back as `null`.
pub(crate) fn read_structured<'de, T: Structured, D: Deserializer<'de>>(
    field: &mut Option<Object<T>>,
    deserializer: D,
) -> Result<(), D::Error> {
    deserializer.deserialize_any(StructuredVisitor(Slot::Field(field)))?;
    field.get_or_insert_with(|| whole(RawValue::NULL.to_owned()));
    Ok(())
}

fn whole<T: Structured>(raw: Box<RawValue>) -> Object<T> {
    let mut value = Object::default();
    value.extra.set_whole(raw);
    value
}

/// Reads all that an object has. Objects are read one within the other here, so that no frame of it should hold a value of a type: these have
/// kilobytes, and a thread may have two megabytes for 127 of them.
fn read_properties<'de, T: Structured, A: MapAccess<'de>>(
    mut map: A,
    extra: &mut Extra,
) -> Result<PropertyBuffer<A, A::Error>, A::Error> {
    let declared = T::properties();
    let mut names = NameTable::of(declared);
    let mut properties = PropertyBuffer::of::<T>();
    while let Some(key) = map.next_key_seed(&mut names)? {
        match key {
            PropertyName::Declared(index) => {
                if names.is_repeated(index) {
                    extra.forget(declared, index);
                }
                // There is a function for each name, unless somebody wrote the table and the expression by hand.
                let Some(outcome) = properties.read(index, &mut map) else {
                    extra.push(declared[index].into(), map.next_value_seed(Raw)?);
                    continue;
                };
                match outcome? {
                    SlotOutcome::Set => {}
                    odd => extra.keep(declared, index, odd),
                }
            }
            PropertyName::Other(name) => {
                let raw = map.next_value_seed(Raw)?;
                extra.push(name, raw);
            }
        }
    }
    Ok(properties)
}

/// Makes a value of what was read. A function by itself, so that the value is in no frame while others are read.
#[inline(never)]
fn build_object<T: Structured, A, E>(slot: Slot<'_, Object<T>>, properties: PropertyBuffer<A, E>, extra: Extra) {
    let value = T::build(&mut properties.into_buffered());
    slot.put(Object { value, extra });
}

struct StructuredVisitor<'a, T>(Slot<'a, Object<T>>);

impl<T: Structured> StructuredVisitor<'_, T> {
    /// Takes what stands where an object should.
    fn replaced_by<E>(self, raw: Result<Box<RawValue>, E>) -> Result<SlotOutcome, E> {
        self.0.put(whole(raw?));
        Ok(SlotOutcome::Set)
    }
}

impl<'de, T: Structured> Visitor<'de> for StructuredVisitor<'_, T> {
    type Value = SlotOutcome;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::TYPE_NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SlotOutcome, A::Error> {
        let mut extra = Extra::new();
        let properties = read_properties::<T, A>(map, &mut extra)?;
        build_object(self.0, properties, extra);
        Ok(SlotOutcome::Set)
    }

    fn visit_unit<E>(self) -> Result<SlotOutcome, E> {
        self.0.clear();
        Ok(SlotOutcome::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<SlotOutcome, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<SlotOutcome, D::Error> {
        deserializer.deserialize_any(self)
    }

    /// What cannot be read otherwise is offered as text: see [`lossless`](super::lossless).
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<SlotOutcome, D::Error> {
        self.replaced_by(Raw.deserialize(deserializer))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<SlotOutcome, E> {
        self.replaced_by(raw_of(&value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<SlotOutcome, E> {
        self.replaced_by(raw_of(&value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<SlotOutcome, E> {
        self.replaced_by(raw_of(&value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<SlotOutcome, E> {
        self.replaced_by(raw_of_number(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<SlotOutcome, E> {
        self.replaced_by(raw_of(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<SlotOutcome, A::Error> {
        self.replaced_by(raw_seq(seq))
    }
}

/// Gives a [`Structured`](super::Structured) type the values of its properties, one after the other.
pub trait PropertyReader: Sealed {
    /// The value of the next property of [`Structured::properties`](super::Structured::properties), if there is one.
    fn property<T: Value>(&mut self) -> Option<T>;
}

/// No values at all.
pub(super) struct NoValues;

impl Sealed for NoValues {}

impl PropertyReader for NoValues {
    fn property<T: Value>(&mut self) -> Option<T> {
        None
    }
}
