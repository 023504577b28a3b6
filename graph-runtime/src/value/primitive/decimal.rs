use std::{fmt, str::FromStr};

use serde::{
    Serialize, Serializer,
    de::{DeserializeSeed, Deserializer},
};
use serde_json::value::RawValue;

use super::ParseError;
use crate::value::{Codec, Decoded, Raw, Value};

/// `Edm.Decimal`: a decimal number of any precision, kept as text.
///
/// To calculate, convert it to a number type.
///
/// ```
/// use graph_runtime::Decimal;
///
/// let amount: Decimal = "12.50".parse()?;
/// assert_eq!(amount.as_str(), "12.50");
/// assert_eq!(amount.to_f64(), 12.5);
/// # Ok::<(), graph_runtime::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal {
    text: Box<str>,
}

impl Decimal {
    /// Returns the number as JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the nearest double.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.text.parse().unwrap_or(f64::NAN)
    }
}

impl FromStr for Decimal {
    type Err = ParseError;

    /// Parses a JSON number.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
            && text.ends_with(|last: char| last.is_ascii_digit())
            && serde_json::from_str::<&RawValue>(text).is_ok();
        if is_number { Ok(Self { text: text.into() }) } else { Err(ParseError::of("Edm.Decimal")) }
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self { text: number.to_string().into_boxed_str() }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Value for Decimal {
    type Codec = Self;
}

impl Codec<Self> for Decimal {
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decoded<Self>, D::Error> {
        let raw = Raw.deserialize(deserializer)?;
        Ok(match raw.get() {
            "null" => Decoded::Null,
            text => match text.parse() {
                Ok(value) => Decoded::Value(value),
                Err(_) => Decoded::Misfit(raw),
            },
        })
    }

    fn write_value<S: Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        match serde_json::from_str::<&RawValue>(&value.text) {
            Ok(raw) => raw.serialize(serializer),
            Err(_) => serializer.serialize_str(&value.text),
        }
    }
}
