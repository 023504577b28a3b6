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

/// A person signs in with a browser on any device, with a code that is shown to them.
///
/// Put a [`CachedCredential`](graph_runtime::CachedCredential) around it, and give the client a
/// [`credential_timeout`](graph_runtime::ClientBuilder::credential_timeout) of some minutes: the person needs time. Later tokens come
/// without a person, as long as the refresh token lives.
///
/// Source: RFC 8628; <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code>.
pub struct DeviceCode {
    /// `https://login.microsoftonline.com/organizations/oauth2/v2.0`
    endpoint: String,
    application: String,
    prompt: Box<dyn Fn(&DevicePrompt) + Send + Sync>,
    transport: Arc<dyn Transport>,
    timer: Arc<dyn Timer>,
    refresh: Mutex<Option<SecretString>>,
}

/// What to tell the person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// What to enter.
    pub user_code: String,
    /// Where.
    pub verification_uri: String,
    /// A sentence that says both, in the authority's words.
    pub message: String,
}

/// Why nobody was signed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeviceCodeError {
    /// The code was not used in time.
    #[error("nobody signed in before the code expired")]
    Expired,
    /// The person declined.
    #[error("the sign-in was declined")]
    Declined,
    /// The authority refused the sign-in.
    #[error("the authority refused the sign-in: {code}: {message}")]
    Refused {
        /// Its code: `invalid_client`.
        code: String,
        /// Its message.
        message: String,
    },
    /// The response of the authority cannot be decoded. This is its status.
    #[error("failed to decode the response of the authority (status {0})")]
    Unreadable(u16),
    /// The authority is not an https URL, or the tenant is not valid.
    #[error("the authority must be an https URL, and the tenant a GUID, a domain or `organizations`")]
    Authority,
}

type Failure = Box<dyn StdError + Send + Sync>;

/// An answer is a few kilobytes.
const LARGEST: usize = 1 << 20;

impl DeviceCode {
    /// Signs in to an application (a public client). The tenant is a GUID, a domain, or `organizations`.
    ///
    /// # Errors
    ///
    /// [`DeviceCodeError::Authority`]; and where TLS cannot be set up.
    pub fn new(
        authority: &str,
        tenant: &str,
        application: &str,
        prompt: impl Fn(&DevicePrompt) + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let transport = Arc::new(ReqwestTransport::new()?);
        Self::with_transport(authority, tenant, application, prompt, transport, Arc::new(TokioTimer::new()))
    }

    /// The same with a transport and a timer of your own.
    ///
    /// # Errors
    ///
    /// [`DeviceCodeError::Authority`].
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
            refresh: Mutex::default(),
        })
    }

    async fn get(&self, request: &TokenRequest) -> Result<AccessToken, Failure> {
        let scope = format!("{} offline_access", request.scopes.join(" "));
        let mut common = vec![("client_id", self.application.as_str()), ("scope", scope.as_str())];
        if let Some(claims) = &request.claims {
            common.push(("claims", claims));
        }
        let refresh = self.refresh.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(refresh) = refresh {
            let form = [("grant_type", "refresh_token"), ("refresh_token", refresh.expose_secret())];
            let answer = self.post("token", &[common.as_slice(), &form].concat()).await?;
            match Self::code(&answer) {
                None => return self.token(&answer),
                // The session is over or not enough; the person has to sign in again.
                Some("invalid_grant" | "interaction_required") => {}
                Some(_) => return Err(refusal(&answer).into()),
            }
        }
        self.sign_in(&common).await
    }

    async fn sign_in(&self, common: &[(&str, &str)]) -> Result<AccessToken, Failure> {
        let begun = self.timer.elapsed();
        let answer = self.post("devicecode", common).await?;
        let (Some(device), Some(code), Some(place)) =
            (text(&answer, "device_code"), text(&answer, "user_code"), text(&answer, "verification_uri"))
        else {
            return Err(refusal(&answer).into());
        };
        (self.prompt)(&DevicePrompt {
            user_code: code.to_owned(),
            verification_uri: place.to_owned(),
            message: text(&answer, "message").unwrap_or_default().to_owned(),
        });
        let life = Duration::from_secs(number(&answer, "expires_in").unwrap_or(900).min(3600));
        let mut interval = Duration::from_secs(number(&answer, "interval").unwrap_or(5).clamp(1, 60));
        let mut form = vec![("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", device)];
        form.extend_from_slice(common);
        form.retain(|(name, _)| *name != "scope");
        loop {
            self.timer.wait(interval).await;
            let answer = self.post("token", &form).await?;
            match Self::code(&answer) {
                None => return self.token(&answer),
                Some("authorization_pending") => {}
                Some("slow_down") => interval += Duration::from_secs(5),
                Some("expired_token") => return Err(DeviceCodeError::Expired.into()),
                Some("authorization_declined" | "access_denied") => return Err(DeviceCodeError::Declined.into()),
                Some(_) => return Err(refusal(&answer).into()),
            }
            if self.timer.elapsed().saturating_sub(begun) >= life {
                return Err(DeviceCodeError::Expired.into());
            }
        }
    }

    async fn post(&self, what: &str, form: &[(&str, &str)]) -> Result<Value, Failure> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = http::Request::post(format!("{}/{what}", self.endpoint))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json")
            .body(Bytes::from(body))?;
        let mut limits = Limits::default();
        limits.answer_size = LARGEST;
        let answer = self.transport.execute(request, limits).await?;
        let status = answer.status().as_u16();
        match serde_json::from_slice(answer.body()) {
            Ok(value @ Value::Object(_)) => Ok(value),
            _ => Err(DeviceCodeError::Unreadable(status).into()),
        }
    }

    fn code(answer: &Value) -> Option<&str> {
        if text(answer, "access_token").is_some() { None } else { Some(text(answer, "error").unwrap_or_default()) }
    }

    fn token(&self, answer: &Value) -> Result<AccessToken, Failure> {
        let token = text(answer, "access_token").unwrap_or_default();
        if let Some(refresh) = text(answer, "refresh_token") {
            *self.refresh.lock().unwrap_or_else(PoisonError::into_inner) = Some(refresh.into());
        }
        let life = number(answer, "expires_in").unwrap_or(0);
        Ok(AccessToken::new(token.to_owned(), Some(self.timer.now() + Duration::from_secs(life.min(1 << 20)))))
    }
}

fn refusal(answer: &Value) -> DeviceCodeError {
    let of = |name| text(answer, name).unwrap_or_default().to_owned();
    DeviceCodeError::Refused { code: of("error"), message: of("error_description") }
}

fn text<'a>(answer: &'a Value, name: &str) -> Option<&'a str> {
    answer.get(name)?.as_str()
}

fn number(answer: &Value, name: &str) -> Option<u64> {
    let value = answer.get(name)?;
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
