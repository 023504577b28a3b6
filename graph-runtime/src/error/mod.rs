//! [`Error`], its kinds, and the errors that services respond with.

mod call_timeout;
mod cause;
mod detail;
mod kind;
mod predicates;
mod required_permissions;
mod service_error;
#[cfg(test)]
mod tests;

use std::{error::Error as StdError, fmt, time::Duration};

use bytes::Bytes;
use http::StatusCode;

use self::call_timeout::CALL_TIMEOUT;
use self::detail::Detail;
pub(crate) use self::{
    call_timeout::{CallTimeout, NoTimeLeft, Phase},
    cause::Cause,
};
pub use self::{
    kind::ErrorKind,
    service_error::{ErrorDetail, ServiceError},
};
use crate::{
    auth::CredentialTimeout,
    description::Description,
    path::KeyError,
    text::write_chain,
    transport::{TransportError, TransportErrorKind},
    value::JsonError,
};

/// Why a call failed.
///
/// [`kind`](Self::kind) says what happened. The `is_…` methods answer what callers usually need to know, and
/// [`may_have_been_sent`](Self::may_have_been_sent) tells whether the call may have taken effect.
///
/// `{}` prints the error on one line; `{:#}` and `{:?}` also print the errors that caused it, so that `fn main() ->
/// Result<(), Error>` prints a readable message, and `{:#?}` prints the fields. None of them shows access tokens, keys
/// or values of query options. They do show the message of a service's error, which may repeat
/// parts of the request. Control characters in it are escaped; [`ServiceError::message`] and
/// [`raw_body`](Self::raw_body) return it unchanged.
///
/// ```no_run
/// # async fn example<O: graph_runtime::Operation + Sync>(client: graph_runtime::Client, get_user: O)
/// # -> Result<Option<O::Output>, graph_runtime::Error> {
/// match client.execute(&get_user).await {
///     Ok(user) => Ok(Some(user)),
///     Err(error) if error.is_not_found() => Ok(None),
///     Err(error) => {
///         eprintln!("{error:#}");
///         Err(error)
///     }
/// }
/// # }
/// ```
///
/// # Creating errors
///
/// A [`Credential`](crate::Credential) returns any error, and a [`Transport`](crate::Transport) a [`TransportError`].
/// An [`Operation`](crate::Operation) of your own creates errors with [`invalid_request`](Self::invalid_request) and
/// [`decode`](Self::decode), and converts a [`ServiceError`].
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    /// The method and the path template. A [`ServiceError`] has its own copy.
    operation: Option<String>,
    detail: Detail,
    /// Whether the service may have received an earlier request of the call.
    sent_before: bool,
}

impl Error {
    /// Creates an error of kind [`InvalidRequest`](ErrorKind::InvalidRequest), for an [`Operation`](crate::Operation)
    /// of your own whose request cannot be built.
    #[must_use]
    pub fn invalid_request(description: &Description, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::unsendable(description, source.into())
    }

    /// Creates an error of kind [`Decode`](ErrorKind::Decode), for an [`Operation`](crate::Operation) of your own whose
    /// response cannot be decoded.
    #[must_use]
    pub fn decode(
        description: &Description,
        response: &http::Response<Bytes>,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let body = response.body().clone();
        Self::undecodable(description, response.status(), response.headers(), body, source.into())
    }

