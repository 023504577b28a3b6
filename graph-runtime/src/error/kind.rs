/// The kind of an [`Error`](crate::Error).
///
/// ```
/// use graph_runtime::{Error, ErrorKind};
///
/// fn advice(error: &Error) -> &'static str {
///     match error.kind() {
///         ErrorKind::Credential => "sign in again",
///         ErrorKind::Service if error.is_throttled() => "try again later",
///         _ => "see the log",
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The service's URL, or the version in it, is not valid.
    ServiceRoot,
    /// The client cannot be set up, or lacks something that the call needs: the user agent is not a valid header value,
    /// TLS or a runtime cannot be started, or there is no timer.
    Configuration,
    /// A key or an argument cannot be part of a path; see [`key_error`](crate::Error::key_error). Nothing was sent.
    InvalidKey,
    /// The request cannot be built, for example because a header is not valid or a body cannot be serialized. Nothing
    /// was sent.
    InvalidRequest,
    /// The client's cloud is known to lack the operation, and
    /// [the client refuses such calls](crate::ClientBuilder::refuse_unavailable). Nothing was sent.
    Unavailable,
    /// A link is not a URL that can be followed. Nothing was sent to it.
    InvalidLink,
    /// A blocking call was made from asynchronous code. Nothing was sent.
    BlockingCall,
    /// A [`Ticket`](crate::Ticket) was used with the answers to another batch.
    ForeignTicket,
    /// The credential failed to get an access token. Nothing was sent, unless this was a later attempt or a redirect;
    /// see [`may_have_been_sent`](crate::Error::may_have_been_sent).
    Credential,
    /// A change has no valid CSRF token, and was not executed; see [`CsrfSession`](crate::sign_in::CsrfSession). Either
    /// no token could be fetched, so that the change was not sent, or the service did not accept it.
    /// [`status`](crate::Error::status) is that of the response to the request for the token, or to the change.
    CsrfToken,
    /// An access token would be sent over plain http to another machine. Nothing was sent.
    InsecureOrigin,
    /// A link or a request points to another origin than the service's. Nothing was sent to it.
    ForeignOrigin,
    /// A link points to another machine over plain http, or from an https service to this machine. Nothing was sent to
    /// it.
    InsecureLink,
    /// The service's links do not end: a page links to an earlier one, redirects form a cycle, or
    /// [too many pages](crate::Pages::MAX_EMPTY_PAGES) have no items.
    LinkCycle,
    /// Long-running work did not finish within [its limit](crate::Poller::limit). The service may still finish it.
    Unfinished,
    /// A call of a batch was not executed, because a call that it depends on failed; see
    /// [`failed_dependency`](crate::Error::failed_dependency).
    FailedDependency,
    /// The HTTP request that carried a call of a batch failed; see [`batch_error`](crate::Error::batch_error).
    Batch,
    /// The content changed during a download, so the part received so far cannot be used.
    ContentChanged,
    /// Content could not be read or written on this machine.
    Io,
    /// The upload session cannot be completed: the service requests bytes that do not exist, requests the same bytes
    /// again, or creates no item.
    UploadSession,
    /// The call exceeded [its time limit](crate::ClientBuilder::call_timeout), or cannot continue within it; see
    /// [`time_spent`](crate::Error::time_spent).
    CallTimeout,
    /// The response is missing or incomplete; see [`transport_error`](crate::Error::transport_error).
    Transport,
    /// The service responded with an error; see [`service_error`](crate::Error::service_error).
    Service,
    /// The response cannot be decoded. The service has executed the request; for a call whose part of a batch response
    /// is missing, that is not certain.
    Decode,
}

impl ErrorKind {
    /// Returns the name for telemetry, such as `invalid_key`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ServiceRoot => "service_root",
            Self::Configuration => "configuration",
            Self::InvalidKey => "invalid_key",
            Self::InvalidRequest => "invalid_request",
            Self::Unavailable => "unavailable",
            Self::InvalidLink => "invalid_link",
            Self::BlockingCall => "blocking_call",
            Self::ForeignTicket => "foreign_ticket",
            Self::Credential => "credential",
            Self::CsrfToken => "csrf_token",
            Self::InsecureOrigin => "insecure_origin",
            Self::ForeignOrigin => "foreign_origin",
            Self::InsecureLink => "insecure_link",
            Self::LinkCycle => "link_cycle",
            Self::Unfinished => "unfinished",
            Self::FailedDependency => "failed_dependency",
            Self::Batch => "batch",
            Self::ContentChanged => "content_changed",
            Self::Io => "io",
            Self::UploadSession => "upload_session",
            Self::CallTimeout => "call_timeout",
            Self::Transport => "transport",
            Self::Service => "service",
            Self::Decode => "decode",
        }
    }
}
