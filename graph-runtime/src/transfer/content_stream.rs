use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
#[cfg(feature = "reqwest")]
use tokio::io::{AsyncWrite, AsyncWriteExt};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderValue, StatusCode, header};

use super::{
    content_range::ContentRange,
    content_source::{ContentSource, Remainder},
};
use crate::{
    error::Error,
    parts::RequestParts,
    pipeline::{Attempt, Decision, Retry, Settings},
    sync::BoxFuture,
    time::Timer,
    transport::{ByteStream, TransportError, TransportErrorKind},
};

/// A stream of content that is never held in memory as a whole.
///
/// It implements [`Stream`] of [`Bytes`]; [`next`](Self::next) works without that trait.
///
/// If the connection interruptions and the content has a strong ETag, the stream requests the remaining bytes (`Range`,
/// `If-Range`). The call's [retry policy](crate::Retry) decides how often and after which waits, counted since the
/// last bytes received. The client's [time limit](crate::Limits::time) is an idle timeout here, and its size limit
/// does not apply; set one with [`limit`](Self::limit).
///
/// ```no_run
/// # async fn example(download: graph_runtime::Download) -> Result<(), graph_runtime::Error> {
/// let mut content = download.stream().await?; // `….get_content().stream()`
/// println!("{:?} bytes of {:?}", content.length(), content.media_type());
/// while let Some(piece) = content.next().await {
///     println!("{} more", piece?.len());
/// }
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// [`ErrorKind::Transport`](crate::ErrorKind::Transport) if the connection is lost and the download cannot resume;
/// [`ErrorKind::ContentChanged`](crate::ErrorKind::ContentChanged) if the content changed before it resumed.
/// The stream ends with an error.
#[must_use = "streams do nothing unless polled"]
pub struct ContentStream {
    source: ContentSource,
    state: State,
    media_type: Option<String>,
    encoding: Option<String>,
    etag: Option<HeaderValue>,
    /// The offset of the next byte in the whole content.
    position: u64,
    /// The offset after the last byte, if known.
    end: Option<u64>,
    first: u64,
    limit: u64,
    /// The number of interruptions since the last bytes were received.
    interruptions: u32,
    /// The timer's reading when the last bytes were received.
    last_received: Duration,
}

enum State {
    Receiving(ByteStream),
    Resuming(BoxFuture<'static, Result<http::Response<ByteStream>, Error>>),
    Ended,
}

impl ContentStream {
    /// Sends a request and returns the stream of its response.
    pub(crate) async fn of(parts: RequestParts) -> Result<Self, Error> {
        let source = ContentSource { parts };
        let requested = source.parts.headers().get(header::RANGE).cloned();
        let (head, body) = source.fetch(None).await?.into_parts();
        let text = |name| head.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
        let range = ContentRange::read(&head.headers);
        let (first, end) = match (requested, head.status, range) {
            (None, _, _) => (0, length),
            (Some(_), StatusCode::PARTIAL_CONTENT, Some(range)) => (range.first, range.last.checked_add(1)),
            (Some(_), StatusCode::OK, _) if source.parts.headers().contains_key(header::IF_RANGE) => {
                return Err(Error::content_changed(&source.parts.description));
            }
            (Some(_), ..) => {
                return Err(refuse(
                    &source,
                    &head,
                    "the service ignored the requested range and sent the whole content",
                ));
            }
        };
        // Only a strong ETag guarantees identical bytes (RFC 9110, section 13.1.5).
        let etag = head.headers.get(header::ETAG).filter(|etag| etag.as_bytes().starts_with(b"\"")).cloned();
        let media_type = text(header::CONTENT_TYPE).map(str::to_owned);
        let encoding = text(header::CONTENT_ENCODING).map(str::to_owned);
        let last_received = timer(&source).map_or(Duration::ZERO, Timer::elapsed);
        let (position, state) = (first, State::Receiving(body));
        Ok(Self {
            source,
            state,
            media_type,
            encoding,
            etag,
            position,
            end,
            first,
            limit: u64::MAX,
            interruptions: 0,
            last_received,
        })
    }

    /// Limits the size of the content, in bytes; unlimited unless set.
    ///
    /// If it is larger, the stream ends with an error ([`TransportErrorKind::TooLarge`]).
    pub fn limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }

