use std::fmt;

use serde::{
    Serialize, Serializer,
    de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    lossless::raw_of_number,
    raw::{Raw, raw_map, raw_of},
    slot::{Decoded, Slot, SlotOutcome, SlotSeed},
};

/// A type that a property, parameter or collection item can have.
///
/// Its [`Codec`] reads and writes it. Most types of this crate are their own codec; generated types share one.
pub trait Value: Clone + fmt::Debug + PartialEq + Sized + 'static {
    /// The codec of this type.
    type Codec: Codec<Self>;
}

/// Reads and writes the values of a type.
///
/// Reading never fails because of a value: one that does not fit is [`Decoded::Misfit`] with the original text. Any
/// other value is written as JSON equal to what was read.
///
/// This trait is separate from [`Value`] to save compile time: generated types only name a shared codec.
pub trait Codec<T> {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// Those of the deserializer, for text that is not valid JSON.
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decoded<T>, D::Error>;

    /// Reads a value into a slot.
    ///
    /// Override this for large types: the result of [`read_value`](Self::read_value) is moved several times.
    ///
    /// # Errors
    ///
    /// See [`read_value`](Self::read_value). After an error, the content of the slot is unspecified.
    fn read_into<'de, D: Deserializer<'de>>(slot: Slot<'_, T>, deserializer: D) -> Result<SlotOutcome, D::Error> {
        Self::read_value(deserializer).map(|read| slot.fill(read))
    }

    /// Writes a value.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write_value<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Implements serde's `Serialize` for a [`Value`].
#[derive(Clone, Copy, Debug)]
pub struct AsSerialize<'a, T>(pub &'a T);

impl<T: Value> Serialize for AsSerialize<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::Codec::write_value(self.0, serializer)
    }
}

impl<T: Value> Value for Box<T> {
    type Codec = Self;
}

impl<T: Value> Codec<Self> for Box<T> {
    /// Recursive types are boxed, so this runs as deep as the JSON is nested. The value is on the heap while it is
    /// read, to save stack.
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decoded<Self>, D::Error> {
        let mut slot = empty_slot::<T>();
        Ok(match T::Codec::read_into(Slot::Field(&mut slot), deserializer)? {
            SlotOutcome::Set => filled(&mut slot).map_or(Decoded::Null, Decoded::Value),
            SlotOutcome::Null => Decoded::Null,
            SlotOutcome::Misfit(raw) => Decoded::Misfit(raw),
        })
    }

    fn write_value<S: Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        T::Codec::write_value(value, serializer)
    }
}

#[inline(never)]
fn empty_slot<T>() -> Box<Option<T>> {
    Box::new(None)
}

#[inline(never)]
fn filled<T>(slot: &mut Option<T>) -> Option<Box<T>> {
    slot.take().map(Box::new)
}

/// Any JSON value. A value that this type cannot hold (a number beyond a double, more than 127 levels) is a misfit.
impl Value for serde_json::Value {
    type Codec = Self;
}

impl Codec<Self> for serde_json::Value {
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decoded<Self>, D::Error> {
        let raw = Raw.deserialize(deserializer)?;
        Ok(match serde_json::from_str(raw.get()) {
            Ok(Self::Null) => Decoded::Null,
            Ok(value) => Decoded::Value(value),
            Err(_) => Decoded::Misfit(raw),
        })
    }

    fn write_value<S: Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// A collection. If one item is a misfit or null, the whole collection is.
impl<T: Value> Value for Vec<T> {
    type Codec = Self;
}

impl<T: Value> Codec<Self> for Vec<T> {
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decoded<Self>, D::Error> {
        deserializer.deserialize_any(ListVisitor(std::marker::PhantomData))
    }

    fn write_value<S: Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(value.iter().map(AsSerialize))
    }
}

struct ListVisitor<T>(std::marker::PhantomData<T>);

/// The most items to allocate for in advance.
const MOST_RESERVED: usize = 1024;

impl<'de, T: Value> Visitor<'de> for ListVisitor<T> {
    type Value = Decoded<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Decoded<Vec<T>>, A::Error> {
        let mut list = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(MOST_RESERVED));
        while let Some(outcome) = seq.next_element_seed(SlotSeed(Slot::Item(&mut list)))? {
            let odd = match outcome {
                SlotOutcome::Set => continue,
                SlotOutcome::Null => RawValue::NULL.to_owned(),
                SlotOutcome::Misfit(raw) => raw,
            };
            let mut raws: Vec<Box<RawValue>> = Vec::with_capacity(list.len() + 1);
            for value in &list {
                raws.push(serde_json::value::to_raw_value(&AsSerialize(value)).map_err(A::Error::custom)?);
            }
            raws.push(odd);
            while let Some(raw) = seq.next_element_seed(Raw)? {
                raws.push(raw);
            }
            return raw_of(&raws).map(Decoded::Misfit);
        }
        Ok(Decoded::Value(list))
    }

    fn visit_unit<E>(self) -> Result<Decoded<Vec<T>>, E> {
        Ok(Decoded::Null)
    }

    fn visit_none<E>(self) -> Result<Decoded<Vec<T>>, E> {
        Ok(Decoded::Null)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Decoded<Vec<T>>, D::Error> {
        Raw.deserialize(deserializer).map(Decoded::Misfit)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Decoded<Vec<T>>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Decoded<Vec<T>>, E> {
        raw_of(&value).map(Decoded::Misfit)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Decoded<Vec<T>>, E> {
        raw_of(&value).map(Decoded::Misfit)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Decoded<Vec<T>>, E> {
        raw_of(&value).map(Decoded::Misfit)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Decoded<Vec<T>>, E> {
        raw_of_number(value).map(Decoded::Misfit)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Decoded<Vec<T>>, E> {
        raw_of(value).map(Decoded::Misfit)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Decoded<Vec<T>>, A::Error> {
        raw_map(map).map(Decoded::Misfit)
    }
}
