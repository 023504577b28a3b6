use std::{borrow::Cow, sync::Arc, time::Duration};

use bytes::Bytes;
use graph_runtime::{
    Limits, Transport, TransportError,
    http::{Request, Response, StatusCode, header},
    transport::{Timer, TransportErrorKind},
};
use secrecy::SecretString;
use serde_json::Value;
use url::{Host, Url};

use crate::token_error::TokenError;

/// The size limit of responses, which are usually a few kilobytes.
const MAX_RESPONSE_SIZE: usize = 1 << 20;
/// The time limit of an attempt.
const ATTEMPT_TIME: Duration = Duration::from_secs(30);
/// The most attempts of a request.
const MAX_ATTEMPTS: u32 = 3;
/// The longest wait before another attempt. If the authority asks for more, its response is the result.
const MAX_WAIT: Duration = Duration::from_secs(30);
/// The longest lifetime of a token that is believed.
const MAX_LIFETIME: u64 = 7 * 24 * 3600;

/// The sign-in service, which issues tokens.
pub(crate) struct TokenEndpoint {
    /// The URL of the authority, without a trailing slash.
    authority: String,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timer: Arc<dyn Timer>,
}

/// The parameters of a request.
pub(crate) type Form<'a> = Vec<(&'static str, Cow<'a, str>)>;

/// Parameters whose values are never shown.
const SECRETS: [&str; 5] = ["assertion", "client_assertion", "client_secret", "device_code", "refresh_token"];

/// A response of the authority, which is a JSON object.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    body: Value,
}

impl TokenEndpoint {
    /// Checks the URL of the authority.
    ///
    /// # Errors
    ///
    /// The authority is not an https URL, nor http on loopback.
    pub(crate) fn new(
        authority: &str,
        transport: Arc<dyn Transport>,
        timer: Arc<dyn Timer>,
    ) -> Result<Self, TokenError> {
        let url = Url::parse(authority).map_err(|_| TokenError::authority())?;
        let is_loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        let is_safe = url.scheme() == "https" || url.scheme() == "http" && is_loopback;
        let has_more =
            !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some();
        if !is_safe || has_more {
            return Err(TokenError::authority());
        }
        Ok(Self { authority: url.as_str().trim_end_matches('/').to_owned(), transport, timer })
    }

    /// Returns the URL of an endpoint of a tenant.
    ///
    /// # Errors
    ///
    /// The tenant is not an id or a domain.
    pub(crate) fn url(&self, tenant: &str, endpoint: &str) -> Result<String, TokenError> {
        check_tenant(tenant)?;
        Ok(format!("{}/{tenant}/oauth2/v2.0/{endpoint}", self.authority))
    }

    /// Returns the host of the authority.
    pub(crate) fn host(&self) -> &str {
        let rest = self.authority.split_once("://").map_or(&*self.authority, |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or(rest)
    }

    /// Sends a form, and reads the response, whatever its status.
    ///
    /// An attempt without a response, and one that the authority throttled or failed to process, is repeated: to get a
    /// token twice does no harm.
    ///
    /// # Errors
    ///
    /// The authority does not respond, or not with a JSON object.
    pub(crate) async fn post(&self, url: &str, form: &Form<'_>) -> Result<Reply, TokenError> {
        let body = Bytes::from(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish());
        let mut limits = Limits::default();
        (limits.response_size, limits.time) = (MAX_RESPONSE_SIZE, ATTEMPT_TIME);
        let mut number = 1;
        loop {
            let request = Request::post(url)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::ACCEPT, "application/json")
                .body(body.clone())
                .map_err(|_| TokenError::authority())?;
            let result = self.transport.execute(request, limits).await;
            match wait_after(&result, number) {
                Some(wait) => self.timer.wait(wait).await,
                None => return Reply::read(result.map_err(TokenError::transport)?),
            }
            number += 1;
        }
    }
}

/// Checks that a tenant is an id or a domain, which is safe in a URL.
pub(crate) fn check_tenant(tenant: &str) -> Result<(), TokenError> {
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    match tenant.len() <= 253 && tenant.split('.').all(is_label) {
        true => Ok(()),
        false => Err(TokenError::tenant()),
    }
}

/// Returns how long to wait before another attempt, if there is one.
fn wait_after(result: &Result<Response<Bytes>, TransportError>, number: u32) -> Option<Duration> {
    let default = Duration::from_secs(u64::from(number));
    let wait = match result {
        Err(problem) => match problem.kind() {
            TransportErrorKind::Connect | TransportErrorKind::Send | TransportErrorKind::Receive => default,
            _ => return None,
        },
        Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS || response.status().is_server_error() => {
            let asked = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
            asked.map_or(default, Duration::from_secs)
        }
        Ok(_) => return None,
    };
    (number < MAX_ATTEMPTS && wait <= MAX_WAIT).then_some(wait)
}

