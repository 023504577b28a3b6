//! The types of the crate time. Fractions beyond a nanosecond are dropped.

use ::time::{Date as TimeDate, Duration as TimeDuration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};
use jiff::{SignedDuration, civil};

use crate::value::{Date, DateTimeOffset, Duration, ParseError, TimeOfDay};

/// Converts a date to that of the crate time.
///
/// This is a function, because both types are of other crates.
///
/// # Errors
///
/// If the crate time cannot represent the date. It can represent every date that is read from JSON.
///
/// ```
/// use graph_runtime::dates::{from_time, to_time};
///
/// let hired = to_time("2026-01-31".parse().unwrap())?;
/// assert_eq!(hired.ordinal(), 31);
/// assert_eq!(from_time(hired)?.to_string(), "2026-01-31");
/// # Ok::<(), graph_runtime::ParseError>(())
/// ```
pub fn to_time(date: Date) -> Result<TimeDate, ParseError> {
    const ERROR: ParseError = ParseError::of("time::Date");
    let month = Month::try_from(date.month().unsigned_abs()).map_err(|_| ERROR)?;
    TimeDate::from_calendar_date(date.year().into(), month, date.day().unsigned_abs()).map_err(|_| ERROR)
}

/// Converts a date from that of the crate time.
///
/// # Errors
///
/// If the year is not between 0 and 9999, which `Edm.Date` is here.
pub fn from_time(date: TimeDate) -> Result<Date, ParseError> {
    const ERROR: ParseError = ParseError::of("Edm.Date");
    let year = i16::try_from(date.year()).ok().filter(|year| (0..=9999).contains(year)).ok_or(ERROR)?;
    let small = |number: u8| i8::try_from(number).map_err(|_| ERROR);
    Date::new(year, small(u8::from(date.month()))?, small(date.day())?).map_err(|_| ERROR)
}

/// Keeps the offset.
impl TryFrom<DateTimeOffset> for OffsetDateTime {
    type Error = ParseError;

    fn try_from(value: DateTimeOffset) -> Result<Self, ParseError> {
        const ERROR: ParseError = ParseError::of("time::OffsetDateTime");
        let offset = UtcOffset::from_whole_seconds(i32::from(value.offset_minutes()) * 60).map_err(|_| ERROR)?;
        let time = Time::try_from(TimeOfDay::from(value.local().time()))?;
        Ok(PrimitiveDateTime::new(to_time(value.local().date())?, time).assume_offset(offset))
    }
}

/// Keeps the offset, which must be in whole minutes, with as many fractional digits as needed. UTC is `Z`.
impl TryFrom<OffsetDateTime> for DateTimeOffset {
    type Error = ParseError;

    /// Fails if the local year is not between 0 and 9999, or the offset has seconds.
    fn try_from(value: OffsetDateTime) -> Result<Self, ParseError> {
        const ERROR: ParseError = ParseError::of("Edm.DateTimeOffset");
        let local = from_time(value.date())?.to_datetime(TimeOfDay::try_from(value.time())?.time());
        if value.offset().is_utc() {
            return Ok(Self::in_utc(local));
        }
        let whole = value.offset().seconds_past_minute() == 0;
        let minutes = Some(value.offset().whole_minutes()).filter(|_| whole).ok_or(ERROR)?;
        Self::at_offset(local, minutes).ok_or(ERROR)
    }
}

impl TryFrom<TimeOfDay> for Time {
    type Error = ParseError;

    fn try_from(value: TimeOfDay) -> Result<Self, ParseError> {
        let time = value.time();
        let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(i8::unsigned_abs);
        let made = Self::from_hms_nano(hour, minute, second, time.subsec_nanosecond().unsigned_abs());
        made.map_err(|_| ParseError::of("time::Time"))
    }
}

impl TryFrom<Time> for TimeOfDay {
    type Error = ParseError;

    fn try_from(value: Time) -> Result<Self, ParseError> {
        const ERROR: ParseError = ParseError::of("Edm.TimeOfDay");
        let small = |number: u8| i8::try_from(number).map_err(|_| ERROR);
        let nanosecond = i32::try_from(value.nanosecond()).map_err(|_| ERROR)?;
        let (hour, minute, second) = (small(value.hour())?, small(value.minute())?, small(value.second())?);
        civil::Time::new(hour, minute, second, nanosecond).map(Self::from).map_err(|_| ERROR)
    }
}

impl From<Duration> for TimeDuration {
    fn from(value: Duration) -> Self {
        Self::new(value.length().as_secs(), value.length().subsec_nanos())
    }
}

impl From<TimeDuration> for Duration {
    fn from(value: TimeDuration) -> Self {
        SignedDuration::new(value.whole_seconds(), value.subsec_nanoseconds()).into()
    }
}

#[cfg(test)]
mod tests {
    use ::time::{Date, Duration as TimeDuration, OffsetDateTime, Time, UtcOffset};

    use super::{from_time, to_time};
    use crate::value::{DateTimeOffset, Duration, TimeOfDay};

    #[test]
    fn points_in_time() {
        for (text, again) in [
            ("2026-11-20T08:14:03.2150187+05:30", "2026-11-20T08:14:03.2150187+05:30"),
            ("1969-12-31T23:59:59.5-08:00", "1969-12-31T23:59:59.5-08:00"),
            ("0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999999999Z", "9999-12-31T23:59:59.999999999Z"),
        ] {
            let ours: DateTimeOffset = text.parse().unwrap();
            let theirs = OffsetDateTime::try_from(ours).unwrap();
            assert_eq!(theirs.unix_timestamp(), OffsetDateTime::try_from(ours).unwrap().unix_timestamp());
            assert_eq!(DateTimeOffset::try_from(theirs).unwrap().to_string(), again);
        }
    }

    #[test]
    fn what_edm_does_not_have_is_an_error() {
        let odd = OffsetDateTime::UNIX_EPOCH.to_offset(UtcOffset::from_whole_seconds(61).unwrap());
        assert!(DateTimeOffset::try_from(odd).is_err());
        assert!(from_time(Date::from_ordinal_date(-1, 1).unwrap()).is_err());
    }

    #[test]
    fn dates_times_and_durations() {
        let date = Date::from_ordinal_date(2024, 60).unwrap();
        assert_eq!(to_time(from_time(date).unwrap()).unwrap(), date);
        let time: TimeOfDay = "12:34:56.123456789".parse().unwrap();
        assert_eq!(TimeOfDay::try_from(Time::try_from(time).unwrap()).unwrap(), time);
        for text in ["PT1H30M", "-PT0.5S", "-PT1M0.25S"] {
            let length = TimeDuration::from(text.parse::<Duration>().unwrap());
            assert_eq!(Duration::from(length).as_str(), text);
        }
    }
}
