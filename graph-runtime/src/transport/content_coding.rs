//! Content codings: which are requested, and which a response may have (RFC 9110, sections 8.4 and 12.5.3).

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header, response};

#[cfg(feature = "gzip")]
use super::gzip::GzipDecoder;
use super::{
    http_stack::Limits,
    transport_error::{TransportError, TransportErrorKind},
};

/// The content codings that a request accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AcceptedCoding {
    /// The caller set `Accept-Encoding`, and receives the body unchanged.
    Any,
    /// None.
    Identity,
    /// gzip, which is decoded here.
    Gzip,
}

/// A response [extension](http::Extensions): the number of bytes of a body that was decoded, before it was decoded.
///
/// The client sets it on responses in gzip, for middleware and traces. The size of the decoded body is its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodedSize(pub usize);

impl AcceptedCoding {
    /// Sets `Accept-Encoding` unless the caller did, and returns what the request accepts.
    ///
    /// A range is one of the encoded bytes, so it is requested without encoding, as browsers do.
    pub(crate) fn negotiate(headers: &mut HeaderMap, gzip: bool) -> Self {
        let is_range = headers.contains_key(header::RANGE);
        match headers.entry(header::ACCEPT_ENCODING) {
            header::Entry::Occupied(entry) if *entry.get() == "identity" => Self::Identity,
            header::Entry::Occupied(_) => Self::Any,
            header::Entry::Vacant(entry) if is_range => {
                entry.insert(HeaderValue::from_static("identity"));
                Self::Identity
            }
            header::Entry::Vacant(entry) if gzip => {
                entry.insert(HeaderValue::from_static("gzip"));
                Self::Gzip
            }
            header::Entry::Vacant(_) => Self::Identity,
        }
    }
}

/// Returns whether a response has a `Content-Encoding`.
pub(crate) fn has_coding<B>(response: &http::Response<B>) -> bool {
    response.headers().contains_key(header::CONTENT_ENCODING)
}

/// Checks that a response has no coding except requested ones.
pub(crate) fn check(accepted: AcceptedCoding, headers: &HeaderMap) -> Result<(), TransportError> {
    let unrequested = match (accepted, Coding::read(headers)) {
        (AcceptedCoding::Any, _) | (_, Coding::Identity) | (AcceptedCoding::Gzip, Coding::Gzip) => return Ok(()),
        (_, Coding::Gzip) => "gzip",
        (_, Coding::Other(codings)) => codings,
    };
    let source = format!(
        "`Content-Encoding: {}`; to receive encoded bytes, set the header `Accept-Encoding`",
        unrequested.escape_debug()
    );
    Err(TransportError::new(TransportErrorKind::UnrequestedEncoding, Some(source.into())))
}

/// Decodes the body of a response whose coding was requested, unless the transport already did.
///
/// An empty body needs no decoding, whatever the headers of a 204, 304 or response to HEAD say. The status and headers
/// of an error response are kept even if its body has an unrequested coding.
pub(crate) fn decode(response: http::Response<Bytes>, limits: Limits) -> Result<http::Response<Bytes>, TransportError> {
    if limits.coding == AcceptedCoding::Any || Coding::read(response.headers()) == Coding::Identity {
        return Ok(response);
    }
    let (head, body) = response.into_parts();
    if body.is_empty() {
        return Ok(decoded(head, body));
    }
    match check(limits.coding, &head.headers) {
        Err(problem) if head.status.is_success() => return Err(problem),
        Err(_) => return Ok(http::Response::from_parts(head, body)),
        Ok(()) => {}
    }
    #[cfg(feature = "gzip")]
    if let Some(mut decoder) = GzipDecoder::for_response(limits, &head.headers) {
        let result = decoder.write(&body);
        return decoder.respond(head, result);
    }
    Ok(http::Response::from_parts(head, body))
}

/// Returns a response without the headers that describe the encoded body.
pub(super) fn decoded(mut head: response::Parts, body: Bytes) -> http::Response<Bytes> {
    head.headers.remove(header::CONTENT_ENCODING);
    head.headers.remove(header::CONTENT_LENGTH);
    http::Response::from_parts(head, body)
}

