//! Redirects to where a service stores content.

use bytes::Bytes;
use http::{HeaderName, Method, StatusCode, header};

use super::{
    exchange::Exchange,
    link_target::{LinkTarget, TokenScope},
    settings::Settings,
};
use crate::{error::Error, text::is_blank_link};

/// The most redirects that one request follows.
pub(crate) const MAX_REDIRECTS: usize = 5;
/// The headers that describe a body.
const HEADERS_OF_BODIES: [HeaderName; 4] =
    [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::CONTENT_LANGUAGE];
/// The headers that another origin needs; the others are for the service only.
const HEADERS_FOR_OTHER_ORIGINS: [HeaderName; 4] =
    [header::ACCEPT, header::ACCEPT_ENCODING, header::RANGE, header::IF_RANGE];

impl Exchange<'_> {
    /// Follows the redirects that start with a response, and returns the last response.
    ///
    /// After 301, 302 or 303 the request is a `GET` without the body. 307 and 308 keep method and body, and
    /// only a `GET` is followed to another origin: the body is for the service, and another origin could send a `POST`
    /// back to any path of the service, with a token.
    pub(crate) async fn follow_redirects(
        &self,
        settings: &Settings,
        build: &(dyn Fn() -> Result<http::Request<Bytes>, Error> + Sync),
        response: http::Response<Bytes>,
    ) -> Result<http::Response<Bytes>, Error> {
        // The service has received the request that it redirects.
        self.follow(settings, build, response, None).await.map_err(|error| error.sent_before(true))
    }

    /// Like [`follow_redirects`](Self::follow_redirects), for the response from a target.
    pub(crate) async fn follow_redirects_from(
        &self,
        target: LinkTarget,
        settings: &Settings,
        build: &(dyn Fn() -> Result<http::Request<Bytes>, Error> + Sync),
        response: http::Response<Bytes>,
    ) -> Result<http::Response<Bytes>, Error> {
        self.follow(settings, build, response, Some(target)).await.map_err(|error| error.sent_before(true))
    }

    async fn follow(
        &self,
        settings: &Settings,
        build: &(dyn Fn() -> Result<http::Request<Bytes>, Error> + Sync),
        mut response: http::Response<Bytes>,
        mut at: Option<LinkTarget>,
    ) -> Result<http::Response<Bytes>, Error> {
        let name = self.description.to_string();
        let mut method = KeepsMethod::Yes;
        for _ in 0..=MAX_REDIRECTS {
            let Some(link) = location(&response) else { return Ok(response) };
            let target = match &at {
                Some(target) => target.next(link, &settings.root, &name)?,
                None => LinkTarget::below(link, &settings.root, &name)?,
            };
            method = method.after(response.status());
            let build = || {
                let mut request = build()?;
                *request.uri_mut() = target.uri.clone();
                if method == KeepsMethod::No {
                    become_get(&mut request);
                }
                if target.token_scope == TokenScope::None {
                    if !request.method().is_safe() || !request.body().is_empty() {
                        return Err(Error::foreign_origin(&name, target.origin(), settings.root.origin()));
                    }
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

/// Whether a redirected request has the method and the body of the original one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeepsMethod {
    Yes,
    No,
}

impl KeepsMethod {
    /// Source: <https://fetch.spec.whatwg.org/#http-redirect-fetch>.
    fn after(self, status: StatusCode) -> Self {
        match status {
            StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => self,
            _ => Self::No,
        }
    }
}

fn become_get(request: &mut http::Request<Bytes>) {
    *request.method_mut() = Method::GET;
    *request.body_mut() = Bytes::new();
    for name in HEADERS_OF_BODIES {
        request.headers_mut().remove(name);
    }
}

/// Returns the target of a redirect.
pub(crate) fn location(response: &http::Response<Bytes>) -> Option<&str> {
    use StatusCode as Is;
    let redirects = [Is::MOVED_PERMANENTLY, Is::FOUND, Is::SEE_OTHER, Is::TEMPORARY_REDIRECT, Is::PERMANENT_REDIRECT];
    let link = || response.headers().get(header::LOCATION)?.to_str().ok().filter(|link| !is_blank_link(link));
    redirects.contains(&response.status()).then(link).flatten()
}
