use std::time::Duration;

use bytes::Bytes;
use http::{StatusCode, header};

use super::settings::Settings;
use crate::{
    auth::{CredentialTimeout, TokenRequest, demanded_by},
    description::Description,
    error::{Cause, Error},
    sync::within,
};

/// Gets a token from the credential and adds it to the request. Returns `None` if `left` ends first.
pub(super) async fn authorize(
    request: &mut http::Request<Bytes>,
    settings: &Settings,
    token_request: &TokenRequest,
    description: &Description,
    left: Duration,
) -> Result<Option<()>, Error> {
    let Some(credential) = &settings.credential else { return Ok(Some(())) };
    let refuse = |cause: Cause| Error::credential(description, cause);
    let asked = credential.token(token_request);
    let answered = match settings.timer() {
        Some(timer) => {
            let limit = settings.credential_time;
            match within(asked, || timer.wait(limit.min(left))).await {
                Some(answered) => answered,
                None if left < limit => return Ok(None),
                None => Err(CredentialTimeout { limit }.into()),
            }
        }
        None => asked.await,
    };
    let token = answered.map_err(|source| refuse(source.into()))?;
    let value = token.authorization().map_err(|problem| refuse(problem.to_string().into()))?;
    request.headers_mut().insert(header::AUTHORIZATION, value);
    Ok(Some(()))
}

/// Returns the claims that a 401 response demands.
///
/// A request rejected because of its token had no effect, so any request may be sent again.
pub(crate) fn demanded_claims(settings: &Settings, response: &http::Response<Bytes>) -> Option<String> {
    settings.credential.as_ref()?;
    (response.status() == StatusCode::UNAUTHORIZED).then(|| demanded_by(response.headers())).flatten()
}
