use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use url::{Position, Url};

use super::cookies::Cookies;
use crate::{
    pipeline::{MAX_REDIRECTS, Middleware, Next, location},
    service::{ServiceRoot, write_query},
    sync::{BoxFuture, Queue, RecentMap},
    transport::{Limits, TokenProblem, TokenRefused, TransportError, TransportErrorKind},
};

/// Keeps a session with cookies and a CSRF token, which SAP requires for changes.
///
/// Before the first request that changes something, the middleware sends `HEAD` to the service's root with
/// `X-CSRF-Token: Fetch`, or `GET` if the response has no token. Each further change has the token and the session's
/// cookies. If the service responds with 403 and `X-CSRF-Token: Required`, the middleware fetches another token and
/// sends the request once more; the service did not execute it. Calls that need a token at the same time share one
/// fetch. If the responses to `HEAD` and `GET` are successful and have no token, changes are sent without one.
///
/// If no token can be fetched, or it has more than 4,096 bytes, the change is not sent, and the call fails with
/// [`ErrorKind::CsrfToken`](crate::ErrorKind::CsrfToken); the retry policy decides first, as for other calls. The error
/// is the same if the service requires another token again. Redirects of the fetch are followed within the service's
/// own origin.
///
/// Cookies are kept in memory, and sent to the service's own origin only, below their path. Callers with another
/// `Authorization` header have a session of their own, so that a client with several
/// [credentials](crate::Client::with_credential) does not mix their sessions; the 64 used last are kept.
///
/// ```
/// use graph_runtime::{Client, ServiceProfile, sign_in::{Basic, CsrfSession}};
///
/// let client = Client::builder()
///     .base_url("https://erp.example.com/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001")
///     .profile(ServiceProfile::sap())
///     .credential(Basic::new("COMM_USER", "the password")?)
///     .middleware(CsrfSession::new())
///     .build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// A streamed upload whose token is not accepted is not sent again; the next one has the new token. `Debug` shows no
/// secrets.
pub struct CsrfSession {
    path: &'static str,
    sessions: Mutex<RecentMap<Option<HeaderValue>, Arc<Session>>>,
}

/// The most sessions that are kept.
const MAX_SESSIONS: usize = 64;
/// The most bytes of a token, which is sent with each change.
const MAX_TOKEN: usize = 4096;
const TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");
/// The headers of a request that the request for a token does not have.
const HEADERS_OF_CHANGES: [HeaderName; 7] = [
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::CONTENT_ENCODING,
    header::TRANSFER_ENCODING,
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    HeaderName::from_static("prefer"),
];

#[derive(Default)]
struct Session {
    /// Calls that need a token wait here for the one that fetches it.
    queue: Queue,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Token,
    cookies: Cookies,
}

#[derive(Clone, Default)]
enum Token {
    #[default]
    Unknown,
    /// The service has none, so that changes need none.
    Unneeded,
    Known(HeaderValue),
}

impl CsrfSession {
    /// Creates the middleware. Tokens are fetched from the service's root.
    #[must_use]
    pub fn new() -> Self {
        Self { path: "/", sessions: Mutex::new(RecentMap::new(MAX_SESSIONS)) }
    }

    /// Sets the path below the service's root from which tokens are fetched, with a query: `/?sap-client=100`.
    ///
    /// A path that does not begin with `/` has no effect.
    #[must_use]
    pub fn fetch_from(mut self, path: &'static str) -> Self {
        if path.starts_with('/') {
            self.path = path;
        }
        self
    }

    fn session(&self, headers: &HeaderMap) -> Arc<Session> {
        let key = headers.get(header::AUTHORIZATION).cloned();
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = sessions.get(&key) {
            return session.clone();
        }
        let session = Arc::<Session>::default();
        sessions.insert(key, session.clone());
        session
    }

