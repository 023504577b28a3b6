use bytes::Bytes;
use http::StatusCode;

use crate::error::Cause;

/// The response to a call of a batch.
pub(super) type PartResult = Result<http::Response<Bytes>, PartError>;

/// Why a call of a batch has no response.
#[derive(Debug)]
pub(super) struct PartError {
    pub(super) cause: Cause,
    /// The status, if it is valid.
    pub(super) status: Option<StatusCode>,
    /// The part, unchanged; if it is not known which one it is, those that it may be.
    pub(super) raw: Bytes,
}

impl PartError {
    /// Returns whether the batch response is complete and says nothing of the call.
    pub(super) fn is_missing(&self) -> bool {
        self.raw.is_empty() && self.status.is_none()
    }
}

/// Returns a response that answers for another call too.
pub(super) fn copy_of(response: &http::Response<Bytes>) -> http::Response<Bytes> {
    let mut copy = http::Response::new(response.body().clone());
    *copy.status_mut() = response.status();
    *copy.headers_mut() = response.headers().clone();
    copy
}
