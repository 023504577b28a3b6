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

/// The declared properties of a type whose JSON form is an object; implemented by generated code.
///
/// A value of such a type is an [`Object`](super::Object). `properties`, `build` and `write` must list the same
/// properties in the same order. Editors do not offer them unless the trait is imported.
///
/// What was read is written back as equal JSON: undeclared properties, nulls, and values that do not fit are kept
/// in [`Extra`]. If the JSON value was not an object, all properties are empty and [`Extra::whole`] has the value.
pub trait Structured: Sized + 'static {
    /// The qualified name in the metadata: `microsoft.graph.user`.
    const TYPE_NAME: &'static str;
    /// Whether bodies always contain `@odata.type`, even for the declared type.
    ///
    /// This is so for types derived from a type other than an abstract root. Graph's own SDKs do the same, and some
    /// services require it.
    const SENDS_TYPE: bool = false;

    /// Returns the names of the declared properties on the wire, in declared order.
    ///
    /// This is a function because rustc evaluates every constant, even if it is unused.
    #[rust_analyzer::completions(ignore_flyimport)]
    fn properties() -> &'static [&'static str];

    /// Returns the properties that an update cannot change: computed, read-only, or set on creation.
    #[rust_analyzer::completions(ignore_flyimport)]
    #[must_use]
    fn read_only_on_update() -> &'static [&'static str] {
        &[]
    }

    /// Builds a value from its properties, in declared order.
    #[rust_analyzer::completions(ignore_flyimport)]
    fn build<R: PropertyReader>(from: &mut R) -> Self;

    /// Passes every declared property to a writer, in declared order.
    #[rust_analyzer::completions(ignore_flyimport)]
    fn write<'a, W: PropertyWriter<'a>>(&'a self, to: &mut W);
}

/// The [`Codec`] of all structured types: `null` is [`Decoded::Null`], everything else is a value.
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

/// Reads a structured value into `field`, which is always set on success; `null` is an empty value that is written
/// back as `null`.
///
/// The value is not returned because it may have kilobytes, which every function on the way would copy.
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

/// Reads all properties of an object.
///
/// Objects nest, so no stack frame should hold a whole value: 127 levels of several kilobytes must fit a thread's
/// stack of two megabytes.
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
                // There is a reader for each name, unless the implementation is handwritten and inconsistent.
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

/// Builds a value from what was read. Not inlined, so that no stack frame holds the value while others are read.
#[inline(never)]
fn build_object<T: Structured, A, E>(slot: Slot<'_, Object<T>>, properties: PropertyBuffer<A, E>, extra: Extra) {
    let value = T::build(&mut properties.into_buffered());
    slot.put(Object { value, extra });
}

struct StructuredVisitor<'a, T>(Slot<'a, Object<T>>);

impl<T: Structured> StructuredVisitor<'_, T> {
    /// Stores a value that is not an object.
    fn store_raw<E>(self, raw: Result<Box<RawValue>, E>) -> Result<SlotOutcome, E> {
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

    /// Receives a value that cannot be read otherwise as text: see [`lossless`](super::lossless).
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<SlotOutcome, D::Error> {
        self.store_raw(Raw.deserialize(deserializer))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<SlotOutcome, E> {
        self.store_raw(raw_of(&value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<SlotOutcome, E> {
        self.store_raw(raw_of(&value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<SlotOutcome, E> {
        self.store_raw(raw_of(&value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<SlotOutcome, E> {
        self.store_raw(raw_of_number(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<SlotOutcome, E> {
        self.store_raw(raw_of(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<SlotOutcome, A::Error> {
        self.store_raw(raw_seq(seq))
    }
}

/// Provides the values of a [`Structured`](super::Structured) type's properties one by one.
pub trait PropertyReader: Sealed {
    /// Returns the value of the next property of [`Structured::properties`](super::Structured::properties), if
    /// there is one.
    fn property<T: Value>(&mut self) -> Option<T>;
}

/// A reader without values.
pub(super) struct NoValues;

impl Sealed for NoValues {}

impl PropertyReader for NoValues {
    fn property<T: Value>(&mut self) -> Option<T> {
        None
    }
}
