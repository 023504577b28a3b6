use http::StatusCode;

use super::{Detail, Error, ErrorKind};
use crate::transport::TransportErrorKind;

/// Questions that decide what to do next.
impl Error {
    /// Whether the service may have received the request, and so may have acted on it.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        match &self.cause_of_batch().inner.detail {
            Detail::Transport(error) => error.may_have_been_sent(),
            Detail::Service(_)
            | Detail::Decode(_)
            | Detail::Unfinished { .. }
            | Detail::ContentChanged
            | Detail::UploadSession(_)
            | Detail::Io { .. } => true,
            _ => false,
        }
    }

    /// Whether a limit of time was exceeded: by an attempt, by the credential, or by long-running work.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.cause_of_batch().inner.detail {
            Detail::Transport(error) => error.kind() == TransportErrorKind::Timeout,
            Detail::Credential(_) => self.time_limit().is_some(),
            Detail::Unfinished { .. } => true,
            _ => false,
        }
    }

    /// Whether no connection to the service could be made.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.transport_error().is_some_and(|error| error.kind() == TransportErrorKind::Connect)
    }

    /// Whether the credential failed to get an access token.
    #[must_use]
    pub fn is_credential(&self) -> bool {
        self.cause_of_batch().kind() == ErrorKind::Credential
    }

    /// Whether the operation's own response cannot be decoded. The service has executed the operation.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Whether the service asks to slow down (429, or 503 with `Retry-After`); see [`retry_after`](Self::retry_after).
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.service_error().is_some_and(|error| {
            error.status() == StatusCode::TOO_MANY_REQUESTS
                || (error.status() == StatusCode::SERVICE_UNAVAILABLE && error.header("retry-after").is_some())
        })
    }

    /// Whether the service requires an access token, or refused the one it got (401).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Whether the caller lacks a permission or a role (403). `Display` names those that allow the operation, where
    /// they are known.
    #[must_use]
    pub fn is_permission_denied(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Whether the resource does not exist (404).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether the request conflicts with the state of the resource (409): it exists already, or is being changed.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// Whether the resource was changed in the meantime (412): it no longer has the ETag that was sent.
    #[must_use]
    pub fn is_precondition_failed(&self) -> bool {
        self.status() == Some(StatusCode::PRECONDITION_FAILED)
    }

    /// Whether the resource no longer exists (410); for a delta link see
    /// [`is_resync_required`](Self::is_resync_required).
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.status() == Some(StatusCode::GONE)
    }

    /// Whether the service no longer knows the state of a delta link, so that everything has to be read again. It
    /// responded with 410, or with one of the codes for this
    /// (<https://learn.microsoft.com/graph/delta-query-overview>).
    #[must_use]
    pub fn is_resync_required(&self) -> bool {
        const CODES: [&str; 5] = [
            "resyncRequired",
            "resyncChangesApplyDifferences",
            "resyncChangesUploadDifferences",
            "syncStateNotFound",
            "syncStateInvalid",
        ];
        self.is_gone() || CODES.iter().any(|code| self.has_code(code))
    }

    /// Whether the service gave this code on any level of its error. The comparison ignores the case of ASCII letters.
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        self.service_error().is_some_and(|error| error.codes().iter().any(|known| known.eq_ignore_ascii_case(code)))
    }
}