    async fn run(
        &self,
        mut request: http::Request<Bytes>,
        limits: Limits,
        next: Next<'_>,
        root: &ServiceRoot,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let session = self.session(request.headers());
        if request.method().is_safe() {
            return session.exchange(request, limits, next, root).await;
        }
        let copy = request.clone();
        let token = match session.token(&copy, self.path, None, limits, next, root).await? {
            Ok(token) => token,
            Err(response) => return Ok(response),
        };
        set_token(&mut request, token.as_ref());
        let response = session.exchange(request, limits, next, root).await?;
        if !is_token_required(&response) {
            return Ok(response);
        }
        if is_streamed(&copy) {
            // Its content may not be there any more.
            session.forget(token.as_ref());
            return Ok(not_accepted(response, &copy));
        }
        let mut again = copy.clone();
        match session.token(&copy, self.path, Some(token.as_ref()), limits, next, root).await? {
            Ok(Some(new)) => set_token(&mut again, Some(&new)),
            _ => return Ok(not_accepted(response, &copy)),
        }
        let response = session.exchange(again, limits, next, root).await?;
        Ok(if is_token_required(&response) { not_accepted(response, &copy) } else { response })
    }
}

impl Session {
    fn state(&self) -> MutexGuard<'_, State> {
        // Every statement leaves the state consistent, so a panic elsewhere does not matter.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a request with the session's cookies, and keeps those of the response.
    async fn exchange(
        &self,
        mut request: http::Request<Bytes>,
        limits: Limits,
        next: Next<'_>,
        root: &ServiceRoot,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let path = request.uri().path().to_owned();
        let cookies = self.state().cookies.header(request.headers().get(header::COOKIE), &path);
        if let Some(cookies) = cookies {
            request.headers_mut().insert(header::COOKIE, cookies);
        }
        let response = next.run(request, limits).await?;
        let host = root.url().host_str().unwrap_or_default();
        self.state().cookies.store(response.headers(), host, &path);
        Ok(response)
    }

    /// Returns the token, or fetches one if there is none or it is `refused`. If that fails, returns the response,
    /// marked with [`TokenRefused`].
    async fn token(
        &self,
        of: &http::Request<Bytes>,
        path: &str,
        refused: Option<Option<&HeaderValue>>,
        limits: Limits,
        next: Next<'_>,
        root: &ServiceRoot,
    ) -> Result<Result<Option<HeaderValue>, http::Response<Bytes>>, TransportError> {
        if let Some(known) = self.usable(refused) {
            return Ok(Ok(known));
        }
        let position = self.queue.join();
        position.wait_until_first().await;
        // Another call may have fetched one.
        if let Some(known) = self.usable(refused) {
            return Ok(Ok(known));
        }
        let mut url = format!("{}{path}", root.as_str());
        if !path.contains('?') {
            write_query(next.query_options(), &mut url);
        }
        let uri = Uri::try_from(url)
            .map_err(|problem| TransportError::new(TransportErrorKind::Request, Some(problem.into())).of_token())?;
        for method in [Method::HEAD, Method::GET] {
            let fetched = self.fetch(of, &method, uri.clone(), limits, next, root).await;
            let (mut response, mut refused) = fetched.map_err(TransportError::of_token)?;
            if let Some(token) = response.headers().get(TOKEN).filter(|token| is_token(token)) {
                if token.len() > MAX_TOKEN {
                    // The response is the error, which shows no secrets.
                    response.headers_mut().remove(TOKEN);
                    *response.body_mut() = Bytes::new();
                    refused.problem = TokenProblem::TooLong(MAX_TOKEN);
                    response.extensions_mut().insert(refused);
                    return Ok(Err(response));
                }
                let mut token = token.clone();
                token.set_sensitive(true);
                self.state().token = Token::Known(token.clone());
                return Ok(Ok(Some(token)));
            }
            if method == Method::GET {
                if !response.status().is_success() {
                    // Nobody may take the target of its redirect for that of the change.
                    response.headers_mut().remove(header::LOCATION);
                    response.extensions_mut().insert(refused);
                    return Ok(Err(response));
                }
                self.state().token = Token::Unneeded;
            }
        }
        Ok(Ok(None))
    }

