//! Redirects to where a service stores content.

use bytes::Bytes;
use http::{HeaderName, StatusCode, header};

use super::{
    exchange::Exchange,
    link_target::{LinkTarget, TokenScope},
    settings::Settings,
};
use crate::error::Error;

/// The most redirects that one request follows.
const MAX_REDIRECTS: usize = 5;
/// The headers that another origin needs; the others are for the service only.
const HEADERS_FOR_OTHER_ORIGINS: [HeaderName; 4] =
    [header::ACCEPT, header::ACCEPT_ENCODING, header::RANGE, header::IF_RANGE];

impl Exchange<'_> {
    /// Follows the redirects that start with a response, and returns the last response.
    pub(crate) async fn follow_redirects(
        &self,
        settings: &Settings,
        build: &(dyn Fn() -> Result<http::Request<Bytes>, Error> + Sync),
        mut response: http::Response<Bytes>,
    ) -> Result<http::Response<Bytes>, Error> {
        let name = self.description.to_string();
        let mut at: Option<LinkTarget> = None;
        for _ in 0..=MAX_REDIRECTS {
            let Some(link) = location(&response) else { return Ok(response) };
            let target = match &at {
                Some(target) => target.next(link, &settings.root, &name)?,
                None => LinkTarget::below(link, &settings.root, &name)?,
            };
            let build = || {
                let mut request = build()?;
                *request.uri_mut() = target.uri.clone();
                if target.token_scope == TokenScope::None {
                    let mut all = std::mem::take(request.headers_mut());
                    for name in HEADERS_FOR_OTHER_ORIGINS {
                        if let Some(value) = all.remove(&name) {
                            request.headers_mut().insert(name, value);
                        }
                    }
                }
                Ok(request)
            };
            let next = Exchange { token_scope: target.token_scope, ..*self };
            response = next.run(settings, &build).await?;
            at = Some(target);
        }
        Err(Error::link_cycle(name, "the service redirects without end"))
    }
}

fn location(response: &http::Response<Bytes>) -> Option<&str> {
    use StatusCode as Is;
    let redirects = [Is::MOVED_PERMANENTLY, Is::FOUND, Is::SEE_OTHER, Is::TEMPORARY_REDIRECT, Is::PERMANENT_REDIRECT];
    redirects.contains(&response.status()).then(|| response.headers().get(header::LOCATION)?.to_str().ok()).flatten()
}
