use std::{fmt, io, sync::Arc, time::Duration};

use bytes::Bytes;
use http::StatusCode;

use super::{CallTimeout, Cause, Error, ErrorKind, ServiceError};
use crate::{
    description::{Availability, Description},
    path::KeyError,
    transport::{TokenProblem, TokenRefused, TransportError},
};

/// The details of each kind of error.
#[derive(Debug)]
pub(super) enum Detail {
    ServiceRoot(Cause),
    Configuration(Cause),
    InvalidKey(KeyError),
    InvalidRequest(Cause),
    Unavailable {
        cloud: &'static str,
        clouds: Availability,
    },
    InvalidLink(Cause),
    #[cfg_attr(not(feature = "blocking"), allow(dead_code))]
    BlockingCall,
    ForeignTicket,
    Credential(Cause),
    CsrfToken {
        response: ServiceError,
        problem: TokenProblem,
    },
    InsecureOrigin {
        origin: String,
    },
    ForeignOrigin {
        origin: String,
        service: String,
    },
    InsecureLink {
        origin: String,
    },
    LinkCycle(&'static str),
    Unfinished {
        limit: Duration,
    },
    FailedDependency {
        on: Option<String>,
        response: Option<ServiceError>,
    },
    Batch(Arc<Error>),
    ContentChanged,
    Io {
        action: &'static str,
        source: io::Error,
    },
    UploadSession(Cause),
    CallTimeout(CallTimeout),
    Transport(TransportError),
    Service(ServiceError),
    Decode(Undecodable),
}

/// A response that cannot be decoded. `Debug` does not show its body.
pub(super) struct Undecodable {
    pub(super) status: StatusCode,
    pub(super) request_id: Option<String>,
    pub(super) body: Bytes,
    pub(super) cause: Cause,
}

impl Detail {
    pub(super) const fn kind(&self) -> ErrorKind {
        match self {
            Self::ServiceRoot(_) => ErrorKind::ServiceRoot,
            Self::Configuration(_) => ErrorKind::Configuration,
            Self::InvalidKey(_) => ErrorKind::InvalidKey,
            Self::InvalidRequest(_) => ErrorKind::InvalidRequest,
            Self::Unavailable { .. } => ErrorKind::Unavailable,
            Self::InvalidLink(_) => ErrorKind::InvalidLink,
            Self::BlockingCall => ErrorKind::BlockingCall,
            Self::ForeignTicket => ErrorKind::ForeignTicket,
            Self::Credential(_) => ErrorKind::Credential,
            Self::CsrfToken { .. } => ErrorKind::CsrfToken,
            Self::InsecureOrigin { .. } => ErrorKind::InsecureOrigin,
            Self::ForeignOrigin { .. } => ErrorKind::ForeignOrigin,
            Self::InsecureLink { .. } => ErrorKind::InsecureLink,
            Self::LinkCycle(_) => ErrorKind::LinkCycle,
            Self::Unfinished { .. } => ErrorKind::Unfinished,
            Self::FailedDependency { .. } => ErrorKind::FailedDependency,
            Self::Batch(_) => ErrorKind::Batch,
            Self::ContentChanged => ErrorKind::ContentChanged,
            Self::Io { .. } => ErrorKind::Io,
            Self::UploadSession(_) => ErrorKind::UploadSession,
            Self::CallTimeout(_) => ErrorKind::CallTimeout,
            Self::Transport(_) => ErrorKind::Transport,
            Self::Service(_) => ErrorKind::Service,
            Self::Decode(_) => ErrorKind::Decode,
        }
    }

    /// Returns the next error of the chain, unless [`Display`](fmt::Display) already shows it.
    pub(super) fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::ServiceRoot(cause)
            | Self::Configuration(cause)
            | Self::InvalidRequest(cause)
            | Self::InvalidLink(cause)
            | Self::Credential(cause)
            | Self::UploadSession(cause)
            | Self::Decode(Undecodable { cause, .. }) => cause.source(),
            Self::FailedDependency { response, .. } => response.as_ref().map(|response| response as _),
            Self::Batch(error) => Some(&**error),
            Self::Io { source, .. } => Some(source),
            Self::CallTimeout(timeout) => timeout.source.as_ref().map(|source| source as _),
            Self::Transport(error) => std::error::Error::source(error),
            Self::InvalidKey(_)
            | Self::Unavailable { .. }
            | Self::BlockingCall
            | Self::ForeignTicket
            | Self::CsrfToken { .. }
            | Self::InsecureOrigin { .. }
            | Self::ForeignOrigin { .. }
            | Self::InsecureLink { .. }
            | Self::LinkCycle(_)
            | Self::Unfinished { .. }
            | Self::ContentChanged
            | Self::Service(_) => None,
        }
    }
}

