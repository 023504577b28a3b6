//! What happens on a call, in order:
//!
//! 1. The operation becomes a request; a bad key, header or body ends here ([`Operation::request`](crate::Operation::request)).
//! 2. `client-request-id` and `User-Agent` are added, and `Retry-Attempt` from the second attempt on; the id is the same for all.
//! 3. The request's origin has to be the service's, and safe for a token where one goes along. What a link of the service leads to
//!    elsewhere ([`Reach::Open`]) has to be https or on this machine, and skips steps 4, 5, 7 and 8.
//! 4. While the service wants fewer calls of this workload, the call waits for its turn ([`Throttle`](crate::Throttle)).
//! 5. The credential is asked for a token, within its limit of time.
//! 6. Middleware, and then the transport, which sends, and collects the answer within the limits of time and size.
//! 7. What the answer says of throttling is told to the calls that wait in step 4.
//! 8. Where the service refused the token because it lacks claims, the credential is asked for one that has them; back to 1, once.
//! 9. The retry policy is asked after an answer that is no success, or none; the call waits, and goes back to 1.
//! 10. The operation reads the answer: errors of the service, then the value ([`Operation::read`](crate::Operation::read)).

use std::{pin::pin, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use url::Url;
use uuid::Uuid;

use crate::{
    call_options::CallOptions,
    challenge,
    client::Settings,
    credential::{CredentialTimeout, TokenRequest},
    description::Description,
    error::{Cause, Error},
    middleware::Next,
    new_connection::NewConnection,
    race::within,
    retry::{Attempt, Decision, Retry},
    service_root::is_private,
    telemetry::CallSpan,
    throttle::Signal,
    timer::Timer,
    transport::{Transport, TransportError},
};

pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// What is to be done, and how.
#[derive(Clone, Copy)]
pub(crate) struct Errand<'a> {
    pub(crate) description: &'a Description,
    pub(crate) options: Option<&'a CallOptions>,
    pub(crate) reach: Reach,
    /// What sends, and whether it can do so once more.
    pub(crate) transport: &'a dyn Transport,
    pub(crate) repeatable: &'a (dyn Fn() -> bool + Sync),
    /// What the token has to have from the first attempt on, where the service has demanded it before.
    pub(crate) claims: Option<&'a str>,
}

/// How far a request may go, and so what goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// To the service's origin, with a token.
    Service,
    /// To any origin, as links of a service may lead to; without a token.
    Open,
}

impl<'a> Errand<'a> {
    /// A call of the service, with a body that can be sent again.
    pub(crate) fn to_service(
        settings: &'a Settings,
        description: &'a Description,
        options: Option<&'a CallOptions>,
    ) -> Self {
        Self {
            description,
            options,
            reach: Reach::Service,
            transport: &*settings.transport,
            repeatable: &|| true,
            claims: None,
        }
    }
}

/// All steps but the last. Not generic, so it is compiled once.
///
/// `build` is asked for each attempt, since most calls need one: keeping a copy would cost them more than it saves the others.
pub(crate) async fn run(
    settings: &Settings,
    errand: &Errand<'_>,
    build: &(dyn Fn() -> Result<http::Request<Bytes>, Error> + Sync),
) -> Result<http::Response<Bytes>, Error> {
    let span = CallSpan::new(errand.description, (errand.reach == Reach::Service).then_some(&settings.root));
    // By reference, since what is passed by value is copied, and kept twice.
    let attempts = pin!(attempts(settings, errand, build, &span));
    let result = span.around(attempts).await;
    span.end(&result);
    result
}

async fn attempts(
    settings: &Settings,
    errand: &Errand<'_>,
    build: &(dyn Fn() -> Result<http::Request<Bytes>, Error> + Sync),
    span: &CallSpan,
) -> Result<http::Response<Bytes>, Error> {
    let &Errand { description, options, reach, transport, repeatable, claims } = errand;
    let timer = settings.timer();
    let begun = timer.map_or(Duration::ZERO, Timer::elapsed);
    let retry = options.and_then(|options| options.retry.as_deref()).unwrap_or(&*settings.retry);
    let mut limits = settings.limits;
    limits.time = options.and_then(|options| options.timeout).unwrap_or(limits.time);
    let id = new_id();
    let demand = |claims: String| TokenRequest { claims: Some(claims), ..settings.token_request.clone() };
    let mut with_claims = claims.map(|claims| demand(claims.to_owned()));
    let mut challenged = false;
    let mut connection = Connection::Any;
    let mut number: u32 = 1;
    loop {
        let mut request = build()?;
        add_standard_headers(request.headers_mut(), settings, &id, number);
        let path = request.uri().path_and_query().cloned();
        let workload = path.as_ref().map_or("", |path| settings.root.workload(path.path()));
        match reach {
            Reach::Open => check_open(&request, description)?,
            Reach::Service => {
                check_origin(&request, settings, description)?;
                if let Some(timer) = timer {
                    settings.gate.pass(workload, timer).await;
                }
                let wanted = with_claims.as_ref().unwrap_or(&settings.token_request);
                authorize(&mut request, settings, wanted, description).await?;
            }
        }
        if connection == Connection::New {
            request.extensions_mut().insert(NewConnection);
        }
        let result = Next::new(&settings.middleware, transport).run(request, limits).await;
        span.attempt(number, &result);
        if let (Some(timer), Ok(response), Reach::Service) = (timer, &result, reach) {
            let signal = Signal::read(response.status(), response.headers(), || timer.now());
            settings.gate.hear(workload, timer.elapsed(), &signal);
        }
        if result.as_ref().is_ok_and(|response| response.status().is_success()) {
            return result.map_err(|source| failed(description, source));
        }
        if !repeatable() {
            return result.map_err(|source| failed(description, source));
        }
        if reach == Reach::Service
            && !challenged
            && let Ok(response) = &result
            && let Some(claims) = demanded_claims(settings, response)
        {
            with_claims = Some(demand(claims));
            challenged = true;
            continue;
        }
        let waited = match timer {
            Some(timer) => {
                let now = timer.now();
                let outcome = match &result {
                    Ok(response) => Ok((response.status(), response.headers())),
                    Err(problem) => Err(problem),
                };
                let elapsed = timer.elapsed().saturating_sub(begun);
                let attempt = Attempt { number, description, result: outcome, elapsed, now };
                wait_for_retry(retry, timer, &attempt, span).await
            }
            None => Waited::GaveUp,
        };
        match waited {
            Waited::GaveUp => return result.map_err(|source| failed(description, source)),
            Waited::ForRetry => connection = Connection::after(&result),
        }
        number = number.saturating_add(1);
    }
}

