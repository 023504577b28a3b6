use std::ops::{Bound, RangeBounds};

use super::{content::Content, content_stream::ContentStream};
use crate::{
    error::Error,
    operation::Respond,
    parts::{RequestParts, Resource, impl_request},
};

/// `GET` of a stream. [`send`](Self::send) gives its whole [`Content`], within the client's limit of size; [`stream`](Self::stream) gives it piece by
/// piece, however large it is.
///
/// Where the service keeps the content elsewhere (302), it is read from there, without the token, and only over https or on this machine.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send` or `stream`"]
pub struct Download {
    parts: RequestParts,
}

impl Download {
    /// Downloads the stream behind a resource's segment: `$value`, or a stream property. Generated code calls this.
    pub fn new(resource: &Resource, segment: &'static str, name: &'static str) -> Self {
        Self { parts: RequestParts::new(http::Method::GET, resource, Some(segment), name).accept(Content::ACCEPT) }
    }

    /// Asks for some of the bytes, counted from 0 (`Range`): `1000..2000`, or `5000..` to go on with what was begun another time. A service that sends
    /// the whole instead is an error.
    pub fn range(mut self, bytes: impl RangeBounds<u64>) -> Self {
        let first = match bytes.start_bound() {
            Bound::Included(first) => Some(*first),
            Bound::Excluded(before) => before.checked_add(1),
            Bound::Unbounded => Some(0),
        };
        let last = match bytes.end_bound() {
            Bound::Included(last) => Some(Some(*last)),
            Bound::Excluded(end) => end.checked_sub(1).map(Some),
            Bound::Unbounded => Some(None),
        };
        match first.zip(last) {
            Some((first, None)) => self.parts.set_header("range", &format!("bytes={first}-")),
            Some((first, Some(last))) if first <= last => {
                self.parts.set_header("range", &format!("bytes={first}-{last}"));
            }
            _ => self.parts.note("the requested range is empty".to_owned()),
        }
        self
    }

    /// Asks for the bytes only if the content still has this ETag (`If-Range`), which has to be a strong one; together with
    /// [`range`](Self::range), to go on with what was begun another time. A service whose content is another one sends the whole, which is an
    /// error.
    pub fn if_range(self, etag: &str) -> Self {
        self.header("if-range", etag)
    }

    /// Sends the request, and gives the content piece by piece.
    ///
    /// # Errors
    ///
    /// See [`Error`]; what goes wrong once the content comes is the stream's to say.
    pub async fn stream(self) -> Result<ContentStream, Error> {
        ContentStream::of(self.parts).await
    }
}

impl_request!(Download, Content => Content);