    /// Returns the kind of error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.detail.kind()
    }

    /// Returns the operation that failed, as its method and path template: `GET /users/{id}`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        match &self.inner.detail {
            Detail::Service(error) => Some(error.operation()),
            _ => self.inner.operation.as_deref(),
        }
    }

    /// Returns the error that the service responded with. For a call of a batch, this may be the error of the batch
    /// request. `None` for [`ErrorKind::CsrfToken`], whose response is not to the operation.
    #[must_use]
    pub fn service_error(&self) -> Option<&ServiceError> {
        match &self.cause_of_batch().inner.detail {
            Detail::Service(error) => Some(error),
            Detail::FailedDependency { response, .. } => response.as_ref(),
            _ => None,
        }
    }

    /// Returns the status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match &self.cause_of_batch().inner.detail {
            Detail::Decode(response) => Some(response.status),
            _ => self.response().map(ServiceError::status),
        }
    }

    /// Returns the unchanged body of the response, if there was one.
    #[must_use]
    pub fn raw_body(&self) -> Option<&Bytes> {
        match &self.cause_of_batch().inner.detail {
            Detail::Decode(response) => Some(&response.body),
            _ => self.response().map(ServiceError::raw_body),
        }
    }

    /// Returns the service's identifier of the request, if it responded. Microsoft's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match &self.cause_of_batch().inner.detail {
            Detail::Decode(response) => response.request_id.as_deref(),
            _ => self.response()?.request_id(),
        }
    }

    /// Returns how long the service asks to wait, if its error says so; see [`ServiceError::retry_after`].
    ///
    /// For a call that could not wait for a throttled service within its time limit, this is how long it would have
    /// waited yet.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.cause_of_batch().inner.detail {
            Detail::CallTimeout(timeout) => timeout.reopens,
            _ => self.response()?.retry_after(),
        }
    }

    /// Returns where the time of a call went that ended because of
    /// [its time limit](crate::ClientBuilder::call_timeout).
    ///
    /// Its kind is [`ErrorKind::CallTimeout`], or [`ErrorKind::Service`] if there was no time to send it again.
    #[must_use]
    pub fn time_spent(&self) -> Option<crate::time::TimeSpent> {
        match &self.cause_of_batch().inner.detail {
            Detail::CallTimeout(timeout) => Some(timeout.spent),
            _ => self.response()?.time_spent(),
        }
    }

    /// Returns the link for reading everything again after a delta link expired: the `Location` of the response, if
    /// any.
    ///
    /// Pass it to [`Client::resume_delta`](crate::Client::resume_delta), which rejects a link to another origin.
    #[must_use]
    pub fn resync_link(&self) -> Option<&str> {
        self.service_error().filter(|_| self.is_resync_required())?.header("location")
    }

    /// Returns why the response is missing or incomplete, for [`ErrorKind::Transport`], and for
    /// [`ErrorKind::CallTimeout`] if there was an attempt.
    #[must_use]
    pub fn transport_error(&self) -> Option<&TransportError> {
        match &self.cause_of_batch().inner.detail {
            Detail::Transport(error) => Some(error),
            Detail::CallTimeout(timeout) => timeout.source.as_ref(),
            _ => None,
        }
    }

    /// Returns what is wrong with a key or an argument, for [`ErrorKind::InvalidKey`].
    #[must_use]
    pub fn key_error(&self) -> Option<KeyError> {
        match self.inner.detail {
            Detail::InvalidKey(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the origin (scheme, host and port) that nothing was sent to, for [`ErrorKind::InsecureOrigin`],
    /// [`ErrorKind::ForeignOrigin`] and [`ErrorKind::InsecureLink`].
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        match &self.inner.detail {
            Detail::InsecureOrigin { origin }
            | Detail::ForeignOrigin { origin, .. }
            | Detail::InsecureLink { origin } => Some(origin),
            _ => None,
        }
    }

    /// Returns the operation that the call depends on and that failed, for [`ErrorKind::FailedDependency`], if known.
    #[must_use]
    pub fn failed_dependency(&self) -> Option<&str> {
        match &self.inner.detail {
            Detail::FailedDependency { on, .. } => on.as_deref(),
            _ => None,
        }
    }

    /// Returns the error of the HTTP request that carried this call and others, for [`ErrorKind::Batch`].
    #[must_use]
    pub fn batch_error(&self) -> Option<&Self> {
        match &self.inner.detail {
            Detail::Batch(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the time limit that a call, an attempt, a long-running operation or the credential exceeded.
    #[must_use]
    pub fn time_limit(&self) -> Option<Duration> {
        match &self.cause_of_batch().inner.detail {
            Detail::CallTimeout(timeout) => Some(timeout.limit),
            Detail::Unfinished { limit } => Some(*limit),
            Detail::Transport(error) => error.time_limit(),
            Detail::Service(error) | Detail::CsrfToken { response: error, .. } => error.time_limit(),
            Detail::Credential(cause) => cause.source()?.downcast_ref::<CredentialTimeout>().map(|error| error.limit),
            _ => None,
        }
    }

    /// Returns the limit in bytes that the size of a response exceeded, or the memory of its values.
    #[must_use]
    pub fn size_limit(&self) -> Option<u64> {
        let limit = match &self.cause_of_batch().inner.detail {
            Detail::Decode(response) => response.cause.source()?.downcast_ref::<JsonError>()?.memory_limit()?,
            _ => match self.transport_error()?.kind() {
                TransportErrorKind::TooLarge(limit) => limit,
                _ => return None,
            },
        };
        u64::try_from(limit).ok()
    }

    /// Returns the response of the service that is not a success: to the operation, or to the request for its CSRF
    /// token.
    fn response(&self) -> Option<&ServiceError> {
        match &self.cause_of_batch().inner.detail {
            Detail::CsrfToken { response, .. } => Some(response),
            _ => self.service_error(),
        }
    }

    /// Returns the error of the batch request for a call that failed with it; otherwise this error.
    fn cause_of_batch(&self) -> &Self {
        match &self.inner.detail {
            Detail::Batch(error) => error.cause_of_batch(),
            _ => self,
        }
    }
}

impl From<ServiceError> for Error {
    fn from(error: ServiceError) -> Self {
        Self::new(None, Detail::Service(error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, detail, .. } = &*self.inner;
        match operation {
            Some(operation) => write_chain(f, &format_args!("{operation}: {detail}"), self.source()),
            None => write_chain(f, detail, self.source()),
        }
    }
}

impl fmt::Debug for Error {
    /// Writes what `{:#}` writes, since that is what `fn main() -> Result<(), Error>` prints; `{:#?}` shows the fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !f.alternate() {
            return write!(f, "{self:#}");
        }
        f.debug_struct("Error").field("operation", &self.operation()).field("detail", &self.inner.detail).finish()
    }
}

impl StdError for Error {
    /// Returns the error that caused this one, unless `Display` already shows it; so a printed chain repeats nothing.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.detail.source()
    }
}
