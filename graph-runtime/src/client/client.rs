use std::{fmt, sync::Arc};

use bytes::Bytes;

use super::builder::ClientBuilder;
use crate::{
    auth::Credential,
    error::Error,
    operation::Operation,
    path::KeySyntax,
    pipeline::{ClientCredential, Exchange, Settings},
    service::{ServiceProfile, ServiceRoot},
    transport::{NumbersInText, Redirects, ResponseMemory},
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
        self.profile().key_syntax()
    }

    /// Returns how the service speaks OData.
    pub fn profile(&self) -> &ServiceProfile {
        self.settings.profile.get()
    }

    /// Returns a client that calls the same service with another credential.
    ///
    /// Both share connections, limits, middleware and retry policy. Throttling state is shared only by credentials with
    /// the same [quota](Credential::quota). This is cheap: a server can do it for each request that it receives.
    ///
    /// ```
    /// use graph_runtime::{Client, StaticToken};
    ///
    /// let application = Client::builder().credential(StaticToken::new("the token of the application")).build()?;
    /// let user = application.with_credential(StaticToken::new("the token of a user"));
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn with_credential(&self, credential: impl Credential + 'static) -> Self {
        let credential = Arc::new(ClientCredential::new(credential));
        Self { settings: Arc::new(self.settings.derive(Some(&credential), None)) }
    }

    /// Returns a client that calls the same service in another tenant, with tokens of that tenant.
    ///
    /// Both share connections and credential, but no throttling state. Pages, batches, uploads and long-running work of
    /// a client stay in its tenant.
    ///
    /// The credential has to [support](Credential::supports) tenants, and the tenant must be an id or a domain.
    /// Otherwise each call fails with [`ErrorKind::Credential`](crate::ErrorKind::Credential), and is not sent.
    ///
    /// ```
    /// use graph_runtime::{AccessToken, BoxFuture, CachedCredential, Client, Credential, TokenRequest};
    ///
    /// struct Application;
    ///
    /// impl Credential for Application {
    ///     fn token<'a>(
    ///         &'a self,
    ///         request: &'a TokenRequest,
    ///     ) -> BoxFuture<'a, Result<AccessToken, Box<dyn std::error::Error + Send + Sync>>> {
    ///         let tenant = request.tenant.as_deref().unwrap_or("contoso.com");
    ///         Box::pin(async move { Ok(AccessToken::new(format!("a token of {tenant}"), None)) })
    ///     }
    ///
    ///     fn supports(&self, _: &TokenRequest) -> bool {
    ///         true
    ///     }
    /// }
    ///
    /// let contoso = Client::builder().credential(CachedCredential::new(Application)).build()?;
    /// let fabrikam = contoso.for_tenant("fabrikam.com");
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn for_tenant(&self, tenant: &str) -> Self {
        Self { settings: Arc::new(self.settings.derive(None, Some(tenant))) }
    }

    /// Returns a client that calls another version of the same service.
    ///
    /// Both share everything but the root. Services that are generated for a version call it with any client, so this
    /// is needed only for requests that a client executes or sends itself, such as batches and raw requests.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ServiceRoot`](crate::ErrorKind::ServiceRoot) if the root does not end in a version, or the other is
    /// not a version such as `v1.0` or `beta`.
    ///
    /// ```
    /// use graph_runtime::Client;
    ///
    /// let client = Client::builder().build()?;
    /// let beta = client.for_version("beta")?;
    /// assert_eq!(beta.root().as_str(), "https://graph.microsoft.com/beta");
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    pub fn for_version(&self, version: &str) -> Result<Self, Error> {
        let root = self.settings.root.in_version(version)?;
        Ok(Self { settings: Arc::new(Settings { root, ..(*self.settings).clone() }) })
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
        self.limit_memory(&mut response);
        Ok(response)
    }

    /// Attaches the limit of memory to a response, and what its profile says, for the operation that reads it.
    pub(crate) fn limit_memory(&self, response: &mut http::Response<Bytes>) {
        ResponseMemory::attach(&self.settings.limits, response);
        if self.profile().is_ieee754_compatible() {
            response.extensions_mut().insert(NumbersInText);
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("root", &self.settings.root).finish_non_exhaustive()
    }
}
