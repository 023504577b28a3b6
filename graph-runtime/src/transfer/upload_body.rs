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

/// What an upload sends: bytes that are in memory, or a stream of known length.
///
/// A stream is sent once: after its first byte was asked for, the upload is not tried again, whatever comes of it, unless the stream can
/// be [begun anew](Self::rewindable). Bytes are, as any other body.
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
    /// A stream of so many bytes, which is sent once.
    pub fn stream<S, B, E>(length: u64, stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::opened(length, Opening::Once(Some(boxed(stream))))
    }

    /// A stream of so many bytes that can be begun anew, and so sent again.
    pub fn rewindable<S, B, E>(length: u64, mut begin: impl FnMut() -> S + Send + 'static) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::opened(length, Opening::Again(Box::new(move || boxed(begin()))))
    }

    /// A reader of so many bytes, a file say, which is sent once.
    ///
    /// ```no_run
    /// # async fn example(upload: impl Fn(graph_runtime::UploadBody) -> graph_runtime::Upload) -> Result<(), Box<dyn std::error::Error>> {
    /// # mod tokio { pub mod fs { pub use std::fs::Metadata; pub struct File; impl File {
    /// #   pub async fn open(_: &str) -> std::io::Result<::tokio::io::Empty> { Ok(::tokio::io::empty()) } } } }
    /// let file = tokio::fs::File::open("report.docx").await?;
    /// let length = std::fs::metadata("report.docx")?.len();
    /// let upload = upload(graph_runtime::UploadBody::reader(length, file)); // `….content().put_content(body)`, say
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

    /// How many bytes there are.
    #[must_use]
    pub fn length(&self) -> u64 {
        match &self.kind {
            Kind::Whole(bytes) => bytes.len() as u64,
            Kind::Stream { length, .. } => *length,
        }
    }

    /// The bytes, if they are in memory.
    #[must_use]
    pub const fn bytes(&self) -> Option<&Bytes> {
        match &self.kind {
            Kind::Whole(bytes) => Some(bytes),
            Kind::Stream { .. } => None,
        }
    }

    /// Whether it can be sent, or sent again.
    pub(super) fn is_whole(&self) -> bool {
        match &self.kind {
            Kind::Whole(_) => true,
            Kind::Stream { begun, opening, .. } => {
                matches!(*lock(opening), Opening::Again(_)) || !begun.load(Ordering::SeqCst)
            }
        }
    }

    /// A body from the first byte on.
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

/// A stream that stays where it is until its first byte is asked for, so that a connection that never came about costs nothing.
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

/// Any stream of bytes as one of ours.
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

/// What a reader gives, in pieces.
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
