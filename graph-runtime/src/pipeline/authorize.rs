use std::time::Duration;

use bytes::Bytes;
use http::{StatusCode, header};

use super::settings::Settings;
use crate::{
    auth::{AccessToken, CredentialTimeout, TokenRequest, demanded_by},
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
    let asked = credential.token(token_request);
    let answered = match settings.timer() {
        Some(timer) => {
            let limit = settings.credential_time;
            match within(asked, || timer.wait(limit.min(left))).await {
                Some(answered) => answered,
                None if left < limit => return Ok(Authorized::TooLate),
                None => Err(CredentialTimeout { limit }.into()),
            }
        }
        None => asked.await,
    };
    let token = answered.map_err(|source| refuse(source.into()))?;
    let value = token.authorization().map_err(|problem| refuse(problem.to_string().into()))?;
    request.headers_mut().insert(header::AUTHORIZATION, value);
    Ok(Authorized::With(token))
}

/// Returns the claims that a 401 response demands.
///
/// A request rejected because of its token had no effect, so any request may be sent again.
pub(crate) fn demanded_claims(settings: &Settings, response: &http::Response<Bytes>) -> Option<String> {
    settings.credential.as_ref()?;
    (response.status() == StatusCode::UNAUTHORIZED).then(|| demanded_by(response.headers())).flatten()
}
