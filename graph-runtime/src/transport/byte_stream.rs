//! What is done with streams of bytes.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use crate::transport::{ByteStream, TransportError};

/// The next piece.
pub(crate) async fn next(stream: &mut ByteStream) -> Option<Result<Bytes, TransportError>> {
    poll_fn(|context| stream.as_mut().poll_next(context)).await
}

/// A stream of one piece; of none where that is empty.
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
