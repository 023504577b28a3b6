use std::{error::Error as StdError, time::Duration};

use bytes::Bytes;
use http::{StatusCode, header};

use super::settings::Settings;
use crate::{
    auth::{AccessToken, Credential, CredentialTimeout, TokenRequest, demanded_by},
    description::Description,
    error::{Cause, Error},
    sync::within,
};

/// The outcome of asking the credential.
pub(super) enum Authorized {
    /// The client has no credential.
    WithoutToken,
    With(AccessToken),
    /// The call has no time left.
    TooLate,
}

/// Gets a token from the credential, within the time that is left, and adds it to the request.
pub(super) async fn authorize(
    request: &mut http::Request<Bytes>,
    settings: &Settings,
    token_request: &TokenRequest,
    description: &Description,
    left: Duration,
) -> Result<Authorized, Error> {
    let Some(credential) = &settings.credential else { return Ok(Authorized::WithoutToken) };
    let refuse = |cause: Cause| Error::credential(description, cause);
    let Some(answered) = ask(&***credential, settings, token_request, left).await else {
        return Ok(Authorized::TooLate);
    };
    let token = answered.map_err(|source| refuse(source.into()))?;
    let value = token.authorization().map_err(|problem| refuse(problem.to_string().into()))?;
    request.headers_mut().insert(header::AUTHORIZATION, value);
    Ok(Authorized::With(token))
}

/// Asks the credential for a token. Returns `None` if no time is left.
async fn ask(
    credential: &dyn Credential,
    settings: &Settings,
    token_request: &TokenRequest,
    left: Duration,
) -> Option<Result<AccessToken, Box<dyn StdError + Send + Sync>>> {
    if let Some(problem) = token_request.refusal(credential) {
        return Some(Err(problem.into()));
    }
    let asked = credential.token(token_request);
    let Some(timer) = settings.timer() else { return Some(asked.await) };
    let limit = settings.credential_time;
    match within(asked, || timer.wait(limit.min(left))).await {
        None if left < limit => None,
        None => Some(Err(CredentialTimeout { limit }.into())),
        answered => answered,
    }
}

/// A token, and what it was requested with.
#[derive(Debug)]
pub(crate) struct IssuedToken {
    pub(crate) request: TokenRequest,
    pub(crate) token: AccessToken,
}

/// Drops a token that the service refused for a call of a batch. Returns whether the credential has another one.
pub(crate) async fn replaces_token(settings: &Settings, issued: &IssuedToken, left: Duration) -> bool {
    let Some(credential) = &settings.credential else { return false };
    credential.invalidate(&issued.request, &issued.token);
    let answered = ask(&***credential, settings, &issued.request, left).await;
    matches!(answered, Some(Ok(token)) if !token.is_same(&issued.token))
}

/// Returns the claims that a 401 response demands.
///
/// A request rejected because of its token had no effect, so any request may be sent again.
pub(crate) fn demanded_claims(settings: &Settings, response: &http::Response<Bytes>) -> Option<String> {
    settings.credential.as_ref()?;
    (response.status() == StatusCode::UNAUTHORIZED).then(|| demanded_by(response.headers())).flatten()
}