/// Writes the message without the operation.
impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ServiceRoot(cause) => write!(f, "the service's URL is not valid{}", Suffix(cause)),
            Self::Configuration(cause) => f.write_str(message(cause, "the client cannot be set up")),
            Self::InvalidKey(error) => error.fmt(f),
            Self::InvalidRequest(cause) => f.write_str(message(cause, "the request cannot be built")),
            Self::Unavailable { cloud, clouds } => {
                write!(f, "{cloud} lacks the operation, which is available in {clouds}; it was not sent")
            }
            Self::InvalidLink(cause) => f.write_str(message(cause, "the link is not a valid URL")),
            Self::BlockingCall => {
                f.write_str("a blocking call was made from asynchronous code; use the asynchronous `Client` instead")
            }
            Self::ForeignTicket => f.write_str("the ticket belongs to another batch"),
            Self::Credential(cause) => write!(f, "failed to get an access token{}", Suffix(cause)),
            Self::CsrfToken { response, problem } => {
                let response = response.summary();
                match problem {
                    TokenProblem::Missing => {
                        write!(f, "not sent, because no CSRF token could be fetched: {response}")
                    }
                    TokenProblem::RedirectedTo(origin) => {
                        write!(f, "not sent, because no CSRF token could be fetched: {response}")?;
                        write!(f, "; it redirects to {origin}, which is not the service")
                    }
                    TokenProblem::TooLong(limit) => {
                        write!(f, "not sent, because the CSRF token is longer than {limit} bytes: {response}")
                    }
                    TokenProblem::NotAccepted => {
                        write!(f, "the service did not accept the CSRF token that it issued: {response}")
                    }
                }
            }
            Self::InsecureOrigin { origin } => {
                write!(f, "an access token is not sent over plain http to {origin}; use https")
            }
            Self::ForeignOrigin { origin, service } => {
                write!(f, "the request would go to {origin}, but the service is at {service}; it was not sent")
            }
            Self::InsecureLink { origin } => {
                write!(f, "the link to {origin} is not followed; a link to another origin must use https")
            }
            Self::LinkCycle(message) => f.write_str(message),
            Self::Unfinished { limit } => {
                write!(
                    f,
                    "the service did not finish within {limit:?}, which `Poller::limit` sets; it may still be working"
                )
            }
            Self::FailedDependency { on: Some(on), .. } => write!(f, "not executed, because `{on}` failed"),
            Self::FailedDependency { on: None, .. } => {
                f.write_str("not executed, because a call that it depends on failed")
            }
            Self::Batch(error) if error.may_have_been_executed() => {
                f.write_str("the batch request failed; the service may have executed the call")
            }
            Self::Batch(_) => f.write_str("the batch request failed"),
            Self::ContentChanged => f.write_str("the content changed during the download; start again"),
            Self::Io { action, .. } => f.write_str(action),
            Self::UploadSession(cause) => f.write_str(message(cause, "the upload session failed")),
            Self::CallTimeout(timeout) => timeout.fmt(f),
            Self::Transport(error) => error.message().fmt(f),
            Self::Service(error) => error.fmt(f),
            Self::Decode(Undecodable { status, body, cause, .. }) => {
                write!(f, "failed to decode the response ({status}, {} bytes){}", body.len(), Suffix(cause))
            }
        }
    }
}

fn message<'a>(cause: &'a Cause, otherwise: &'a str) -> &'a str {
    cause.message.as_deref().unwrap_or(otherwise)
}

/// A message after a colon, if there is one.
struct Suffix<'a>(&'a Cause);

impl fmt::Display for Suffix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.message.as_deref() {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undecodable")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("cause", &self.cause)
            .finish()
    }
}

/// Constructors within this crate.
impl Error {
    pub(super) fn new(operation: Option<String>, detail: Detail) -> Self {
        Self { inner: Box::new(super::Inner { operation, detail, sent_before: false }) }
    }

    /// Records whether the service may have received an earlier request of the call: an attempt, or the one that it
    /// redirected.
    pub(crate) fn sent_before(mut self, sent: bool) -> Self {
        self.inner.sent_before |= sent;
        self
    }

    fn of(operation: impl fmt::Display, detail: Detail) -> Self {
        Self::new(Some(operation.to_string()), detail)
    }

    pub(crate) fn service_root(cause: impl Into<Cause>) -> Self {
        Self::new(None, Detail::ServiceRoot(cause.into()))
    }

    pub(crate) fn configuration(cause: impl Into<Cause>) -> Self {
        Self::new(None, Detail::Configuration(cause.into()))
    }

