//! Following redirects to where a service keeps contents.

use bytes::Bytes;
use http::{HeaderName, StatusCode, header};

use crate::{
    client::Settings,
    destination::Destination,
    error::Error,
    pipeline::{self, Errand, Reach},
};

/// More in a row are no redirects but a round.
const MOST: usize = 5;
/// What another origin needs to know of the request; everything else is between the caller and the service.
const FOR_OTHERS: [HeaderName; 3] = [header::ACCEPT, header::RANGE, header::IF_RANGE];

/// The answer at the end of the redirects that an answer to an errand begins, if it does.
pub(crate) async fn follow(
    settings: &Settings,
    errand: &Errand<'_>,
    build: &(dyn Fn() -> Result<http::Request<Bytes>, Error> + Sync),
    mut answer: http::Response<Bytes>,
) -> Result<http::Response<Bytes>, Error> {
    let name = errand.description.to_string();
    let mut at: Option<Destination> = None;
    for _ in 0..=MOST {
        let Some(link) = location(&answer) else { return Ok(answer) };
        let destination = match &at {
            Some(destination) => destination.next(link, &settings.root, &name)?,
            None => Destination::below(link, &settings.root, &name)?,
        };
        let build = || {
            let mut request = build()?;
            *request.uri_mut() = destination.uri.clone();
            if destination.reach == Reach::Open {
                let mut all = std::mem::take(request.headers_mut());
                for name in FOR_OTHERS {
                    if let Some(value) = all.remove(&name) {
                        request.headers_mut().insert(name, value);
                    }
                }
            }
            Ok(request)
        };
        answer = pipeline::run(settings, &Errand { reach: destination.reach, ..*errand }, &build).await?;
        at = Some(destination);
    }
    Err(Error::link_cycle(name, "the service redirects without end"))
}

fn location(answer: &http::Response<Bytes>) -> Option<&str> {
    use StatusCode as Is;
    let leads_on = [Is::MOVED_PERMANENTLY, Is::FOUND, Is::SEE_OTHER, Is::TEMPORARY_REDIRECT, Is::PERMANENT_REDIRECT];
    leads_on.contains(&answer.status()).then(|| answer.headers().get(header::LOCATION)?.to_str().ok()).flatten()
}