    /// Returns the `Content-Type`.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// Returns the `Content-Encoding` of the bytes, which is an error unless the header `Accept-Encoding` was set.
    #[must_use]
    pub fn content_encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    /// Returns the number of bytes in the stream, if the service states it.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.end.map(|end| end.saturating_sub(self.first))
    }

    /// Returns the number of bytes received so far.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.position - self.first
    }

    /// Returns the ETag, if there is a strong one.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_ref()?.to_str().ok()
    }

    /// Returns the next piece; `None` at the end or after an error.
    ///
    /// Cancel safe: dropping the future loses no bytes.
    ///
    /// # Errors
    ///
    /// Returns the errors of the stream: see [`ContentStream`].
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            let next = match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Resuming(answer) => {
                    let answer = ready!(answer.as_mut().poll(context));
                    match answer.and_then(|answer| self.continue_with(answer)) {
                        Ok(body) => self.state = State::Receiving(body),
                        Err(error) => return self.end(error),
                    }
                    continue;
                }
                State::Receiving(body) => ready!(body.as_mut().poll_next(context)),
            };
            match next {
                Some(Ok(piece)) => {
                    if self.received() + piece.len() as u64 > self.limit {
                        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
                        return self.end(self.failed(TransportError::new(TransportErrorKind::TooLarge(limit), None)));
                    }
                    self.position += piece.len() as u64;
                    self.interruptions = 0;
                    self.last_received = timer(&self.source).map_or(Duration::ZERO, Timer::elapsed);
                    return Poll::Ready(Some(Ok(piece)));
                }
                // Complete: all announced bytes were received, or none were announced.
                broken if self.end.map_or(broken.is_none(), |end| end <= self.position) => {
                    self.state = State::Ended;
                    return Poll::Ready(None);
                }
                broken => {
                    let early = || TransportError::new(TransportErrorKind::Receive, None);
                    let problem = broken.and_then(Result::err).unwrap_or_else(early);
                    match self.resume(&problem) {
                        Some(answer) => self.state = State::Resuming(answer),
                        None => return self.end(self.failed(problem)),
                    }
                }
            }
        }
    }

    /// Requests the remaining bytes after the retry policy's wait; `None` if the stream cannot resume.
    fn resume(
        &mut self,
        problem: &TransportError,
    ) -> Option<BoxFuture<'static, Result<http::Response<ByteStream>, Error>>> {
        let (etag, timer) = (self.etag.clone()?, timer(&self.source)?);
        self.interruptions += 1;
        let attempt = Attempt {
            number: self.interruptions,
            description: &self.source.parts.description,
            result: Err(problem),
            elapsed: timer.elapsed().saturating_sub(self.last_received),
            now: timer.now(),
        };
        let policy = self.source.parts.call_options().and_then(|options| options.retry.as_deref());
        let policy: &dyn Retry = policy.unwrap_or(&*settings(&self.source).retry);
        let Decision::After(time) = policy.decide(&attempt) else { return None };
        let (source, rest) = (self.source.clone(), Remainder { from: self.position, to: self.last(), etag });
        Some(Box::pin(async move {
            if let Some(timer) = self::timer(&source) {
                timer.wait(time).await;
            }
            source.fetch(Some(&rest)).await
        }))
    }

    /// Returns the last requested byte, if a range was requested.
    fn last(&self) -> Option<u64> {
        self.source.parts.headers().contains_key(header::RANGE).then_some(self.end?.checked_sub(1)?)
    }

    /// Returns the body of a response that continues the same content.
    fn continue_with(&self, answer: http::Response<ByteStream>) -> Result<ByteStream, Error> {
        let is_rest = ContentRange::read(answer.headers()).is_some_and(|range| range.first == self.position);
        let is_same = answer.headers().get(header::ETAG).is_none_or(|etag| Some(etag) == self.etag.as_ref());
        match answer.status() {
            StatusCode::PARTIAL_CONTENT if is_rest && is_same => Ok(answer.into_body()),
            StatusCode::PARTIAL_CONTENT if is_same => {
                let (head, _) = answer.into_parts();
                Err(refuse(&self.source, &head, "the service sent another range than was requested"))
            }
            // Because of `If-Range`, the service sends the whole content if it has changed.
            _ => Err(Error::content_changed(self.operation())),
        }
    }

    pub(super) fn operation(&self) -> String {
        self.source.parts.description.to_string()
    }

    fn failed(&self, source: TransportError) -> Error {
        Error::transport(self.operation(), source)
    }

    fn end<T>(&mut self, error: Error) -> Poll<Option<Result<T, Error>>> {
        self.state = State::Ended;
        Poll::Ready(Some(Err(error)))
    }
}

fn settings(source: &ContentSource) -> &Settings {
    &source.parts.resource.client().settings
}

fn timer(source: &ContentSource) -> Option<&dyn Timer> {
    settings(source).timer()
}

fn refuse(source: &ContentSource, head: &http::response::Parts, why: &'static str) -> Error {
    Error::undecodable(&source.parts.description, head.status, &head.headers, Bytes::new(), why)
}

impl Stream for ContentStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl fmt::Debug for ContentStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContentStream").field("received", &self.received()).finish_non_exhaustive()
    }
}

#[cfg(feature = "reqwest")]
impl ContentStream {
    /// Writes the content to a writer, such as a file, and returns the number of bytes.
    ///
    /// Only one piece is in memory at a time.
    ///
    /// ```no_run
    /// # async fn example(download: graph_runtime::Download) -> Result<(), graph_runtime::Error> {
    /// let mut file = tokio::io::sink(); // `tokio::fs::File::create("report.docx").await?`
    /// let bytes = download.stream().await?.write_to(&mut file).await?;
    /// println!("{bytes} bytes");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the errors of the stream, or [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails. Bytes that
    /// were already written remain.
    pub async fn write_to<W: AsyncWrite + Unpin + ?Sized>(mut self, writer: &mut W) -> Result<u64, Error> {
        let operation = self.operation();
        let local = |source| Error::io(&operation, "failed to write the downloaded content", source);
        while let Some(piece) = self.next().await {
            writer.write_all(&piece?).await.map_err(local)?;
        }
        writer.flush().await.map_err(local)?;
        Ok(self.received())
    }
}
