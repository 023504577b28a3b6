use std::fmt;

use serde::{
    Serialize, Serializer,
    de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    Outcome, Raw, Read, Slot,
    inexact::raw_of_number,
    outcome::SlotSeed,
    raw::{raw_map, raw_of, raw_seq},
};

/// A type that a property, parameter or collection item can have.
///
/// How it is read and written is said by its [`Form`], which most types of this crate are themselves, and which generated types share.
pub trait Value: Clone + fmt::Debug + PartialEq + Sized + 'static {
    /// How it is read and written.
    type Form: Form<Self>;
}

/// How values of a type are read and written.
///
/// Reading never fails because of what a value *is*: what does not fit is [`Read::Misfit`] with the text that was sent. For
/// everything else, what is written is equal as JSON to what was read.
///
/// It is apart from [`Value`] for the sake of compile time: a generated type names the form of all its kind, and has no functions.
pub trait Form<T> {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// Those of the JSON text.
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Read<T>, D::Error>;

    /// Reads a value to where it is to be. For types that are large: a value that [`read_value`](Self::read_value) returns is moved
    /// several times on its way there.
    ///
    /// # Errors
    ///
    /// Those of the JSON text; then the slot has nothing of use.
    fn read_into<'de, D: Deserializer<'de>>(slot: Slot<'_, T>, deserializer: D) -> Result<Outcome, D::Error> {
        Self::read_value(deserializer).map(|read| slot.settle(read))
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
pub struct Written<'a, T>(pub &'a T);

impl<T: Value> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::Form::write_value(self.0, serializer)
    }
}

/// What a scalar is made from. Each function answers for one JSON form; `None` is a misfit.
pub(crate) trait Scalar: Sized {
    fn from_bool(_: bool) -> Option<Self> {
        None
    }

    fn from_i64(_: i64) -> Option<Self> {
        None
    }

    fn from_u64(_: u64) -> Option<Self> {
        None
    }

    fn from_f64(_: f64) -> Option<Self> {
        None
    }

    fn from_text(_: &str) -> Option<Self> {
        None
    }

    /// The same for text that is owned already; gives it back where it does not fit.
    fn from_string(text: String) -> Result<Self, String> {
        Self::from_text(&text).ok_or(text)
    }
}

/// Reads a scalar in one pass, whatever stands in its place.
pub(crate) fn read_scalar<'de, T: Scalar, D: Deserializer<'de>>(deserializer: D) -> Result<Read<T>, D::Error> {
    deserializer.deserialize_any(ScalarVisitor(std::marker::PhantomData))
}

struct ScalarVisitor<T>(std::marker::PhantomData<T>);

