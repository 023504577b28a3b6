use std::{fmt, str::FromStr};

use serde_json::value::RawValue;

use super::ParseError;
use crate::value::{
    codec::{Decoded, Value, compiled_here},
    json::{JsonError, JsonReader, JsonWriter, Token},
};

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
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        let at = json.position();
        Ok(match json.token()? {
            Token::Number(text) => Decoded::Value(Self { text: text.into() }),
            Token::Null => Decoded::Null,
            Token::Text(text) if json.accepts_numbers_in_text() && text.parse::<Self>().is_ok() => {
                Decoded::Value(Self { text: text.into() })
            }
            _ => {
                json.note_misfit(at, "a decimal number");
                Decoded::Misfit
            }
        })
    }

    fn write(&self, json: &mut JsonWriter) {
        json.wide_number(|json| json.raw(&self.text));
    }

    compiled_here!();
}
