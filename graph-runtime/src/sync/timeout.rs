use std::{future::Future, pin::pin, task::Poll};

use super::BoxFuture;

/// Runs a future with a time limit. Returns `None`, and drops the future, if the limit ends first.
///
/// The limit is not created if the future is ready at once.
pub(crate) async fn within<'a, T>(
    work: impl Future<Output = T>,
    limit: impl FnOnce() -> BoxFuture<'a, ()>,
) -> Option<T> {
    let (mut work, mut limit) = (pin!(work), Err(Some(limit)));
    std::future::poll_fn(move |context| match work.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => {
            if let Err(begin) = &mut limit
                && let Some(begin) = begin.take()
            {
                limit = Ok(begin());
            }
            match &mut limit {
                Ok(limit) => limit.as_mut().poll(context).map(|()| None),
                Err(_) => Poll::Pending,
            }
        }
    })
    .await
}
