//! Primitive types that are types of Rust or of a common library.

use super::{Date, Guid};
use crate::value::{
    codec::{Decoded, Value, compiled_here},
    json::{JsonError, JsonReader, JsonWriter, Token},
    scalar::Scalar,
};

/// Implements [`Value`] with [`Scalar`] for reading and an expression for writing.
///
/// The last argument is the variant of [`Slot`] that holds values of the type, if there is one.
macro_rules! scalar {
    ($type:ty, |$value:ident, $json:ident| $write:expr $(, $slot:ident)?) => {
        impl $crate::value::Value for $type {
            fn read(
                json: &mut $crate::value::json::JsonReader<'_>,
            ) -> Result<$crate::value::Decoded<Self>, $crate::value::json::JsonError> {
                $crate::value::scalar::read_scalar(json)
            }

            fn write(&self, $json: &mut $crate::value::json::JsonWriter) {
                let $value = self;
                $write;
            }

            $crate::value::codec::compiled_here!($($slot)?);
        }
    };
}

pub(super) use scalar;

impl Scalar for String {
    const EXPECTED: &'static str = "a string";

    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

/// Read by hand, so that a text with escapes is not copied.
impl Value for String {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        let at = json.position();
        Ok(match json.token()? {
            Token::Text(text) => Decoded::Value(text.into_owned()),
            Token::Null => Decoded::Null,
            _ => {
                json.note_misfit(at, Self::EXPECTED);
                Decoded::Misfit
            }
        })
    }

    fn write(&self, json: &mut JsonWriter) {
        json.text(self);
    }

    compiled_here!(Text);
}

impl Scalar for bool {
    const EXPECTED: &'static str = "a boolean";

    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }
}

scalar!(bool, |value, json| json.raw(if *value { "true" } else { "false" }), Boolean);

macro_rules! integer {
    ($($type:ty $(as $slot:ident)? => $expected:literal $write:ident),*) => {$(
        impl Scalar for $type {
            const EXPECTED: &'static str = $expected;
            const MAY_BE_TEXT: bool = size_of::<Self>() == size_of::<i64>();

            fn from_i64(value: i64) -> Option<Self> {
                value.try_into().ok()
            }

            fn from_u64(value: u64) -> Option<Self> {
                value.try_into().ok()
            }
        }

        scalar!($type, |value, json| $write(value, json) $(, $slot)?);
    )*};
}

integer!(
    i8 => "an integer from -128 to 127" write_narrow,
    u8 => "an integer from 0 to 255" write_narrow,
    i16 => "an integer of 16 bits" write_narrow,
    i32 as Integer => "an integer of 32 bits" write_narrow,
    i64 as Long => "an integer of 64 bits" write_wide
);

fn write_narrow(value: &impl serde::Serialize, json: &mut JsonWriter) {
    json.serialize(value);
}

fn write_wide(value: &i64, json: &mut JsonWriter) {
    json.wide_number(|json| json.serialize(value));
}

/// The numbers that JSON writes as text: OData JSON Format 4.01, section 7.1.
const NOT_FINITE: [(&str, f64); 3] = [("INF", f64::INFINITY), ("-INF", f64::NEG_INFINITY), ("NaN", f64::NAN)];

/// The largest integer up to which a double is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Scalar for f64 {
    const EXPECTED: &'static str = "a number";

    fn from_i64(value: i64) -> Option<Self> {
        #[allow(clippy::cast_precision_loss)]
        let made = value as Self;
        (made.abs() <= EXACT).then_some(made)
    }

    fn from_u64(value: u64) -> Option<Self> {
        i64::try_from(value).ok().and_then(Self::from_i64)
    }

    fn from_f64(value: f64) -> Option<Self> {
        Some(value)
    }

    fn from_text(text: &str) -> Option<Self> {
        NOT_FINITE.iter().find(|(name, _)| *name == text).map(|(_, value)| *value)
    }
}

fn write_double(value: f64, json: &mut JsonWriter) {
    match NOT_FINITE.iter().find(|(_, known)| known.total_cmp(&value).is_eq() || (known.is_nan() && value.is_nan())) {
        Some((name, _)) => json.text(name),
        // `5` and `5.0` are equal; services send the shorter form.
        #[allow(clippy::cast_possible_truncation)]
        None if value.fract() == 0.0 && value.abs() <= EXACT && (value != 0.0 || value.is_sign_positive()) => {
            json.serialize(&(value as i64));
        }
        None => json.serialize(&value),
    }
}

scalar!(f64, |value, json| write_double(*value, json), Double);

impl Scalar for f32 {
    const EXPECTED: &'static str = "a number of single precision";

    fn from_i64(value: i64) -> Option<Self> {
        f64::from_i64(value).and_then(Self::from_f64)
    }

    fn from_u64(value: u64) -> Option<Self> {
        f64::from_u64(value).and_then(Self::from_f64)
    }

    /// A number with more digits than the type holds is a misfit, because it would be written back changed.
    fn from_f64(value: f64) -> Option<Self> {
        #[allow(clippy::cast_possible_truncation)]
        let made = value as Self;
        as_printed(made).total_cmp(&value).is_eq().then_some(made)
    }

    #[allow(clippy::cast_possible_truncation)]
    fn from_text(text: &str) -> Option<Self> {
        f64::from_text(text).map(|value| value as Self)
    }
}

/// Returns the double with the fewest digits that is this number: 0.1, where `f64::from` returns 0.10000000149011612.
fn as_printed(value: f32) -> f64 {
    if value.is_finite() { value.to_string().parse().unwrap_or(f64::from(value)) } else { f64::from(value) }
}

scalar!(f32, |value, json| write_double(as_printed(*value), json));

/// `Edm.Guid` in the form that services send: lower case, with hyphens, without braces.
impl Scalar for Guid {
    const EXPECTED: &'static str = "a GUID in lower case";

    fn from_text(text: &str) -> Option<Self> {
        let plain = text.len() == 36 && !text.bytes().any(|byte| byte.is_ascii_uppercase());
        if plain { Self::try_parse(text).ok() } else { None }
    }
}

scalar!(Guid, |value, json| json.text(value.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer())), Guid);

impl Scalar for Date {
    const EXPECTED: &'static str = "a date, such as `2026-01-31`,";

    fn from_text(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let number = |range: std::ops::Range<usize>| -> Option<i16> {
            let digits = bytes.get(range)?;
            if digits.iter().all(u8::is_ascii_digit) { std::str::from_utf8(digits).ok()?.parse().ok() } else { None }
        };
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        Self::new(number(0..4)?, number(5..7)?.try_into().ok()?, number(8..10)?.try_into().ok()?).ok()
    }
}

scalar!(Date, |value, json| json.text(&value.to_string()));
