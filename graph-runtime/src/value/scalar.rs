use std::{fmt, marker::PhantomData};

use serde::{
    Serialize,
    de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor},
};

use super::{
    lossless::raw_of_number,
    raw::{Raw, raw_map, raw_of, raw_seq},
    slot::Decoded,
};

/// A type that is read from a JSON scalar. There is a function for each form; `None` is a misfit.
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

    /// Like [`from_text`](Self::from_text), for owned text; returns the text if it does not fit.
    fn from_string(text: String) -> Result<Self, String> {
        Self::from_text(&text).ok_or(text)
    }
}

/// Reads a scalar in one pass; any other JSON value is a misfit.
pub(crate) fn read_scalar<'de, T: Scalar, D: Deserializer<'de>>(deserializer: D) -> Result<Decoded<T>, D::Error> {
    deserializer.deserialize_any(ScalarVisitor(PhantomData))
}

struct ScalarVisitor<T>(PhantomData<T>);

fn fits<T, V: Serialize + ?Sized, E: serde::de::Error>(made: Option<T>, sent: &V) -> Result<Decoded<T>, E> {
    match made {
        Some(value) => Ok(Decoded::Value(value)),
        None => raw_of(sent).map(Decoded::Misfit),
    }
}

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = Decoded<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Decoded<T>, E> {
        fits(T::from_bool(value), &value)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Decoded<T>, E> {
        fits(T::from_i64(value), &value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Decoded<T>, E> {
        fits(T::from_u64(value), &value)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Decoded<T>, E> {
        match T::from_f64(value) {
            Some(value) => Ok(Decoded::Value(value)),
            None => raw_of_number(value).map(Decoded::Misfit),
        }
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Decoded<T>, E> {
        fits(T::from_text(value), value)
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Decoded<T>, E> {
        match T::from_string(value) {
            Ok(value) => Ok(Decoded::Value(value)),
            Err(value) => raw_of(&value).map(Decoded::Misfit),
        }
    }

    fn visit_unit<E>(self) -> Result<Decoded<T>, E> {
        Ok(Decoded::Null)
    }

    fn visit_none<E>(self) -> Result<Decoded<T>, E> {
        Ok(Decoded::Null)
    }

    /// Receives a number as text, or a value that cannot be read otherwise: see [`lossless`](super::lossless).
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Decoded<T>, D::Error> {
        let raw = Raw.deserialize(deserializer)?;
        let number = raw.get().parse::<f64>().ok().filter(|number| number.is_finite());
        Ok(number.and_then(T::from_f64).map_or_else(|| Decoded::Misfit(raw), Decoded::Value))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Decoded<T>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Decoded<T>, A::Error> {
        raw_seq(seq).map(Decoded::Misfit)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Decoded<T>, A::Error> {
        raw_map(map).map(Decoded::Misfit)
    }
}
