use std::ops::{Bound, RangeBounds};

use super::{content::Content, content_stream::ContentStream};
use crate::{
    error::Error,
    operation::Respond,
    parts::{RequestParts, Resource, impl_request},
};

/// A `GET` request for a stream.
///
/// [`send`](Self::send) returns the whole [`Content`], within the client's size limit; [`stream`](Self::stream)
/// streams content of any size. If the service redirects to another origin, the content is read from there without
/// a token, and only over https or from a loopback address.
///
/// ```no_run
/// # use graph_runtime::{Download, Error};
/// # async fn example(download: Download) -> Result<(), Error> {
/// // let download = service.drives().by_id("…").items().by_id("…").content().get();
/// let head = download.range(..1024).send().await?;
/// println!("{} bytes of {:?}", head.bytes().len(), head.media_type());
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send` or `stream`"]
pub struct Download {
    parts: RequestParts,
}

impl Download {
    /// Creates the request, for generated code; `segment` is `$value` or a stream property.
    pub fn new(resource: &Resource, segment: &'static str, name: &'static str) -> Self {
        Self { parts: RequestParts::new(http::Method::GET, resource, Some(segment), name).accept(Content::ACCEPT) }
    }

    /// Requests a range of bytes, counted from 0 (`Range`): `1000..2000`, or `5000..` to resume a download.
    ///
    /// If the service sends the whole content instead, the call fails.
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

    /// Requests the [`range`](Self::range) only if the content still has this strong ETag (`If-Range`).
    ///
    /// If the content has changed, the service sends the whole content, and the call fails.
    pub fn if_range(self, etag: &str) -> Self {
        self.header("if-range", etag)
    }

    /// Sends the request and streams the content.
    ///
    /// # Errors
    ///
    /// See [`Error`]. Errors while the content is received are returned by the stream.
    pub async fn stream(self) -> Result<ContentStream, Error> {
        ContentStream::of(self.parts).await
    }
}

impl_request!(Download, Content => Content);
