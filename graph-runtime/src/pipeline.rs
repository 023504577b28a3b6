//! What happens on a call, in order:
//!
//! 1. The operation becomes a request; a bad key, header or body ends here ([`Operation::request`](crate::Operation::request)).
//! 2. `client-request-id` and `User-Agent` are added; the id is the same for every attempt.
//! 3. The request's origin has to be the service's, and safe for a token where one goes along.
//! 4. The credential is asked for a token.
//! 5. The transport sends, and collects the answer within the limits of time and size.
//! 6. Where the service refused the token because it lacks claims, the credential is asked for one that has them; back to 1, once.
//! 7. The retry policy is asked after an answer that is no success, or none; back to 1.
//! 8. The operation reads the answer: errors of the service, then the value ([`Operation::read`](crate::Operation::read)).

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use url::Url;
use uuid::Uuid;

use crate::{
    challenge,
    client::Settings,
    credential::TokenRequest,
    description::Description,
    error::Error,
    retry::{Attempt, Decision},
};

pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// All steps but the last. Not generic, so it is compiled once.
///
/// `build` is asked for each attempt, since most calls need one: keeping a copy would cost them more than it saves the others.
pub(crate) async fn exchange(
    settings: &Settings,
    description: &Description,
    build: &(dyn Fn() -> Result<http::Request<Bytes>, Error> + Sync),
) -> Result<http::Response<Bytes>, Error> {
    let id = new_id();
    let mut with_claims: Option<TokenRequest> = None;
    let mut number: u32 = 1;
    loop {
        let mut request = build()?;
        add_standard_headers(request.headers_mut(), settings, &id, number);
        check_origin(&request, settings, description)?;
        let wanted = with_claims.as_ref().unwrap_or(&settings.token_request);
        authorize(&mut request, settings, wanted, description).await?;
        let result = settings.transport.execute(request, settings.limits).await;
        trace(description, number, &result);
        let outcome = match &result {
            Ok(response) if response.status().is_success() => {
                return result.map_err(|source| failed(description, source));
            }
            Ok(response) => Ok((response.status(), response.headers())),
            Err(problem) => Err(problem),
        };
        if with_claims.is_none()
            && let Some(claims) = demanded_claims(settings, &result)
        {
            with_claims = Some(TokenRequest { claims: Some(claims), ..settings.token_request.clone() });
            continue;
        }
        match settings.retry.decide(&Attempt { number, description, result: outcome }) {
            Decision::GiveUp => return result.map_err(|source| failed(description, source)),
            Decision::After(time) => settings.retry.wait(time).await,
        }
        number = number.saturating_add(1);
    }
}

/// A request that was refused for its token has done nothing, so any may be sent again.
fn demanded_claims(
    settings: &Settings,
    result: &Result<http::Response<Bytes>, crate::TransportError>,
) -> Option<String> {
    let response = result.as_ref().ok()?;
    settings.credential.as_ref()?;
    (response.status() == StatusCode::UNAUTHORIZED).then(|| challenge::claims(response.headers())).flatten()
}

fn failed(description: &Description, source: crate::TransportError) -> Error {
    Error::Transport { operation: description.to_string(), source }
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
        let url = Url::parse(&uri.to_string())
            .map_err(|problem| Error::Request { operation: description.to_string(), source: problem.into() })?;
        if !settings.root.is_origin_of(&url) {
            return Err(Error::ForeignOrigin {
                origin: url.origin().ascii_serialization(),
                service: settings.root.origin(),
            });
        }
    }
    let has_token = settings.credential.is_some() || request.headers().contains_key(header::AUTHORIZATION);
    if has_token && !settings.root.is_safe_for_tokens() {
        return Err(Error::InsecureOrigin { origin: settings.root.origin() });
    }
    Ok(())
}

async fn authorize(
    request: &mut http::Request<Bytes>,
    settings: &Settings,
    wanted: &TokenRequest,
    description: &Description,
) -> Result<(), Error> {
    let Some(credential) = &settings.credential else { return Ok(()) };
    let refuse = |source| Error::Credential { operation: description.to_string(), source };
    let token = credential.token(wanted).await.map_err(refuse)?;
    // An environment variable that is not set, usually.
    if token.expose().trim().is_empty() {
        return Err(refuse("the token is empty".into()));
    }
    // The library's own message would not show the token, but its source might.
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose()))
        .map_err(|_| refuse("the token has characters that HTTP does not allow in a header".into()))?;
    value.set_sensitive(true);
    request.headers_mut().insert(header::AUTHORIZATION, value);
    Ok(())
}

#[cfg(feature = "tracing")]
fn trace(description: &Description, attempt: u32, result: &Result<http::Response<Bytes>, crate::TransportError>) {
    match result {
        Ok(response) => tracing::debug!(
            http.request.method = %description.method,
            url.template = description.template,
            http.response.status_code = response.status().as_u16(),
            http.response.body.size = response.body().len(),
            attempt,
            "answered"
        ),
        Err(problem) => tracing::debug!(
            http.request.method = %description.method,
            url.template = description.template,
            error.type = %problem.kind(),
            attempt,
            "failed"
        ),
    }
}

#[cfg(not(feature = "tracing"))]
const fn trace(_: &Description, _: u32, _: &Result<http::Response<Bytes>, crate::TransportError>) {}
