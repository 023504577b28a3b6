use std::{
    error::Error as StdError,
    fmt,
    future::Future,
    sync::{Arc, OnceLock},
    time::SystemTime,
};

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::sync::BoxFuture;

/// Gets access tokens for a service.
///
/// Implement this trait for the identity library of your choice, or use [`credential_fn`]. The client asks for a token
/// before each attempt of a call; wrap a credential that does not cache its tokens in a
/// [`CachedCredential`](crate::CachedCredential).
///
/// ```
/// use graph_runtime::{AccessToken, BoxFuture, Client, Credential, TokenRequest};
///
/// /// Reads the token from the environment.
/// struct EnvironmentToken;
///
/// impl Credential for EnvironmentToken {
///     fn token<'a>(
///         &'a self,
///         _request: &'a TokenRequest,
///     ) -> BoxFuture<'a, Result<AccessToken, Box<dyn std::error::Error + Send + Sync>>> {
///         Box::pin(async { Ok(AccessToken::new(std::env::var("GRAPH_TOKEN")?, None)) })
///     }
/// }
///
/// let client = Client::builder().credential(EnvironmentToken).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of tokens",
    label = "expected a `Credential`",
    note = "for a token that does not change, use `graph_runtime::StaticToken`"
)]
pub trait Credential: Send + Sync {
    /// Returns a token that is valid now.
    ///
    /// # Errors
    ///
    /// Any error. The request is then not sent, and the call fails with
    /// [`ErrorKind::Credential`](crate::ErrorKind::Credential).
    fn token<'a>(
        &'a self,
        request: &'a TokenRequest,
    ) -> BoxFuture<'a, Result<AccessToken, Box<dyn StdError + Send + Sync>>>;

    /// Tells that the service refused a token (401), so that it is not returned again although it has not expired.
    ///
    /// `request` is what the token was requested with. The client then requests a token once more, and sends the call
    /// again if it gets another one. The default does nothing; a credential that caches its tokens drops this one, but
    /// keeps a newer one.
    fn invalidate(&self, request: &TokenRequest, token: &AccessToken) {
        let _ = (request, token);
    }

    /// Returns whether the credential gets a token of the tenant that a request names.
    ///
    /// The client asks before it requests a token of a [tenant](crate::Client::for_tenant), and fails the call if not:
    /// a credential that ignores [`TokenRequest::tenant`] would return a token of another tenant. The default supports
    /// only requests without a tenant. Return true only if `token` reads the tenant.
    fn supports(&self, request: &TokenRequest) -> bool {
        request.tenant.is_none()
    }

    /// Names the quota that the service counts calls with such a token against, usually application and tenant.
    ///
    /// Clients that are derived from one another ([`Client::with_credential`](crate::Client::with_credential)) share
    /// the throttling state of a quota. The default is `None`: each credential has a quota of its own for each tenant.
    fn quota(&self, request: &TokenRequest) -> Option<String> {
        let _ = request;
        None
    }
}

/// The credential exceeded [its time limit](crate::ClientBuilder::credential_timeout).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CredentialTimeout {
    /// The limit.
    pub limit: std::time::Duration,
}

impl fmt::Display for CredentialTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the credential did not finish within {:?}, which `ClientBuilder::credential_timeout` sets",
            self.limit
        )
    }
}

impl StdError for CredentialTimeout {}

/// What an access token is needed for.
///
/// Two equal requests are satisfied by the same token, so it is the key of a cache of tokens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The tenant whose token is needed: its id or a domain. `None` is the credential's own.
    ///
    /// A client requests only tenants of ASCII letters, digits, `-` and `.`, which are safe in a path.
    pub tenant: Option<String>,
    /// The scopes, such as `https://graph.microsoft.com/.default`.
    pub scopes: Vec<String>,
    /// The decoded claims that the service demanded when it refused a token (continuous access evaluation).
    pub claims: Option<String>,
}

impl TokenRequest {
    /// Creates a request for a token with these scopes, of the credential's own tenant and without claims.
    pub fn new<T: Into<String>>(scopes: impl IntoIterator<Item = T>) -> Self {
        Self { tenant: None, scopes: scopes.into_iter().map(Into::into).collect(), claims: None }
    }

    /// Returns the same request for a tenant.
    #[must_use]
    pub fn for_tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// Returns the same request with claims, or without.
    #[must_use]
    pub fn with_claims(mut self, claims: Option<String>) -> Self {
        self.claims = claims;
        self
    }

    /// Returns why a credential cannot be asked for this, if so.
    pub(crate) fn refusal(&self, credential: &dyn Credential) -> Option<UnsupportedTenant> {
        let tenant = self.tenant.as_deref()?;
        if !is_tenant(tenant) {
            Some(UnsupportedTenant::Invalid)
        } else if !credential.supports(self) {
            Some(UnsupportedTenant::Ignored)
        } else {
            None
        }
    }
}

/// Returns whether a text is the id or a domain of a tenant. Credentials put it into a URL.
fn is_tenant(text: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    text.len() <= 253 && text.split('.').all(is_label)
}

/// Why no token of a tenant is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnsupportedTenant {
    Invalid,
    /// The credential would return a token of its own tenant.
    Ignored,
}

