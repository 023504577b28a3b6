use bytes::Bytes;
use http::{StatusCode, header};

use crate::{
    error::Error,
    operation::{Answer, Respond, Sealed},
    transport::Redirects,
};

/// The bytes of a stream and their media type, held in memory.
///
/// The size is limited by the client's [limits](crate::Limits); use `stream` for large content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    bytes: Bytes,
    media_type: Option<String>,
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
}

impl Sealed for Content {}

impl Respond for Content {
    type Output = Self;
    const ACCEPT: &'static str = "application/octet-stream, application/json";
    const REDIRECTS: Redirects = Redirects::Follow;

    fn respond(answer: &Answer<'_>) -> Result<Self, Error> {
        if answer.request_headers.contains_key(header::RANGE) && answer.status != StatusCode::PARTIAL_CONTENT {
            return Err(answer.undecodable("the service ignored the requested range and sent the whole content"));
        }
        let media_type = answer.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        Ok(Self { bytes: answer.body.clone(), media_type: media_type.map(str::to_owned) })
    }
}
