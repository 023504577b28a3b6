use std::{
    pin::pin,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use uuid::Uuid;

use super::{
    authorize::{Authorized, IssuedToken, authorize, demanded_claims},
    budget::{Budget, Stopwatch},
    call_options::CallOptions,
    link_target::TokenScope,
    middleware::Next,
    origin::{check_open, check_origin},
    request_id,
    retry::{Attempt, Decision, Retry},
    settings::Settings,
    telemetry::CallSpan,
    throttle::Signal,
};
use crate::{
    auth::AccessToken,
    description::Description,
    error::{CallTimeout, Error, NoTimeLeft, Phase},
    path::CallReferences,
    time::Timer,
    transport::{
        AcceptedCoding, NewConnection, RequestUrl, TokenProblem, TokenRefused, Transport, TransportError,
        TransportErrorKind, decode, has_coding,
    },
};

pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// A request to the service, with its retries.
#[derive(Clone, Copy)]
pub(crate) struct Exchange<'a> {
    pub(crate) description: &'a Description,
    pub(crate) options: Option<&'a CallOptions>,
    pub(crate) token_scope: TokenScope,
    /// Sends the request; `repeatable` tells whether it can send it again.
    pub(crate) transport: &'a dyn Transport,
    pub(crate) repeatable: &'a (dyn Fn() -> bool + Sync),
    /// Claims that the service demanded earlier, for the token of the first attempt.
    pub(crate) claims: Option<&'a str>,
    /// Where to leave the token of the last attempt.
    pub(crate) issued: Option<&'a Mutex<Option<IssuedToken>>>,
    /// Whether to request the response in gzip.
    pub(crate) gzip: bool,
    /// The time of the call, which redirects share.
    pub(crate) budget: Budget,
    pub(crate) streaming: Streaming,
}

/// Which body passes around the pipeline. It is limited by its progress only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Streaming {
    Neither,
    /// That of the request.
    Request,
    /// That of the response, once its headers have arrived.
    Response,
}

impl<'a> Exchange<'a> {
    /// Creates a call to the service with a body that can be sent again.
    pub(crate) fn to_service(
        settings: &'a Settings,
        description: &'a Description,
        options: Option<&'a CallOptions>,
    ) -> Self {
        let limit = options.and_then(|options| options.call_timeout).unwrap_or(settings.call_time);
        Self {
            budget: Budget::start(settings.timer(), limit),
            description,
            options,
            token_scope: TokenScope::Service,
            transport: &*settings.transport,
            repeatable: &|| true,
            claims: None,
            issued: None,
            gzip: options.and_then(|options| options.gzip).unwrap_or(settings.gzip),
            streaming: Streaming::Neither,
        }
    }

    /// Runs every step of a call except the last. Not generic, so that it is compiled once.
    ///
    /// `build` is called for each attempt: most calls need only one, and keeping a copy would cost them more than
    /// rebuilding costs the others.
    pub(crate) async fn run(
        &self,
        settings: &Settings,
        build: &(dyn Fn() -> Result<http::Request<Bytes>, Error> + Sync),
    ) -> Result<http::Response<Bytes>, Error> {
        if self.token_scope == TokenScope::Service {
            settings.check_available(self.description)?;
        }
        // Here and nowhere else, so that no kind of call forgets its own credential. Boxed, because it is rare.
        let own = self.options.filter(|options| options.has_identity());
        let derived = own.map(|own| Box::new(settings.derive(own.credential.as_ref(), own.tenant.as_deref())));
        let settings = derived.as_deref().unwrap_or(settings);
        let root = (self.token_scope == TokenScope::Service).then_some(&settings.root);
        let span = CallSpan::new(self.description, root);
        // Boxed, so that it does not enlarge the futures of all calls.
        let mut watch = Box::new(Stopwatch::start(settings.timer(), self.budget));
        let result = {
            // Pinned here: a future passed by value is copied and stored twice.
            let attempts = pin!(attempts(settings, self, build, &span, &mut watch));
            span.around(attempts).await.and_then(|response| check_sent(self.description, response))
        };
        span.end(&result);
        result.map_err(|error| error.sent_before(watch.sent))
    }
}

