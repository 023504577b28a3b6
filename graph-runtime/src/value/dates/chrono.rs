//! chrono's types. Fractions beyond a nanosecond are dropped.

use ::chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use jiff::{SignedDuration, civil};

use crate::value::{Date, DateTimeOffset, Duration, ParseError, TimeOfDay};

const OUT_OF_RANGE: ParseError = ParseError::of("Edm.DateTimeOffset");

/// Converts a date to chrono's.
///
/// This is a function, because both types are of other crates.
///
/// # Errors
///
/// If chrono cannot represent the date. It can represent every date that is read from JSON.
///
/// ```
/// use graph_runtime::dates::{from_chrono, to_chrono};
///
/// let hired = to_chrono("2026-01-31".parse().unwrap())?;
/// assert_eq!(hired, chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
/// assert_eq!(from_chrono(hired)?.to_string(), "2026-01-31");
/// # Ok::<(), graph_runtime::ParseError>(())
/// ```
pub fn to_chrono(date: Date) -> Result<NaiveDate, ParseError> {
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    NaiveDate::from_ymd_opt(date.year().into(), month.into(), day.into()).ok_or(ParseError::of("chrono::NaiveDate"))
}

/// Converts a date from chrono's.
///
/// # Errors
///
/// If the year is not between 0 and 9999, which `Edm.Date` is here.
pub fn from_chrono(date: NaiveDate) -> Result<Date, ParseError> {
    const ERROR: ParseError = ParseError::of("Edm.Date");
    let year = i16::try_from(date.year()).ok().filter(|year| (0..=9999).contains(year)).ok_or(ERROR)?;
    let small = |number: u32| i8::try_from(number).map_err(|_| ERROR);
    Date::new(year, small(date.month())?, small(date.day())?).map_err(|_| ERROR)
}

/// Keeps the offset.
impl TryFrom<DateTimeOffset> for DateTime<FixedOffset> {
    type Error = ParseError;

    /// Fails if the offset is a day or more.
    fn try_from(value: DateTimeOffset) -> Result<Self, ParseError> {
        const ERROR: ParseError = ParseError::of("chrono::DateTime");
        let offset = FixedOffset::east_opt(i32::from(value.offset_minutes()) * 60).ok_or(ERROR)?;
        let local =
            NaiveDateTime::new(to_chrono(value.local().date())?, chrono_time(value.local().time()).ok_or(ERROR)?);
        local.and_local_timezone(offset).single().ok_or(ERROR)
    }
}

impl TryFrom<DateTimeOffset> for DateTime<Utc> {
    type Error = ParseError;

    fn try_from(value: DateTimeOffset) -> Result<Self, ParseError> {
        DateTime::<FixedOffset>::try_from(value).map(|when| when.to_utc())
    }
}

/// Keeps the offset, which must be in whole minutes, with as many fractional digits as needed.
impl TryFrom<DateTime<FixedOffset>> for DateTimeOffset {
    type Error = ParseError;

    /// Fails if the local year is not between 0 and 9999, the offset has seconds, or in a leap second.
    fn try_from(value: DateTime<FixedOffset>) -> Result<Self, ParseError> {
        let seconds = value.offset().local_minus_utc();
        let minutes = i16::try_from(seconds / 60).ok().filter(|_| seconds % 60 == 0).ok_or(OUT_OF_RANGE)?;
        // `naive_local` panics near the ends of chrono's range.
        let local = value.naive_utc().checked_add_offset(*value.offset()).ok_or(OUT_OF_RANGE)?;
        let time = TimeOfDay::try_from(local.time())?.time();
        Self::at_offset(from_chrono(local.date())?.to_datetime(time), minutes).ok_or(OUT_OF_RANGE)
    }
}

/// Converts to UTC (`Z`), with as many fractional digits as needed.
impl TryFrom<DateTime<Utc>> for DateTimeOffset {
    type Error = ParseError;

    /// Fails if the year is not between 0 and 9999, or in a leap second.
    fn try_from(value: DateTime<Utc>) -> Result<Self, ParseError> {
        let time = TimeOfDay::try_from(value.time())?.time();
        Ok(Self::in_utc(from_chrono(value.date_naive())?.to_datetime(time)))
    }
}

fn chrono_time(time: civil::Time) -> Option<NaiveTime> {
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(|part| u32::from(part.unsigned_abs()));
    NaiveTime::from_hms_nano_opt(hour, minute, second, time.subsec_nanosecond().unsigned_abs())
}

