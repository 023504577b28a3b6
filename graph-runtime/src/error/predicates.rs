use http::StatusCode;

use super::{Detail, Error, ErrorKind, Phase};
use crate::{
    transport::{TokenProblem, TransportErrorKind},
    value::is_null_value,
};

/// Predicates.
impl Error {
    /// Returns whether the service may have received the request, and so may have executed it.
    ///
    /// That is so as well if a later step of the call failed: another attempt, a redirect, or waiting for long-running
    /// work.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        let error = self.cause_of_batch();
        if self.inner.sent_before || error.inner.sent_before {
            return true;
        }
        match &error.inner.detail {
            Detail::CallTimeout(timeout) => timeout.sent,
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

    /// Returns whether the request may have been executed and its result is unknown: the response is missing or cannot
    /// be read.
    pub(super) fn may_have_been_executed(&self) -> bool {
        self.may_have_been_sent() && self.cause_of_batch().kind() != ErrorKind::Service
    }

    /// Returns whether a call, an attempt, the credential or a long-running operation exceeded its time limit.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.cause_of_batch().inner.detail {
            Detail::Transport(error) => error.kind() == TransportErrorKind::Timeout,
            Detail::Credential(_) => self.time_limit().is_some(),
            Detail::CallTimeout(_) | Detail::Unfinished { .. } => true,
            _ => false,
        }
    }

    /// Returns whether the client could not connect to the service.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.transport_error().is_some_and(|error| error.kind() == TransportErrorKind::Connect)
    }

    /// Returns whether the credential failed to get an access token.
    #[must_use]
    pub fn is_credential(&self) -> bool {
        self.cause_of_batch().kind() == ErrorKind::Credential
    }

    /// Returns whether the operation's own response cannot be decoded. The service has executed the operation, unless a
    /// batch response lacks its part.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Returns whether the service throttles the caller (429, or 503 with `Retry-After`), or the call reached its time
    /// limit while it waited for that; see [`retry_after`](Self::retry_after).
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        if let Detail::CallTimeout(timeout) = &self.cause_of_batch().inner.detail {
            return timeout.during == Phase::Throttled;
        }
        self.response().is_some_and(|error| {
            error.status() == StatusCode::TOO_MANY_REQUESTS
                || (error.status() == StatusCode::SERVICE_UNAVAILABLE && error.header("retry-after").is_some())
        })
    }

    /// Returns whether the access token is missing or was rejected (401).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether the caller lacks a permission or a role (403). `Display` names those that allow the operation,
    /// if known. A CSRF token that the service does not accept is something else
    /// ([`ErrorKind::CsrfToken`](crate::ErrorKind::CsrfToken)).
    #[must_use]
    pub fn is_permission_denied(&self) -> bool {
        let detail = &self.cause_of_batch().inner.detail;
        let lacks_token = matches!(detail, Detail::CsrfToken { problem: TokenProblem::NotAccepted, .. });
        self.status() == Some(StatusCode::FORBIDDEN) && !lacks_token
    }

    /// Returns whether the call succeeded, and the service sent a null where a value was expected: 204 (No Content), an
    /// empty body, or `{"value": null}`.
    ///
    /// OData allows that for a single-valued navigation property without a target (OData 4.01, part 1, section 11.2.7)
    /// and for functions and actions with a nullable return type (sections 11.5.4.1 and 11.5.5.1). `optional` of a
    /// [`Get`](crate::Get::optional) or [`Call`](crate::Call::optional) reads such a response as `None`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        let is_done = |status: StatusCode| status.is_success() && status != StatusCode::ACCEPTED;
        self.is_decode()
            && self.status().is_some_and(is_done)
            && self.raw_body().is_some_and(|body| is_null_value(body))
    }

    /// Returns whether the resource has not changed since it had the ETag that was sent with `If-None-Match` (304).
    #[must_use]
    pub fn is_not_modified(&self) -> bool {
        self.status() == Some(StatusCode::NOT_MODIFIED)
    }

    /// Returns the status of the response, if it is about the resource of the operation.
    fn resource_status(&self) -> Option<StatusCode> {
        self.status().filter(|_| self.cause_of_batch().kind() != ErrorKind::CsrfToken)
    }

    /// Returns whether the resource was not found (404).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.resource_status() == Some(StatusCode::NOT_FOUND)
    }

    /// Returns whether the request conflicts with the state of the resource (409), for example because it already
    /// exists.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.resource_status() == Some(StatusCode::CONFLICT)
    }

    /// Returns whether the resource no longer has the ETag that was sent, because it was changed in the meantime (412).
    #[must_use]
    pub fn is_precondition_failed(&self) -> bool {
        self.resource_status() == Some(StatusCode::PRECONDITION_FAILED)
    }

    /// Returns whether the resource no longer exists (410). For a delta link, see
    /// [`is_resync_required`](Self::is_resync_required).
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.resource_status() == Some(StatusCode::GONE)
    }

    /// Returns whether a delta link has expired, so that everything must be read again.
    ///
    /// The service responded with 410 or one of the codes for this
    /// (<https://learn.microsoft.com/graph/delta-query-overview>). See [`resync_link`](Self::resync_link).
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

    /// Returns whether the service's error has this code on any level, ignoring ASCII case.
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        self.service_error().is_some_and(|error| error.codes().iter().any(|known| known.eq_ignore_ascii_case(code)))
    }
}
