//! The `Retry-After` header.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

use crate::time::http_date;

/// The cap on a wait, in seconds; about 31 years. A longer one is a mistake.
const MAX_SECONDS: f64 = 1e9;

/// Reads `Retry-After`. `now` is used for a date in a response without a `Date` header.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    seconds(text).or_else(|| {
        let until = http_date::parse(text, now)?;
        // Prefers the service's clock, because ours may be wrong by minutes.
        let theirs = headers.get(header::DATE).and_then(|date| http_date::parse(date.to_str().ok()?.trim(), now));
        Some(until.duration_since(theirs.unwrap_or(now)).unwrap_or(Duration::ZERO))
    })
}

/// Parses `120` or `2.128`, but not the other forms of a Rust number.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    Some(Duration::from_secs_f64(value.min(MAX_SECONDS)))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{HeaderMap, HeaderValue, header};
    use proptest::prelude::*;

    use super::retry_after;

    const NOW: u64 = 1794997600; // Wed, 18 Nov 2026 10:26:40 GMT

    fn of(value: &str, date: Option<&str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, HeaderValue::from_str(value).ok()?);
        if let Some(date) = date {
            headers.insert(header::DATE, HeaderValue::from_str(date).ok()?);
        }
        retry_after(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(NOW))
    }

    #[test]
    fn each_form() {
        for (value, milliseconds) in [
            ("0", 0),
            ("120", 120_000),
            ("2.128", 2_128),
            (" 7 ", 7_000),
            ("Wed, 18 Nov 2026 10:26:45 GMT", 5_000),
            ("Wednesday, 18-Nov-26 10:26:45 GMT", 5_000),
            ("Wed Nov 18 10:26:45 2026", 5_000),
            ("Wed, 18 Nov 2026 10:26:00 GMT", 0),
        ] {
            assert_eq!(of(value, None), Some(Duration::from_millis(milliseconds)), "{value}");
        }
        for none in ["", "-1", "1e3", "inf", "NaN", "1.", ".5", "1.2.3", "+1", "0x10", "soon", "1 2"] {
            assert_eq!(of(none, None), None, "{none}");
        }
        assert!(of("99999999999999999999999999", None).is_some_and(|time| time > Duration::from_secs(1_000_000)));
    }

    #[test]
    fn the_clock_of_the_service_is_preferred() {
        let until = "Wed, 18 Nov 2026 10:26:45 GMT";
        assert_eq!(of(until, Some("Wed, 18 Nov 2026 10:26:35 GMT")), Some(Duration::from_secs(10)));
        assert_eq!(of(until, Some("nonsense")), Some(Duration::from_secs(5)));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_not(value in "[ -~]{0,60}", date in "[ -~]{0,60}") {
            let _ = of(&value, Some(&date));
        }

        #[test]
        fn any_whole_seconds(seconds in 0_u32..900_000) {
            prop_assert_eq!(of(&seconds.to_string(), None), Some(Duration::from_secs(seconds.into())));
        }
    }
}
