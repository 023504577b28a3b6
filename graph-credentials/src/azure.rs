use std::{error::Error as StdError, sync::Arc, time::SystemTime};

use azure_core::{
    cloud::{CloudConfiguration, CustomConfiguration},
    credentials::{Secret, TokenCredential},
    http::ClientOptions,
};
use azure_identity::{
    AzureCliCredential, ClientSecretCredential, ClientSecretCredentialOptions, DeveloperToolsCredential,
    ManagedIdentityCredential, ManagedIdentityCredentialOptions, UserAssignedId,
};
use graph_runtime::{AccessToken, BoxFuture, Credential, TokenRequest};

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
#[derive(Clone, Debug)]
pub struct AzureCredential {
    inner: Arc<dyn TokenCredential>,
}

/// An error: the service requires a token with claims, which `azure_identity` cannot request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service requires an access token with claims, which `azure_identity` cannot request")]
pub struct ClaimsNotSupported;

impl AzureCredential {
    /// Creates a credential from any implementation of `azure_core`'s trait.
    pub fn new(inner: Arc<dyn TokenCredential>) -> Self {
        set_crypto_provider();
        Self { inner }
    }

    /// Creates a credential for an application with a secret.
    ///
    /// The authority is the URL of the sign-in service, such as `https://login.microsoftonline.com`.
    ///
    /// # Errors
    ///
    /// Returns an error if the authority is not an https URL, or if another argument is not valid.
    ///
    /// ```
    /// use graph_credentials::AzureCredential;
    /// use graph_runtime::Cloud;
    ///
    /// let secret = "the value, not the id, of a client secret";
    /// AzureCredential::client_secret(Cloud::Global.authority(), "contoso.com", "application id", secret)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn client_secret(
        authority: &str,
        tenant: &str,
        application: &str,
        secret: impl Into<String>,
    ) -> azure_core::Result<Self> {
        set_crypto_provider();
        let options = ClientSecretCredentialOptions { client_options: client_options(authority) };
        let secret = Secret::new(secret.into());
        Ok(Self::new(ClientSecretCredential::new(tenant, application.to_owned(), secret, Some(options))?))
    }

    /// Creates a credential for an application with a certificate and its private key, as PKCS #12.
    ///
    /// # Errors
    ///
    /// Returns an error if the certificate cannot be read, or if another argument is not valid.
    #[cfg(feature = "certificate")]
    pub fn client_certificate(
        authority: &str,
        tenant: &str,
        application: &str,
        certificate: Vec<u8>,
        password: Option<String>,
    ) -> azure_core::Result<Self> {
        set_crypto_provider();
        let mut options = azure_identity::ClientCertificateCredentialOptions {
            client_options: client_options(authority),
            ..Default::default()
        };
        options.password = password.map(Secret::new);
        let (tenant, application) = (tenant.to_owned(), application.to_owned());
        let credential =
            azure_identity::ClientCertificateCredential::new(tenant, application, certificate.into(), Some(options))?;
        Ok(Self::new(credential))
    }

    /// Creates a credential for the managed identity of the machine or service on which the program runs.
    ///
    /// A client id selects a user-assigned identity; without it, the system-assigned identity is used.
    ///
    /// # Errors
    ///
    /// Returns an error if the environment does not have managed identities.
    pub fn managed_identity(client_id: Option<&str>) -> azure_core::Result<Self> {
        set_crypto_provider();
        let user_assigned_id = client_id.map(|id| UserAssignedId::ClientId(id.to_owned()));
        let options = ManagedIdentityCredentialOptions { user_assigned_id, ..Default::default() };
        Ok(Self::new(ManagedIdentityCredential::new(Some(options))?))
    }

    /// Creates a credential for the account that ran `az login`, in the cloud that `az cloud set` selected.
    ///
    /// # Errors
    ///
    /// Returns the error of `azure_identity`.
    pub fn azure_cli() -> azure_core::Result<Self> {
        set_crypto_provider();
        Ok(Self::new(AzureCliCredential::new(None)?))
    }

    /// Creates a credential for the account of the Azure CLI or, if nobody is signed in there, the Azure Developer CLI.
    ///
    /// # Errors
    ///
    /// Returns the error of `azure_identity`.
    pub fn developer_tools() -> azure_core::Result<Self> {
        set_crypto_provider();
        Ok(Self::new(DeveloperToolsCredential::new(None)?))
    }
}

/// Sets the process-wide cryptography provider, unless it is set.
///
/// The HTTP client of `azure_identity`, which its constructors create, panics without one.
fn set_crypto_provider() {
    // Creating a transport sets it.
    let _ = graph_runtime::ReqwestTransport::new();
}

/// Returns client options with an authority.
fn client_options(authority: &str) -> ClientOptions {
    let mut custom = CustomConfiguration::default();
    custom.authority_host = authority.to_owned();
    ClientOptions { cloud: Some(Arc::new(CloudConfiguration::Custom(custom))), ..Default::default() }
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
            let token = self.inner.get_token(&scopes, None).await?;
            Ok(AccessToken::new(token.token.secret().to_owned(), Some(SystemTime::from(token.expires_on))))
        })
    }
}
