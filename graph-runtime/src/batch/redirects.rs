use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, StatusCode};

use super::pending_call::{CallState, PendingCall};
use crate::{
    client::Client,
    error::Error,
    pipeline::Exchange,
    transport::{Redirects, ResponseMemory},
};

/// Follows the redirects of downloads, as if they had been sent alone: to another origin without the token.
pub(super) async fn follow(client: &Client, calls: &mut [PendingCall], indexes: &[usize]) {
    for index in indexes {
        let call = &mut calls[*index];
        if is_redirected(call)
            && let CallState::Responded(response) = std::mem::replace(&mut call.state, CallState::Open)
        {
            // Boxed, so that a rare case does not enlarge the futures of all batches.
            call.state = match Box::pin(content(client, call, response)).await {
                Ok(response) => CallState::Responded(response),
                Err(error) => CallState::Failed(error),
            };
        }
    }
}

/// Returns whether to follow a redirect. With 307 and 308, the request would be sent again with its method.
fn is_redirected(call: &PendingCall) -> bool {
    use StatusCode as Is;
    let CallState::Responded(response) = &call.state else { return false };
    call.redirects == Redirects::Follow
        && match response.status() {
            Is::MOVED_PERMANENTLY | Is::FOUND | Is::SEE_OTHER => true,
            Is::TEMPORARY_REDIRECT | Is::PERMANENT_REDIRECT => call.method == Method::GET,
            _ => false,
        }
}

async fn content(
    client: &Client,
    call: &PendingCall,
    response: http::Response<Bytes>,
) -> Result<http::Response<Bytes>, Error> {
    let settings = &client.settings;
    let exchange = Exchange::to_service(settings, &call.description, call.options.as_ref());
    let build = || request(client, call);
    let mut response = exchange.follow_redirects(settings, &build, response).await?;
    ResponseMemory::attach(&settings.limits, &mut response);
    Ok(response)
}

/// Builds the request for content: that of the call, without a body.
fn request(client: &Client, call: &PendingCall) -> Result<http::Request<Bytes>, Error> {
    let build = || {
        let mut request = http::Request::get(format!("{}{}", client.root().as_str(), call.url)).body(Bytes::new())?;
        for (name, value) in call.headers.iter().filter(|(name, _)| !name.starts_with("content-")) {
            request.headers_mut().append(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
        Ok::<_, http::Error>(request)
    };
    build().map_err(|problem| Error::unsendable(&call.description, problem))
}
