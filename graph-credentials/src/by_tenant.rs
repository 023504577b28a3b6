use std::{collections::HashMap, error::Error as StdError, fmt};

use graph_runtime::{AccessToken, BoxFuture, Credential, TokenRequest};

use crate::token_error::TokenError;

/// A credential for each tenant, for applications with a registration, secret or certificate of their own in each.
///
/// A call has to name a tenant ([`Client::for_tenant`](graph_runtime::Client::for_tenant)). For one that was not added
/// it fails, and is not sent.
///
/// ```no_run
/// use graph_credentials::{ByTenant, ClientAuthentication, ConfidentialClient};
/// use graph_runtime::{Client, Cloud};
///
/// let mut tenants = ByTenant::new();
/// for (tenant, application, secret) in [("contoso.com", "id", "secret"), ("fabrikam.com", "id", "secret")] {
///     let secret = ClientAuthentication::secret(secret);
///     let application = ConfidentialClient::new(Cloud::Global.authority(), tenant, application, secret)?;
///     tenants = tenants.tenant(tenant, application);
/// }
/// let client = Client::builder().credential(tenants).build()?;
/// let contoso = client.for_tenant("contoso.com");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct ByTenant {
    /// By names in lower case.
    credentials: HashMap<String, Box<dyn Credential>>,
}

type Failure = Box<dyn StdError + Send + Sync>;

impl ByTenant {
    /// Creates a credential without tenants.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the credential of a tenant, which is asked for tokens of its own tenant.
    #[must_use]
    pub fn tenant(mut self, tenant: &str, credential: impl Credential + 'static) -> Self {
        self.credentials.insert(tenant.to_ascii_lowercase(), Box::new(credential));
        self
    }

    /// Returns the credential of a request's tenant, and what to ask it for.
    fn find(&self, request: &TokenRequest) -> Option<(&dyn Credential, TokenRequest)> {
        let credential = self.credentials.get(&request.tenant.as_ref()?.to_ascii_lowercase())?;
        let mut own = request.clone();
        own.tenant = None;
        Some((&**credential, own))
    }
}

impl Credential for ByTenant {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Failure>> {
        Box::pin(async move {
            let (credential, own) = self.find(request).ok_or_else(TokenError::no_tenant)?;
            credential.token(&own).await
        })
    }

    fn invalidate(&self, request: &TokenRequest, token: &AccessToken) {
        if let Some((credential, own)) = self.find(request) {
            credential.invalidate(&own, token);
        }
    }

    /// Returns true, since the error of [`token`](Credential::token) says which tenant is missing.
    fn supports(&self, _: &TokenRequest) -> bool {
        true
    }

    fn quota(&self, request: &TokenRequest) -> Option<String> {
        let (credential, own) = self.find(request)?;
        credential.quota(&own)
    }
}

impl fmt::Debug for ByTenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.credentials.keys()).finish()
    }
}