    /// Creates an error for a call of a service other than Graph by a client whose root is that of Graph.
    pub(crate) fn no_root(operation: impl fmt::Display) -> Self {
        let cause = "the client calls Microsoft Graph, because no root is set; set that of the service with \
                     `ClientBuilder::base_url`";
        Self::of(operation, Detail::Configuration(cause.into()))
    }

    /// Creates an error for an operation that needs a timer if the client has none.
    pub(crate) fn no_timer(operation: impl fmt::Display) -> Self {
        let cause = "the client has no timer and cannot wait; set one with `ClientBuilder::timer`";
        Self::of(operation, Detail::Configuration(cause.into()))
    }

    pub(crate) fn invalid_key(operation: impl fmt::Display, error: KeyError) -> Self {
        Self::of(operation, Detail::InvalidKey(error))
    }

    pub(crate) fn unsendable(operation: impl fmt::Display, cause: impl Into<Cause>) -> Self {
        Self::of(operation, Detail::InvalidRequest(cause.into()))
    }

    pub(crate) fn unavailable(operation: impl fmt::Display, cloud: &'static str, clouds: Availability) -> Self {
        Self::of(operation, Detail::Unavailable { cloud, clouds })
    }

    pub(crate) fn invalid_link(operation: impl fmt::Display, cause: impl Into<Cause>) -> Self {
        Self::of(operation, Detail::InvalidLink(cause.into()))
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn blocking_call(operation: Option<String>) -> Self {
        Self::new(operation, Detail::BlockingCall)
    }

    pub(crate) fn foreign_ticket(operation: impl fmt::Display) -> Self {
        Self::of(operation, Detail::ForeignTicket)
    }

    pub(crate) fn credential(operation: impl fmt::Display, cause: impl Into<Cause>) -> Self {
        Self::of(operation, Detail::Credential(cause.into()))
    }

    /// Creates the error of a call without a valid CSRF token, from the response that says so.
    pub(crate) fn csrf_token(
        description: &Description,
        response: http::Response<Bytes>,
        refused: TokenRefused,
    ) -> Self {
        let response = ServiceError::new(response, description).of_request(refused.request);
        Self::of(description, Detail::CsrfToken { response, problem: refused.problem })
    }

    pub(crate) fn insecure_origin(operation: Option<String>, origin: String) -> Self {
        Self::new(operation, Detail::InsecureOrigin { origin })
    }

    pub(crate) fn foreign_origin(operation: impl fmt::Display, origin: String, service: String) -> Self {
        Self::of(operation, Detail::ForeignOrigin { origin, service })
    }

    pub(crate) fn insecure_link(operation: impl fmt::Display, origin: String) -> Self {
        Self::of(operation, Detail::InsecureLink { origin })
    }

    pub(crate) fn link_cycle(operation: impl fmt::Display, message: &'static str) -> Self {
        Self::of(operation, Detail::LinkCycle(message))
    }

    pub(crate) fn unfinished(operation: impl fmt::Display, limit: Duration) -> Self {
        Self::of(operation, Detail::Unfinished { limit })
    }

    pub(crate) fn dependency_failed(
        operation: impl fmt::Display,
        on: Option<String>,
        response: Option<ServiceError>,
    ) -> Self {
        Self::of(operation, Detail::FailedDependency { on, response })
    }

    pub(crate) fn batch(operation: impl fmt::Display, error: Arc<Self>) -> Self {
        Self::of(operation, Detail::Batch(error))
    }

    pub(crate) fn content_changed(operation: impl fmt::Display) -> Self {
        Self::of(operation, Detail::ContentChanged)
    }

    /// `action` is the message, such as "failed to read the content".
    pub(crate) fn io(operation: impl fmt::Display, action: &'static str, source: io::Error) -> Self {
        Self::of(operation, Detail::Io { action, source })
    }

    pub(crate) fn upload_session(operation: impl fmt::Display, cause: impl Into<Cause>) -> Self {
        Self::of(operation, Detail::UploadSession(cause.into()))
    }

    pub(crate) fn call_timeout(operation: impl fmt::Display, timeout: CallTimeout) -> Self {
        Self::of(operation, Detail::CallTimeout(timeout))
    }

    pub(crate) fn transport(operation: impl fmt::Display, error: TransportError) -> Self {
        Self::of(operation, Detail::Transport(error))
    }

    pub(crate) fn undecodable(
        operation: impl fmt::Display,
        status: StatusCode,
        headers: &http::HeaderMap,
        body: Bytes,
        cause: impl Into<Cause>,
    ) -> Self {
        let request_id = headers.get("request-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
        Self::of(operation, Detail::Decode(Undecodable { status, request_id, body, cause: cause.into() }))
    }
}
