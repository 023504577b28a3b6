use std::{
    error::Error as StdError,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use graph_runtime::{
    AccessToken, BoxFuture, Credential, Limits, ReqwestTransport, TokenRequest, Transport, http,
    transport::{Timer, TokioTimer},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

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
    /// The base URL, such as `https://login.microsoftonline.com/organizations/oauth2/v2.0`.
    endpoint: String,
    application: String,
    prompt: Box<dyn Fn(&DevicePrompt) + Send + Sync>,
    transport: Arc<dyn Transport>,
    timer: Arc<dyn Timer>,
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
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeviceCodeError {
    /// Nobody entered the code in time.
    #[error("nobody signed in before the code expired")]
    Expired,
    /// The person declined.
    #[error("the sign-in was declined")]
    Declined,
    /// The authority refused the sign-in.
    #[error("the authority refused the sign-in: {code}: {message}")]
    Refused {
        /// The error code of the authority, such as `invalid_client`.
        code: String,
        /// The message of the authority.
        message: String,
    },
    /// The response of the authority, with this status, cannot be decoded.
    #[error("failed to decode the response of the authority (status {0})")]
    Unreadable(u16),
    /// The authority is not an https URL, or the tenant is not valid.
    #[error("the authority must be an https URL, and the tenant a GUID, a domain or `organizations`")]
    Authority,
}

type Failure = Box<dyn StdError + Send + Sync>;

/// The size limit of responses, which are usually a few kilobytes.
const MAX_RESPONSE_SIZE: usize = 1 << 20;

impl DeviceCode {
    /// Creates a credential for an application, which must be a public client.
    ///
    /// The tenant is a GUID, a domain or `organizations`. `prompt` shows the instructions to the person.
    ///
    /// # Errors
    ///
    /// Returns [`DeviceCodeError::Authority`], or an error if TLS cannot be set up.
    pub fn new(
        authority: &str,
        tenant: &str,
        application: &str,
        prompt: impl Fn(&DevicePrompt) + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let transport = Arc::new(ReqwestTransport::new()?);
        Self::with_transport(authority, tenant, application, prompt, transport, Arc::new(TokioTimer::new()))
    }

    /// Creates a credential that uses a given transport and timer.
    ///
    /// # Errors
    ///
    /// Returns [`DeviceCodeError::Authority`].
    pub fn with_transport(
        authority: &str,
        tenant: &str,
        application: &str,
        prompt: impl Fn(&DevicePrompt) + Send + Sync + 'static,
        transport: Arc<dyn Transport>,
        timer: Arc<dyn Timer>,
    ) -> Result<Self, Failure> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        let url = url::Url::parse(authority)?;
        if url.scheme() != "https" || tenant.is_empty() || !tenant.chars().all(is_name) || tenant.starts_with('.') {
            return Err(DeviceCodeError::Authority.into());
        }
        Ok(Self {
            endpoint: format!("{}/{tenant}/oauth2/v2.0", authority.trim_end_matches('/')),
            application: application.to_owned(),
            prompt: Box::new(prompt),
            transport,
            timer,
            refresh_token: Mutex::default(),
        })
    }

    async fn get(&self, request: &TokenRequest) -> Result<AccessToken, Failure> {
        let scope = format!("{} offline_access", request.scopes.join(" "));
        let mut common = vec![("client_id", self.application.as_str()), ("scope", scope.as_str())];
        if let Some(claims) = &request.claims {
            common.push(("claims", claims));
        }
        let refresh_token = self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(refresh_token) = refresh_token {
            let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token.expose_secret())];
            let response = self.post("token", &[common.as_slice(), &form].concat()).await?;
            match Self::error_code(&response) {
                None => return self.token(&response),
                // The session has expired or is not sufficient: sign in again.
                Some("invalid_grant" | "interaction_required") => {}
                Some(_) => return Err(refused(&response).into()),
            }
        }
        self.sign_in(&common).await
    }

    async fn sign_in(&self, common: &[(&str, &str)]) -> Result<AccessToken, Failure> {
        let start = self.timer.elapsed();
        let response = self.post("devicecode", common).await?;
        let (Some(device_code), Some(user_code), Some(verification_uri)) =
            (text(&response, "device_code"), text(&response, "user_code"), text(&response, "verification_uri"))
        else {
            return Err(refused(&response).into());
        };
        (self.prompt)(&DevicePrompt {
            user_code: user_code.to_owned(),
            verification_uri: verification_uri.to_owned(),
            message: text(&response, "message").unwrap_or_default().to_owned(),
        });
        let lifetime = Duration::from_secs(number(&response, "expires_in").unwrap_or(900).min(3600));
        let mut interval = Duration::from_secs(number(&response, "interval").unwrap_or(5).clamp(1, 60));
        let mut form =
            vec![("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", device_code)];
        form.extend_from_slice(common);
        form.retain(|(name, _)| *name != "scope");
        loop {
            self.timer.wait(interval).await;
            let response = self.post("token", &form).await?;
            match Self::error_code(&response) {
                None => return self.token(&response),
                Some("authorization_pending") => {}
                Some("slow_down") => interval += Duration::from_secs(5),
                Some("expired_token") => return Err(DeviceCodeError::Expired.into()),
                Some("authorization_declined" | "access_denied") => return Err(DeviceCodeError::Declined.into()),
                Some(_) => return Err(refused(&response).into()),
            }
            if self.timer.elapsed().saturating_sub(start) >= lifetime {
                return Err(DeviceCodeError::Expired.into());
            }
        }
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Result<Value, Failure> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = http::Request::post(format!("{}/{path}", self.endpoint))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .body(Bytes::from(body))?;
        let mut limits = Limits::default();
        limits.response_size = MAX_RESPONSE_SIZE;
        let response = self.transport.execute(request, limits).await?;
        let status = response.status().as_u16();
        match serde_json::from_slice(response.body()) {
            Ok(value @ Value::Object(_)) => Ok(value),
            _ => Err(DeviceCodeError::Unreadable(status).into()),
        }
    }

    /// Returns the error code of a response without an access token.
    fn error_code(response: &Value) -> Option<&str> {
        match text(response, "access_token") {
            Some(_) => None,
            None => Some(text(response, "error").unwrap_or_default()),
        }
    }

    fn token(&self, response: &Value) -> Result<AccessToken, Failure> {
        let token = text(response, "access_token").unwrap_or_default();
        if let Some(refresh_token) = text(response, "refresh_token") {
            *self.refresh_token.lock().unwrap_or_else(PoisonError::into_inner) = Some(refresh_token.into());
        }
        let lifetime = Duration::from_secs(number(response, "expires_in").unwrap_or(0).min(1 << 20));
        Ok(AccessToken::new(token.to_owned(), Some(self.timer.now() + lifetime)))
    }
}

fn refused(response: &Value) -> DeviceCodeError {
    let text = |name| text(response, name).unwrap_or_default().to_owned();
    DeviceCodeError::Refused { code: text("error"), message: text("error_description") }
}

fn text<'a>(response: &'a Value, name: &str) -> Option<&'a str> {
    response.get(name)?.as_str()
}

fn number(response: &Value, name: &str) -> Option<u64> {
    let value = response.get(name)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

impl Credential for DeviceCode {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Failure>> {
        Box::pin(self.get(request))
    }
}

impl fmt::Debug for DeviceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCode").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}
