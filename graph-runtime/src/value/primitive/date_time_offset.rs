use std::{cmp::Ordering, fmt, hash, num::NonZeroU16, str::FromStr, time::SystemTime};

use jiff::{Timestamp, civil, tz};

use super::{ParseError, language::scalar};
use crate::value::scalar::Scalar;

/// `Edm.DateTimeOffset`: a point in time, with its offset and up to 12 fractional digits.
///
/// Equality and order are those of the point in time. `Display` returns the text that was parsed.
///
/// ```
/// use graph_runtime::DateTimeOffset;
///
/// let text = "2016-10-19T10:37:00.1234567Z";
/// let when: DateTimeOffset = text.parse()?;
/// assert_eq!(when.to_string(), text);
/// assert_eq!(when.timestamp().as_second(), 1_476_873_420);
/// # Ok::<(), graph_runtime::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct DateTimeOffset {
    /// The local date and time. Not a [`Timestamp`]: jiff's range ends before the last day of the year 9999, which
    /// services use for *never*.
    local: civil::DateTime,
    fraction: Fraction,
    /// The offset in minutes, or `Z`, which is written differently from `+00:00`.
    offset: i16,
}

const Z: i16 = i16::MIN;

/// The number of fractional digits in the upper 6 bits, and digits 10 to 12 of the fraction in the lower 10.
///
/// Types have many of these values, most of them absent. This way an `Option` of one takes 16 bytes instead of 24.
#[derive(Clone, Copy)]
struct Fraction(NonZeroU16);

/// The number of digits of a text without seconds.
const NO_SECONDS: u8 = 13;

impl Fraction {
    const fn new(digits: u8, picoseconds: u16) -> Self {
        // At least 1 << 10, because a digit count is stored plus one.
        Self(NonZeroU16::MIN.saturating_add(((digits as u16 + 1) << 10 | picoseconds) - 1))
    }

    const fn digits(self) -> u8 {
        (self.0.get() >> 10) as u8 - 1
    }

    const fn picoseconds(self) -> u16 {
        self.0.get() & 0x3ff
    }
}

impl DateTimeOffset {
    /// Returns the timestamp, to the nanosecond.
    ///
    /// Within a day of the end of the year 9999, it is [`Timestamp::MAX`].
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        let bound = if self.local.year() > 0 { Timestamp::MAX } else { Timestamp::MIN };
        self.offset().to_timestamp(self.local).unwrap_or(bound)
    }

    /// Returns the local date and time, without the offset.
    #[must_use]
    pub const fn local(&self) -> civil::DateTime {
        self.local
    }

    /// Returns the offset from UTC in minutes, positive to the east; 0 for `Z`.
    #[must_use]
    pub fn offset_minutes(&self) -> i16 {
        if self.offset == Z { 0 } else { self.offset }
    }

    /// Returns the point in time of a local date and time in UTC, with as many fractional digits as needed.
    #[cfg(any(feature = "chrono", feature = "time"))]
    pub(crate) fn in_utc(local: civil::DateTime) -> Self {
        Self { local, fraction: Fraction::new(digits_of(local.subsec_nanosecond()), 0), offset: Z }
    }

    /// Returns the point in time of a local date and time, with as many fractional digits as needed; `None` if the
    /// offset cannot be written.
    #[cfg(any(feature = "chrono", feature = "time"))]
    pub(crate) fn at_offset(local: civil::DateTime, minutes: i16) -> Option<Self> {
        tz::Offset::from_seconds(i32::from(minutes) * 60).ok()?;
        Some(Self { offset: minutes, ..Self::in_utc(local) })
    }

    fn offset(&self) -> tz::Offset {
        tz::Offset::from_seconds(i32::from(self.offset_minutes()) * 60).unwrap_or(tz::Offset::UTC)
    }

    /// Returns the point in time as seconds, nanoseconds and picoseconds, which has no range limit.
    fn instant(&self) -> (i64, i32, u16) {
        let since = self.local.duration_since(civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
        // Negative durations have negative fractions; the local clock's nanosecond is the one needed.
        let seconds = since.as_secs() - i64::from(since.subsec_nanos() < 0);
        (seconds - i64::from(self.offset_minutes()) * 60, self.local.subsec_nanosecond(), self.fraction.picoseconds())
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        // Years before 0 have a sign.
        let is_negative = bytes.first() == Some(&b'-');
        let mut at = usize::from(is_negative);
        let year = number(bytes, &mut at, 4).filter(|year| *year > 0 || !is_negative)?;
        let year = if is_negative { -year } else { year };
        expect(bytes, &mut at, b'-')?;
        let month = number(bytes, &mut at, 2)?;
        expect(bytes, &mut at, b'-')?;
        let day = number(bytes, &mut at, 2)?;
        expect(bytes, &mut at, b'T')?;
        let hour = number(bytes, &mut at, 2)?;
        expect(bytes, &mut at, b':')?;
        let minute = number(bytes, &mut at, 2)?;
        let (mut second, mut digits, mut nanoseconds, mut picoseconds) = (0, NO_SECONDS, 0, 0);
        if bytes.get(at) == Some(&b':') {
            at += 1;
            second = number(bytes, &mut at, 2)?;
            (digits, nanoseconds, picoseconds) = fraction(bytes, &mut at)?;
        }
        let offset = match bytes.get(at)? {
            b'Z' => {
                at += 1;
                Z
            }
            sign @ (b'+' | b'-') => {
                at += 1;
                let hours = number(bytes, &mut at, 2)?;
                expect(bytes, &mut at, b':')?;
                let minutes = number(bytes, &mut at, 2).filter(|minutes| *minutes < 60)?;
                let total = hours * 60 + minutes;
                // `-00:00` would be written as `+00:00`.
                if *sign == b'-' && total == 0 {
                    return None;
                }
                if *sign == b'-' { -total } else { total }
            }
            _ => return None,
        };
        if at != bytes.len() || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let small = |number: i16| i8::try_from(number).ok();
        let local = civil::DateTime::new(
            year,
            small(month)?,
            small(day)?,
            small(hour)?,
            small(minute)?,
            small(second)?,
            nanoseconds,
        )
        .ok()?;
        let minutes = if offset == Z { 0 } else { offset };
        tz::Offset::from_seconds(i32::from(minutes) * 60).ok()?;
        Some(Self { local, fraction: Fraction::new(digits, picoseconds), offset })
    }
}

