use std::{sync::Arc, time::Duration};

use http::StatusCode;

use super::{
    envelope::{DESCRIPTION, Envelope, id},
    pending_call::{CallState, PendingCall},
    response_parts::ResponseParts,
    split::split,
};
use crate::{
    client::Client,
    error::{Cause, Error, ServiceError},
    pipeline::{Attempt, Decision, Exchange, Retry, Signal, demanded_claims},
    time::Timer,
};

/// Sends all calls, request by request.
pub(super) async fn run(client: &Client, calls: &mut [PendingCall]) {
    skip_failed_dependents(calls);
    for group in split(calls) {
        send(client, calls, group).await;
    }
}

/// Fails the calls that depend on a call that cannot be sent. Dependencies come first, so one pass is enough.
fn skip_failed_dependents(calls: &mut [PendingCall]) {
    for index in 0..calls.len() {
        let failed = calls[index].after.iter().find(|earlier| !calls[**earlier].is_open());
        if let Some(on) = failed.map(|earlier| calls[*earlier].description.to_string())
            && calls[index].is_open()
        {
            let error = Error::dependency_failed(&calls[index].description, Some(on), None);
            calls[index].state = CallState::Failed(error);
        }
    }
}

/// Sends the calls at `open` in one request, and sends those again that are throttled or need other claims.
async fn send(client: &Client, calls: &mut [PendingCall], mut open: Vec<usize>) {
    let timer = client.settings.timer();
    let started = timer.map_or(Duration::ZERO, Timer::elapsed);
    let mut claims: Option<String> = None;
    loop {
        let envelope = match Envelope::write(calls, &open) {
            Ok(envelope) => envelope,
            Err(error) => return fail(calls, &open, Error::unsendable(&DESCRIPTION, error)),
        };
        // Each call of a batch counts against the limits of its workload.
        if let Some(timer) = timer {
            for index in &open {
                client.settings.throttler.acquire(workload(client, &calls[*index]), timer).await;
            }
        }
        let mut responses = match exchange(client, &envelope, claims.as_deref()).await {
            Ok(responses) => responses,
            Err(error) => return fail(calls, &open, error),
        };
        let mut again = Resend::default();
        for index in open {
            let response = responses.take(&id(index));
            record_response(client, calls, index, response, started, &mut again);
        }
        if again.indexes.is_empty() {
            return;
        }
        if let Some(timer) = timer
            && !again.wait.is_zero()
        {
            timer.wait(again.wait).await;
        }
        (open, claims) = (again.indexes, again.claims.or(claims));
    }
}

/// The calls of the next round.
#[derive(Default)]
struct Resend {
    indexes: Vec<usize>,
    wait: Duration,
    /// The claims that their token must have. A request has one token, so calls that need other claims are sent again
    /// in a later round.
    claims: Option<String>,
}

impl Resend {
    /// Returns whether a call whose token lacks claims is sent again. Each call is, at most once.
    fn accepts_challenge(&mut self, call: &mut PendingCall, demanded: String) -> bool {
        if call.challenged {
            return false;
        }
        call.challenged = *self.claims.get_or_insert_with(|| demanded.clone()) == demanded;
        true
    }
}

/// Sends a request and reads the responses to its calls. The calls may have failed even if the request succeeded.
async fn exchange(client: &Client, envelope: &Envelope, claims: Option<&str>) -> Result<ResponseParts, Error> {
    let settings = &client.settings;
    let exchange = Exchange { claims, ..Exchange::to_service(settings, &DESCRIPTION, None) };
    let response = exchange.run(settings, &|| envelope.request(&settings.root)).await?;
    if !response.status().is_success() {
        return Err(ServiceError::new(response, &DESCRIPTION).into());
    }
    let (head, body) = response.into_parts();
    ResponseParts::read(&body)
        .map_err(|cause| Error::undecodable(&DESCRIPTION, head.status, &head.headers, body, cause))
}

/// Stores the response to a call, unless the call is sent again.
fn record_response(
    client: &Client,
    calls: &mut [PendingCall],
    index: usize,
    result: Result<http::Response<bytes::Bytes>, Cause>,
    started: Duration,
    again: &mut Resend,
) {
    let call = &mut calls[index];
    let response = match result {
        Ok(response) => response,
        Err(cause) => {
            let (headers, body) = (http::HeaderMap::new(), bytes::Bytes::new());
            let error = Error::undecodable(&call.description, StatusCode::OK, &headers, body, cause);
            call.state = CallState::Failed(error);
            return;
        }
    };
    let timer = client.settings.timer();
    if let Some(timer) = timer {
        let signal = Signal::read(response.status(), response.headers(), || timer.now());
        client.settings.throttler.observe(workload(client, call), None, timer.elapsed(), &signal);
    }
    if response.status() == StatusCode::FAILED_DEPENDENCY
        && call.after.iter().any(|earlier| again.indexes.contains(earlier))
    {
        // The call that it depends on is sent again.
        again.indexes.push(index);
        return;
    }
    if let Some(demanded) = demanded_claims(&client.settings, &response)
        && again.accepts_challenge(call, demanded)
    {
        again.indexes.push(index);
        return;
    }
    if let Some(timer) = timer
        && !response.status().is_success()
    {
        let own = call.options.as_ref().and_then(|options| options.retry.as_deref());
        let policy: &dyn Retry = own.unwrap_or(&*client.settings.retry);
        let decision = policy.decide(&Attempt {
            number: call.attempt,
            description: &call.description,
            result: Ok((response.status(), response.headers())),
            elapsed: timer.elapsed().saturating_sub(started),
            now: timer.now(),
        });
        if let Decision::After(wait) = decision {
            call.attempt = call.attempt.saturating_add(1);
            again.indexes.push(index);
            again.wait = again.wait.max(wait);
            return;
        }
    }
    call.state = CallState::Responded(response);
}

fn workload<'a>(client: &Client, call: &'a PendingCall) -> &'a str {
    client.root().workload_below(&call.url)
}

/// Fails all calls of a request with the same error.
fn fail(calls: &mut [PendingCall], indexes: &[usize], error: Error) {
    let shared = Arc::new(error);
    for index in indexes {
        calls[*index].state = CallState::Shared(shared.clone());
    }
}