async fn attempts(
    settings: &Settings,
    exchange: &Exchange<'_>,
    build: &(dyn Fn() -> Result<http::Request<Bytes>, Error> + Sync),
    span: &CallSpan,
    watch: &mut Stopwatch<'_>,
) -> Result<http::Response<Bytes>, Error> {
    let &Exchange { description, options, token_scope, transport, repeatable, claims, gzip, streaming, .. } = exchange;
    let timer = settings.timer();
    let retry = options.and_then(|options| options.retry.as_deref()).unwrap_or(&*settings.retry);
    let mut limits = settings.limits;
    let attempt_time = options.and_then(|options| options.timeout).unwrap_or(limits.time);
    let id = request_id_header(exchange.budget.begun());
    let demand = |claims: String| settings.token_request.clone().with_claims(Some(claims));
    let mut challenge_request = claims.map(|claims| demand(claims.to_owned()));
    let mut challenged = false;
    let mut refusal: Option<Box<Refusal>> = None;
    let mut connection = Connection::Any;
    let mut number: u32 = 1;
    loop {
        let mut request = build()?;
        if let Some(references) = request.extensions().get::<CallReferences>() {
            return Err(Error::unsendable(
                description,
                match references.url {
                    Some(_) => "the URL refers to a call of a batch, and the request is sent alone",
                    None => "the body refers to a call of a change set, and is sent alone",
                },
            ));
        }
        add_standard_headers(request.headers_mut(), settings, &id, number);
        if streaming != Streaming::Request {
            declare_empty_body(&mut request);
        }
        if token_scope == TokenScope::Service {
            settings.profile.get().add_headers(request.headers_mut());
        }
        limits.coding = AcceptedCoding::negotiate(request.headers_mut(), gzip);
        let path = request.uri().path_and_query().cloned();
        let workload = path.as_ref().map_or("", |path| settings.root.workload(path.path()));
        let (mut bucket, mut token) = (None, None);
        match token_scope {
            TokenScope::None => check_open(&request, settings, description)?,
            TokenScope::Service => {
                check_origin(&request, settings, description)?;
                if let Some(timer) = timer {
                    let acquired =
                        settings.throttler.acquire_before(Some(exchange.budget.deadline()), workload, timer).await;
                    watch.end(Phase::Throttled);
                    bucket = match acquired {
                        Ok(bucket) => bucket,
                        Err(then) => {
                            let reopens = Some(then.saturating_sub(timer.elapsed())).filter(|time| !time.is_zero());
                            let timeout = CallTimeout { reopens, ..watch.exceeded(Phase::Throttled) };
                            return Err(Error::call_timeout(description, timeout));
                        }
                    };
                }
                let wanted = challenge_request.as_ref().unwrap_or(&settings.token_request);
                let authorized = authorize(&mut request, settings, wanted, description, watch.left()).await?;
                watch.end(Phase::Credential);
                token = match authorized {
                    Authorized::WithoutToken => None,
                    Authorized::With(token) => Some(token),
                    Authorized::TooLate => {
                        return Err(Error::call_timeout(description, watch.exceeded(Phase::Credential)));
                    }
                };
                if let (Some(issued), Some(token)) = (exchange.issued, &token) {
                    let new = IssuedToken { request: wanted.clone(), token: token.clone() };
                    *issued.lock().unwrap_or_else(PoisonError::into_inner) = Some(new);
                }
                if let Some(refusal) = refusal.take()
                    && token.as_ref().is_none_or(|token| token.is_same(&refusal.token))
                {
                    return Ok(refusal.response);
                }
            }
        }
        let left = watch.left();
        if left.is_zero() {
            return Err(Error::call_timeout(description, watch.exceeded(Phase::Attempt)));
        }
        limits.headers_time = if streaming == Streaming::Request { attempt_time } else { attempt_time.min(left) };
        limits.time = if streaming == Streaming::Neither { limits.headers_time } else { attempt_time };
        if connection == Connection::New {
            request.extensions_mut().insert(NewConnection);
        }
        // Graph's links are absolute.
        let url = (!settings.profile.get().is_graph()).then(|| request.uri().clone());
        let service = (token_scope == TokenScope::Service).then_some(&settings.root);
        let next = Next::new(&settings.middleware, transport, limits.coding, service)
            .with_query_options(settings.profile.get().query_options());
        let mut result = next.run(request, limits).await;
        if result.as_ref().is_ok_and(has_coding) {
            result = result.and_then(|response| decode(response, limits));
        }
        result = result.map_err(|problem| problem.with_time_limit(limits.headers_time));
        watch.spent.attempts = watch.spent.attempts.saturating_add(1);
        watch.end(Phase::Attempt);
        watch.sent |= match &result {
            Ok(response) => {
                let refused = response.extensions().get::<TokenRefused>();
                refused.is_none_or(|refused| matches!(refused.problem, TokenProblem::NotAccepted))
            }
            Err(problem) => problem.may_have_been_sent(),
        };
        span.attempt(number, &result);
        if let (Some(timer), Ok(response), TokenScope::Service) = (timer, &result, token_scope) {
            let signal = Signal::read(response.status(), response.headers(), || timer.now());
            settings.throttler.observe(workload, bucket, timer.elapsed(), &signal);
        }
        if let (Ok(response), Some(url)) = (&mut result, url) {
            response.extensions_mut().insert(RequestUrl(url));
        }
        if result.as_ref().is_ok_and(|response| response.status().is_success()) {
            return result.map_err(|source| transport_error(description, source));
        }
        if !repeatable() {
            return result.map_err(|source| transport_error(description, source));
        }
        if token_scope == TokenScope::Service
            && !challenged
            && let Ok(response) = &result
            && let Some(claims) = demanded_claims(settings, response)
        {
            challenge_request = Some(demand(claims));
            challenged = true;
            continue;
        }
        if !challenged
            && let (Some(credential), Some(token)) = (&settings.credential, token)
            && result.as_ref().is_ok_and(|response| response.status() == StatusCode::UNAUTHORIZED)
        {
            credential.invalidate(challenge_request.as_ref().unwrap_or(&settings.token_request), &token);
            challenged = true;
            refusal = result.ok().map(|response| Box::new(Refusal { token, response }));
            continue;
        }
        if limits.headers_time < attempt_time
            && let Err(problem) = result
        {
            if problem.kind() == TransportErrorKind::Timeout {
                let timeout = CallTimeout { source: Some(problem), ..watch.exceeded(Phase::Attempt) };
                return Err(Error::call_timeout(description, timeout));
            }
            result = Err(problem);
        }
        let waited = match timer {
            Some(timer) => {
                let now = timer.now();
                let outcome = match &result {
                    Ok(response) => Ok((response.status(), response.headers())),
                    Err(problem) => Err(problem),
                };
                let attempt = Attempt { number, description, result: outcome, elapsed: watch.elapsed(), now };
                wait_for_retry(retry, timer, &attempt, watch.left(), span).await
            }
            None => Waited::GaveUp,
        };
        watch.end(Phase::BetweenAttempts);
        match waited {
            Waited::GaveUp => return result.map_err(|source| transport_error(description, source)),
            Waited::ForRetry => connection = Connection::after(&result),
            Waited::NoTimeLeft => return out_of_time(result, watch, description),
        }
        number = number.saturating_add(1);
    }
}

