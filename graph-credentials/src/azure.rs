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
/// They keep their tokens themselves; a [`CachedCredential`](graph_runtime::CachedCredential) around one adds that an expiring token
/// serves others while one call gets the next.
#[derive(Clone, Debug)]
pub struct AzureCredential {
    inner: Arc<dyn TokenCredential>,
}

/// The service demands claims (continuous access evaluation), and `azure_identity` has no way to ask for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service requires an access token with claims, which `azure_identity` cannot request")]
pub struct ClaimsNotSupported;

impl AzureCredential {
    /// Any credential that implements `azure_core`'s trait.
    pub fn new(inner: Arc<dyn TokenCredential>) -> Self {
        // Their HTTP client takes the process's provider of cryptography, which a transport of graph-runtime sets if nobody else has.
        let _ = graph_runtime::ReqwestTransport::new();
        Self { inner }
    }

    /// An application with a secret. The authority is a cloud's: `https://login.microsoftonline.com`.
    ///
    /// # Errors
    ///
    /// Where the authority is no https URL, or tenant, application or secret cannot be ones.
    pub fn client_secret(
        authority: &str,
        tenant: &str,
        application: &str,
        secret: impl Into<String>,
    ) -> azure_core::Result<Self> {
        let options = ClientSecretCredentialOptions { client_options: of(authority) };
        let secret = Secret::new(secret.into());
        Ok(Self::new(ClientSecretCredential::new(tenant, application.to_owned(), secret, Some(options))?))
    }

    /// An application with a certificate and its key, as PKCS #12.
    ///
    /// # Errors
    ///
    /// Where the certificate cannot be read, or the rest cannot be what it should be.
    #[cfg(feature = "certificate")]
    pub fn client_certificate(
        authority: &str,
        tenant: &str,
        application: &str,
        certificate: Vec<u8>,
        password: Option<String>,
    ) -> azure_core::Result<Self> {
        let mut options =
            azure_identity::ClientCertificateCredentialOptions { client_options: of(authority), ..Default::default() };
        options.password = password.map(Secret::new);
        let (tenant, application) = (tenant.to_owned(), application.to_owned());
        let made =
            azure_identity::ClientCertificateCredential::new(tenant, application, certificate.into(), Some(options));
        Ok(Self::new(made?))
    }

    /// The identity of the machine or service that this runs on; a user-assigned one is named by its client id.
    ///
    /// # Errors
    ///
    /// Where the environment is none that has such identities.
    pub fn managed_identity(client_id: Option<&str>) -> azure_core::Result<Self> {
        let user_assigned_id = client_id.map(|id| UserAssignedId::ClientId(id.to_owned()));
        let options = ManagedIdentityCredentialOptions { user_assigned_id, ..Default::default() };
        Ok(Self::new(ManagedIdentityCredential::new(Some(options))?))
    }

    /// Whoever ran `az login`, in the cloud that `az cloud set` chose.
    ///
    /// # Errors
    ///
    /// What `azure_identity` says.
    pub fn azure_cli() -> azure_core::Result<Self> {
        Ok(Self::new(AzureCliCredential::new(None)?))
    }

    /// The Azure CLI, then the Azure Developer CLI: the first that has somebody signed in.
    ///
    /// # Errors
    ///
    /// What `azure_identity` says.
    pub fn developer_tools() -> azure_core::Result<Self> {
        Ok(Self::new(DeveloperToolsCredential::new(None)?))
    }
}

/// Options that name an authority.
fn of(authority: &str) -> ClientOptions {
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
