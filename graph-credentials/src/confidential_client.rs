use std::{
    collections::HashMap,
    error::Error as StdError,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use graph_runtime::{
    AccessToken, BoxFuture, CachedCredential, Credential, ReqwestTransport, TokenRequest, Transport,
    transport::{Timer, TokioTimer},
};
use ring::digest;
use secrecy::{ExposeSecret, SecretString};

use crate::{
    client_authentication::ClientAuthentication,
    token_endpoint::{Form, TokenEndpoint, check_tenant},
    token_error::TokenError,
};

/// The most users whose tokens are cached.
const MAX_USERS: usize = 10_000;

type Failure = Box<dyn StdError + Send + Sync>;

/// An application that gets tokens for itself, or on behalf of users, in its own and in other tenants.
///
/// It caches its tokens, by tenant, scopes, claims and user. Clones share the cache.
///
/// ```no_run
/// use graph_credentials::{ClientAuthentication, ConfidentialClient};
/// use graph_runtime::{Client, Cloud};
///
/// let secret = ClientAuthentication::secret(std::env::var("CLIENT_SECRET")?);
/// let application = ConfidentialClient::new(Cloud::Global.authority(), "contoso.com", "application id", secret)?;
/// let client = Client::builder().credential(application.clone()).build()?;
///
/// // As the application, in another tenant that consented to it.
/// let fabrikam = client.for_tenant("fabrikam.com");
///
/// // As the user who called this program with a token for it.
/// let user = client.with_credential(application.on_behalf_of("the token that the user sent"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Sources: RFC 6749, section 4.4; RFC 7523;
/// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>,
/// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow>.
#[derive(Clone)]
pub struct ConfidentialClient {
    issuer: Arc<Issuer>,
    own: Arc<CachedCredential<Tokens>>,
    users: Arc<Mutex<Users>>,
}

impl ConfidentialClient {
    /// Creates a credential for an application.
    ///
    /// The authority is the URL of the sign-in service, such as `https://login.microsoftonline.com`
    /// ([`Cloud::authority`](graph_runtime::Cloud::authority)). The tenant is an id or a domain; other tenants are
    /// chosen by [`Client::for_tenant`](graph_runtime::Client::for_tenant).
    ///
    /// # Errors
    ///
    /// The authority is not an https URL, nor http on loopback; the tenant is not valid; or TLS cannot be set up.
    pub fn new(
        authority: &str,
        tenant: &str,
        application: &str,
        authentication: impl Into<ClientAuthentication>,
    ) -> Result<Self, TokenError> {
        let transport = Arc::new(ReqwestTransport::new().map_err(TokenError::transport)?);
        let timer = Arc::new(TokioTimer::new());
        Self::with_transport(authority, tenant, application, authentication, transport, timer)
    }

    /// Creates a credential that uses a given transport and timer.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_transport(
        authority: &str,
        tenant: &str,
        application: &str,
        authentication: impl Into<ClientAuthentication>,
        transport: Arc<dyn Transport>,
        timer: Arc<dyn Timer>,
    ) -> Result<Self, TokenError> {
        check_tenant(tenant)?;
        let issuer = Arc::new(Issuer {
            endpoint: TokenEndpoint::new(authority, transport, timer)?,
            tenant: tenant.to_owned(),
            application: application.to_owned(),
            authentication: authentication.into(),
        });
        let own = Arc::new(CachedCredential::new(Tokens { issuer: issuer.clone(), user: None }));
        Ok(Self { issuer, own, users: Arc::default() })
    }

    /// Returns a credential that gets tokens on behalf of a user, from the token with which the user called this
    /// program.
    ///
    /// It does not request anything yet, and finds the tokens that are cached for this user's token. If the authority
    /// wants the user to sign in again, the error of the call has a [`TokenError`] as its source, with the
    /// [claims](TokenError::claims) to send to the user.
    ///
    /// Validate the user's token before. The cache of users is bounded, and other texts would displace them.
    ///
    /// The user's tenant is that of the application unless [`Client::for_tenant`](graph_runtime::Client::for_tenant)
    /// sets it.
    #[must_use]
    pub fn on_behalf_of(&self, assertion: impl Into<SecretString>) -> OnBehalfOf {
        let assertion: SecretString = assertion.into();
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        let user = || Tokens { issuer: self.issuer.clone(), user: Some(assertion.clone()) };
        OnBehalfOf { tokens: users.get(&assertion, || CachedCredential::new(user())) }
    }
}

/// The tokens of users, by the SHA-256 of what they sent.
#[derive(Default)]
struct Users {
    entries: HashMap<[u8; digest::SHA256_OUTPUT_LEN], (Arc<CachedCredential<Tokens>>, u64)>,
    /// The number of uses so far, which serves as the time.
    uses: u64,
}

