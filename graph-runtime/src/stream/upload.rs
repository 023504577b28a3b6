use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::{
    description::Description,
    error::Error,
    prepared::Prepared,
    resource::Resource,
    respond::{Answer, Respond},
    sendable::sendable,
};

/// `PUT` of a stream.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Upload {
    prepared: Prepared,
}

/// What a service answers to an upload: nothing, or the entity that has the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// The body of the answer.
    pub body: Bytes,
    /// The ETag of the new content, if the service says it.
    pub etag: Option<String>,
}

impl Uploaded {
    /// The entity that has the stream; `None` where the service sent no body. A drive item's `content` answers with the item.
    ///
    /// # Errors
    ///
    /// Where the body is not a `T` in JSON.
    pub fn entity<T: DeserializeOwned>(&self) -> Result<Option<T>, serde_json::Error> {
        if self.body.is_empty() { Ok(None) } else { serde_json::from_slice(&self.body).map(Some) }
    }
}

impl Upload {
    /// Replaces the stream behind a resource's segment: `$value`, or a stream property. Generated code calls this.
    pub fn new(
        resource: &Resource,
        segment: Option<&'static str>,
        description: &'static Description,
        content_type: &str,
        content: impl Into<Bytes>,
    ) -> Self {
        let mut prepared = Prepared::new(resource, segment, description);
        prepared.set_body(content.into());
        prepared.set_header("content-type", content_type);
        Self { prepared }
    }

    /// Says what the content is; `application/octet-stream` otherwise.
    pub fn content_type(self, content_type: &str) -> Self {
        self.header("content-type", content_type)
    }

    /// Replaces the content only if its ETag is still this one (`If-Match`); otherwise the service answers 412.
    pub fn if_match(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }
}

sendable!(Upload, Uploaded => Uploaded);

impl Respond for Uploaded {
    type Output = Self;

    fn respond(answer: &Answer<'_>) -> Result<Self, Error> {
        let etag = answer.headers.get("etag").and_then(|etag| etag.to_str().ok()).map(str::to_owned);
        Ok(Self { body: answer.body.clone(), etag })
    }
}
