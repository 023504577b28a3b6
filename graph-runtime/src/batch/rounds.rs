use std::{sync::Arc, time::Duration};

use http::StatusCode;

use super::{
    envelope::{DESCRIPTION, Envelope, id},
    pending_call::{CallState, PendingCall},
    responses::Responses,
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

/// What comes after a call that cannot be written is not done; calls come in order, so one look is enough.
fn skip_failed_dependents(calls: &mut [PendingCall]) {
    for place in 0..calls.len() {
        let failed = calls[place].after.iter().find(|earlier| !calls[**earlier].is_open());
        if let Some(on) = failed.map(|earlier| calls[*earlier].description.to_string())
            && calls[place].is_open()
        {
            let error = Error::dependency_failed(&calls[place].description, Some(on), None);
            calls[place].state = CallState::Failed(error);
        }
    }
}

/// Sends the calls at `open` in one request, and those that were refused for now, or for their token, again.
async fn send(client: &Client, calls: &mut [PendingCall], mut open: Vec<usize>) {
    let timer = client.settings.timer();
    let begun = timer.map_or(Duration::ZERO, Timer::elapsed);
    let mut claims: Option<String> = None;
    loop {
        let envelope = match Envelope::write(calls, &open) {
            Ok(envelope) => envelope,
            Err(problem) => return fail(calls, &open, Error::unsendable(&DESCRIPTION, problem)),
        };
        // Each call counts against the limits of its workload, however it is sent.
        if let Some(timer) = timer {
            for place in &open {
                client.settings.throttler.acquire(workload(client, &calls[*place]), timer).await;
            }
        }
        let mut responses = match exchange(client, &envelope, claims.as_deref()).await {
            Ok(responses) => responses,
            Err(problem) => return fail(calls, &open, problem),
        };
        let mut again = Resend::default();
        for place in open {
            let answer = responses.take(&id(place));
            record_answer(client, calls, place, answer, begun, &mut again);
        }
        if again.places.is_empty() {
            return;
        }
        if let Some(timer) = timer
            && !again.wait.is_zero()
        {
            timer.wait(again.wait).await;
        }
        (open, claims) = (again.places, again.claims.or(claims));
    }
}

/// The calls of the next round.
#[derive(Default)]
struct Resend {
    places: Vec<usize>,
    wait: Duration,
    /// What their token has to have. One request has one token: calls that want other claims have their turn in a later round.
    claims: Option<String>,
}

impl Resend {
    /// Whether a call that was refused for its token goes again. Each does once.
    fn answers_challenge(&mut self, call: &mut PendingCall, demanded: String) -> bool {
        if call.challenged {
            return false;
        }
        call.challenged = *self.claims.get_or_insert_with(|| demanded.clone()) == demanded;
        true
    }
}

/// Sends a request and reads the answers in it. That the request succeeded says nothing of the calls.
async fn exchange(client: &Client, envelope: &Envelope, claims: Option<&str>) -> Result<Responses, Error> {
    let settings = &client.settings;
    let exchange = Exchange { claims, ..Exchange::to_service(settings, &DESCRIPTION, None) };
    let response = exchange.run(settings, &|| envelope.request(&settings.root)).await?;
    if !response.status().is_success() {
        return Err(ServiceError::new(response, &DESCRIPTION).into());
    }
    let (head, body) = response.into_parts();
    Responses::read(&body).map_err(|cause| Error::undecodable(&DESCRIPTION, head.status, &head.headers, body, cause))
}

/// Keeps the answer to a call, unless the call is to be sent again.
fn record_answer(
    client: &Client,
    calls: &mut [PendingCall],
    place: usize,
    answer: Result<http::Response<bytes::Bytes>, Cause>,
    begun: Duration,
    again: &mut Resend,
) {
    let call = &mut calls[place];
    let response = match answer {
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
        client.settings.throttler.observe(workload(client, call), timer.elapsed(), &signal);
    }
    if response.status() == StatusCode::FAILED_DEPENDENCY
        && call.after.iter().any(|earlier| again.places.contains(earlier))
    {
        // What it waits for is sent again, and so is it.
        again.places.push(place);
        return;
    }
    if let Some(demanded) = demanded_claims(&client.settings, &response)
        && again.answers_challenge(call, demanded)
    {
        again.places.push(place);
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
            elapsed: timer.elapsed().saturating_sub(begun),
            now: timer.now(),
        });
        if let Decision::After(wait) = decision {
            call.attempt = call.attempt.saturating_add(1);
            again.places.push(place);
            again.wait = again.wait.max(wait);
            return;
        }
    }
    call.state = CallState::Answered(response);
}

fn workload<'a>(client: &Client, call: &'a PendingCall) -> &'a str {
    client.root().workload_below(&call.url)
}

/// All calls of a request have the same error.
fn fail(calls: &mut [PendingCall], places: &[usize], problem: Error) {
    let shared = Arc::new(problem);
    for place in places {
        calls[*place].state = CallState::Shared(shared.clone());
    }
}
