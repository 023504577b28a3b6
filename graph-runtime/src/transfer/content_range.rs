use http::{HeaderMap, header};

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
        let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let total = if total == "*" { None } else { Some(number(total)?) };
        let (first, last) = (number(first)?, number(last)?);
        (first <= last && total.is_none_or(|total| last < total)).then_some(Self { first, last, total })
    }
}

fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::ContentRange;

    #[test]
    fn each_form() {
        for (text, expected) in [
            ("bytes 0-99/200", Some((0, 99, Some(200)))),
            ("bytes 100-199/*", Some((100, 199, None))),
            ("bytes */200", None),
            ("bytes 5-4/10", None),
            ("bytes 0-10/10", None),
            ("bytes +1-2/10", None),
            ("items 0-9/10", None),
            ("bytes 0-99999999999999999999/*", None),
        ] {
            let headers = HeaderMap::from_iter([(header::CONTENT_RANGE, HeaderValue::from_static(text))]);
            let read = ContentRange::read(&headers).map(|range| (range.first, range.last, range.total));
            assert_eq!(read, expected, "{text}");
        }
    }
}
