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
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{
    content_range::{ANOTHER_RANGE, ContentRange, RequestedRange, sent_range},
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
/// If the connection is interrupted and the content has a strong ETag, the stream requests the remaining bytes
/// (`Range`, `If-Range`). The call's [retry policy](crate::Retry) decides how often and after which waits, counted
/// since the last progress, which is 64 KiB received. The client's [time limit](crate::Limits::time) is an idle timeout
/// here, and its size limit does not apply; set one with [`limit`](Self::limit).
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
/// [`ErrorKind::ContentChanged`](crate::ErrorKind::ContentChanged) if the content changed before it resumed;
/// [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the service sends another range than requested or more bytes than
/// it announced. The stream ends with an error.
#[must_use = "streams do nothing unless polled"]
pub struct ContentStream {
    source: ContentSource,
    state: State,
    media_type: Option<String>,
    encoding: Option<String>,
    etag: Option<HeaderValue>,
    /// The status of the first response.
    status: StatusCode,
    /// The offset of the next byte in the whole content.
    position: u64,
    /// The offset after the last byte, if known.
    end: Option<u64>,
    /// The length of the whole content, if known.
    total: Option<u64>,
    first: u64,
    limit: u64,
    /// The number of interruptions since the last progress.
    interruptions: u32,
    /// The position at the last progress.
    progress: u64,
    /// The timer's reading at the last progress.
    last_progress: Duration,
}

/// The number of bytes that are progress, so that a download that is interrupted after every byte ends.
const PROGRESS: u64 = 64 << 10;

enum State {
    Receiving(ByteStream),
    Resuming(BoxFuture<'static, Result<http::Response<ByteStream>, Error>>),
    Ended,
}

impl ContentStream {
    /// Sends a request and returns the stream of its response.
    pub(crate) async fn of(parts: RequestParts) -> Result<Self, Error> {
        let source = ContentSource { parts };
        let requested = RequestedRange::read(source.parts.headers());
        let (head, body) = source.fetch(None).await?.into_parts();
        let text = |name| head.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
        // Because of `If-Range`, the service sends the whole content if it has changed.
        if requested.is_some() && head.status == StatusCode::OK && source.parts.headers().contains_key(header::IF_RANGE)
        {
            return Err(Error::content_changed(&source.parts.description));
        }
        let range = sent_range(head.status, &head.headers, requested)
            .map_err(|problem| refuse(&source, head.status, &head.headers, problem))?;
        if range.is_some_and(|range| length.is_some_and(|length| length != range.length())) {
            return Err(refuse(&source, head.status, &head.headers, "`Content-Length` and `Content-Range` differ"));
        }
        let (first, end, total) = match range {
            None => (0, length, length),
            Some(range) => (range.first, Some(range.end()), range.total),
        };
        // Only a strong ETag guarantees identical bytes (RFC 9110, section 13.1.5).
        let etag = head.headers.get(header::ETAG).filter(|etag| etag.as_bytes().starts_with(b"\"")).cloned();
        let media_type = text(header::CONTENT_TYPE).map(str::to_owned);
        let encoding = text(header::CONTENT_ENCODING).map(str::to_owned);
        let last_progress = timer(&source).map_or(Duration::ZERO, Timer::elapsed);
        let (status, state) = (head.status, State::Receiving(body));
        Ok(Self {
            source,
            state,
            media_type,
            encoding,
            etag,
            status,
            position: first,
            end,
            total,
            first,
            limit: u64::MAX,
            interruptions: 0,
            progress: first,
            last_progress,
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
                    if piece.len() as u64 > self.limit.saturating_sub(self.received()) {
                        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
                        return self.end(self.failed(TransportError::new(TransportErrorKind::TooLarge(limit), None)));
                    }
                    if self.end.is_some_and(|end| piece.len() as u64 > end.saturating_sub(self.position)) {
                        return self.end(self.refused("the service sent more bytes than it announced"));
                    }
                    self.received_more(piece.len() as u64);
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
            elapsed: timer.elapsed().saturating_sub(self.last_progress),
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

    /// Records that bytes were received.
    fn received_more(&mut self, bytes: u64) {
        self.position = self.position.saturating_add(bytes);
        if self.position - self.progress >= PROGRESS {
            self.progress = self.position;
            self.interruptions = 0;
            self.last_progress = timer(&self.source).map_or(Duration::ZERO, Timer::elapsed);
        }
    }

    /// Returns the body of a response that continues the same content.
    fn continue_with(&mut self, answer: http::Response<ByteStream>) -> Result<ByteStream, Error> {
        let is_same = answer.headers().get(header::ETAG).is_none_or(|etag| Some(etag) == self.etag.as_ref());
        // Because of `If-Range`, the service sends the whole content if it has changed.
        if answer.status() != StatusCode::PARTIAL_CONTENT || !is_same {
            return Err(Error::content_changed(self.operation()));
        }
        let range = ContentRange::read(answer.headers()).filter(|range| range.first == self.position);
        let Some(range) = range else { return Err(self.refused(ANOTHER_RANGE)) };
        if range.total.is_some_and(|total| self.total.is_some_and(|known| known != total)) {
            return Err(self.refused("the content has another length than before the download was interrupted"));
        }
        self.total = self.total.or(range.total);
        self.end = self.end.or(self.total);
        if self.end.is_some_and(|end| end != range.end()) {
            return Err(self.refused(ANOTHER_RANGE));
        }
        Ok(answer.into_body())
    }

    pub(super) fn operation(&self) -> String {
        self.source.parts.description.to_string()
    }

    fn refused(&self, why: &'static str) -> Error {
        refuse(&self.source, self.status, &HeaderMap::new(), why)
    }

    fn failed(&self, source: TransportError) -> Error {
        let own = self.source.parts.call_options().and_then(|options| options.timeout);
        let limit = own.unwrap_or(settings(&self.source).limits.time);
        Error::transport(self.operation(), source.with_time_limit(limit))
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

fn refuse(source: &ContentSource, status: StatusCode, headers: &HeaderMap, why: &'static str) -> Error {
    Error::undecodable(&source.parts.description, status, headers, Bytes::new(), why)
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
