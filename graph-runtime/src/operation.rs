use bytes::Bytes;

use crate::{call_options::CallOptions, description::Description, error::Error, service_root::ServiceRoot};

/// An operation as a value: it describes itself, becomes a request, and reads the answer. It does no I/O, so a client, a batch, a mock
/// or another HTTP stack can execute it.
pub trait Operation {
    /// What a successful answer becomes.
    type Output;

    /// Name, method, template, permissions, clouds.
    fn description(&self) -> &Description;

    /// The request, complete but for what the client adds: token, `client-request-id`, `User-Agent`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidKey`](crate::ErrorKind::InvalidKey), or [`Error::invalid_request`].
    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error>;

    /// What this call does differently from its client's settings. Nothing unless implemented.
    fn options(&self) -> Option<&CallOptions> {
        None
    }

    /// Whether redirects are followed. They are not unless implemented.
    fn redirects(&self) -> Redirects {
        Redirects::Refuse
    }

    /// Reads an answer of any status.
    ///
    /// # Errors
    ///
    /// A [`ServiceError`](crate::ServiceError) if the status is not a success; [`Error::decode`] if the response cannot
    /// be decoded.
    fn read(&self, response: http::Response<Bytes>) -> Result<Self::Output, Error>;
}

/// What is done with an answer that leads elsewhere (301, 302, 303, 307, 308).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Redirects {
    /// It is an error of the service.
    Refuse,
    /// It is followed by `GET`: to the service itself with a token, elsewhere without one, and only over https or on this machine. For
    /// contents, which Graph keeps elsewhere.
    Follow,
}
