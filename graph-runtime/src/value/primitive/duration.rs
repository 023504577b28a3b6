use std::{fmt, str::FromStr};

use jiff::SignedDuration;

use super::{ParseError, language::scalar};
use crate::value::scalar::Scalar;

/// `Edm.Duration`: a signed duration in days, hours, minutes and seconds, in ISO 8601 notation: `P1DT2H30M`, `-PT0.5S`.
///
/// The text is kept, so that `PT90M` is not written back as `PT1H30M`; equality is that of the text.
///
/// ```
/// use graph_runtime::Duration;
///
/// let long: Duration = "PT1H30M".parse()?;
/// assert_eq!(long.length().as_secs(), 5400);
/// assert_eq!(Duration::from(std::time::Duration::from_secs(90)).as_str(), "PT1M30S");
/// # Ok::<(), graph_runtime::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Duration {
    text: Box<str>,
    length: SignedDuration,
}

impl Duration {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the length, to the nanosecond; a day has 24 hours.
    #[must_use]
    pub const fn length(&self) -> SignedDuration {
        self.length
    }
}

/// Parses a duration: `durationValue` in the OData ABNF.
fn length(text: &str) -> Option<SignedDuration> {
    let (is_negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let rest = rest.strip_prefix('P')?;
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (rest, None),
    };
    // The lowest duration has no positive counterpart in 64 bits.
    let mut seconds: i128 = 0;
    let mut nanoseconds: i32 = 0;
    if !days.is_empty() {
        seconds = whole(days.strip_suffix('D')?)?.checked_mul(86_400)?;
    } else if time.is_none() {
        return None;
    }
    if let Some(mut time) = time {
        if time.is_empty() {
            return None;
        }
        for (unit, factor) in [('H', 3600), ('M', 60)] {
            if let Some((number, rest)) = time.split_once(unit) {
                seconds = seconds.checked_add(whole(number)?.checked_mul(factor)?)?;
                time = rest;
            }
        }
        if !time.is_empty() {
            let number = time.strip_suffix('S')?;
            let (number, fraction) = number.split_once('.').unwrap_or((number, "0"));
            if fraction.is_empty() || fraction.len() > 12 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            seconds = seconds.checked_add(whole(number)?)?;
            nanoseconds = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
        }
    }
    let (seconds, nanoseconds) = if is_negative { (-seconds, -nanoseconds) } else { (seconds, nanoseconds) };
    Some(SignedDuration::new(i64::try_from(seconds).ok()?, nanoseconds))
}

fn whole(digits: &str) -> Option<i128> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

impl FromStr for Duration {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let length = length(text).ok_or(ParseError::of("Edm.Duration"))?;
        Ok(Self { text: text.into(), length })
    }
}

impl From<SignedDuration> for Duration {
    fn from(length: SignedDuration) -> Self {
        use fmt::Write;

        let total = length.as_secs().unsigned_abs();
        let (hours, minutes, seconds) = (total / 3600, total / 60 % 60, total % 60);
        let nanoseconds = length.subsec_nanos().unsigned_abs();
        let mut text = String::from(if length.is_negative() { "-PT" } else { "PT" });
        // Writing to a String cannot fail.
        if hours > 0 {
            let _ = write!(text, "{hours}H");
        }
        if minutes > 0 {
            let _ = write!(text, "{minutes}M");
        }
        if nanoseconds > 0 {
            let fraction = format!("{nanoseconds:09}");
            let _ = write!(text, "{seconds}.{}S", fraction.trim_end_matches('0'));
        } else if seconds > 0 || total == 0 {
            let _ = write!(text, "{seconds}S");
        }
        Self { text: text.into_boxed_str(), length }
    }
}

impl From<std::time::Duration> for Duration {
    /// Saturates at a signed 64-bit number of seconds.
    fn from(length: std::time::Duration) -> Self {
        SignedDuration::try_from(length).unwrap_or(SignedDuration::MAX).into()
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Scalar for Duration {
    const EXPECTED: &'static str = "a duration, such as `PT1H30M`,";

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

scalar!(Duration, |value, json| json.text(value.as_str()));

#[cfg(test)]
mod tests {
    use super::Duration;

    #[test]
    fn the_grammar() {
        for (text, seconds) in
            [("P1D", 86_400), ("PT1H30M", 5400), ("PT90M", 5400), ("-P1DT1S", -86_401), ("PT0.5S", 0), ("PT0S", 0)]
        {
            let parsed: Duration = text.parse().unwrap_or_else(|_| panic!("{text}"));
            assert_eq!((parsed.to_string().as_str(), parsed.length().as_secs()), (text, seconds));
        }
        for text in [
            "",
            "P",
            "PT",
            "P1",
            "PT1",
            "1:30:00",
            "P1Y",
            "P1DT",
            "PT1M1H",
            "PT.5S",
            "PT1.S",
            "+PT1S",
            "PT99999999999999999999S",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }
}
