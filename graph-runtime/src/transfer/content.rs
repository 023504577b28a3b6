use std::fmt;

use bytes::Bytes;
use http::header;

use super::content_range::{RequestedRange, sent_range};
use crate::{
    error::Error,
    operation::{Answer, Respond, Sealed},
    transport::Redirects,
};

/// The bytes of a stream and their media type, held in memory.
///
/// The size is limited by the client's [limits](crate::Limits); use `stream` for large content. `Debug` shows the
/// number of bytes only.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    bytes: Bytes,
    media_type: Option<String>,
    is_undecoded: bool,
}

impl Content {
    /// Returns the bytes.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Converts the content to its bytes.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// Returns the `Content-Type`.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// Returns whether the bytes are text that a [`Batch`](crate::Batch) should have received as base64 and did not.
    ///
    /// A batch response has content other than JSON and text as base64 or base64url. A string that is neither is kept
    /// unchanged, as UTF-8.
    #[must_use]
    pub const fn is_undecoded(&self) -> bool {
        self.is_undecoded
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content")
            .field("bytes", &format_args!("{} bytes", self.bytes.len()))
            .field("media_type", &self.media_type)
            .field("is_undecoded", &self.is_undecoded)
            .finish()
    }
}

impl Sealed for Content {}

impl Respond for Content {
    type Output = Self;
    const ACCEPT: &'static str = "application/octet-stream, application/json";
    const REDIRECTS: Redirects = Redirects::Follow;

    fn respond(answer: &Answer<'_>) -> Result<Self, Error> {
        let length = u64::try_from(answer.body.len()).unwrap_or(u64::MAX);
        if let Some(range) = sent_range(answer.status, answer.headers, RequestedRange::read(answer.request_headers))
            .map_err(|problem| answer.undecodable(problem))?
            && range.length() != length
        {
            return Err(answer.undecodable("the body has another length than the `Content-Range`"));
        }
        let media_type = answer.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let (bytes, media_type) = (answer.body.clone(), media_type.map(str::to_owned));
        Ok(Self { bytes, media_type, is_undecoded: answer.is_undecoded })
    }
}
