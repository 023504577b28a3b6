use http::{HeaderMap, HeaderValue, StatusCode, header};

/// A `Content-Range` header: `bytes 0-99/200` (RFC 9110, section 14.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContentRange {
    pub(super) first: u64,
    pub(super) last: u64,
    /// The total number of bytes, if known.
    pub(super) total: Option<u64>,
}

impl ContentRange {
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get(header::CONTENT_RANGE)?.to_str().ok()?.trim();
        let (unit, range) = text.split_once(' ')?;
        // RFC 9110, section 14.1: names of units are not case-sensitive.
        let range = unit.eq_ignore_ascii_case("bytes").then_some(range.trim_start())?;
        let (range, total) = range.split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let total = if total == "*" { None } else { Some(number(total)?) };
        let (first, last) = (number(first)?, number(last)?);
        let is_valid = first <= last && last < total.unwrap_or(u64::MAX);
        is_valid.then_some(Self { first, last, total })
    }

    /// Returns the offset after the last byte.
    pub(super) const fn end(&self) -> u64 {
        self.last.saturating_add(1)
    }

    /// Returns the number of bytes.
    pub(super) const fn length(&self) -> u64 {
        self.end().saturating_sub(self.first)
    }
}

/// A `Range` header: `bytes=0-99`, `bytes=100-` or `bytes=-100` (RFC 9110, section 14.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RequestedRange {
    From {
        first: u64,
        last: Option<u64>,
    },
    /// The last bytes.
    Suffix(u64),
    /// Several ranges, or another unit. The response cannot be compared with it.
    Other,
}

impl RequestedRange {
    /// Reads the header of a request, if it has one.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        headers.get(header::RANGE).map(|value| Self::parse(value).unwrap_or(Self::Other))
    }

    fn parse(value: &HeaderValue) -> Option<Self> {
        let (first, last) = value.to_str().ok()?.trim().strip_prefix("bytes=")?.split_once('-')?;
        match (first, last) {
            ("", last) => number(last).map(Self::Suffix),
            (first, "") => Some(Self::From { first: number(first)?, last: None }),
            (first, last) => Some(Self::From { first: number(first)?, last: Some(number(last)?) }),
        }
    }

    /// Returns whether a response has the requested bytes: all of those that exist.
    pub(super) fn is_satisfied_by(self, range: &ContentRange) -> bool {
        let end_of = |last: Option<u64>| last.map_or(u64::MAX, |last| last.saturating_add(1));
        match (self, range.total) {
            (Self::From { first, last }, Some(total)) => range.first == first && range.end() == end_of(last).min(total),
            (Self::From { first, last }, None) => range.first == first && range.end() <= end_of(last),
            (Self::Suffix(length), Some(total)) => range.first == total.saturating_sub(length) && range.end() == total,
            (Self::Suffix(length), None) => range.length() <= length,
            (Self::Other, _) => true,
        }
    }
}

/// Returns the range of bytes in a successful response; `None` for the whole content.
///
/// # Errors
///
/// The response does not have what was requested.
pub(super) fn sent_range(
    status: StatusCode,
    headers: &HeaderMap,
    requested: Option<RequestedRange>,
) -> Result<Option<ContentRange>, &'static str> {
    let is_partial = status == StatusCode::PARTIAL_CONTENT;
    match requested {
        None if is_partial => Err("the service sent a range of the content that was not requested"),
        None => Ok(None),
        Some(_) if !is_partial => Err("the service ignored the requested range and sent the whole content"),
        Some(requested) => {
            let range = ContentRange::read(headers).ok_or("the response has no valid `Content-Range`")?;
            let is_requested = requested.is_satisfied_by(&range);
            if is_requested { Ok(Some(range)) } else { Err(ANOTHER_RANGE) }
        }
    }
}

pub(super) const ANOTHER_RANGE: &str = "the service sent another range than was requested";

/// Reads a number in digits, without a sign.
pub(super) fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::{ContentRange, RequestedRange};

    fn content_range(text: &'static str) -> Option<ContentRange> {
        ContentRange::read(&HeaderMap::from_iter([(header::CONTENT_RANGE, HeaderValue::from_static(text))]))
    }

    #[test]
    fn each_form() {
        for (text, expected) in [
            ("bytes 0-99/200", Some((0, 99, Some(200)))),
            ("bytes 100-199/*", Some((100, 199, None))),
            ("BYTES  0-99/200", Some((0, 99, Some(200)))),
            ("bytes */200", None),
            ("bytes 5-4/10", None),
            ("bytes 0-10/10", None),
            ("bytes +1-2/10", None),
            ("items 0-9/10", None),
            ("bytes 0-99999999999999999999/*", None),
            ("bytes 0-18446744073709551615/*", None),
            ("bytes 0-18446744073709551614/*", Some((0, u64::MAX - 1, None))),
        ] {
            let read = content_range(text).map(|range| (range.first, range.last, range.total));
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn responses_must_have_the_requested_bytes() {
        for (requested, sent, expected) in [
            ("bytes=10-19", "bytes 10-19/200", true),
            ("bytes=10-19", "bytes 10-19/*", true),
            ("bytes=10-19", "bytes 10-14/15", true),
            ("bytes=10-19", "bytes 10-14/200", false),
            ("bytes=10-19", "bytes 10-20/200", false),
            ("bytes=10-19", "bytes 10-20/*", false),
            ("bytes=10-19", "bytes 0-19/200", false),
            ("bytes=10-", "bytes 10-199/200", true),
            ("bytes=10-", "bytes 10-198/200", false),
            ("bytes=10-", "bytes 11-199/200", false),
            ("bytes=10-", "bytes 10-50/*", true),
            ("bytes=-50", "bytes 150-199/200", true),
            ("bytes=-500", "bytes 0-199/200", true),
            ("bytes=-50", "bytes 149-199/200", false),
            ("bytes=-50", "bytes 150-198/200", false),
            ("bytes=-50", "bytes 150-200/*", false),
            ("bytes=0-18446744073709551615", "bytes 0-9/10", true),
            ("bytes=0-1,5-6", "bytes 0-9/10", true),
            ("items=0-1", "bytes 0-9/10", true),
        ] {
            let headers = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static(requested))]);
            let requested = RequestedRange::read(&headers).unwrap();
            assert_eq!(requested.is_satisfied_by(&content_range(sent).unwrap()), expected, "{requested:?}: {sent}");
        }
        assert_eq!(RequestedRange::read(&HeaderMap::new()), None);
    }
}
