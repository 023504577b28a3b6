use bytes::Bytes;

use crate::{
    description::Description, error::Error, pipeline::CallOptions, service::ServiceRoot, transport::Redirects,
};

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