/// Parses a number of exactly `width` digits.
pub(super) fn number(bytes: &[u8], at: &mut usize, width: usize) -> Option<i16> {
    let digits = bytes.get(*at..*at + width)?;
    *at += width;
    digits.iter().try_fold(0_i16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0')))
}

/// Parses an expected byte.
pub(super) fn expect(bytes: &[u8], at: &mut usize, byte: u8) -> Option<()> {
    (bytes.get(*at) == Some(&byte)).then(|| *at += 1)
}

/// Parses a fraction of a second: number of digits, nanoseconds, and remaining picoseconds. Without a point, all
/// are zero.
pub(super) fn fraction(bytes: &[u8], at: &mut usize) -> Option<(u8, i32, u16)> {
    if bytes.get(*at) != Some(&b'.') {
        return Some((0, 0, 0));
    }
    *at += 1;
    let (mut digits, mut value) = (0_u8, 0_u64);
    while let Some(digit) = bytes.get(*at).filter(|byte| byte.is_ascii_digit()) {
        if digits == 12 {
            return None;
        }
        value = value * 10 + u64::from(digit - b'0');
        digits += 1;
        *at += 1;
    }
    if digits == 0 {
        return None;
    }
    let scaled = value * 10_u64.pow(12 - u32::from(digits));
    Some((digits, i32::try_from(scaled / 1000).ok()?, u16::try_from(scaled % 1000).ok()?))
}

/// Returns how many fractional digits nanoseconds need.
pub(super) fn digits_of(nanoseconds: i32) -> u8 {
    (0..=9_u8).find(|digits| nanoseconds % 10_i32.pow(9 - u32::from(*digits)) == 0).unwrap_or(9)
}

/// Writes a fraction with the given number of digits.
pub(super) fn write_fraction(
    f: &mut fmt::Formatter<'_>,
    digits: u8,
    nanoseconds: i32,
    picoseconds: u16,
) -> fmt::Result {
    if digits == 0 {
        return Ok(());
    }
    let all = i64::from(nanoseconds) * 1000 + i64::from(picoseconds);
    let shown = all / 10_i64.pow(12 - u32::from(digits.min(12)));
    write!(f, ".{shown:0width$}", width = usize::from(digits.min(12)))
}

impl FromStr for DateTimeOffset {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::parse(text).ok_or(ParseError::of("Edm.DateTimeOffset"))
    }
}