/// Which connection an attempt may use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Connection {
    Any,
    New,
}

impl Connection {
    /// The instance behind the connection may be the one that is out of order.
    fn after(result: &Result<http::Response<Bytes>, TransportError>) -> Self {
        match result {
            Ok(response) if response.status() == StatusCode::SERVICE_UNAVAILABLE => Self::New,
            _ => Self::Any,
        }
    }
}

/// What came of asking the retry policy.
enum Waited {
    GaveUp,
    ForRetry,
}

async fn wait_for_retry(retry: &dyn Retry, timer: &dyn Timer, attempt: &Attempt<'_>, span: &CallSpan) -> Waited {
    match retry.decide(attempt) {
        Decision::GiveUp => Waited::GaveUp,
        Decision::After(time) => {
            span.wait(attempt, time);
            timer.wait(time).await;
            Waited::ForRetry
        }
    }
}

/// A request that was refused for its token has done nothing, so any may be sent again.
pub(crate) fn demanded_claims(settings: &Settings, response: &http::Response<Bytes>) -> Option<String> {
    settings.credential.as_ref()?;
    (response.status() == StatusCode::UNAUTHORIZED).then(|| challenge::claims(response.headers())).flatten()
}

fn failed(description: &Description, source: TransportError) -> Error {
    Error::transport(description, source)
}

/// What this client calls the call, and all its attempts.
fn new_id() -> Option<HeaderValue> {
    let mut buffer = Uuid::encode_buffer();
    HeaderValue::from_str(Uuid::new_v4().hyphenated().encode_lower(&mut buffer)).ok()
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

/// An operation may be anybody's, so its request is checked once more before anything goes out.
fn check_origin(request: &http::Request<Bytes>, settings: &Settings, description: &Description) -> Result<(), Error> {
    let uri = request.uri();
    if !settings.root.is_written_in(uri) {
        let url = Url::parse(&uri.to_string()).map_err(|problem| Error::invalid_link(description, problem))?;
        if !settings.root.is_origin_of(&url) {
            let origin = url.origin().ascii_serialization();
            return Err(Error::foreign_origin(description, origin, settings.root.origin()));
        }
    }
    let has_token = settings.credential.is_some() || request.headers().contains_key(header::AUTHORIZATION);
    if has_token && !settings.root.is_safe_for_tokens() {
        return Err(Error::insecure_origin(Some(description.to_string()), settings.root.origin()));
    }
    Ok(())
}

/// A request that goes anywhere takes no token with it, and what it says is for nobody else to read.
fn check_open(request: &http::Request<Bytes>, description: &Description) -> Result<(), Error> {
    if request.headers().contains_key(header::AUTHORIZATION) {
        return Err(Error::unsendable(description, "an access token is not sent to another origin"));
    }
    let url = Url::parse(&request.uri().to_string()).map_err(|problem| Error::invalid_link(description, problem))?;
    if is_private(&url) { Ok(()) } else { Err(Error::insecure_link(description, url.origin().ascii_serialization())) }
}

async fn authorize(
    request: &mut http::Request<Bytes>,
    settings: &Settings,
    wanted: &TokenRequest,
    description: &Description,
) -> Result<(), Error> {
    let Some(credential) = &settings.credential else { return Ok(()) };
    let refuse = |cause: Cause| Error::credential(description, cause);
    let asked = credential.token(wanted);
    let answered = match settings.timer() {
        Some(timer) => {
            let limit = settings.credential_time;
            within(asked, || timer.wait(limit)).await.unwrap_or_else(|| Err(CredentialTimeout { limit }.into()))
        }
        None => asked.await,
    };
    let token = answered.map_err(|source| refuse(source.into()))?;
    // An environment variable that is not set, usually.
    if token.expose().trim().is_empty() {
        return Err(refuse("the token is empty".into()));
    }
    // The library's own message would not show the token, but its source might.
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose()))
        .map_err(|_| refuse("the token contains characters that are not valid in an HTTP header".into()))?;
    value.set_sensitive(true);
    request.headers_mut().insert(header::AUTHORIZATION, value);
    Ok(())
}
