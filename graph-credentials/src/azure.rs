use std::{
    error::Error as StdError,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use azure_core::{
    credentials::TokenCredential,
    http::{ClientOptions, Transport},
};
use azure_identity::{
    AzureCliCredential, DeveloperToolsCredential, ManagedIdentityCredential, ManagedIdentityCredentialOptions,
    UserAssignedId,
};
use graph_runtime::{AccessToken, BoxFuture, Credential, ReqwestTransport, TokenRequest};

/// The least time between two credentials that are created because the service refused a token.
const RENEWAL_INTERVAL: Duration = Duration::from_secs(30);

/// A credential of `azure_identity` for a [`graph_runtime::Client`].
///
/// These credentials cache their tokens. A [`CachedCredential`](graph_runtime::CachedCredential) around one also lets
/// other calls use an expiring token while one call refreshes it.
///
/// ```no_run
/// use graph_credentials::{AzureCredential, CachedCredential};
/// use graph_runtime::Client;
///
/// let credential = AzureCredential::azure_cli()?;
/// let client = Client::builder().credential(CachedCredential::new(credential)).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct AzureCredential {
    source: Arc<Source>,
}

/// A function that creates a credential.
type Make = Box<dyn Fn() -> azure_core::Result<Arc<dyn TokenCredential>> + Send + Sync>;

struct Source {
    /// Creates the credential anew, which is the only way to drop the tokens that it caches.
    make: Option<Make>,
    current: Mutex<Current>,
}

struct Current {
    credential: Arc<dyn TokenCredential>,
    renewed: Option<Instant>,
}

/// An error: the service requires a token with claims, which `azure_identity` cannot request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service requires an access token with claims, which `azure_identity` cannot request")]
pub struct ClaimsNotSupported;

impl AzureCredential {
    /// Creates a credential from any implementation of `azure_core`'s trait.
    ///
    /// A token that the service refuses stays in its cache; [`from_fn`](Self::from_fn) helps.
    pub fn new(inner: Arc<dyn TokenCredential>) -> Self {
        Self::with(inner, None)
    }

    /// Creates a credential from a function that creates one of `azure_identity`.
    ///
    /// If the service refuses a token, the function is called again: a new credential has an empty cache. Use
    /// [`client_options`](Self::client_options) for its HTTP client.
    ///
    /// # Errors
    ///
    /// Returns the error of the function.
    ///
    /// ```no_run
    /// use azure_identity::{WorkloadIdentityCredential, WorkloadIdentityCredentialOptions};
    /// use graph_credentials::AzureCredential;
    ///
    /// let credential = AzureCredential::from_fn(|| {
    ///     let mut options = WorkloadIdentityCredentialOptions::default();
    ///     options.credential_options.client_options = AzureCredential::client_options()?;
    ///     Ok(WorkloadIdentityCredential::new(Some(options))?)
    /// })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_fn(
        make: impl Fn() -> azure_core::Result<Arc<dyn TokenCredential>> + Send + Sync + 'static,
    ) -> azure_core::Result<Self> {
        Ok(Self::with(make()?, Some(Box::new(make))))
    }

    fn with(credential: Arc<dyn TokenCredential>, make: Option<Make>) -> Self {
        Self { source: Arc::new(Source { make, current: Mutex::new(Current { credential, renewed: None }) }) }
    }

    /// Returns options of `azure_core` with the HTTP client of this crate.
    ///
    /// The client of `azure_core` itself panics if the process has no default provider of cryptography yet.
    ///
    /// # Errors
    ///
    /// Returns an error if TLS cannot be set up.
    pub fn client_options() -> azure_core::Result<ClientOptions> {
        let client = ReqwestTransport::client_builder().timeout(Duration::from_secs(100)).build();
        let client = client.map_err(|problem| azure_core::Error::new(azure_core::error::ErrorKind::Io, problem))?;
        Ok(ClientOptions { transport: Some(Transport::new(Arc::new(client))), ..Default::default() })
    }

    /// Creates a credential for the managed identity of the machine or service on which the program runs.
    ///
    /// A client id selects a user-assigned identity; without it, the system-assigned identity is used.
    ///
    /// # Errors
    ///
    /// Returns an error if the environment does not have managed identities.
    pub fn managed_identity(client_id: Option<&str>) -> azure_core::Result<Self> {
        let client_id = client_id.map(str::to_owned);
        Self::from_fn(move || {
            let user_assigned_id = client_id.clone().map(UserAssignedId::ClientId);
            let client_options = Self::client_options()?;
            let options = ManagedIdentityCredentialOptions { user_assigned_id, client_options };
            Ok(ManagedIdentityCredential::new(Some(options))?)
        })
    }

    /// Creates a credential for the account that ran `az login`, in the cloud that `az cloud set` selected.
    ///
    /// # Errors
    ///
    /// Returns the error of `azure_identity`.
    pub fn azure_cli() -> azure_core::Result<Self> {
        Self::from_fn(|| Ok(AzureCliCredential::new(None)?))
    }

    /// Creates a credential for the account of the Azure CLI or, if nobody is signed in there, the Azure Developer CLI.
    ///
    /// # Errors
    ///
    /// Returns the error of `azure_identity`.
    pub fn developer_tools() -> azure_core::Result<Self> {
        Self::from_fn(|| Ok(DeveloperToolsCredential::new(None)?))
    }
}

impl Credential for AzureCredential {
    fn token<'a>(
        &'a self,
        request: &'a TokenRequest,
    ) -> BoxFuture<'a, Result<AccessToken, Box<dyn StdError + Send + Sync>>> {
        Box::pin(async move {
            if request.claims.is_some() {
                return Err(ClaimsNotSupported.into());
            }
            let scopes: Vec<&str> = request.scopes.iter().map(String::as_str).collect();
            let credential = self.source.current.lock().unwrap_or_else(PoisonError::into_inner).credential.clone();
            let token = credential.get_token(&scopes, None).await?;
            Ok(AccessToken::new(token.token.secret().to_owned(), Some(SystemTime::from(token.expires_on))))
        })
    }

    fn invalidate(&self, _: &TokenRequest, _: &AccessToken) {
        let Some(make) = &self.source.make else { return };
        let mut current = self.source.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.renewed.is_some_and(|last| last.elapsed() < RENEWAL_INTERVAL) {
            return;
        }
        // If it fails, the old one is as good as before.
        if let Ok(credential) = make() {
            *current = Current { credential, renewed: Some(Instant::now()) };
        }
    }
}

impl fmt::Debug for AzureCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let current = self.source.current.lock().unwrap_or_else(PoisonError::into_inner);
        f.debug_tuple("AzureCredential").field(&current.credential).finish()
    }
}
