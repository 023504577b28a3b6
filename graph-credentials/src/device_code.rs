use std::{
    error::Error as StdError,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use graph_runtime::{
    AccessToken, BoxFuture, Credential, ReqwestTransport, TokenRequest, Transport,
    transport::{Timer, TokioTimer},
};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    token_endpoint::{Form, Reply, TokenEndpoint, check_tenant},
    token_error::TokenError,
};

/// A credential with which a person signs in, by entering a code in a browser on any device.
///
/// Wrap it in a [`CachedCredential`](graph_runtime::CachedCredential), and set the client's
/// [`credential_timeout`](graph_runtime::ClientBuilder::credential_timeout) to a few minutes, which the person needs.
/// Later tokens need no interaction until the refresh token expires.
///
/// ```no_run
/// use std::time::Duration;
///
/// use graph_credentials::{CachedCredential, DeviceCode};
/// use graph_runtime::{Client, Cloud};
///
/// let authority = Cloud::Global.authority();
/// let credential =
///     DeviceCode::new(authority, "organizations", "application id", |prompt| eprintln!("{}", prompt.message))?;
/// let client = Client::builder()
///     .credential(CachedCredential::new(credential))
///     .credential_timeout(Duration::from_secs(15 * 60))
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
///
/// Source: RFC 8628; <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code>.
pub struct DeviceCode {
    endpoint: TokenEndpoint,
    tenant: String,
    application: String,
    prompt: Box<dyn Fn(&DevicePrompt) + Send + Sync>,
    refresh_token: Mutex<Option<SecretString>>,
}

/// The instructions to show to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// The code to enter.
    pub user_code: String,
    /// The URL at which to enter it.
    pub verification_uri: String,
    /// A sentence from the authority with the code and the URL.
    pub message: String,
}

/// The error of a sign-in with [`DeviceCode`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeviceCodeError {
    /// Nobody entered the code in time.
    #[error("nobody signed in before the code expired")]
    Expired,
    /// The person declined.
    #[error("the sign-in was declined")]
    Declined,
    /// The authority refused the sign-in, did not respond, or its response is not valid.
    #[error(transparent)]
    Token(#[from] TokenError),
}

type Failure = Box<dyn StdError + Send + Sync>;

impl DeviceCode {
    /// Creates a credential for an application, which must be a public client.
    ///
    /// The tenant is a GUID, a domain or `organizations`. `prompt` shows the instructions to the person.
    ///
    /// # Errors
    ///
    /// The authority is not an https URL, nor http on loopback; the tenant is not valid; or TLS cannot be set up.
    pub fn new(
        authority: &str,
        tenant: &str,
        application: &str,
        prompt: impl Fn(&DevicePrompt) + Send + Sync + 'static,
    ) -> Result<Self, DeviceCodeError> {
        let transport = Arc::new(ReqwestTransport::new().map_err(TokenError::transport)?);
        Self::with_transport(authority, tenant, application, prompt, transport, Arc::new(TokioTimer::new()))
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
        prompt: impl Fn(&DevicePrompt) + Send + Sync + 'static,
        transport: Arc<dyn Transport>,
        timer: Arc<dyn Timer>,
    ) -> Result<Self, DeviceCodeError> {
        check_tenant(tenant)?;
        Ok(Self {
            endpoint: TokenEndpoint::new(authority, transport, timer)?,
            tenant: tenant.to_owned(),
            application: application.to_owned(),
            prompt: Box::new(prompt),
            refresh_token: Mutex::default(),
        })
    }

    async fn get(&self, request: &TokenRequest) -> Result<AccessToken, DeviceCodeError> {
        let scope = format!("{} offline_access", request.scopes.join(" "));
        let mut common: Form<'_> = vec![("client_id", self.application.as_str().into()), ("scope", scope.into())];
        if let Some(claims) = &request.claims {
            common.push(("claims", claims.into()));
        }
        let refresh_token = self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(refresh_token) = refresh_token {
            let mut form = common.clone();
            form.push(("grant_type", "refresh_token".into()));
            form.push(("refresh_token", refresh_token.expose_secret().into()));
            let reply = self.post("token", &form).await?;
            match reply.error_code() {
                None => return self.token(&reply, &form),
                // The session has expired or is not sufficient: sign in again.
                Some("invalid_grant" | "interaction_required") => {}
                Some(_) => return Err(reply.refusal(&form).into()),
            }
        }
        self.sign_in(&common).await
    }

    async fn sign_in(&self, common: &Form<'_>) -> Result<AccessToken, DeviceCodeError> {
        let timer = &self.endpoint.timer;
        let start = timer.elapsed();
        let reply = self.post("devicecode", common).await?;
        let (Some(device_code), Some(user_code), Some(verification_uri)) =
            (reply.text("device_code"), reply.text("user_code"), reply.text("verification_uri"))
        else {
            return Err(reply.refusal(common).into());
        };
        (self.prompt)(&DevicePrompt {
            user_code: user_code.to_owned(),
            verification_uri: verification_uri.to_owned(),
            message: reply.text("message").unwrap_or_default().to_owned(),
        });
        let lifetime = Duration::from_secs(reply.number("expires_in").unwrap_or(900).min(3600));
        let mut interval = Duration::from_secs(reply.number("interval").unwrap_or(5).clamp(1, 60));
        let mut form: Form<'_> = vec![
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code".into()),
            ("device_code", device_code.into()),
        ];
        form.extend_from_slice(common);
        form.retain(|(name, _)| *name != "scope");
        loop {
            timer.wait(interval).await;
            let reply = self.post("token", &form).await?;
            match reply.error_code() {
                None => return self.token(&reply, &form),
                Some("authorization_pending") => {}
                Some("slow_down") => interval += Duration::from_secs(5),
                Some("expired_token") => return Err(DeviceCodeError::Expired),
                Some("authorization_declined" | "access_denied") => return Err(DeviceCodeError::Declined),
                Some(_) => return Err(reply.refusal(&form).into()),
            }
            if timer.elapsed().saturating_sub(start) >= lifetime {
                return Err(DeviceCodeError::Expired);
            }
        }
    }

    async fn post(&self, endpoint: &str, form: &Form<'_>) -> Result<Reply, TokenError> {
        self.endpoint.post(&self.endpoint.url(&self.tenant, endpoint)?, form).await
    }

    fn token(&self, reply: &Reply, form: &Form<'_>) -> Result<AccessToken, DeviceCodeError> {
        let (token, lifetime) = reply.token().ok_or_else(|| reply.refusal(form))?;
        if let Some(refresh_token) = reply.text("refresh_token") {
            *self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner) = Some(refresh_token.into());
        }
        Ok(AccessToken::new(token, Some(self.endpoint.timer.now() + lifetime)))
    }
}

impl Credential for DeviceCode {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Failure>> {
        Box::pin(async move { Ok(self.get(request).await?) })
    }
}

impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCode").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}