/// Makes an error of a response that says that the call has no valid CSRF token.
fn check_sent(description: &Description, mut response: http::Response<Bytes>) -> Result<http::Response<Bytes>, Error> {
    match response.extensions_mut().remove::<TokenRefused>() {
        Some(refused) => Err(Error::csrf_token(description, response, refused)),
        None => Ok(response),
    }
}

/// A token that the service refused, and its response, which ends the call unless the credential has another token.
struct Refusal {
    token: AccessToken,
    response: http::Response<Bytes>,
}

/// Which connection an attempt may use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Connection {
    Any,
    New,
}

impl Connection {
    /// Avoids the connection after a 503: the instance behind it may be the one that is failing.
    fn after(result: &Result<http::Response<Bytes>, TransportError>) -> Self {
        match result {
            Ok(response) if response.status() == StatusCode::SERVICE_UNAVAILABLE => Self::New,
            _ => Self::Any,
        }
    }
}

/// The outcome of asking the retry policy.
enum Waited {
    GaveUp,
    ForRetry,
    /// The call has to end before the wait does.
    NoTimeLeft,
}

async fn wait_for_retry(
    retry: &dyn Retry,
    timer: &dyn Timer,
    attempt: &Attempt<'_>,
    left: Duration,
    span: &CallSpan,
) -> Waited {
    match retry.decide(attempt) {
        Decision::GiveUp => Waited::GaveUp,
        Decision::After(time) if time >= left => Waited::NoTimeLeft,
        Decision::After(time) => {
            span.wait(attempt, time);
            timer.wait(time).await;
            Waited::ForRetry
        }
    }
}

/// Ends a call with its last result, because another attempt would exceed its time.
fn out_of_time(
    result: Result<http::Response<Bytes>, TransportError>,
    watch: &Stopwatch<'_>,
    description: &Description,
) -> Result<http::Response<Bytes>, Error> {
    let timeout = watch.exceeded(Phase::BetweenAttempts);
    match result {
        Ok(mut response) => {
            response.extensions_mut().insert(NoTimeLeft { limit: timeout.limit, spent: timeout.spent });
            Ok(response)
        }
        Err(problem) => Err(Error::call_timeout(description, CallTimeout { source: Some(problem), ..timeout })),
    }
}

fn transport_error(description: &Description, source: TransportError) -> Error {
    Error::transport(description, source)
}

/// Creates the `client-request-id`, which all attempts of a call share.
fn request_id_header(begun: Duration) -> Option<HeaderValue> {
    let mut buffer = Uuid::encode_buffer();
    HeaderValue::from_str(request_id::next(begun).hyphenated().encode_lower(&mut buffer)).ok()
}

/// Adds `Content-Length: 0` to a request without a body whose method usually has one.
///
/// Graph responds with 411 without this header, and HTTP stacks omit it. The pipeline adds it for operations of
/// applications.
pub(crate) fn declare_empty_body(request: &mut http::Request<Bytes>) {
    let takes_body = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    if takes_body && request.body().is_empty() && !request.headers().contains_key(header::TRANSFER_ENCODING) {
        request.headers_mut().entry(header::CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
    }
}

fn add_standard_headers(headers: &mut HeaderMap, settings: &Settings, id: &Option<HeaderValue>, number: u32) {
    if let Some(id) = id {
        headers.entry(CLIENT_REQUEST_ID).or_insert_with(|| id.clone());
    }
    headers.entry(header::USER_AGENT).or_insert_with(|| settings.user_agent.clone());
    if number > 1 {
        headers.insert(RETRY_ATTEMPT, HeaderValue::from(number - 1));
    }
}
