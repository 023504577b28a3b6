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

/// Content that comes piece by piece; it is nowhere in memory as a whole.
///
/// It is a [`Stream`] of [`Bytes`]; [`next`](Self::next) does without that trait. Where the connection breaks and the service gave the
/// content a strong ETag, the rest is asked for (`Range`, `If-Range`), as often and after such waits as the call's
/// [retry policy](crate::Retry) says, counted from the last byte that came. The client's limit of time is one of silence here, and its limit of size
/// does not hold.
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
#[must_use = "nothing comes before it is polled"]
pub struct ContentStream {
    source: ContentSource,
    state: State,
    media_type: Option<String>,
    etag: Option<HeaderValue>,
    /// Where the next byte is in the whole content.
    position: u64,
    /// Behind the last byte, if that is known.
    end: Option<u64>,
    first: u64,
    limit: u64,
    /// How often it broke since a byte came.
    breaks: u32,
    /// What the timer showed when a byte came last.
    heard: Duration,
}

enum State {
    Coming(ByteStream),
    Resuming(BoxFuture<'static, Result<http::Response<ByteStream>, Error>>),
    Ended,
}

impl ContentStream {
    /// What a request gives.
    pub(crate) async fn of(parts: RequestParts) -> Result<Self, Error> {
        let source = ContentSource { parts };
        let asked = source.parts.headers().get(header::RANGE).cloned();
        let (head, body) = source.fetch(None).await?.into_parts();
        let text = |name| head.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
        let range = ContentRange::read(&head.headers);
        let (first, end) = match (asked, head.status, range) {
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
        // Only a strong ETag says that every byte is the same (RFC 9110, section 13.1.5).
        let etag = head.headers.get(header::ETAG).filter(|etag| etag.as_bytes().starts_with(b"\"")).cloned();
        let media_type = text(header::CONTENT_TYPE).map(str::to_owned);
        let heard = timer(&source).map_or(Duration::ZERO, Timer::elapsed);
        let (position, state) = (first, State::Coming(body));
        Ok(Self { source, state, media_type, etag, position, end, first, limit: u64::MAX, breaks: 0, heard })
    }

    /// Ends with an error ([`TransportErrorKind::TooLarge`]) where more bytes come than this.
    pub fn limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }

    /// What `Content-Type` says of it.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// How many bytes come in all, if the service says.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.end.map(|end| end.saturating_sub(self.first))
    }

    /// How many bytes came.
    #[must_use]
    pub const fn received(&self) -> u64 {
        self.position - self.first
    }

    /// Its ETag, if it has a strong one.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_ref()?.to_str().ok()
    }

    /// The next piece; `None` at the end, and after an error. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            let next = match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Resuming(answer) => {
                    let answer = ready!(answer.as_mut().poll(context));
                    match answer.and_then(|answer| self.take_up(answer)) {
                        Ok(body) => self.state = State::Coming(body),
                        Err(error) => return self.end(error),
                    }
                    continue;
                }
                State::Coming(body) => ready!(body.as_mut().poll_next(context)),
            };
            match next {
                Some(Ok(piece)) => {
                    if self.received() + piece.len() as u64 > self.limit {
                        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
                        return self.end(self.failed(TransportError::new(TransportErrorKind::TooLarge(limit), None)));
                    }
                    self.position += piece.len() as u64;
                    self.breaks = 0;
                    self.heard = timer(&self.source).map_or(Duration::ZERO, Timer::elapsed);
                    return Poll::Ready(Some(Ok(piece)));
                }
                // All that was announced has come, or nothing was.
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

    /// The rest, after such a wait as the retry policy says; `None` where it cannot be had.
    fn resume(
        &mut self,
        problem: &TransportError,
    ) -> Option<BoxFuture<'static, Result<http::Response<ByteStream>, Error>>> {
        let (etag, timer) = (self.etag.clone()?, timer(&self.source)?);
        self.breaks += 1;
        let attempt = Attempt {
            number: self.breaks,
            description: &self.source.parts.description,
            result: Err(problem),
            elapsed: timer.elapsed().saturating_sub(self.heard),
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

    /// The last byte that was asked for, where that was a part.
    fn last(&self) -> Option<u64> {
        self.source.parts.headers().contains_key(header::RANGE).then_some(self.end?.checked_sub(1)?)
    }

    /// The body of an answer with the rest, if it is the rest of the same.
    fn take_up(&self, answer: http::Response<ByteStream>) -> Result<ByteStream, Error> {
        let is_rest = ContentRange::read(answer.headers()).is_some_and(|range| range.first == self.position);
        let is_same = answer.headers().get(header::ETAG).is_none_or(|etag| Some(etag) == self.etag.as_ref());
        match answer.status() {
            StatusCode::PARTIAL_CONTENT if is_rest && is_same => Ok(answer.into_body()),
            StatusCode::PARTIAL_CONTENT if is_same => {
                let (head, _) = answer.into_parts();
                Err(refuse(&self.source, &head, "the service sent another range than was requested"))
            }
            // `If-Range` makes the service send all of it where it is another one.
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
    /// Writes what comes to a writer, a file say, and says how many bytes it was. One piece is in memory at a time.
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
    /// Those of the stream; [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails. What was written until then
    /// stays.
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
