//! Where requests may go.

use bytes::Bytes;
use http::header;
use url::Url;

use super::settings::Settings;
use crate::{description::Description, error::Error, service::is_private};

/// An operation may be anybody's, so its request is checked once more before anything goes out.
pub(super) fn check_origin(
    request: &http::Request<Bytes>,
    settings: &Settings,
    description: &Description,
) -> Result<(), Error> {
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

/// A request that goes anywhere takes no token with it, and what it says is for nobody else to read.
pub(super) fn check_open(request: &http::Request<Bytes>, description: &Description) -> Result<(), Error> {
    let refuse = |source: Box<dyn std::error::Error + Send + Sync>| Error::Request {
        operation: description.to_string(),
        source,
    };
    if request.headers().contains_key(header::AUTHORIZATION) {
        return Err(refuse("a token does not go to another origin".into()));
    }
    let url = Url::parse(&request.uri().to_string()).map_err(|problem| refuse(problem.into()))?;
    if is_private(&url) { Ok(()) } else { Err(Error::InsecureLink { origin: url.origin().ascii_serialization() }) }
}
