//! HTTP dates (RFC 9110, section 5.6.7): the current form, and the two obsolete ones that recipients must accept.

use std::time::{Duration, SystemTime};

use jiff::{Timestamp, civil, tz::Offset};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Parses `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
///
/// The day of the week is not checked. `now` determines the century of a two-digit year.
pub(crate) fn parse(text: &str, now: SystemTime) -> Option<SystemTime> {
    // The longest form has 33 characters.
    if text.len() > 64 {
        return None;
    }
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    let (day, month, year, time) = match words[..] {
        [_, month, day, time, year] if time.contains(':') => (day, month, year, time),
        [_, day, month, year, time, "GMT" | "UTC"] => (day, month, year, time),
        _ => return None,
    };
    let month = MONTHS.iter().position(|known| known.eq_ignore_ascii_case(month))?;
    let mut clock = time.split(':').map(number);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    if clock.next().is_some() {
        return None;
    }
    let year = match year.len() {
        4 => number(year)?,
        2 => full_year(number(year)?, now),
        _ => return None,
    };
    let date = civil::Date::new(year, i8::try_from(month + 1).ok()?, i8::try_from(number(day)?).ok()?).ok()?;
    // Treats a leap second as the last second of its minute.
    let second = second.min(59);
    let time = civil::Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0);
    // jiff has no timestamps for the last days of the year 9999; any distant time will do.
    let instant = Offset::UTC.to_timestamp(date.to_datetime(time.ok()?)).unwrap_or(Timestamp::MAX);
    // Any past time will do for dates before 1970.
    Some(SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(instant.as_second()).unwrap_or(0)))
}

fn number(digits: &str) -> Option<i16> {
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// A year more than fifty years in the future belongs to the previous century.
fn full_year(two_digits: i16, now: SystemTime) -> i16 {
    let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    // Precise enough to choose a century: a mean Gregorian year has 31,556,952 seconds.
    let this_year = 1970 + i16::try_from(since.as_secs() / 31_556_952).unwrap_or(0);
    let year = this_year - this_year % 100 + two_digits;
    if year > this_year + 50 { year - 100 } else { year }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::parse;

    fn seconds(text: &str) -> Option<u64> {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000); // November 2026
        Some(parse(text, now)?.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs())
    }

    #[test]
    fn three_forms_of_one_time() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 6 nov 1994 08:49:37 UTC",
        ] {
            assert_eq!(seconds(text), Some(784_111_777), "{text}");
        }
        assert_eq!(seconds("Thursday, 31-Dec-26 23:59:60 GMT"), Some(1_798_761_599));
        assert_eq!(seconds("Friday, 01-Jan-71 00:00:00 GMT"), Some(3_187_296_000), "44 years ahead is in this century");
    }

    #[test]
    fn invalid_dates() {
        for text in [
            "",
            "soon",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 PST",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 08:49:37:1 GMT",
            "Sun, 06 Nov 19940 08:49:37 GMT",
            "Sun, -6 Nov +994 08:49:37 GMT",
            "Sun, 06 Xyz 1994 08:49:37 GMT",
            "a b c d e",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
        assert_eq!(seconds(&"1 ".repeat(100_000)), None);
    }
}
