use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use http::StatusCode;

use super::{
    envelope::{DESCRIPTION, Envelope, id},
    pending_call::{CallState, PendingCall},
    redirects,
    response_parts::{PartError, ResponseParts},
    split::split,
};
use crate::{
    client::Client,
    error::{Error, ServiceError},
    operation::answer_of,
    pipeline::{Attempt, Budget, Decision, Exchange, IssuedToken, Retry, Signal, demanded_claims, replaces_token},
};

/// Sends all calls, request by request.
pub(super) async fn run(client: &Client, calls: &mut [PendingCall]) {
    skip_failed_dependents(calls);
    for group in split(calls) {
        send(client, calls, group.clone()).await;
        redirects::follow(client, calls, &group).await;
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

/// Sends the calls at `open` in one request, and sends those again that are throttled or need another token.
async fn send(client: &Client, calls: &mut [PendingCall], mut open: Vec<usize>) {
    let timer = client.settings.timer();
    // All rounds share the time of one call.
    let budget = Exchange::to_service(&client.settings, &DESCRIPTION, None).budget;
    let mut claims: Option<String> = None;
    loop {
        let envelope = match Envelope::write(calls, &open) {
            Ok(envelope) => envelope,
            Err(error) => return fail(calls, &open, Error::unsendable(&DESCRIPTION, error)),
        };
        // Each call of a batch counts against the limits of its workload.
        if let Some(timer) = timer {
            for index in &open {
                let workload = workload(client, &calls[*index]);
                let acquired = client.settings.throttler.acquire_before(Some(budget.deadline()), workload, timer).await;
                if let Err(then) = acquired {
                    let reopens = then.saturating_sub(timer.elapsed());
                    return fail(calls, &open, Error::call_timeout(&DESCRIPTION, budget.throttled_for(reopens)));
                }
            }
        }
        let issued = Mutex::default();
        let mut responses = match exchange(client, &envelope, claims.as_deref(), budget, &issued).await {
            Ok(responses) => responses,
            Err(error) => return fail(calls, &open, error),
        };
        let responses: Vec<_> = open.into_iter().map(|index| (index, responses.take(&id(index)))).collect();
        let mut again = Resend::default();
        let is_refused = |(index, response): &(usize, Result<http::Response<_>, _>)| {
            response.as_ref().is_ok_and(|response| is_refused(client, &calls[*index], response))
        };
        if let Some(issued) = issued.into_inner().unwrap_or_else(PoisonError::into_inner)
            && responses.iter().any(is_refused)
        {
            let left = timer.map_or(Duration::MAX, |timer| budget.deadline().saturating_sub(timer.elapsed()));
            // Boxed, so that a rare case does not enlarge the futures of all batches.
            again.has_another_token = Box::pin(replaces_token(&client.settings, &issued, left)).await;
        }
        for (index, response) in responses {
            record_response(client, calls, index, response, budget, &mut again);
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
    /// Whether the token of this round was refused, and there is another one.
    has_another_token: bool,
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
async fn exchange(
    client: &Client,
    envelope: &Envelope,
    claims: Option<&str>,
    budget: Budget,
    issued: &Mutex<Option<IssuedToken>>,
) -> Result<ResponseParts, Error> {
    let settings = &client.settings;
    let exchange =
        Exchange { claims, budget, issued: Some(issued), ..Exchange::to_service(settings, &DESCRIPTION, None) };
    let response = exchange.run(settings, &|| envelope.request(&settings.root)).await?;
    if !response.status().is_success() {
        return Err(ServiceError::new(response, &DESCRIPTION).into());
    }
    ResponseParts::read(response.body()).map_err(|cause| answer_of(&response, &DESCRIPTION).undecodable(cause))
}

/// Returns whether a call is sent again if there is another token. Each call is, at most once.
fn is_refused(client: &Client, call: &PendingCall, response: &http::Response<bytes::Bytes>) -> bool {
    response.status() == StatusCode::UNAUTHORIZED
        && !call.challenged
        && demanded_claims(&client.settings, response).is_none()
}

/// Stores the response to a call, unless the call is sent again.
fn record_response(
    client: &Client,
    calls: &mut [PendingCall],
    index: usize,
    result: Result<http::Response<bytes::Bytes>, PartError>,
    budget: Budget,
    again: &mut Resend,
) {
    let call = &mut calls[index];
    let mut response = match result {
        Ok(response) => response,
        Err(PartError { cause, status, raw }) => {
            let (status, headers) = (status.unwrap_or(StatusCode::OK), http::HeaderMap::new());
            let error = Error::undecodable(&call.description, status, &headers, raw, cause);
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
    if again.has_another_token && is_refused(client, call, &response) {
        call.challenged = true;
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
            elapsed: timer.elapsed().saturating_sub(budget.begun()),
            now: timer.now(),
        });
        if let Decision::After(wait) = decision
            && timer.elapsed().saturating_add(wait) < budget.deadline()
        {
            call.attempt = call.attempt.saturating_add(1);
            again.indexes.push(index);
            again.wait = again.wait.max(wait);
            return;
        }
    }
    client.limit_memory(&mut response);
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
