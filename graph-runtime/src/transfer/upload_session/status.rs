use serde_json::Value;

use crate::{error::Cause, text::without_byte_order_mark, transfer::content_range::number, value::DateTimeOffset};

/// The most bytes of a status. As a document, it takes many times the memory.
const MAX_LENGTH: usize = 1 << 20;

/// The status of an upload session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionStatus {
    expected: Vec<(u64, Option<u64>)>,
    expires: Option<DateTimeOffset>,
    complete: bool,
}

impl SessionStatus {
    /// Reads `{"expirationDateTime": …, "nextExpectedRanges": ["26-", "40-99"]}`.
    ///
    /// OneDrive sends ranges; Outlook sends only the first byte.
    pub(super) fn parse(body: &[u8]) -> Result<Self, Cause> {
        document_of(body).map(|document| Self::read(&document))
    }

    /// Reads a status, or the response to `createUploadSession`.
    pub(super) fn read(document: &Value) -> Self {
        let texts = member(document, "nextExpectedRanges").and_then(Value::as_array);
        let complete = texts.is_some_and(Vec::is_empty);
        let expected = texts.into_iter().flatten().filter_map(|text| range(text.as_str()?)).collect();
        let expires = member(document, "expirationDateTime").and_then(Value::as_str).and_then(|text| text.parse().ok());
        Self { expected, expires, complete }
    }

    /// Returns the ranges that the service expects: first and last byte; without a last byte, to the end.
    #[must_use]
    pub fn expected(&self) -> &[(u64, Option<u64>)] {
        &self.expected
    }

    /// Returns whether the service has all bytes; it then waits for the [commit](crate::UploadSession::commit).
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.complete
    }

    /// Returns when the session expires, if the service states it; each chunk extends it.
    #[must_use]
    pub const fn expires(&self) -> Option<&DateTimeOffset> {
        self.expires.as_ref()
    }
}

/// Reads a status, or a session, as a document.
pub(super) fn document_of(body: &[u8]) -> Result<Value, Cause> {
    if body.len() > MAX_LENGTH {
        return Err(format!("the status of the session has more than {MAX_LENGTH} bytes").into());
    }
    Ok(serde_json::from_slice(without_byte_order_mark(body))?)
}

/// Returns a member of an object. Outlook begins its names with capital letters.
fn member<'a>(document: &'a Value, name: &str) -> Option<&'a Value> {
    document.as_object()?.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn range(text: &str) -> Option<(u64, Option<u64>)> {
    let (first, last) = text.trim().split_once('-').unwrap_or((text.trim(), ""));
    let last = if last.is_empty() { None } else { Some(number(last)?) };
    Some((number(first)?, last))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::SessionStatus;

    #[test]
    fn each_form() {
        let status = SessionStatus::read(&json!({
            "expirationDateTime": "2015-01-29T09:21:55.523Z",
            "nextExpectedRanges": [
                "12345-55232", "77829-", "2097152", "x", "5-x", 7, "+1-", "-5", "18446744073709551616-"
            ]
        }));
        assert_eq!(status.expected(), [(12_345, Some(55_232)), (77_829, None), (2_097_152, None)]);
        assert!(status.expires().is_some() && !status.is_complete());
        assert!(SessionStatus::read(&json!({ "nextExpectedRanges": [] })).is_complete());
        let outlook = json!({ "NextExpectedRanges": ["5"], "ExpirationDateTime": "2019-09-25T01:09:30Z" });
        assert_eq!(SessionStatus::read(&outlook).expected(), [(5, None)]);
        assert_eq!(SessionStatus::read(&json!([])), SessionStatus::default());
        let status = SessionStatus::parse("\u{feff}{\"nextExpectedRanges\":[\"18446744073709551615-\"]}".as_bytes());
        assert_eq!(status.unwrap().expected(), [(u64::MAX, None)]);
        assert!(SessionStatus::parse(&[b' '; super::MAX_LENGTH + 1]).is_err());
    }
}
