use std::{fmt, sync::Arc};

use graph_runtime::{
    BoxFuture, Bytes, Limits, Transport, TransportError,
    http::{Request, Response},
    transport::TransportErrorKind,
};

use crate::exchange::Exchange;

/// A transport that passes requests to a server in memory.
pub(super) struct InMemory(pub(super) Arc<Exchange>);

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("InMemory").field(&self.0.root()).finish()
    }
}

impl Transport for InMemory {
    fn execute(
        &self,
        request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let fail = |kind| Err(TransportError::new(kind, None));
            let outcome = self.0.handle(request);
            if !outcome.delay.is_zero() {
                tokio::time::sleep(outcome.delay.min(limits.time)).await;
            }
            match outcome.response {
                _ if outcome.delay > limits.time => fail(TransportErrorKind::Timeout),
                None => fail(TransportErrorKind::Send),
                Some(response) if response.body().len() > limits.response_size => {
                    fail(TransportErrorKind::TooLarge(limits.response_size))
                }
                Some(response) => Ok(response),
            }
        })
    }
}
