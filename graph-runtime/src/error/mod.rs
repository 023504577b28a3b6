//! What can go wrong: [`Error`], its kinds, and the errors that services respond with.

mod cause;
mod detail;
mod kind;
mod predicates;
mod service_error;
#[cfg(test)]
mod tests;

use std::{error::Error as StdError, fmt, time::Duration};

use bytes::Bytes;
use http::StatusCode;

pub(crate) use self::cause::Cause;
use self::detail::Detail;
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
};

/// Why a call failed.
///
/// [`kind`](Self::kind) says what happened. The methods that begin with `is_` answer what callers usually decide by,
/// and [`may_have_been_sent`](Self::may_have_been_sent) tells whether a second attempt may repeat an effect.
///
/// `{}` prints this error on one line, `{:#}` also the errors that caused it. Neither shows access tokens, keys or
/// values of query options, and nor does `Debug`. They do show the message of a service's error, which may repeat parts
/// of the request. Control characters in it are escaped; [`ServiceError::message`] and [`raw_body`](Self::raw_body)
/// return it unchanged.
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
/// A [`Credential`](crate::Credential) fails with any error of its own, and a [`Transport`](crate::Transport) with a
/// [`TransportError`]. An [`Operation`](crate::Operation) of your own makes its errors with
/// [`invalid_request`](Self::invalid_request) and [`decode`](Self::decode), and from a [`ServiceError`].
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    /// The method and the path template. A [`ServiceError`] has its own.
    operation: Option<String>,
    detail: Detail,
}

impl Error {
    /// An error of [kind](ErrorKind::InvalidRequest) `InvalidRequest`, for an [`Operation`](crate::Operation) of your
    /// own whose request cannot be built.
    #[must_use]
    pub fn invalid_request(description: &Description, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::unsendable(description, source.into())
    }

    /// An error of [kind](ErrorKind::Decode) `Decode`, for an [`Operation`](crate::Operation) of your own whose
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

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.detail.kind()
    }

    /// The operation that failed, as its method and path template: `GET /users/{id}`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        match &self.inner.detail {
            Detail::Service(error) => Some(error.operation()),
            _ => self.inner.operation.as_deref(),
        }
    }

    /// The error that the service responded with. For a call of a batch, this includes the error of the whole batch
    /// request.
    #[must_use]
    pub fn service_error(&self) -> Option<&ServiceError> {
        match &self.cause_of_batch().inner.detail {
            Detail::Service(error) => Some(error),
            Detail::FailedDependency { answer, .. } => answer.as_ref(),
            _ => None,
        }
    }

    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match &self.cause_of_batch().inner.detail {
            Detail::Decode(response) => Some(response.status),
            _ => self.service_error().map(ServiceError::status),
        }
    }

    /// The unchanged body of the response, if there was one.
    #[must_use]
    pub fn raw_body(&self) -> Option<&Bytes> {
        match &self.cause_of_batch().inner.detail {
            Detail::Decode(response) => Some(&response.body),
            _ => self.service_error().map(ServiceError::raw_body),
        }
    }

    /// The service's name for the request, if it responded. Microsoft's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match &self.cause_of_batch().inner.detail {
            Detail::Decode(response) => response.request_id.as_deref(),
            _ => self.service_error()?.request_id(),
        }
    }

    /// How long the service asks to wait, if its error says so. A date is relative to the response's own `Date`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.service_error()?.retry_after()
    }

    /// Where to read everything again after a delta link expired: the `Location` of the response, if it has one.
    /// [`Client::resume_delta`](crate::Client::resume_delta) takes it, and refuses a link to another origin.
    #[must_use]
    pub fn resync_link(&self) -> Option<&str> {
        self.service_error().filter(|_| self.is_resync_required())?.header("location")
    }

    /// Why there is no complete response, for [`ErrorKind::Transport`].
    #[must_use]
    pub fn transport_error(&self) -> Option<&TransportError> {
        match &self.cause_of_batch().inner.detail {
            Detail::Transport(error) => Some(error),
            _ => None,
        }
    }

    /// What is wrong with a key or an argument, for [`ErrorKind::InvalidKey`].
    #[must_use]
    pub fn key_error(&self) -> Option<KeyError> {
        match self.inner.detail {
            Detail::InvalidKey(error) => Some(error),
            _ => None,
        }
    }

    /// The scheme, host and port that nothing was sent to, for [`ErrorKind::InsecureOrigin`],
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

    /// The operation of the batch that failed first, for [`ErrorKind::FailedDependency`], if it is known.
    #[must_use]
    pub fn failed_dependency(&self) -> Option<&str> {
        match &self.inner.detail {
            Detail::FailedDependency { on, .. } => on.as_deref(),
            _ => None,
        }
    }

    /// The error of the HTTP request that carried this call and others, for [`ErrorKind::Batch`].
    #[must_use]
    pub fn batch_error(&self) -> Option<&Self> {
        match &self.inner.detail {
            Detail::Batch(error) => Some(error),
            _ => None,
        }
    }

    /// The limit of time that long-running work or the credential exceeded.
    #[must_use]
    pub fn time_limit(&self) -> Option<Duration> {
        match &self.cause_of_batch().inner.detail {
            Detail::Unfinished { limit } => Some(*limit),
            Detail::Credential(cause) => cause.source()?.downcast_ref::<CredentialTimeout>().map(|error| error.limit),
            _ => None,
        }
    }

    /// The limit of size in bytes that a response exceeded.
    #[must_use]
    pub fn size_limit(&self) -> Option<u64> {
        match self.transport_error()?.kind() {
            TransportErrorKind::TooLarge(limit) => u64::try_from(limit).ok(),
            _ => None,
        }
    }

    /// The error of the batch request, for a call that failed with it; otherwise this error.
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
        let Inner { operation, detail } = &*self.inner;
        match operation {
            Some(operation) => write_chain(f, &format_args!("{operation}: {detail}"), self.source()),
            None => write_chain(f, detail, self.source()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("operation", &self.operation()).field("detail", &self.inner.detail).finish()
    }
}

impl StdError for Error {
    /// The error that caused this one. What `Display` shows already is left out, so that a printed chain says nothing
    /// twice; the typed details have it.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.detail.source()
    }
}
