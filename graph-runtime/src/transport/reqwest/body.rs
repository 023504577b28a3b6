//! Request and response bodies of reqwest, with an idle timeout.

use std::{
    future::Future,
    io,
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use crate::transport::{ByteStream, RequestBody, TransportError, TransportErrorKind};

/// When the last bytes were sent.
#[derive(Clone, Debug)]
pub(crate) struct Activity(Arc<Mutex<Instant>>);

impl Activity {
    pub(crate) fn begun() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }

    fn note(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Returns when the last bytes were sent.
    pub(crate) fn last(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a future with an idle timeout. Returns `None` if nothing has been sent for that long.
    pub(crate) async fn during<T>(&self, work: impl Future<Output = T>, limit: Duration) -> Option<T> {
        let mut work = pin!(work);
        loop {
            // A limit that does not fit into an instant is never reached.
            let Some(until) = self.last().checked_add(limit) else { return Some(work.await) };
            match tokio::time::timeout_at(until, work.as_mut()).await {
                Ok(output) => return Some(output),
                Err(_) if self.last().checked_add(limit).is_none_or(|end| end > until) => {}
                Err(_) => return None,
            }
        }
    }
}

/// Converts a request body.
pub(crate) fn outgoing(body: RequestBody, activity: &Activity) -> reqwest::Body {
    match body {
        RequestBody::Whole(bytes) => bytes.into(),
        RequestBody::Stream { length, bytes } => {
            reqwest::Body::wrap(Outgoing { bytes: Mutex::new(bytes), left: length, activity: activity.clone() })
        }
    }
}

struct Outgoing {
    /// Never locked; reqwest requires `Sync`.
    bytes: Mutex<ByteStream>,
    left: u64,
    activity: Activity,
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let bytes = self.bytes.get_mut().unwrap_or_else(PoisonError::into_inner);
        let piece = ready!(bytes.as_mut().poll_next(context));
        self.activity.note();
        let wrong = |text: &str| Poll::Ready(Some(Err(io::Error::new(io::ErrorKind::InvalidData, text))));
        match piece {
            Some(Ok(piece)) if piece.len() as u64 > self.left => wrong("the content is longer than announced"),
            Some(Ok(piece)) => {
                self.left -= piece.len() as u64;
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
            Some(Err(problem)) => Poll::Ready(Some(Err(io::Error::other(problem)))),
            None if self.left > 0 => wrong("the content is shorter than announced"),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// When the body of a response is late.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TimeLimit {
    /// If nothing is received for this long.
    Idle(Duration),
    /// If it does not end before.
    Until(Instant),
}

/// Converts a response body. If it is late, the stream ends with a timeout.
pub(crate) fn incoming(body: reqwest::Body, limit: TimeLimit) -> ByteStream {
    Box::pin(Incoming { body: Some(Box::pin(body)), limit, late: None })
}

struct Incoming {
    body: Option<Pin<Box<reqwest::Body>>>,
    limit: TimeLimit,
    late: Option<Pin<Box<Sleep>>>,
}

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let Some(body) = &mut this.body else { return Poll::Ready(None) };
            let mut polled = body.as_mut().poll_frame(context);
            if let TimeLimit::Until(end) = this.limit
                && Instant::now() >= end
            {
                // A body may always have another byte ready.
                polled = Poll::Pending;
            }
            let error = match polled {
                Poll::Ready(Some(Ok(frame))) => {
                    if matches!(this.limit, TimeLimit::Idle(_)) {
                        this.late = None;
                    }
                    match frame.into_data() {
                        Ok(bytes) => return Poll::Ready(Some(Ok(bytes))),
                        // Trailers are not used.
                        Err(_) => continue,
                    }
                }
                Poll::Ready(None) => {
                    this.body = None;
                    return Poll::Ready(None);
                }
                Poll::Ready(Some(Err(problem))) => {
                    TransportError::new(TransportErrorKind::Receive, Some(problem.without_url().into()))
                }
                Poll::Pending => {
                    let limit = this.limit;
                    let late = this.late.get_or_insert_with(|| {
                        Box::pin(match limit {
                            TimeLimit::Idle(time) => tokio::time::sleep(time),
                            TimeLimit::Until(end) => tokio::time::sleep_until(end),
                        })
                    });
                    ready!(late.as_mut().poll(context));
                    TransportError::new(TransportErrorKind::Timeout, None)
                }
            };
            this.body = None;
            return Poll::Ready(Some(Err(error)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        pin::Pin,
        task::{Context, Poll, ready},
        time::Duration,
    };

    use bytes::Bytes;
    use futures_util::TryStreamExt;
    use http_body::{Body, Frame};
    use tokio::time::{Instant, Interval, interval};

    use super::{Activity, TimeLimit, incoming, outgoing};
    use crate::transport::{RequestBody, TransportErrorKind};

    const LIMIT: Duration = Duration::from_secs(100);

    /// One byte per tick, `left` times, and then the end, or nothing.
    struct Dripping {
        tick: Interval,
        left: usize,
        ends: bool,
    }

    impl Dripping {
        fn every(time: Duration, left: usize) -> Self {
            Self { tick: interval(time), left, ends: true }
        }
    }

    impl Body for Dripping {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
            if self.left == 0 {
                return if self.ends { Poll::Ready(None) } else { Poll::Pending };
            }
            ready!(self.tick.poll_tick(context));
            self.left -= 1;
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"x")))))
        }
    }

    /// Returns what was received, or how it ended, and when.
    async fn received(body: Dripping) -> (Result<usize, TransportErrorKind>, Duration) {
        received_within(body, TimeLimit::Idle(LIMIT)).await
    }

    async fn received_within(body: Dripping, limit: TimeLimit) -> (Result<usize, TransportErrorKind>, Duration) {
        let begun = Instant::now();
        let pieces: Result<Vec<Bytes>, _> = incoming(reqwest::Body::wrap(body), limit).try_collect().await;
        (pieces.map(|pieces| pieces.len()).map_err(|problem| problem.kind()), begun.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn slow_is_not_idle() {
        let (pieces, time) = received(Dripping::every(LIMIT - Duration::from_secs(1), 60)).await;
        assert_eq!(pieces, Ok(60));
        assert!(time > LIMIT * 50, "{time:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn idle_is_a_timeout() {
        for body in [
            Dripping::every(LIMIT + Duration::from_secs(1), 2),
            Dripping { ends: false, ..Dripping::every(LIMIT / 2, 1) },
        ] {
            let (pieces, time) = received(body).await;
            assert_eq!(pieces, Err(TransportErrorKind::Timeout));
            assert!(time >= LIMIT && time < LIMIT * 2, "{time:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_whole_body_has_a_deadline() {
        let second = Duration::from_secs(1);
        for (body, expected) in [
            (Dripping::every(second, 50), Ok(50)),
            (Dripping::every(second, 1000), Err(TransportErrorKind::Timeout)),
            (Dripping { ends: false, ..Dripping::every(second, 50) }, Err(TransportErrorKind::Timeout)),
        ] {
            let (pieces, time) = received_within(body, TimeLimit::Until(Instant::now() + LIMIT)).await;
            assert_eq!(pieces, expected);
            assert!(time <= LIMIT + second, "{time:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn sending_is_not_idle() {
        let body = Dripping::every(LIMIT - Duration::from_secs(1), 9);
        let bytes = incoming(reqwest::Body::wrap(body), TimeLimit::Idle(LIMIT));
        let activity = Activity::begun();
        let body = outgoing(RequestBody::Stream { length: 9, bytes }, &activity);
        // A peer that accepts everything and never responds.
        let peer = async {
            let mut body = Box::pin(body);
            while std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await.is_some() {}
            std::future::pending::<()>().await;
        };
        let begun = Instant::now();
        assert_eq!(activity.during(peer, LIMIT).await, None);
        let time = begun.elapsed();
        assert!(time > LIMIT * 8 && time < LIMIT * 10, "{time:?}");
    }
}