fn fits<T, V: Serialize + ?Sized, E: serde::de::Error>(made: Option<T>, sent: &V) -> Result<Read<T>, E> {
    match made {
        Some(value) => Ok(Read::Value(value)),
        None => raw_of(sent).map(Read::Misfit),
    }
}

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = Read<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Read<T>, E> {
        fits(T::from_bool(value), &value)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Read<T>, E> {
        fits(T::from_i64(value), &value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Read<T>, E> {
        fits(T::from_u64(value), &value)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Read<T>, E> {
        match T::from_f64(value) {
            Some(value) => Ok(Read::Value(value)),
            None => raw_of_number(value).map(Read::Misfit),
        }
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Read<T>, E> {
        fits(T::from_text(value), value)
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Read<T>, E> {
        match T::from_string(value) {
            Ok(value) => Ok(Read::Value(value)),
            Err(value) => raw_of(&value).map(Read::Misfit),
        }
    }

    fn visit_unit<E>(self) -> Result<Read<T>, E> {
        Ok(Read::Null)
    }

    fn visit_none<E>(self) -> Result<Read<T>, E> {
        Ok(Read::Null)
    }

    /// A number as text, or what cannot be read otherwise: see `patient`.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read<T>, D::Error> {
        let raw = Raw.deserialize(deserializer)?;
        let number = raw.get().parse::<f64>().ok().filter(|number| number.is_finite());
        Ok(number.and_then(T::from_f64).map_or_else(|| Read::Misfit(raw), Read::Value))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read<T>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Read<T>, A::Error> {
        raw_seq(seq).map(Read::Misfit)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Read<T>, A::Error> {
        raw_map(map).map(Read::Misfit)
    }
}

impl<T: Value> Value for Box<T> {
    type Form = Self;
}

impl<T: Value> Form<Self> for Box<T> {
    /// Types that contain themselves are boxed, so that this is run as deep as JSON goes: the value is on the heap while it is read.
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Read<Self>, D::Error> {
        let mut place = empty_place::<T>();
        Ok(match T::Form::read_into(Slot::Field(&mut place), deserializer)? {
            Outcome::Set => filled(&mut place).map_or(Read::Null, Read::Value),
            Outcome::Null => Read::Null,
            Outcome::Misfit(raw) => Read::Misfit(raw),
        })
    }

    fn write_value<S: Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        T::Form::write_value(value, serializer)
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
    type Form = Self;
}

impl Form<Self> for serde_json::Value {
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Read<Self>, D::Error> {
        let raw = Raw.deserialize(deserializer)?;
        Ok(match serde_json::from_str(raw.get()) {
            Ok(Self::Null) => Read::Null,
            Ok(value) => Read::Value(value),
            Err(_) => Read::Misfit(raw),
        })
    }

    fn write_value<S: Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// A collection. Where one item does not fit, or is null, the whole collection is kept as it was sent.
impl<T: Value> Value for Vec<T> {
    type Form = Self;
}

impl<T: Value> Form<Self> for Vec<T> {
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Read<Self>, D::Error> {
        deserializer.deserialize_any(ListVisitor(std::marker::PhantomData))
    }

    fn write_value<S: Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(value.iter().map(Written))
    }
}

struct ListVisitor<T>(std::marker::PhantomData<T>);

/// What a collection claims to hold is believed up to here.
const MOST_RESERVED: usize = 1024;

impl<'de, T: Value> Visitor<'de> for ListVisitor<T> {
    type Value = Read<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Read<Vec<T>>, A::Error> {
        let mut list = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(MOST_RESERVED));
        while let Some(outcome) = seq.next_element_seed(SlotSeed(Slot::Item(&mut list)))? {
            let odd = match outcome {
                Outcome::Set => continue,
                Outcome::Null => RawValue::NULL.to_owned(),
                Outcome::Misfit(raw) => raw,
            };
            let mut raws: Vec<Box<RawValue>> = Vec::with_capacity(list.len() + 1);
            for value in &list {
                raws.push(serde_json::value::to_raw_value(&Written(value)).map_err(A::Error::custom)?);
            }
            raws.push(odd);
            while let Some(raw) = seq.next_element_seed(Raw)? {
                raws.push(raw);
            }
            return raw_of(&raws).map(Read::Misfit);
        }
        Ok(Read::Value(list))
    }

    fn visit_unit<E>(self) -> Result<Read<Vec<T>>, E> {
        Ok(Read::Null)
    }

    fn visit_none<E>(self) -> Result<Read<Vec<T>>, E> {
        Ok(Read::Null)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read<Vec<T>>, D::Error> {
        Raw.deserialize(deserializer).map(Read::Misfit)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read<Vec<T>>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Read<Vec<T>>, E> {
        raw_of(&value).map(Read::Misfit)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Read<Vec<T>>, E> {
        raw_of(&value).map(Read::Misfit)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Read<Vec<T>>, E> {
        raw_of(&value).map(Read::Misfit)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Read<Vec<T>>, E> {
        raw_of_number(value).map(Read::Misfit)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Read<Vec<T>>, E> {
        raw_of(value).map(Read::Misfit)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Read<Vec<T>>, A::Error> {
        raw_map(map).map(Read::Misfit)
    }
}
