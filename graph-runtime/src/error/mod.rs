use std::{error::Error as StdError, fmt};

use bytes::Bytes;
use http::{Method, StatusCode};

use crate::{
    credential::CredentialTimeout,
    key::KeyProblem,
    service_error::ServiceError,
    transport::{TransportError, TransportErrorKind},
};

/// Why a call did not end with what was asked for.
///
/// The variants say what happened; [`may_have_been_sent`](Self::may_have_been_sent) says what matters before trying again. Neither
/// `Display` nor `Debug` shows tokens, keys or values of query options. They do show the message of a service that answered with an
/// error, and some services repeat in it what they were asked for. The raw answer is to be had from [`raw_body`](Self::raw_body).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The service's URL cannot be used.
    #[error("the service's URL cannot be used: {reason}")]
    ServiceRoot {
        /// Why not.
        reason: String,
    },
    /// A key cannot stand in a path. Nothing was sent.
    #[error("{operation}: {problem}")]
    InvalidKey {
        /// Method and path template.
        operation: String,
        /// What is wrong with it.
        problem: KeyProblem,
    },
    /// The request cannot be built: a header value with a line break, parameters that are no JSON. Nothing was sent.
    #[error("{operation}: the request cannot be built")]
    Request {
        /// Method and path template.
        operation: String,
        /// What is wrong with it.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// No token was to be had. Nothing was sent.
    #[error("{operation}: no token was to be had")]
    Credential {
        /// Method and path template.
        operation: String,
        /// What the credential says.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// A token would go over plain http beyond this machine. Nothing was sent.
    #[error("a token is not sent over plain http to {origin}; use https")]
    InsecureOrigin {
        /// Scheme, host and port.
        origin: String,
    },
    /// A link in an answer leads to another origin than the service's. Nothing was sent.
    #[error("a link leads to {origin}, but the service is {service}")]
    ForeignOrigin {
        /// Where it leads.
        origin: String,
        /// The service's origin.
        service: String,
    },
    /// A link in an answer leads beyond this machine over plain http, where what comes and goes could be read and changed. Nothing was
    /// sent.
    #[error("a link leads to {origin}; only https is followed to another origin")]
    InsecureLink {
        /// Scheme, host and port.
        origin: String,
    },
    /// Links lead round and round: from page to page one came again that was followed already, or redirects do not end.
    #[error("{operation}: the service's links lead round and round")]
    EndlessLinks {
        /// Method and path template.
        operation: String,
    },
    /// Work that the service does in its own time was not done within the limit; it may still be done.
    #[error("{operation}: the service was not done within {limit:?}")]
    Unfinished {
        /// Method and path template.
        operation: String,
        /// The limit.
        limit: std::time::Duration,
    },
    /// A call of a batch was not done, because one that it was to come after failed (424), or could not be sent.
    #[error("{operation}: not done, because {} before it failed", on.as_deref().unwrap_or("a call"))]
    FailedDependency {
        /// Method and path template.
        operation: String,
        /// Method and path template of the call that failed, if it is known.
        on: Option<String>,
        /// What the service answered, if it was asked.
        source: Option<Box<ServiceError>>,
    },
    /// The whole request that a call of a batch went in was refused, or lost, or answered with something else than a batch's answer.
    #[error("{operation}: its batch failed: {source}")]
    Batch {
        /// Method and path template.
        operation: String,
        /// What happened, to all calls of the request.
        source: std::sync::Arc<Self>,
    },
    /// The content changed while it was downloaded, so that what came of it is of no use.
    #[error("{operation}: the content changed while it was downloaded")]
    ContentChanged {
        /// Method and path template.
        operation: String,
    },
    /// What was to be sent could not be read, or what came could not be written, on this side.
    #[error("{operation}: {source}")]
    Local {
        /// Method and path template.
        operation: String,
        /// What went wrong.
        source: std::io::Error,
    },
    /// There is no complete answer.
    #[error("{operation}: {source}")]
    Transport {
        /// Method and path template.
        operation: String,
        /// What kept it from coming.
        source: TransportError,
    },
    /// The service answered with an error.
    #[error(transparent)]
    Service(Box<ServiceError>),
    /// The answer cannot be read as what the operation returns. The service has done its work.
    #[error(transparent)]
    Decode(Box<DecodeError>),
}

/// An answer that cannot be read. `Debug` does not show its body.
#[derive(thiserror::Error)]
#[error("{operation}: the answer ({status}, {} bytes) is not what the operation returns: {source}", body.len())]
#[non_exhaustive]
pub struct DecodeError {
    /// Method and path template.
    pub operation: String,
    /// The status.
    pub status: StatusCode,
    /// The body, as it came.
    pub body: Bytes,
    /// Where and why reading stopped.
    pub source: Box<dyn StdError + Send + Sync>,
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("source", &self.source)
            .finish()
    }
}