impl fmt::Display for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.local;
        write!(
            f,
            "{}{:04}-{:02}-{:02}T{:02}:{:02}",
            if civil.year() < 0 { "-" } else { "" },
            civil.year().unsigned_abs(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute()
        )?;
        let digits = self.fraction.digits();
        if digits != NO_SECONDS {
            write!(f, ":{:02}", civil.second())?;
            write_fraction(f, digits, civil.subsec_nanosecond(), self.fraction.picoseconds())?;
        }
        match self.offset {
            Z => f.write_str("Z"),
            minutes => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

impl fmt::Debug for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Timestamp> for DateTimeOffset {
    /// Converts to UTC, with as many fractional digits as needed.
    fn from(timestamp: Timestamp) -> Self {
        let local = tz::Offset::UTC.to_datetime(timestamp);
        let digits = digits_of(local.subsec_nanosecond());
        Self { local, fraction: Fraction::new(digits, 0), offset: Z }
    }
}

impl From<DateTimeOffset> for Timestamp {
    fn from(value: DateTimeOffset) -> Self {
        value.timestamp()
    }
}

impl TryFrom<DateTimeOffset> for SystemTime {
    type Error = ParseError;

    fn try_from(value: DateTimeOffset) -> Result<Self, ParseError> {
        Self::try_from(value.timestamp()).map_err(|_| ParseError::of("SystemTime"))
    }
}

impl TryFrom<SystemTime> for DateTimeOffset {
    type Error = ParseError;

    fn try_from(time: SystemTime) -> Result<Self, ParseError> {
        Timestamp::try_from(time).map(Self::from).map_err(|_| ParseError::of("Edm.DateTimeOffset"))
    }
}

impl PartialEq for DateTimeOffset {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for DateTimeOffset {}

impl PartialOrd for DateTimeOffset {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTimeOffset {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl hash::Hash for DateTimeOffset {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

impl Scalar for DateTimeOffset {
    const EXPECTED: &'static str = "a date and time with an offset, such as `2026-01-31T08:00:00Z`,";

    fn from_text(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

scalar!(DateTimeOffset, |value, json| json.text(&value.to_string()), Instant);

#[cfg(test)]
mod tests {
    use super::DateTimeOffset;

    #[test]
    fn values_are_small() {
        assert_eq!((size_of::<DateTimeOffset>(), size_of::<Option<DateTimeOffset>>()), (16, 16));
    }

    #[test]
    fn display_returns_the_parsed_text() {
        for text in [
            "2016-10-19T10:37:00Z",
            "2016-10-19T10:37Z",
            "2026-11-20T08:14:03.2150187Z",
            "2026-11-20T08:14:03.000000000000Z",
            "2026-11-20T08:14:03.123456789012+05:30",
            "2026-11-20T08:14:03-08:00",
            "2026-11-20T08:14:03+00:00",
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.9999999Z",
            "9999-12-31T23:59:59.9999999Z",
            "-0001-12-31T23:59:59Z",
            "-9999-01-02T01:59:59+00:00",
        ] {
            let parsed: DateTimeOffset = text.parse().unwrap_or_else(|_| panic!("{text} does not parse"));
            assert_eq!(parsed.to_string(), text);
        }
    }

    #[test]
    fn invalid_text_is_rejected() {
        for text in [
            "",
            "Z",
            "2016-10-19",
            "2016-10-19T10:37:00",
            "2016-10-19t10:37:00z",
            "2016-10-19T24:00:00Z",
            "2016-13-19T10:37:00Z",
            "2016-02-30T10:37:00Z",
            "2016-10-19T10:37:60Z",
            "2016-10-19T10:37:00.Z",
            "2016-10-19T10:37:00.1234567890123Z",
            "2016-10-19T10:37:00-00:00",
            "2016-10-19T10:37:00+99:99",
            "2016-10-19T10:37:00Zx",
            "２016-10-19T10:37:00Z",
            "+016-10-19T10:37:00Z",
            "-016-10-19T10:37:00Z",
            "-0000-10-19T10:37:00Z",
        ] {
            assert!(text.parse::<DateTimeOffset>().is_err(), "{text}");
        }
    }

    #[test]
    fn equality_is_independent_of_the_offset() {
        let parse = |text: &str| text.parse::<DateTimeOffset>().unwrap();
        assert_eq!(parse("2026-11-20T08:00:00Z"), parse("2026-11-20T09:00:00.000+01:00"));
        assert!(parse("9999-12-31T23:59:59Z") > parse("9999-12-31T23:59:58.9Z"));
        assert!(parse("1969-12-31T23:59:59.5Z") < parse("1970-01-01T00:00:00Z"));
        assert!(parse("2026-11-20T08:00:00.000000000001Z") > parse("2026-11-20T08:00:00Z"));
    }
}
