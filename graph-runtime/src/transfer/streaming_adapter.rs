use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::upload_body::UploadBody;
use crate::{
    sync::BoxFuture,
    transport::{ByteStream, Limits, RequestBody, Transport, TransportError, check, collect},
};

/// Passes bodies around the pipeline and its middleware, which see empty ones.
///
/// The request's body is taken from here, and the body of a successful response is kept here. Other responses are
/// read whole, so that the pipeline can read their errors.
#[derive(Debug)]
pub(super) struct StreamingAdapter<'a> {
    transport: &'a dyn Transport,
    sent: Option<&'a UploadBody>,
    received: Mutex<ReceivedBody>,
}

#[derive(Default)]
struct ReceivedBody(Option<ByteStream>);

impl std::fmt::Debug for ReceivedBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReceivedBody")
    }
}

impl<'a> StreamingAdapter<'a> {
    pub(super) fn new(transport: &'a dyn Transport, sent: Option<&'a UploadBody>) -> Self {
        Self { transport, sent, received: Mutex::default() }
    }

    /// Returns the body of the last response, if it was successful.
    pub(super) fn take(&self) -> Option<ByteStream> {
        self.received().0.take()
    }

    fn received(&self) -> MutexGuard<'_, ReceivedBody> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for StreamingAdapter<'_> {
    fn execute(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = match self.sent {
                // Middleware may read something first, such as a token.
                Some(sent) if !head.method.is_safe() => sent.open()?,
                _ => RequestBody::Whole(body),
            };
            let answer = self.transport.stream(http::Request::from_parts(head, body), limits).await?;
            let (head, body) = answer.into_parts();
            // The body of an earlier attempt is not needed any more.
            self.received().0 = None;
            let body = if head.status.is_success() && self.sent.is_none() {
                check(limits.coding, &head.headers)?;
                self.received().0 = Some(body);
                Bytes::new()
            } else {
                collect(body, limits.response_size).await?
            };
            Ok(http::Response::from_parts(head, body))
        })
    }
}
