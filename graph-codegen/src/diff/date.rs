use std::{
    fmt,
    str::FromStr,
    time::{SystemTime, UNIX_EPOCH},
};

/// A day of the Gregorian calendar.
///
/// ```
/// use graph_codegen::diff::Date;
///
/// let date: Date = "2026-08-20".parse().unwrap();
/// assert!(date < Date::today());
/// assert!("2026-02-30".parse::<Date>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A text is not a date of the form `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidDate;

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a valid date of the form YYYY-MM-DD")
    }
}

impl std::error::Error for InvalidDate {}

impl Date {
    /// Returns the day of the system clock, in UTC.
    #[must_use]
    pub fn today() -> Self {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self::from_days(seconds / 86_400)
    }

    /// The day that is `days` after 1970-01-01.
    fn from_days(mut days: u64) -> Self {
        let (mut year, mut month) = (1970, 1);
        while days >= days_of_year(year) && year < 9999 {
            days -= days_of_year(year);
            year += 1;
        }
        while days >= u64::from(days_of_month(year, month)) && month < 12 {
            days -= u64::from(days_of_month(year, month));
            month += 1;
        }
        Self { year, month, day: (days + 1).min(31) as u8 }
    }

    /// Returns the same day `years` later; the first of March for the last of February if that year has none.
    #[must_use]
    pub fn after_years(self, years: u16) -> Self {
        let year = self.year.saturating_add(years);
        if self.day > days_of_month(year, self.month) {
            return Self { year, month: self.month + 1, day: 1 };
        }
        Self { year, ..self }
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of_year(year: u16) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        let bytes = text.as_bytes();
        let has_form = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !has_form {
            return Err(InvalidDate);
        }
        let number = |part: &str| part.parse::<u16>().map_err(|_| InvalidDate);
        let (year, month, day) = (number(&text[..4])?, number(&text[5..7])? as u8, number(&text[8..])? as u8);
        let is_valid = (1..=12).contains(&month) && (1..=days_of_month(year, month)).contains(&day);
        if is_valid { Ok(Self { year, month, day }) } else { Err(InvalidDate) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_counted_from_1970() {
        for (days, text) in [(0, "1970-01-01"), (58, "1970-02-28"), (59, "1970-03-01"), (11_016, "2000-02-29")] {
            assert_eq!(Date::from_days(days), date(text), "{days}");
        }
        assert_eq!(Date::from_days(20_785), date("2026-11-28"));
        assert_eq!(Date::from_days(u64::MAX).to_string(), "9999-12-31");
    }

    #[test]
    fn dates_have_one_form() {
        for text in ["2026-8-20", "2026-13-01", "2026-00-10", "2025-02-29", "2026-08-20T00:00:00Z", "", "2026_08_20"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert_eq!(date("0099-12-31").to_string(), "0099-12-31");
    }

    #[test]
    fn years_are_added() {
        assert_eq!(date("2024-02-29").after_years(2), date("2026-03-01"));
        assert_eq!(date("2024-08-20").after_years(2), date("2026-08-20"));
        assert!(date("2026-08-20") < date("2026-10-01"));
    }
}
