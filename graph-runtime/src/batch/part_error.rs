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
