//! Calls of services without batches.

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use super::{
    entity_reference,
    pending_call::{CallBody, CallState, PendingCall},
};
use crate::{client::Client, error::Error, pipeline::Exchange};

/// Sends the call at an index by itself.
pub(super) async fn send(client: &Client, calls: &mut [PendingCall], index: usize) {
    if let Err(problem) = entity_reference::resolve(calls, index, &[]) {
        return calls[index].refuse(problem);
    }
    let Some(call) = calls.get(index) else { return };
    // Boxed, so that services without batches do not enlarge the futures of all others.
    let result = Box::pin(exchange(client, call)).await;
    if let Ok(response) = &result {
        entity_reference::keep_location(client, &mut calls[index], response);
    }
    calls[index].state = match result {
        Ok(response) => CallState::Responded(response),
        Err(error) => CallState::Failed(error),
    };
}

async fn exchange(client: &Client, call: &PendingCall) -> Result<http::Response<Bytes>, Error> {
    let exchange = Exchange::to_service(&client.settings, &call.description, call.options.as_ref());
    let build = || request(client, call).map_err(|problem| Error::unsendable(&call.description, problem));
    let mut response = exchange.run(&client.settings, &build).await?;
    client.limit_memory(&mut response);
    Ok(response)
}

/// Builds the request of a call.
fn request(client: &Client, call: &PendingCall) -> Result<http::Request<Bytes>, http::Error> {
    let body = match &call.body {
        CallBody::Bytes(bytes) => bytes.clone(),
        CallBody::Empty | CallBody::Json(_) => Bytes::new(),
    };
    let url = format!("{}{}", client.root().as_str(), call.url);
    let mut request = http::Request::builder().method(call.method.clone()).uri(url).body(body)?;
    for (name, value) in &call.headers {
        request.headers_mut().append(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    Ok(request)
}
