//! serde's traits for primitive types, so that structs of an application can have them.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, Visitor},
};

use super::{Binary, DateTimeOffset, Decimal, Duration, TimeOfDay};
use crate::value::{json::serialize_text, raw::raw_text, scalar::Scalar};

/// Reads a string as a value.
struct TextVisitor<T> {
    expected: &'static str,
    parse: fn(&str) -> Option<T>,
    of: PhantomData<T>,
}

impl<T> TextVisitor<T> {
    fn read<'de, D: Deserializer<'de>>(
        expected: &'static str,
        parse: fn(&str) -> Option<T>,
        deserializer: D,
    ) -> Result<T, D::Error> {
        deserializer.deserialize_str(Self { expected, parse, of: PhantomData })
    }
}

impl<T> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected.trim_end_matches(','))
    }

    /// The error does not quote the text, which may be confidential.
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).ok_or_else(|| E::custom(format_args!("expected {}", self.expected.trim_end_matches(','))))
    }
}

macro_rules! as_text {
    ($($type:ty),*) => {$(
        /// Writes the text that was read.
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                TextVisitor::read(Self::EXPECTED, Self::from_text, deserializer)
            }
        }
    )*};
}

as_text!(DateTimeOffset, TimeOfDay, Duration);

/// Writes base64 in the form that was read.
impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.encoded())
    }
}

impl<'de> Deserialize<'de> for Binary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        TextVisitor::read(Self::EXPECTED, Self::from_text, deserializer)
    }
}

/// Writes a number of the same digits, or a string in formats that are not for people.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serialize_text(self.as_str(), serializer);
        }
        serializer.serialize_str(self.as_str())
    }
}

/// Reads a number, or a string with one.
impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const EXPECTED: &str = "a decimal number";
        if !deserializer.is_human_readable() {
            return TextVisitor::read(EXPECTED, |text| text.parse().ok(), deserializer);
        }
        let text = raw_text(deserializer)?;
        let number = text.get().strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text.get());
        number.parse().map_err(|_| D::Error::custom(format_args!("expected {EXPECTED}")))
    }
}
