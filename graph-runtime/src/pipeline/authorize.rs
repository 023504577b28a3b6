use bytes::Bytes;
use http::{StatusCode, header};

use super::settings::Settings;
use crate::{
    auth::{CredentialTimeout, TokenRequest, demanded_by},
    description::Description,
    error::{Cause, Error},
    sync::within,
};

/// Gets a token from the credential and adds it to the request.
pub(super) async fn authorize(
    request: &mut http::Request<Bytes>,
    settings: &Settings,
    token_request: &TokenRequest,
    description: &Description,
) -> Result<(), Error> {
    let Some(credential) = &settings.credential else { return Ok(()) };
    let refuse = |cause: Cause| Error::credential(description, cause);
    let asked = credential.token(token_request);
    let answered = match settings.timer() {
        Some(timer) => {
            let limit = settings.credential_time;
            within(asked, || timer.wait(limit)).await.unwrap_or_else(|| Err(CredentialTimeout { limit }.into()))
        }
        None => asked.await,
    };
    let token = answered.map_err(|source| refuse(source.into()))?;
    let value = token.authorization().map_err(|problem| refuse(problem.to_string().into()))?;
    request.headers_mut().insert(header::AUTHORIZATION, value);
    Ok(())
}

/// Returns the claims that a 401 response demands.
///
/// A request rejected because of its token had no effect, so any request may be sent again.
pub(crate) fn demanded_claims(settings: &Settings, response: &http::Response<Bytes>) -> Option<String> {
    settings.credential.as_ref()?;
    (response.status() == StatusCode::UNAUTHORIZED).then(|| demanded_by(response.headers())).flatten()
}