impl TryFrom<TimeOfDay> for NaiveTime {
    type Error = ParseError;

    fn try_from(value: TimeOfDay) -> Result<Self, ParseError> {
        chrono_time(value.time()).ok_or(ParseError::of("chrono::NaiveTime"))
    }
}

impl TryFrom<NaiveTime> for TimeOfDay {
    type Error = ParseError;

    /// Fails in a leap second.
    fn try_from(value: NaiveTime) -> Result<Self, ParseError> {
        const ERROR: ParseError = ParseError::of("Edm.TimeOfDay");
        let small = |number: u32| i8::try_from(number).map_err(|_| ERROR);
        let nanosecond = i32::try_from(value.nanosecond()).map_err(|_| ERROR)?;
        let (hour, minute, second) = (small(value.hour())?, small(value.minute())?, small(value.second())?);
        civil::Time::new(hour, minute, second, nanosecond).map(Self::from).map_err(|_| ERROR)
    }
}

impl TryFrom<Duration> for TimeDelta {
    type Error = ParseError;

    /// Fails beyond 292 million years.
    fn try_from(value: Duration) -> Result<Self, ParseError> {
        const ERROR: ParseError = ParseError::of("chrono::TimeDelta");
        let length = value.length();
        let seconds = Self::try_seconds(length.as_secs()).ok_or(ERROR)?;
        seconds.checked_add(&Self::nanoseconds(length.subsec_nanos().into())).ok_or(ERROR)
    }
}

impl From<TimeDelta> for Duration {
    fn from(value: TimeDelta) -> Self {
        SignedDuration::new(value.num_seconds(), value.subsec_nanos()).into()
    }
}

#[cfg(test)]
mod tests {
    use ::chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};

    use super::{from_chrono, to_chrono};
    use crate::value::{DateTimeOffset, Duration, TimeOfDay};

    #[test]
    fn points_in_time() {
        for (text, again) in [
            ("2026-11-20T08:14:03.2150187+05:30", "2026-11-20T08:14:03.2150187+05:30"),
            ("1969-12-31T23:59:59.5-08:00", "1969-12-31T23:59:59.5-08:00"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00"),
            ("9999-12-31T23:59:59.999999999999Z", "9999-12-31T23:59:59.999999999+00:00"),
        ] {
            let ours: DateTimeOffset = text.parse().unwrap();
            let theirs = DateTime::<FixedOffset>::try_from(ours).unwrap();
            assert_eq!(DateTimeOffset::try_from(theirs).unwrap().to_string(), again);
            let utc = DateTime::<Utc>::try_from(ours).unwrap();
            assert_eq!(utc, theirs);
            assert!(DateTimeOffset::try_from(utc).unwrap().to_string().ends_with('Z'));
        }
    }

    #[test]
    fn what_the_other_type_does_not_have_is_an_error() {
        let odd: DateTime<FixedOffset> = DateTime::UNIX_EPOCH.with_timezone(&FixedOffset::east_opt(61).unwrap());
        assert!(DateTimeOffset::try_from(odd).is_err());
        assert!(DateTimeOffset::try_from(DateTime::<Utc>::MAX_UTC).is_err());
        let wide: DateTimeOffset = "2026-01-01T00:00:00+24:30".parse().unwrap();
        assert!(DateTime::<FixedOffset>::try_from(wide).is_err());
        assert!(from_chrono(NaiveDate::from_ymd_opt(-1, 1, 1).unwrap()).is_err());
        let leap = NaiveTime::from_hms_nano_opt(23, 59, 59, 1_500_000_000).unwrap();
        assert!(TimeOfDay::try_from(leap).is_err());
        assert!(TimeDelta::try_from("P100000000000000D".parse::<Duration>().unwrap()).is_err());
    }

    #[test]
    fn dates_times_and_durations() {
        let date = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        assert_eq!(to_chrono(from_chrono(date).unwrap()).unwrap(), date);
        let time: TimeOfDay = "12:34:56.123456789".parse().unwrap();
        assert_eq!(TimeOfDay::try_from(NaiveTime::try_from(time).unwrap()).unwrap(), time);
        for text in ["PT1H30M", "-PT0.5S", "-PT1M0.25S"] {
            let length = TimeDelta::try_from(text.parse::<Duration>().unwrap()).unwrap();
            assert_eq!(Duration::from(length).as_str(), text);
        }
    }
}