/// What `Content-Encoding` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding<'a> {
    Identity,
    /// gzip, once.
    Gzip,
    /// Something else, or several codings.
    Other(&'a str),
}

impl<'a> Coding<'a> {
    /// Reads the headers; `identity` is as good as none, and `x-gzip` is gzip.
    pub(super) fn read(headers: &'a HeaderMap) -> Self {
        let mut found = Self::Identity;
        for value in headers.get_all(header::CONTENT_ENCODING) {
            let Ok(text) = value.to_str() else { return Self::Other("(not text)") };
            for coding in text.split(',').map(str::trim) {
                found = match found {
                    _ if coding.is_empty() || coding.eq_ignore_ascii_case("identity") => found,
                    Self::Identity if ["gzip", "x-gzip"].iter().any(|name| coding.eq_ignore_ascii_case(name)) => {
                        Self::Gzip
                    }
                    Self::Gzip if coding.eq_ignore_ascii_case("gzip") => return Self::Other("gzip, gzip"),
                    // A name longer than any registered one is not repeated in full.
                    _ => return Self::Other(text.get(..40).unwrap_or(text)),
                };
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::{AcceptedCoding, Coding, check};

    fn headers(name: header::HeaderName, values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn codings() {
        let long = "gzip, abcdefghijklmnopqrstuvwxyz-0123456789, br";
        for (values, expected) in [
            (&[][..], Coding::Identity),
            (&["identity"], Coding::Identity),
            (&["", " , Identity ,"], Coding::Identity),
            (&["gzip"], Coding::Gzip),
            (&["X-GZIP"], Coding::Gzip),
            (&["identity, gzip"], Coding::Gzip),
            (&["gzip, gzip"], Coding::Other("gzip, gzip")),
            (&["gzip", "gzip"], Coding::Other("gzip, gzip")),
            (&["br"], Coding::Other("br")),
            (&["deflate"], Coding::Other("deflate")),
            (&["gzip, br"], Coding::Other("gzip, br")),
            (&["gzipped"], Coding::Other("gzipped")),
            (&[long], Coding::Other(&long[..40])),
        ] {
            assert_eq!(Coding::read(&headers(header::CONTENT_ENCODING, values)), expected, "{values:?}");
        }
    }

    #[test]
    fn requests_ask_for_gzip_unless_the_caller_or_a_range_decides() {
        use AcceptedCoding::{Any, Gzip, Identity};
        for (set, gzip, accepted, sent) in [
            (None, true, Gzip, Some("gzip")),
            (None, false, Identity, None),
            (Some((header::RANGE, "bytes=0-1")), true, Identity, Some("identity")),
            (Some((header::RANGE, "bytes=0-1")), false, Identity, Some("identity")),
            (Some((header::ACCEPT_ENCODING, "gzip")), true, Any, Some("gzip")),
            (Some((header::ACCEPT_ENCODING, "br")), false, Any, Some("br")),
            (Some((header::ACCEPT_ENCODING, "identity")), true, Identity, Some("identity")),
        ] {
            let mut request = HeaderMap::new();
            if let Some((name, value)) = set {
                request.insert(name, HeaderValue::from_static(value));
            }
            assert_eq!(AcceptedCoding::negotiate(&mut request, gzip), accepted);
            assert_eq!(request.get(header::ACCEPT_ENCODING).map(|value| value.to_str().unwrap()), sent);
        }
    }

    #[test]
    fn only_requested_codings_are_accepted() {
        use AcceptedCoding::{Any, Gzip, Identity};
        for (accepted, coding, expected) in [
            (Any, "br", None),
            (Gzip, "gzip", None),
            (Gzip, "identity", None),
            (Identity, "identity", None),
            (Identity, "gzip", Some("gzip")),
            (Gzip, "br", Some("br")),
            (Gzip, "gzip, gzip", Some("gzip, gzip")),
        ] {
            let shown = check(accepted, &headers(header::CONTENT_ENCODING, &[coding])).err().map(|e| format!("{e:#}"));
            let expected = expected.map(|coding| {
                format!(
                    "the response has a content encoding that was not requested: `Content-Encoding: {coding}`; to \
                     receive encoded bytes, set the header `Accept-Encoding`"
                )
            });
            assert_eq!(shown, expected, "{accepted:?} {coding}");
        }
    }
}
