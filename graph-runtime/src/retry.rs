use std::{fmt, time::Duration};

use http::{HeaderMap, StatusCode};

use crate::{description::Description, transport::TransportError};

/// Decides whether a call is tried again: the seam for retrying. The client's default never does.
pub trait Retry: Send + Sync + fmt::Debug {
    /// What to do after an attempt that did not succeed.
    fn decide(&self, attempt: &Attempt<'_>) -> Decision;

    /// Waits. The client knows no timer of its own; a retry policy brings one.
    fn wait(&self, time: Duration) -> crate::BoxFuture<'_, ()>;
}

/// An attempt that did not succeed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// How many attempts there were, this one included.
    pub number: u32,
    /// The operation.
    pub description: &'a Description,
    /// Status and headers, or why there is no answer.
    pub result: Result<(StatusCode, &'a HeaderMap), &'a TransportError>,
}

/// Whether to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// No.
    GiveUp,
    /// Yes, after this time.
    After(Duration),
}

/// Never tries again.
#[derive(Clone, Copy, Debug)]
pub struct NoRetry;

impl Retry for NoRetry {
    fn decide(&self, _: &Attempt<'_>) -> Decision {
        Decision::GiveUp
    }

    fn wait(&self, _: Duration) -> crate::BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
