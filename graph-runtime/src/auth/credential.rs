use std::{error::Error as StdError, fmt, future::Future, time::SystemTime};

use secrecy::{ExposeSecret, SecretString};

use crate::sync::BoxFuture;

/// Gets tokens for a service. Implement it for the identity library of your choice; the client asks before each call, so an
/// implementation caches.
pub trait Credential: Send + Sync {
    /// A token that is valid now.
    ///
    /// # Errors
    ///
    /// Whatever kept it from getting one; the request is not sent then.
    fn token<'a>(
        &'a self,
        request: &'a TokenRequest,
    ) -> BoxFuture<'a, Result<AccessToken, Box<dyn StdError + Send + Sync>>>;
}

/// The credential took longer than [its limit](crate::ClientBuilder::credential_timeout).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the credential did not finish within {limit:?}")]
#[non_exhaustive]
pub struct CredentialTimeout {
    /// The limit.
    pub limit: std::time::Duration,
}

/// What a token is needed for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The scopes: `https://graph.microsoft.com/.default`.
    pub scopes: Vec<String>,
    /// Claims that the service demanded, decoded, where it refused a token (continuous access evaluation).
    pub claims: Option<String>,
}

impl TokenRequest {
    /// Asks for a token with these scopes, and without claims.
    pub fn new<T: Into<String>>(scopes: impl IntoIterator<Item = T>) -> Self {
        Self { scopes: scopes.into_iter().map(Into::into).collect(), claims: None }
    }
}

/// A bearer token. `Debug` does not show it.
#[derive(Clone, Debug)]
pub struct AccessToken {
    secret: SecretString,
    expires_on: Option<SystemTime>,
}

impl AccessToken {
    /// A token, and when it expires if that is known.
    pub fn new(secret: impl Into<SecretString>, expires_on: Option<SystemTime>) -> Self {
        Self { secret: secret.into(), expires_on }
    }

    /// When it expires.
    #[must_use]
    pub const fn expires_on(&self) -> Option<SystemTime> {
        self.expires_on
    }

    pub(crate) fn expose(&self) -> &str {
        self.secret.expose_secret()
    }
}

/// One token for the life of the client: for scripts and tests.
#[derive(Clone, Debug)]
pub struct StaticToken {
    token: AccessToken,
}

impl StaticToken {
    /// Takes the token, without `Bearer`.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self { token: AccessToken::new(secret, None) }
    }
}

impl Credential for StaticToken {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Box<dyn StdError + Send + Sync>>> {
        Box::pin(std::future::ready(Ok(self.token.clone())))
    }
}

/// A credential from a function that returns a future.
///
/// ```
/// use graph_runtime::{AccessToken, Client, credential_fn};
///
/// let client = Client::builder()
///     .credential(credential_fn(|request| async move {
///         let token = std::env::var("GRAPH_TOKEN")?; // ask your identity library for `request.scopes` here
///         Ok(AccessToken::new(token, None))
///     }))
///     .build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
pub fn credential_fn<F, T>(function: F) -> impl Credential
where
    F: Fn(TokenRequest) -> T + Send + Sync + 'static,
    T: Future<Output = Result<AccessToken, Box<dyn StdError + Send + Sync>>> + Send + 'static,
{
    CredentialFn { function }
}

struct CredentialFn<F> {
    function: F,
}

impl<F> fmt::Debug for CredentialFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialFn")
    }
}

impl<F, T> Credential for CredentialFn<F>
where
    F: Fn(TokenRequest) -> T + Send + Sync,
    T: Future<Output = Result<AccessToken, Box<dyn StdError + Send + Sync>>> + Send + 'static,
{
    fn token<'a>(
        &'a self,
        request: &'a TokenRequest,
    ) -> BoxFuture<'a, Result<AccessToken, Box<dyn StdError + Send + Sync>>> {
        Box::pin((self.function)(request.clone()))
    }
}
