use bytes::Bytes;

use crate::{
    description::Description, error::Error, pipeline::CallOptions, service::ServiceRoot, transport::Redirects,
};

/// A call of a service as a value.
///
/// An operation describes itself, builds an HTTP request, and reads the HTTP response. It does no I/O, so a client, a
/// batch, a mock or another HTTP stack can execute it. The requests of generated code implement this trait; implement
/// it for calls that have no generated code:
///
/// ```
/// use graph_runtime::{Bytes, Description, Error, Operation, ServiceError, ServiceRoot, http};
///
/// /// Counts the users.
/// struct CountUsers;
///
/// static DESCRIPTION: Description = Description::get("microsoft.graph.user", "/users/$count");
///
/// impl Operation for CountUsers {
///     type Output = u64;
///
///     fn description(&self) -> &Description {
///         &DESCRIPTION
///     }
///
///     fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
///         let request = http::Request::get(format!("{}/users/$count", root.as_str()));
///         request
///             .header("ConsistencyLevel", "eventual")
///             .body(Bytes::new())
///             .map_err(|error| Error::invalid_request(&DESCRIPTION, error))
///     }
///
///     fn read(&self, response: http::Response<Bytes>) -> Result<u64, Error> {
///         if !response.status().is_success() {
///             return Err(ServiceError::new(response, &DESCRIPTION).into());
///         }
///         let text = String::from_utf8_lossy(response.body());
///         text.trim().parse().map_err(|error| Error::decode(&DESCRIPTION, &response, Box::new(error)))
///     }
/// }
///
/// let response = http::Response::new(Bytes::from("42"));
/// assert_eq!(CountUsers.read(response)?, 42);
/// # Ok::<(), Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "expected a request, such as the value of `get()`",
    note = "a request builder only addresses a resource: call one of its methods"
)]
pub trait Operation {
    /// The output of a successful call.
    type Output;

    /// Returns the description: name, method, path template, permissions and clouds.
    fn description(&self) -> &Description;

    /// Builds the request. The client adds the access token, `client-request-id` and `User-Agent`, and
    /// `Content-Length: 0` to a `POST`, `PUT` or `PATCH` without a body.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidKey`](crate::ErrorKind::InvalidKey) if a key cannot be part of a path, or
    /// [`Error::invalid_request`].
    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error>;

    /// Returns the options that override the client's settings for this call. The default is `None`.
    fn options(&self) -> Option<&CallOptions> {
        None
    }

    /// Returns whether redirects are followed. By default they are not.
    fn redirects(&self) -> Redirects {
        Redirects::Refuse
    }

    /// Reads a response of any status.
    ///
    /// # Errors
    ///
    /// A [`ServiceError`](crate::ServiceError) if the status is not a success; [`Error::decode`] if the response cannot
    /// be decoded.
    fn read(&self, response: http::Response<Bytes>) -> Result<Self::Output, Error>;
}

/// An [`Operation`] that creates an entity, to which a later call of the same batch can refer.
///
/// ```
/// use graph_runtime::{Batch, Key, batches::CreatesEntity};
///
/// /// Adds a call, and returns the key by which later calls of the batch address the new entity.
/// fn add<O: CreatesEntity>(batch: &mut Batch, create: O) -> Key {
///     let ticket = batch.add(create);
///     Key::from(&ticket)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not create an entity to which a later call can refer",
    note = "the ticket of a request made by `create` is a key in the same batch"
)]
pub trait CreatesEntity: Operation {}