impl fmt::Display for UnsupportedTenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "the tenant is not an id or a domain: letters, digits, `-` and `.`",
            Self::Ignored => "the credential gets tokens of its own tenant only (see `Credential::supports`)",
        })
    }
}

impl StdError for UnsupportedTenant {}

/// An access token. `Debug` does not show it. Clones share the text.
#[derive(Clone, Debug)]
pub struct AccessToken {
    secret: Arc<Secret>,
    expires_on: Option<SystemTime>,
}

/// The text of a token, and its `Authorization` header, which is made once for all calls.
struct Secret {
    text: SecretString,
    /// `Bearer`, or another scheme.
    scheme: &'static str,
    header: OnceLock<Result<HeaderValue, UnusableToken>>,
}

/// Why a token cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnusableToken {
    /// Usually an environment variable that is not set.
    Empty,
    // The error of `http` is not the source, because it might show the token.
    InvalidCharacters,
}

impl fmt::Display for UnusableToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the token is empty",
            Self::InvalidCharacters => "the token contains characters that are not valid in an HTTP header",
        })
    }
}

impl AccessToken {
    /// Creates a token from its text, without `Bearer`, and the time when it expires, if known.
    pub fn new(secret: impl Into<SecretString>, expires_on: Option<SystemTime>) -> Self {
        Self::with_scheme(secret.into(), "Bearer", expires_on)
    }

    /// Creates a token of HTTP basic from the encoded user name and password.
    pub(crate) fn basic(pair: SecretString) -> Self {
        Self::with_scheme(pair, "Basic", None)
    }

    fn with_scheme(text: SecretString, scheme: &'static str, expires_on: Option<SystemTime>) -> Self {
        Self { secret: Arc::new(Secret { text, scheme, header: OnceLock::new() }), expires_on }
    }

    /// Returns the text of the token, without `Bearer`.
    ///
    /// Credentials need it that exchange one token for another.
    #[must_use]
    pub fn secret(&self) -> &SecretString {
        &self.secret.text
    }

    /// Returns when the token expires, if known.
    #[must_use]
    pub const fn expires_on(&self) -> Option<SystemTime> {
        self.expires_on
    }

    /// Returns whether both have the same text.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.secret, &other.secret)
            || self.secret.text.expose_secret() == other.secret.text.expose_secret()
    }

    /// Returns the value of the `Authorization` header, marked as sensitive.
    pub(crate) fn authorization(&self) -> Result<HeaderValue, UnusableToken> {
        self.secret.header.get_or_init(|| self.secret.write_header()).clone()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret").field("text", &self.text).finish_non_exhaustive()
    }
}

impl Secret {
    fn write_header(&self) -> Result<HeaderValue, UnusableToken> {
        let text = self.text.expose_secret();
        if text.trim().is_empty() {
            return Err(UnusableToken::Empty);
        }
        let mut value =
            HeaderValue::try_from(format!("{} {text}", self.scheme)).map_err(|_| UnusableToken::InvalidCharacters)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// A credential that always returns the same token, for scripts and tests.
#[derive(Clone, Debug)]
pub struct StaticToken {
    token: AccessToken,
}

impl StaticToken {
    /// Creates a credential from the token's text, without `Bearer`.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self { token: AccessToken::new(secret, None) }
    }
}

impl Credential for StaticToken {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Box<dyn StdError + Send + Sync>>> {
        Box::pin(std::future::ready(Ok(self.token.clone())))
    }
}

/// Creates a [`Credential`] from a function that returns a future.
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

#[cfg(test)]
mod tests {
    use super::{AccessToken, StaticToken, TokenRequest, UnsupportedTenant, UnusableToken};

    #[test]
    fn a_credential_of_one_tenant_is_not_asked_for_another() {
        let credential = StaticToken::new("secret");
        let request = TokenRequest::new(["scope"]);
        assert_eq!(request.refusal(&credential), None);
        assert_eq!(request.clone().for_tenant("contoso.com").refusal(&credential), Some(UnsupportedTenant::Ignored));
        for tenant in ["", ".", "..", "a/b", "a..b", "a?b", "a#b", "a%2fb", "a\\b", "a:b", "a@b", "ä", "a b", "a\n"] {
            let refusal = request.clone().for_tenant(tenant).refusal(&credential);
            assert_eq!(refusal, Some(UnsupportedTenant::Invalid), "{tenant}");
        }
    }

    #[test]
    fn clones_share_a_sensitive_header() {
        let token = AccessToken::new("secret", None);
        let copy = token.clone();
        let (first, second) = (token.authorization().unwrap(), copy.authorization().unwrap());
        assert_eq!(first, "Bearer secret");
        assert_eq!(first.as_bytes().as_ptr(), second.as_bytes().as_ptr());
        assert!(first.is_sensitive() && second.is_sensitive());
        assert!(!format!("{token:?} {copy:?}").contains("secret\""), "{token:?}");
        assert!(!format!("{token:?}").contains("Bearer"));
    }

    #[test]
    fn unusable_tokens_are_not_shown() {
        assert_eq!(AccessToken::new(" \t", None).authorization(), Err(UnusableToken::Empty));
        let problem = AccessToken::new("secret\n", None).authorization().unwrap_err();
        assert_eq!(problem, UnusableToken::InvalidCharacters);
        assert!(!problem.to_string().contains("secret"));
    }
}
