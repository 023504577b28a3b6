use std::{
    error::Error as StdError,
    fmt,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use crate::transport::{ByteStream, RequestBody, TransportError, TransportErrorKind};

/// The body of an upload: bytes in memory, or a stream of known length.
///
/// A stream is sent once: after its first byte has been requested, the upload is not retried, unless the stream is
/// [rewindable](Self::rewindable).
///
/// ```
/// use graph_runtime::UploadBody;
///
/// let text: UploadBody = "in memory".into();
/// let numbers = UploadBody::stream(6, futures_util::stream::iter(["123", "456"]).map(Ok::<_, std::io::Error>));
/// # use futures_util::StreamExt;
/// ```
#[derive(Clone)]
pub struct UploadBody {
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Whole(Bytes),
    Stream { length: u64, begun: Arc<AtomicBool>, opening: Arc<Mutex<Opening>> },
}

enum Opening {
    Once(Option<ByteStream>),
    Again(Box<dyn FnMut() -> ByteStream + Send>),
}

impl UploadBody {
    /// Creates a body from a stream of `length` bytes, which can be sent once.
    pub fn stream<S, B, E>(length: u64, stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::opened(length, Opening::Once(Some(boxed(stream))))
    }

    /// Creates a body from a stream of `length` bytes that can be started again, and so sent again.
    pub fn rewindable<S, B, E>(length: u64, mut begin: impl FnMut() -> S + Send + 'static) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::opened(length, Opening::Again(Box::new(move || boxed(begin()))))
    }

    /// Creates a body from a reader of `length` bytes, such as a file, which can be sent once.
    ///
    /// ```no_run
    /// # async fn example(
    /// #     upload: impl Fn(graph_runtime::UploadBody) -> graph_runtime::Upload,
    /// # ) -> Result<(), Box<dyn std::error::Error>> {
    /// # mod tokio { pub mod fs { pub use std::fs::Metadata; pub struct File; impl File {
    /// #   pub async fn open(_: &str) -> std::io::Result<::tokio::io::Empty> { Ok(::tokio::io::empty()) } } } }
    /// let file = tokio::fs::File::open("report.docx").await?;
    /// let length = std::fs::metadata("report.docx")?.len();
    /// let upload = upload(graph_runtime::UploadBody::reader(length, file)); // for example `….content().put(body)`
    /// upload.send().await?;
    /// # Ok(()) }
    /// ```
    #[cfg(feature = "reqwest")]
    pub fn reader(length: u64, reader: impl tokio::io::AsyncRead + Send + 'static) -> Self {
        Self::opened(length, Opening::Once(Some(Box::pin(Reader { reader: Some(Box::pin(reader)) }))))
    }

    fn opened(length: u64, opening: Opening) -> Self {
        let (begun, opening) = (Arc::default(), Arc::new(Mutex::new(opening)));
        Self { kind: Kind::Stream { length, begun, opening } }
    }

    /// Returns the length in bytes.
    #[must_use]
    pub fn length(&self) -> u64 {
        match &self.kind {
            Kind::Whole(bytes) => bytes.len() as u64,
            Kind::Stream { length, .. } => *length,
        }
    }

    /// Returns the bytes, if they are in memory.
    #[must_use]
    pub const fn bytes(&self) -> Option<&Bytes> {
        match &self.kind {
            Kind::Whole(bytes) => Some(bytes),
            Kind::Stream { .. } => None,
        }
    }

    /// Returns whether the body can be sent, or sent again.
    pub(super) fn can_be_sent(&self) -> bool {
        match &self.kind {
            Kind::Whole(_) => true,
            Kind::Stream { begun, opening, .. } => {
                matches!(*lock(opening), Opening::Again(_)) || !begun.load(Ordering::SeqCst)
            }
        }
    }

    /// Opens the body at its first byte.
    pub(super) fn open(&self) -> Result<RequestBody, TransportError> {
        let Kind::Stream { length, begun, opening } = &self.kind else {
            return Ok(RequestBody::Whole(self.bytes().cloned().unwrap_or_default()));
        };
        let bytes: ByteStream = match &mut *lock(opening) {
            Opening::Again(begin) => begin(),
            Opening::Once(_) if begun.load(Ordering::SeqCst) => {
                let used = "the stream was already sent and cannot be rewound";
                return Err(TransportError::new(TransportErrorKind::Request, Some(used.into())));
            }
            Opening::Once(_) => Box::pin(Shared { begun: begun.clone(), opening: opening.clone() }),
        };
        Ok(RequestBody::Stream { length: *length, bytes })
    }
}

fn boxed<S, B, E>(stream: S) -> ByteStream
where
    S: Stream<Item = Result<B, E>> + Send + 'static,
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    Box::pin(Converted(Box::pin(stream)))
}

fn lock(opening: &Mutex<Opening>) -> MutexGuard<'_, Opening> {
    opening.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A stream that is not touched until its first byte is requested, so that a failed connection can be retried.
struct Shared {
    begun: Arc<AtomicBool>,
    opening: Arc<Mutex<Opening>>,
}

impl Stream for Shared {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.begun.store(true, Ordering::SeqCst);
        match &mut *lock(&self.opening) {
            Opening::Once(Some(stream)) => stream.as_mut().poll_next(context),
            _ => Poll::Ready(None),
        }
    }
}

/// Converts any stream of bytes to a [`ByteStream`].
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0
            .as_mut()
            .poll_next(context)
            .map(|piece| piece.map(|piece| piece.map(Into::into).map_err(|problem| unreadable(problem.into()))))
    }
}

fn unreadable(problem: Box<dyn StdError + Send + Sync>) -> TransportError {
    TransportError::new(TransportErrorKind::Send, Some(problem))
}

/// Reads a reader piece by piece.
#[cfg(feature = "reqwest")]
struct Reader<R> {
    reader: Option<Pin<Box<R>>>,
}

#[cfg(feature = "reqwest")]
impl<R: tokio::io::AsyncRead> Stream for Reader<R> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        const PIECE: usize = 64 << 10;
        let Some(reader) = &mut self.reader else { return Poll::Ready(None) };
        let mut piece = bytes::BytesMut::zeroed(PIECE);
        let mut buffer = tokio::io::ReadBuf::new(&mut piece);
        let read = std::task::ready!(reader.as_mut().poll_read(context, &mut buffer));
        let count = buffer.filled().len();
        piece.truncate(count);
        match read {
            Ok(()) if count > 0 => return Poll::Ready(Some(Ok(piece.freeze()))),
            _ => self.reader = None,
        }
        Poll::Ready(read.err().map(|problem| Err(unreadable(problem.into()))))
    }
}

impl fmt::Debug for UploadBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UploadBody({} bytes)", self.length())
    }
}

macro_rules! whole {
    ($($type:ty),*) => {
        $(impl From<$type> for UploadBody {
            fn from(bytes: $type) -> Self {
                Self { kind: Kind::Whole(bytes.into()) }
            }
        })*
    };
}

whole!(Bytes, bytes::BytesMut, Vec<u8>, Box<[u8]>, String, &'static [u8], &'static str);
