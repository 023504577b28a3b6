//! Following redirects to where a service keeps contents.

use bytes::Bytes;
use http::{HeaderName, StatusCode, header};

use super::{
    exchange::Exchange,
    link_target::{LinkTarget, TokenScope},
    settings::Settings,
};
use crate::error::Error;

/// More in a row are no redirects but a round.
const MOST: usize = 5;
/// What another origin needs to know of the request; everything else is between the caller and the service.
const FOR_OTHERS: [HeaderName; 3] = [header::ACCEPT, header::RANGE, header::IF_RANGE];

impl Exchange<'_> {
    /// Follows the redirects that an answer begins, and returns the last answer.
    pub(crate) async fn follow_redirects(
        &self,
        settings: &Settings,
        build: &(dyn Fn() -> Result<http::Request<Bytes>, Error> + Sync),
        mut answer: http::Response<Bytes>,
    ) -> Result<http::Response<Bytes>, Error> {
        let name = self.description.to_string();
        let mut at: Option<LinkTarget> = None;
        for _ in 0..=MOST {
            let Some(link) = location(&answer) else { return Ok(answer) };
            let target = match &at {
                Some(target) => target.next(link, &settings.root, &name)?,
                None => LinkTarget::below(link, &settings.root, &name)?,
            };
            let build = || {
                let mut request = build()?;
                *request.uri_mut() = target.uri.clone();
                if target.token_scope == TokenScope::None {
                    let mut all = std::mem::take(request.headers_mut());
                    for name in FOR_OTHERS {
                        if let Some(value) = all.remove(&name) {
                            request.headers_mut().insert(name, value);
                        }
                    }
                }
                Ok(request)
            };
            let next = Exchange { token_scope: target.token_scope, ..*self };
            answer = next.run(settings, &build).await?;
            at = Some(target);
        }
        Err(Error::link_cycle(name, "the service redirects without end"))
    }
}

fn location(answer: &http::Response<Bytes>) -> Option<&str> {
    use StatusCode as Is;
    let leads_on = [Is::MOVED_PERMANENTLY, Is::FOUND, Is::SEE_OTHER, Is::TEMPORARY_REDIRECT, Is::PERMANENT_REDIRECT];
    leads_on.contains(&answer.status()).then(|| answer.headers().get(header::LOCATION)?.to_str().ok()).flatten()
}