impl Error {
    /// Whether the service may have received the request, and so may have acted on it.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        match self {
            Self::Transport { source, .. } => source.may_have_been_sent(),
            Self::Service(_)
            | Self::Decode(_)
            | Self::Unfinished { .. }
            | Self::ContentChanged { .. }
            | Self::Local { .. } => true,
            Self::Batch { source, .. } => source.may_have_been_sent(),
            _ => false,
        }
    }

    /// What the service says is wrong, if it answered with an error.
    #[must_use]
    pub fn service_error(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            Self::FailedDependency { source, .. } => source.as_deref(),
            Self::Batch { source, .. } => source.service_error(),
            _ => None,
        }
    }

    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Decode(error) => Some(error.status),
            Self::Batch { source, .. } => source.status(),
            _ => self.service_error().map(ServiceError::status),
        }
    }

    /// The body of the answer as it came, if there was one.
    #[must_use]
    pub fn raw_body(&self) -> Option<&Bytes> {
        match self {
            Self::Decode(error) => Some(&error.body),
            Self::Batch { source, .. } => source.raw_body(),
            _ => self.service_error().map(ServiceError::raw_body),
        }
    }

    /// Whether what was addressed does not exist (404).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether the service asks to slow down (429, or 503 with `Retry-After`).
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.service_error().is_some_and(|error| {
            error.status() == StatusCode::TOO_MANY_REQUESTS
                || (error.status() == StatusCode::SERVICE_UNAVAILABLE && error.header("retry-after").is_some())
        })
    }

    /// How long the service asks to wait, if it answered with an error that says so. A date counts from the answer's own.
    #[must_use]
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        self.service_error()?.retry_after()
    }

    /// Whether the caller may not do this (403). `Display` names the permissions and roles that allow it, as far as they are known.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Whether the service does not accept the token, or wants one (401).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Whether what was asked for contradicts the state of the resource (409): it exists already, or is being changed.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// Whether the resource was changed meanwhile (412): its ETag is not the one that was sent.
    #[must_use]
    pub fn is_precondition_failed(&self) -> bool {
        self.status() == Some(StatusCode::PRECONDITION_FAILED)
    }

    /// Whether what was addressed is no more (410); for a delta link see [`is_resync_required`](Self::is_resync_required).
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.status() == Some(StatusCode::GONE)
    }

    /// Whether the service no longer knows what a delta link stands for, so that everything has to be read again: it answered 410, or
    /// with one of the codes that say so (<https://learn.microsoft.com/graph/delta-query-overview>).
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

    /// Where to read everything again after a delta link that is no longer known, if the service says it: what `Location` is of a 410.
    /// [`Client::resume_delta`](crate::Client::resume_delta) takes it, and refuses one that leads elsewhere.
    #[must_use]
    pub fn resync_link(&self) -> Option<&str> {
        self.service_error().filter(|_| self.is_resync_required())?.header("location")
    }

    /// Whether the service gave this code on any of its levels, whatever the case of its letters.
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        self.service_error().is_some_and(|error| error.codes().iter().any(|known| known.eq_ignore_ascii_case(code)))
    }

    /// Whether the time was over: of an attempt, of the credential, or of waiting for the service to be done.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport { source, .. } => source.kind() == TransportErrorKind::Timeout,
            Self::Credential { source, .. } => source.is::<CredentialTimeout>(),
            Self::Unfinished { .. } => true,
            Self::Batch { source, .. } => source.is_timeout(),
            _ => false,
        }
    }
}

/// How errors name an operation: method and template, never the path with its keys.
pub(crate) fn operation_name(method: &Method, template: &str) -> String {
    format!("{method} {template}")
}
