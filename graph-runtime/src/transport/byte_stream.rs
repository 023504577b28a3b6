//! Streams of bytes.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::transport_error::{TransportError, TransportErrorKind};

/// A stream of bytes. It ends after an error.
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of a request: bytes, or a stream of known length.
pub enum RequestBody {
    /// Bytes in memory.
    Whole(Bytes),
    /// A stream.
    Stream {
        /// The number of bytes, sent as `Content-Length`.
        length: u64,
        /// The bytes.
        bytes: ByteStream,
    },
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => write!(f, "RequestBody({} bytes)", bytes.len()),
            Self::Stream { length, .. } => write!(f, "RequestBody({length} bytes, streamed)"),
        }
    }
}

/// Returns the next piece.
pub(crate) async fn next(stream: &mut ByteStream) -> Option<Result<Bytes, TransportError>> {
    poll_fn(|context| stream.as_mut().poll_next(context)).await
}

/// Creates a stream of one piece, or of none if it is empty.
pub(crate) fn once(bytes: Bytes) -> ByteStream {
    Box::pin(Once((!bytes.is_empty()).then_some(bytes)))
}

struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

/// Collects all bytes of a stream, up to a limit.
pub(crate) async fn collect(mut stream: ByteStream, limit: usize) -> Result<Bytes, TransportError> {
    let mut all = BytesMut::new();
    while let Some(piece) = next(&mut stream).await {
        let piece = piece?;
        if piece.len() > limit - all.len() {
            return Err(TransportError::new(TransportErrorKind::TooLarge(limit), None));
        }
        all.extend_from_slice(&piece);
    }
    Ok(all.freeze())
}
