//! Literals of `$filter` as expressions.

use super::item::Types;
use crate::{
    chain::names::application_type,
    plan::{Path, RustType, ValueType},
};

/// The expression of the literal at the start of some tokens, and how many of them it is.
///
/// This is `None` if it is not a literal of the type, in the form that the type parses.
pub(super) fn literal(tokens: &[&str], value_type: &ValueType, types: &Types<'_>) -> Option<(String, usize)> {
    let (first, second) = (*tokens.first()?, tokens.get(1).copied());
    let text = match value_type {
        ValueType::Text => format!("{:?}", unquoted(first)?),
        ValueType::Language("bool") => matches!(first, "true" | "false").then(|| first.to_owned())?,
        ValueType::Language(name @ ("f32" | "f64")) => float(first, name)?,
        ValueType::Language(name) => integer(first, name)?,
        ValueType::Runtime(name @ "Decimal") => decimal(first, &application_type(&RustType::Runtime(name)))?,
        ValueType::Runtime(name) => {
            let is_valid = match *name {
                "DateTimeOffset" => is_date_time(first),
                "Date" => is_date(first),
                "Guid" => is_guid(first),
                _ => false,
            };
            is_valid.then(|| format!("{first:?}.parse::<{}>()?", application_type(&RustType::Runtime(name))))?
        }
        // Services have the name of the type in front, or not.
        ValueType::Enumeration(path) => match second.filter(|_| !first.starts_with('\'')) {
            Some(member) => return Some((member_of(path, Some(first), &unquoted(member)?, types)?, 2)),
            None => member_of(path, None, &unquoted(first)?, types)?,
        },
        _ => return None,
    };
    Some((text, 1))
}

fn member_of(path: &Path, type_name: Option<&str>, member: &str, types: &Types<'_>) -> Option<String> {
    let enumeration = types.enumeration(path)?;
    if type_name.is_some_and(|name| name != enumeration.source) {
        return None;
    }
    let variant = enumeration.variants.iter().find(|variant| variant.wire_name == member)?;
    Some(format!("{}::{}", application_type(&RustType::Generated(path.clone())), variant.name.written()))
}

pub(super) fn unquoted(token: &str) -> Option<String> {
    let inner = token.strip_prefix('\'')?.strip_suffix('\'')?;
    Some(inner.replace("''", "'"))
}

fn integer(text: &str, rust_type: &str) -> Option<String> {
    let number = text.parse::<i64>().ok()?;
    let fits = match rust_type {
        "u8" => u8::try_from(number).is_ok(),
        "i8" => i8::try_from(number).is_ok(),
        "i16" => i16::try_from(number).is_ok(),
        "i32" => i32::try_from(number).is_ok(),
        "i64" => true,
        _ => false,
    };
    fits.then(|| format!("{number}_{rust_type}"))
}

fn float(text: &str, rust_type: &str) -> Option<String> {
    // Rust also parses `inf` and `nan`.
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    let number = text.parse::<f64>().ok().filter(|number| is_number && number.is_finite())?;
    (rust_type == "f64" || number.abs() <= f64::from(f32::MAX)).then(|| format!("{number:?}_{rust_type}"))
}

fn decimal(text: &str, rust_type: &str) -> Option<String> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // As in JSON, no zero is in front.
    if !digits(whole) || !digits(fraction) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    Some(match text.parse::<i64>() {
        Ok(number) => format!("{rust_type}::from({number})"),
        Err(_) => format!("{text:?}.parse::<{rust_type}>()?"),
    })
}

fn is_guid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// The number that a part of a text is, if it has only digits and is in a range.
fn number(text: &str, at: std::ops::Range<usize>, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
    let digits = text.get(at)?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && range.contains(number))
}

fn is_date(text: &str) -> bool {
    let of_date = || {
        let (year, month) = (number(text, 0..4, 1..=9999)?, number(text, 5..7, 1..=12)?);
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        number(text, 8..10, 1..=days)
    };
    text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-") && of_date().is_some()
}

/// Whether a text is a date, a time with seconds, and an offset.
fn is_date_time(text: &str) -> bool {
    let (Some((date, rest)), Some(separators)) = (text.split_once('T'), text.get(13..17)) else { return false };
    let is_time = || {
        number(rest, 0..2, 0..=23)?;
        number(rest, 3..5, 0..=59)?;
        number(rest, 6..8, 0..=59)?;
        let offset = match rest.get(8..)?.strip_prefix('.') {
            Some(fraction) => {
                let digits = fraction.len() - fraction.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                fraction.get(digits..).filter(|_| (1..=9).contains(&digits))?
            }
            None => rest.get(8..)?,
        };
        let hours = match offset {
            "Z" => return Some(0),
            _ => offset.strip_prefix(['+', '-'])?,
        };
        number(hours, 3..5, 0..=59).filter(|_| hours.len() == 5 && hours.get(2..3) == Some(":"))?;
        number(hours, 0..2, 0..=14)
    };
    is_date(date) && separators.starts_with(':') && separators.ends_with(':') && is_time().is_some()
}

#[cfg(test)]
mod tests {
    use super::{decimal, float, integer, is_date, is_date_time, is_guid};

    #[test]
    fn only_what_parses_is_a_literal() {
        for text in ["2026-01-31T00:00:00Z", "2024-02-29T23:59:59.1234567Z", "2026-01-31T00:00:00+05:30"] {
            assert!(is_date_time(text), "{text}");
        }
        for text in [
            "2026-01-31",
            "2026-01-31T00:00Z",
            "2026-01-31T00:00:00",
            "2026-01-31T24:00:00Z",
            "2026-01-31T00:00:00.Z",
            "2026-01-31T00:00:00+0530",
            "2026-01-31T00:00:00+15:00",
            "2026-01-31Tü0:00:00Z",
            "2025-02-29T00:00:00Z",
            "T",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
        assert!(is_date("2000-02-29") && !is_date("1900-02-29") && !is_date("2026-1-01") && !is_date("+026-01-01"));
        assert!(is_guid("184efa21-98c3-4e5d-95ab-d07053a96e67") && !is_guid("184efa21-98c3-4e5d-95ab-d07053a96e6x"));
        assert_eq!(integer("256", "u8"), None);
        assert_eq!(integer("-5", "i16").as_deref(), Some("-5_i16"));
        assert_eq!(float("1", "f64").as_deref(), Some("1.0_f64"));
        assert_eq!(decimal("-7", "D").as_deref(), Some("D::from(-7)"));
        assert_eq!(decimal("1.50", "D").as_deref(), Some("\"1.50\".parse::<D>()?"));
        for text in ["", "-", ".5", "1.", "1e3", "INF", "007", "1.5m"] {
            assert_eq!(decimal(text, "D"), None, "{text}");
        }
        assert_eq!((float("nan", "f64"), float("1e39", "f32")), (None, None));
    }
}
