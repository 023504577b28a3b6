use std::{fmt, sync::Arc};

use bytes::Bytes;

use super::builder::ClientBuilder;
use crate::{
    error::Error,
    operation::Operation,
    path::KeySyntax,
    pipeline::{Exchange, Settings},
    service::ServiceRoot,
    transport::{Redirects, ResponseMemory},
};

/// Executes operations of one service.
///
/// Generated services take a client, and their requests send themselves with it. Any [`Operation`] can also be passed
/// to [`execute`](Self::execute). Cloning a client is cheap, and clones share connections, settings and throttling
/// state.
///
/// ```no_run
/// # use graph_runtime as rt;
/// # struct GraphService(rt::Client);
/// # impl GraphService { fn new(client: rt::Client) -> Self { Self(client) } }
/// use graph_runtime::{Client, StaticToken};
///
/// let token = std::env::var("GRAPH_TOKEN").unwrap_or_default();
/// let client = Client::builder().credential(StaticToken::new(token)).build()?;
/// assert_eq!(client.root().as_str(), "https://graph.microsoft.com/v1.0");
///
/// let service = GraphService::new(client); // generated
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) settings: Arc<Settings>,
}

impl Client {
    /// Returns a builder with the default settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Returns the service's root URL.
    #[must_use]
    pub fn root(&self) -> &ServiceRoot {
        &self.settings.root
    }

    /// Returns how keys are written in paths.
    #[must_use]
    pub fn key_syntax(&self) -> KeySyntax {
        self.settings.key_syntax
    }

    /// Sends an operation and reads the response.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn execute<O: Operation + Sync>(&self, operation: &O) -> Result<O::Output, Error> {
        operation.read(self.exchange(operation).await?)
    }

    /// Sends an operation and returns the response, whatever its status; its body is decoded if it was gzip.
    ///
    /// [`Operation::read`] turns the response into the operation's output.
    ///
    /// # Errors
    ///
    /// See [`Error`]; the error is never of kind [`Service`](crate::ErrorKind::Service) or
    /// [`Decode`](crate::ErrorKind::Decode).
    pub async fn exchange<O: Operation + Sync>(&self, operation: &O) -> Result<http::Response<Bytes>, Error> {
        let (settings, build) = (&self.settings, || operation.request(&self.settings.root));
        let exchange = Exchange::to_service(settings, operation.description(), operation.options());
        let mut response = exchange.run(settings, &build).await?;
        if operation.redirects() == Redirects::Follow {
            // Boxed, so that a rare case does not enlarge the futures of all calls.
            response = Box::pin(exchange.follow_redirects(settings, &build, response)).await?;
        }
        ResponseMemory::attach(&settings.limits, &mut response);
        Ok(response)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("root", &self.settings.root).finish_non_exhaustive()
    }
}
