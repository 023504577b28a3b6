use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::upload_body::UploadBody;
use crate::{
    sync::BoxFuture,
    transport::{ByteStream, Limits, RequestBody, Transport, TransportError, collect},
};

/// Lets bodies past the pipeline and its middleware, which see heads with empty bodies: the body of the request comes from here, and that of
/// a successful answer stays here. What is no success is collected, so that all can read it.
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

    /// The body of the last answer, if that was a success.
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
                Some(sent) => sent.open()?,
                None => RequestBody::Whole(body),
            };
            let answer = self.transport.stream(http::Request::from_parts(head, body), limits).await?;
            let (head, body) = answer.into_parts();
            // An earlier answer's body is of no use.
            self.received().0 = None;
            let body = if head.status.is_success() && self.sent.is_none() {
                self.received().0 = Some(body);
                Bytes::new()
            } else {
                collect(body, limits.answer_size).await?
            };
            Ok(http::Response::from_parts(head, body))
        })
    }
}
