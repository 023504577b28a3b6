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
/// How it is read and written is said by its [`Codec`], which most types of this crate are themselves, and which generated types share.
pub trait Value: Clone + fmt::Debug + PartialEq + Sized + 'static {
    /// How it is read and written.
    type Codec: Codec<Self>;
}

/// How values of a type are read and written.
///
/// Reading never fails because of what a value *is*: what does not fit is [`Decoded::Misfit`] with the text that was sent. For
/// everything else, what is written is equal as JSON to what was read.
///
/// It is apart from [`Value`] for the sake of compile time: a generated type names the form of all its kind, and has no functions.
pub trait Codec<T> {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// Those of the JSON text.
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decoded<T>, D::Error>;

    /// Reads a value to where it is to be. For types that are large: a value that [`read_value`](Self::read_value) returns is moved
    /// several times on its way there.
    ///
    /// # Errors
    ///
    /// Those of the JSON text; then the slot has nothing of use.
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

/// A [`Value`] as serde's `Serialize`.
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
    /// Types that contain themselves are boxed, so that this is run as deep as JSON goes: the value is on the heap while it is read.
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decoded<Self>, D::Error> {
        let mut place = empty_place::<T>();
        Ok(match T::Codec::read_into(Slot::Field(&mut place), deserializer)? {
            SlotOutcome::Set => filled(&mut place).map_or(Decoded::Null, Decoded::Value),
            SlotOutcome::Null => Decoded::Null,
            SlotOutcome::Misfit(raw) => Decoded::Misfit(raw),
        })
    }

    fn write_value<S: Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        T::Codec::write_value(value, serializer)
    }
}

#[inline(never)]
fn empty_place<T>() -> Box<Option<T>> {
    Box::new(None)
}

#[inline(never)]
fn filled<T>(place: &mut Option<T>) -> Option<Box<T>> {
    place.take().map(Box::new)
}

/// Any JSON value. What this type cannot hold (a number beyond a double, more than 127 levels) does not fit.
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

/// A collection. Where one item does not fit, or is null, the whole collection is kept as it was sent.
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

/// What a collection claims to hold is believed up to here.
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