    /// Sends a request for a token, and follows its redirects within the service's origin.
    ///
    /// Returns the last response, and what to mark it with if it has no token.
    async fn fetch(
        &self,
        of: &http::Request<Bytes>,
        method: &Method,
        mut uri: Uri,
        limits: Limits,
        next: Next<'_>,
        root: &ServiceRoot,
    ) -> Result<(http::Response<Bytes>, TokenRefused), TransportError> {
        let mut redirects = 0;
        loop {
            let mut request = http::Request::new(Bytes::new());
            *request.headers_mut() = of.headers().clone();
            HEADERS_OF_CHANGES.iter().for_each(|name| drop(request.headers_mut().remove(name)));
            request.headers_mut().insert(TOKEN, HeaderValue::from_static("Fetch"));
            // A response to `HEAD` may state an encoding, but has no body to decode.
            request.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
            (*request.method_mut(), *request.uri_mut()) = (method.clone(), uri.clone());
            let mut refused =
                TokenRefused { request: format!("{method} {}", uri.path()), problem: TokenProblem::Missing };
            let response = self.exchange(request, limits, next, root).await?;
            let target = location(&response).and_then(|link| Url::parse(&uri.to_string()).ok()?.join(link).ok());
            let Some(target) = target.filter(|_| !has_token(&response)) else { return Ok((response, refused)) };
            if !root.is_origin_of(&target) {
                refused.problem = TokenProblem::RedirectedTo(target.origin().ascii_serialization());
                return Ok((response, refused));
            }
            match target[..Position::AfterQuery].parse() {
                Ok(target) if redirects < MAX_REDIRECTS => uri = target,
                _ => return Ok((response, refused)),
            }
            redirects += 1;
        }
    }

    /// Returns the known token, unless it is the refused one. `Some(None)` if the service needs none.
    fn usable(&self, refused: Option<Option<&HeaderValue>>) -> Option<Option<HeaderValue>> {
        let known = match &self.state().token {
            Token::Unknown => return None,
            Token::Unneeded => None,
            Token::Known(token) => Some(token.clone()),
        };
        (refused != Some(known.as_ref())).then_some(known)
    }

    /// Drops a token, if it is still this one.
    fn forget(&self, token: Option<&HeaderValue>) {
        if self.usable(Some(token)).is_none() {
            self.state().token = Token::Unknown;
        }
    }
}

fn set_token(request: &mut http::Request<Bytes>, token: Option<&HeaderValue>) {
    if let Some(token) = token {
        request.headers_mut().insert(TOKEN, token.clone());
    }
}

fn has_token(response: &http::Response<Bytes>) -> bool {
    response.headers().get(TOKEN).is_some_and(is_token)
}

/// Returns whether the header of a response is a token.
fn is_token(value: &HeaderValue) -> bool {
    let text = value.as_bytes();
    !text.is_empty() && !text.eq_ignore_ascii_case(b"required")
}

fn is_token_required(response: &http::Response<Bytes>) -> bool {
    response.status() == StatusCode::FORBIDDEN
        && response.headers().get(TOKEN).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"required"))
}

/// Marks the response to a change whose token the service did not accept. It is not about permissions.
fn not_accepted(mut response: http::Response<Bytes>, to: &http::Request<Bytes>) -> http::Response<Bytes> {
    let request = format!("{} {}", to.method(), to.uri().path());
    response.extensions_mut().insert(TokenRefused { request, problem: TokenProblem::NotAccepted });
    response
}

/// Returns whether the body passes around the middleware: it is empty here, and declared as another one.
fn is_streamed(request: &http::Request<Bytes>) -> bool {
    let has_body = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    let is_declared_empty = request.headers().get(header::CONTENT_LENGTH).is_some_and(|length| length == "0");
    has_body && request.body().is_empty() && !is_declared_empty
}

impl Default for CsrfSession {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CsrfSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CsrfSession")
    }
}

impl Middleware for CsrfSession {
    fn handle<'a>(
        &'a self,
        request: http::Request<Bytes>,
        limits: Limits,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        match next.service() {
            Some(root) => Box::pin(self.run(request, limits, next, root)),
            None => next.run(request, limits),
        }
    }

    fn holds_secret(&self) -> bool {
        true
    }
}
