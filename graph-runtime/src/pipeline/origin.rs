//! Checks of a request's origin.

use bytes::Bytes;
use http::header;
use url::Url;

use super::settings::Settings;
use crate::{description::Description, error::Error};

/// Checks a request to the service: an operation may come from any crate.
pub(super) fn check_origin(
    request: &http::Request<Bytes>,
    settings: &Settings,
    description: &Description,
) -> Result<(), Error> {
    let uri = request.uri();
    if !settings.root.has_same_authority(uri) {
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

/// Checks a request to another origin: it must not carry a token, and must be as hard to read on the way as those to
/// the service.
pub(super) fn check_open(
    request: &http::Request<Bytes>,
    settings: &Settings,
    description: &Description,
) -> Result<(), Error> {
    if request.headers().contains_key(header::AUTHORIZATION) {
        return Err(Error::unsendable(description, "an access token is not sent to another origin"));
    }
    let url = Url::parse(&request.uri().to_string()).map_err(|problem| Error::invalid_link(description, problem))?;
    if settings.root.may_link_to(&url) {
        Ok(())
    } else {
        Err(Error::insecure_link(description, url.origin().ascii_serialization()))
    }
}
