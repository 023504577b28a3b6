use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde_json::value::RawValue;

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// The body of a part of a batch response.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PartBody {
    pub(super) bytes: Bytes,
    /// Whether the bytes are the text of a string that should be base64 and is not.
    pub(super) is_undecoded: bool,
}

impl PartBody {
    /// Reads a body: JSON unchanged, text as text, and a string of another media type as base64.
    ///
    /// Graph writes base64 and OData base64url; either may lack its padding. A string that is neither is kept.
    pub(super) fn read(raw: &RawValue, status: StatusCode, headers: &HeaderMap) -> Self {
        if raw.get() == "null" {
            return Self::default();
        }
        let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = media_type.map(|text| text.trim_start().to_ascii_lowercase());
        let is_json = media_type.as_ref().is_some_and(|media_type| media_type.contains("json"));
        let is_text = match &media_type {
            // Some services write an error in JSON as a string.
            Some(media_type) => media_type.starts_with("text/") || is_json && !status.is_success(),
            // Proxies respond with messages of no type.
            None => !status.is_success(),
        };
        match serde_json::from_str::<String>(raw.get()) {
            Ok(text) if is_text => Self { bytes: text.into(), is_undecoded: false },
            Ok(text) if !is_json => match decode(&text) {
                Some(bytes) => Self { bytes: bytes.into(), is_undecoded: false },
                None => Self { bytes: text.into(), is_undecoded: true },
            },
            _ => Self { bytes: Bytes::copy_from_slice(raw.get().as_bytes()), is_undecoded: false },
        }
    }
}

/// Decodes base64 or base64url, with or without padding.
fn decode(text: &str) -> Option<Vec<u8>> {
    let engine = if text.contains(['-', '_']) { URL_SAFE } else { STANDARD };
    engine.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, StatusCode, header};
    use serde_json::value::RawValue;

    use super::PartBody;

    #[test]
    fn the_media_type_decides_what_a_string_is() {
        for (status, media_type, body, expected, is_undecoded) in [
            (200, "application/json", r#"{"a":  1}"#, &b"{\"a\":  1}"[..], false),
            (200, "application/json", r#""AAEC""#, b"\"AAEC\"", false),
            (400, "application/json", r#""{\"error\":{}}""#, b"{\"error\":{}}", false),
            (200, "image/jpeg", r#""_-_-AA""#, b"\xff\xef\xfe\x00", false),
            (200, "image/jpeg", r#""/+/+AA==""#, b"\xff\xef\xfe\x00", false),
            (200, "image/jpeg", r#""_-_-AA==""#, b"\xff\xef\xfe\x00", false),
            (200, "image/jpeg", r#""iVBORw0KGg""#, b"\x89PNG\r\n\x1a", false),
            (200, "image/jpeg", r#""no base64!""#, b"no base64!", true),
            (403, "text/plain", r#""Unauthorized""#, b"Unauthorized", false),
            (200, " Text/CSV; charset=utf-8", r#""aaaa""#, b"aaaa", false),
            (502, "", r#""Unavailable?""#, b"Unavailable?", false),
            (502, "", r#""Unavailable0""#, b"Unavailable0", false),
            (200, "", r#""AAEC""#, b"\0\x01\x02", false),
            (200, "application/octet-stream", "null", b"", false),
            (200, "image/jpeg", r#""\ud800""#, br#""\ud800""#, false),
        ] {
            let mut headers = HeaderMap::new();
            if !media_type.is_empty() {
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
            }
            let raw = serde_json::from_str::<&RawValue>(body).unwrap();
            let read = PartBody::read(raw, StatusCode::from_u16(status).unwrap(), &headers);
            assert_eq!((&read.bytes[..], read.is_undecoded), (expected, is_undecoded), "{media_type}: {body}");
        }
    }
}
