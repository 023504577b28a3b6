use std::{fmt, str::FromStr};

use jiff::civil::Time;

use super::{
    ParseError,
    date_time_offset::{digits_of, expect, fraction, number, write_fraction},
    language::scalar,
};
use crate::value::scalar::Scalar;

/// `Edm.TimeOfDay`: a time of day, with its number of fractional digits.
///
/// ```
/// use graph_runtime::TimeOfDay;
///
/// let nine: TimeOfDay = "09:00:00.0000000".parse()?;
/// assert_eq!(nine.time(), jiff::civil::time(9, 0, 0, 0));
/// assert_eq!(nine.to_string(), "09:00:00.0000000");
/// # Ok::<(), graph_runtime::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    time: Time,
    picoseconds: u16,
    /// The number of fractional digits, or `NO_SECONDS`.
    digits: u8,
}

const NO_SECONDS: u8 = u8::MAX;

impl TimeOfDay {
    /// Returns the time, to the nanosecond.
    #[must_use]
    pub const fn time(&self) -> Time {
        self.time
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut at = 0;
        let hour = number(bytes, &mut at, 2)?;
        expect(bytes, &mut at, b':')?;
        let minute = number(bytes, &mut at, 2)?;
        let (mut second, mut digits, mut nanoseconds, mut picoseconds) = (0, NO_SECONDS, 0, 0);
        if bytes.get(at) == Some(&b':') {
            at += 1;
            second = number(bytes, &mut at, 2)?;
            (digits, nanoseconds, picoseconds) = fraction(bytes, &mut at)?;
        }
        if at != bytes.len() || second > 59 {
            return None;
        }
        let small = |number: i16| i8::try_from(number).ok();
        let time = Time::new(small(hour)?, small(minute)?, small(second)?, nanoseconds).ok()?;
        Some(Self { time, picoseconds, digits })
    }
}

impl From<Time> for TimeOfDay {
    /// Converts with as many fractional digits as needed.
    fn from(time: Time) -> Self {
        let digits = digits_of(time.subsec_nanosecond());
        Self { time, picoseconds: 0, digits }
    }
}

impl FromStr for TimeOfDay {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text).ok_or(ParseError::of("Edm.TimeOfDay"))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.time.hour(), self.time.minute())?;
        if self.digits != NO_SECONDS {
            write!(f, ":{:02}", self.time.second())?;
            write_fraction(f, self.digits, self.time.subsec_nanosecond(), self.picoseconds)?;
        }
        Ok(())
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Scalar for TimeOfDay {
    const EXPECTED: &'static str = "a time of day, such as `08:30:00`,";

    fn from_text(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

scalar!(TimeOfDay, |value, json| json.text(&value.to_string()));

#[cfg(test)]
mod tests {
    use super::TimeOfDay;

    #[test]
    fn display_returns_the_parsed_text() {
        for text in ["09:00:00.0000000", "23:59", "00:00:00", "12:34:56.123456789012"] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), text);
        }
        for text in ["", "9:00", "24:00", "12:60", "12:00:60", "12:00:00.", "12:00Z"] {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
        }
    }
}