impl Users {
    /// Returns the tokens of a user. Those that were not used for the longest time are dropped.
    fn get(
        &mut self,
        assertion: &SecretString,
        make: impl FnOnce() -> CachedCredential<Tokens>,
    ) -> Arc<CachedCredential<Tokens>> {
        let mut key = [0; digest::SHA256_OUTPUT_LEN];
        key.copy_from_slice(digest::digest(&digest::SHA256, assertion.expose_secret().as_bytes()).as_ref());
        self.uses += 1;
        if let Some((tokens, last)) = self.entries.get_mut(&key) {
            *last = self.uses;
            return tokens.clone();
        }
        if self.entries.len() >= MAX_USERS
            && let Some(oldest) = self.entries.iter().min_by_key(|(_, (_, last))| *last).map(|(key, _)| *key)
        {
            self.entries.remove(&oldest);
        }
        let tokens = Arc::new(make());
        self.entries.insert(key, (tokens.clone(), self.uses));
        tokens
    }
}

/// What all tokens of an application are requested with.
struct Issuer {
    endpoint: TokenEndpoint,
    tenant: String,
    application: String,
    authentication: ClientAuthentication,
}

impl Issuer {
    async fn issue(&self, request: &TokenRequest, user: Option<&SecretString>) -> Result<AccessToken, TokenError> {
        let Self { endpoint, application, authentication, .. } = self;
        let tenant = request.tenant.as_deref().unwrap_or(&self.tenant);
        let url = endpoint.url(tenant, "token")?;
        let mut form: Form<'_> = vec![("client_id", application.into()), ("scope", request.scopes.join(" ").into())];
        match user {
            None => form.push(("grant_type", "client_credentials".into())),
            Some(assertion) => {
                form.push(("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer".into()));
                form.push(("requested_token_use", "on_behalf_of".into()));
                form.push(("assertion", assertion.expose_secret().into()));
            }
        }
        if let Some(claims) = &request.claims {
            form.push(("claims", claims.into()));
        }
        authentication.add_to(&mut form, &url, endpoint.host(), application, endpoint.timer.now()).await?;
        let reply = endpoint.post(&url, &form).await?;
        let (token, lifetime) = reply.token().ok_or_else(|| reply.refusal(&form))?;
        Ok(AccessToken::new(token, Some(endpoint.timer.now() + lifetime)))
    }

    /// Graph counts the calls of an application in a tenant, whoever the user is.
    fn quota(&self, request: &TokenRequest) -> String {
        let tenant = request.tenant.as_deref().unwrap_or(&self.tenant);
        format!("{} {} {}", self.endpoint.host(), self.application, tenant.to_ascii_lowercase())
    }
}

/// Requests the tokens of an application or of a user, which are cached around this.
struct Tokens {
    issuer: Arc<Issuer>,
    user: Option<SecretString>,
}

impl Credential for Tokens {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Failure>> {
        Box::pin(async move { Ok(self.issuer.issue(request, self.user.as_ref()).await?) })
    }

    fn supports(&self, _: &TokenRequest) -> bool {
        true
    }

    fn quota(&self, request: &TokenRequest) -> Option<String> {
        Some(self.issuer.quota(request))
    }
}

/// A credential that gets tokens on behalf of a user; see [`ConfidentialClient::on_behalf_of`].
#[derive(Clone)]
pub struct OnBehalfOf {
    tokens: Arc<CachedCredential<Tokens>>,
}

/// Implements [`Credential`] by the cache in a field.
macro_rules! cached {
    ($type:ty, $field:ident) => {
        impl Credential for $type {
            fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Failure>> {
                self.$field.token(request)
            }

            fn invalidate(&self, request: &TokenRequest, token: &AccessToken) {
                self.$field.invalidate(request, token);
            }

            fn supports(&self, request: &TokenRequest) -> bool {
                self.$field.supports(request)
            }

            fn quota(&self, request: &TokenRequest) -> Option<String> {
                self.$field.quota(request)
            }
        }
    };
}

cached!(ConfidentialClient, own);
cached!(OnBehalfOf, tokens);

impl fmt::Debug for ConfidentialClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfidentialClient")
            .field("tenant", &self.issuer.tenant)
            .field("application", &self.issuer.application)
            .field("authentication", &self.issuer.authentication)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for OnBehalfOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnBehalfOf")
    }
}

#[cfg(test)]
mod tests {
    use super::{ClientAuthentication, ConfidentialClient, MAX_USERS};

    #[test]
    fn the_number_of_users_is_bounded() {
        let secret = ClientAuthentication::secret("secret");
        let application = ConfidentialClient::new("https://login.example", "contoso.com", "app", secret).unwrap();
        let first = application.on_behalf_of("used");
        for number in 0..=MAX_USERS {
            let _ = application.on_behalf_of(number.to_string());
            let again = application.on_behalf_of("used");
            assert!(std::sync::Arc::ptr_eq(&first.tokens, &again.tokens));
        }
        assert_eq!(application.users.lock().unwrap().entries.len(), MAX_USERS);
    }
}