impl Reply {
    fn read(response: Response<Bytes>) -> Result<Self, TokenError> {
        let status = response.status();
        match serde_json::from_slice(response.body()) {
            Ok(body @ Value::Object(_)) => Ok(Self { status, body }),
            _ => Err(TokenError::unreadable(status)),
        }
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.body.get(name)?.as_str()
    }

    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        let value = self.body.get(name)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    }

    /// Returns the access token and its lifetime, if the response has one.
    pub(crate) fn token(&self) -> Option<(SecretString, Duration)> {
        let token = self.text("access_token").filter(|_| self.status.is_success())?;
        let lifetime = self.number("expires_in").unwrap_or(0).min(MAX_LIFETIME);
        Some((token.into(), Duration::from_secs(lifetime)))
    }

    /// Returns the error code of a response without an access token.
    pub(crate) fn error_code(&self) -> Option<&str> {
        self.token().is_none().then(|| self.text("error").unwrap_or_default())
    }

    /// Returns the error of a response without a token, without the secrets of the request, as they are and as they
    /// were encoded in the form.
    pub(crate) fn refusal(&self, form: &Form<'_>) -> TokenError {
        let mut secrets: Vec<String> = form
            .iter()
            .filter(|(name, value)| SECRETS.contains(name) && !value.is_empty())
            .flat_map(|(_, value)| {
                [value.to_string(), url::form_urlencoded::byte_serialize(value.as_bytes()).collect()]
            })
            .collect();
        // The longest first: another secret may be a part of it.
        secrets.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
        let clean = |text: &str| secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "…"));
        let named = |name| clean(self.text(name).unwrap_or_default());
        let claims = self.text("claims").map(clean);
        TokenError::refused(self.status, named("error"), named("error_description"), claims)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use graph_runtime::{ReqwestTransport, http::StatusCode, transport::TokioTimer};
    use serde_json::json;

    use super::{Reply, TokenEndpoint};

    fn endpoint(authority: &str) -> Option<TokenEndpoint> {
        let transport = Arc::new(ReqwestTransport::new().unwrap());
        TokenEndpoint::new(authority, transport, Arc::new(TokioTimer::new())).ok()
    }

    #[test]
    fn authorities_are_https_or_loopback() {
        for authority in ["https://login.example", "https://login.example/", "http://localhost:1", "http://127.0.0.1:1"]
        {
            let url = endpoint(authority).unwrap().url("contoso.com", "token").unwrap();
            assert_eq!(url, format!("{}/contoso.com/oauth2/v2.0/token", authority.trim_end_matches('/')));
        }
        for authority in [
            "",
            "login.example",
            "http://login.example",
            "http://127.0.0.1.login.example",
            "ftp://localhost",
            "https://user@login.example",
            "https://:password@login.example",
            "https://login.example?x",
            "https://login.example#x",
            "file:///etc",
        ] {
            assert!(endpoint(authority).is_none(), "{authority}");
        }
        assert_eq!(endpoint("https://login.example:444/x").unwrap().host(), "login.example");
    }

    #[test]
    fn tenants_are_ids_or_domains() {
        let endpoint = endpoint("https://login.example").unwrap();
        for tenant in ["", ".", "..", "../x", "a/b", "a\\b", "a?b", "a#b", "a%2fb", "a b", "a..b", "ä", "a\n", "a@b"] {
            assert!(endpoint.url(tenant, "token").is_err(), "{tenant}");
        }
        for tenant in ["contoso.com", "organizations", "72f988bf-86f1-41af-91ab-2d7cd011db47"] {
            assert!(endpoint.url(tenant, "token").is_ok(), "{tenant}");
        }
    }

    #[test]
    fn secrets_are_not_repeated_however_they_are_written() {
        let form = vec![
            ("client_id", "app".into()),
            ("client_secret", "a~b c+/=".into()),
            ("assertion", "header.a~b c+/=.signature".into()),
            ("refresh_token", "".into()),
        ];
        for echo in [
            "a~b c+/=",
            "client_secret=a%7Eb+c%2B%2F%3D&x",
            "header.a~b c+/=.signature",
            "assertion=header.a%7Eb+c%2B%2F%3D.signature",
        ] {
            let body = json!({ "error": echo, "error_description": echo, "claims": echo });
            let error = Reply { status: StatusCode::BAD_REQUEST, body }.refusal(&form);
            let shown = format!("{error} {error:?} {:?}", error.claims());
            for secret in ["a~b", "a%7E", "header", "signature"] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
        let body = json!({ "error": "invalid_client", "error_description": "app" });
        let error = Reply { status: StatusCode::BAD_REQUEST, body }.refusal(&form);
        assert_eq!((error.code(), error.description(), error.claims()), (Some("invalid_client"), Some("app"), None));
    }
}
