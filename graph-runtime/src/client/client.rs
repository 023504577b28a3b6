use std::{fmt, sync::Arc};

use bytes::Bytes;

use super::builder::ClientBuilder;
use crate::{
    error::Error,
    operation::Operation,
    path::KeySyntax,
    pipeline::{Exchange, Settings},
    service::ServiceRoot,
    transport::Redirects,
};

/// Executes operations against one service. Cloning is cheap, and clones share connections.
#[derive(Clone)]
pub struct Client {
    pub(crate) settings: Arc<Settings>,
}

impl Client {
    /// Settings for a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Where the service is.
    #[must_use]
    pub fn root(&self) -> &ServiceRoot {
        &self.settings.root
    }

    /// How keys are written.
    #[must_use]
    pub fn key_syntax(&self) -> KeySyntax {
        self.settings.key_syntax
    }

    /// Sends an operation and reads its answer. The steps are listed in the pipeline's source.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn execute<O: Operation + Sync>(&self, operation: &O) -> Result<O::Output, Error> {
        operation.read(self.exchange(operation).await?)
    }

    /// Sends an operation and gives its answer as it came, whatever its status; [`Operation::read`] makes the output of it.
    ///
    /// # Errors
    ///
    /// See [`Error`]; never of kind [`Service`](crate::ErrorKind::Service) or [`Decode`](crate::ErrorKind::Decode).
    pub async fn exchange<O: Operation + Sync>(&self, operation: &O) -> Result<http::Response<Bytes>, Error> {
        let (settings, build) = (&self.settings, || operation.request(&self.settings.root));
        let exchange = Exchange::to_service(settings, operation.description(), operation.options());
        let answer = exchange.run(settings, &build).await?;
        match operation.redirects() {
            Redirects::Refuse => Ok(answer),
            // In a box, so that what is rare does not make the futures of all calls larger.
            Redirects::Follow => Box::pin(exchange.follow_redirects(settings, &build, answer)).await,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("root", &self.settings.root).finish_non_exhaustive()
    }
}
