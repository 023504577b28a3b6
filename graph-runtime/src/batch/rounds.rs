use std::{sync::Arc, time::Duration};

use http::StatusCode;

use super::{
    answer::Responses,
    envelope::{DESCRIPTION, Envelope, id},
    split::split,
    step::{Outcome, Step},
};
use crate::{
    client::Client,
    error::{Cause, Error, ServiceError},
    pipeline::{self, Errand},
    retry::{Attempt, Decision, Retry},
    throttle::Signal,
    timer::Timer,
};

/// Sends all calls, request by request.
pub(super) async fn run(client: &Client, steps: &mut [Step]) {
    leave_out_what_cannot_be_done(steps);
    for group in split(steps) {
        send(client, steps, group).await;
    }
}

/// What comes after a call that cannot be written is not done; calls come in order, so one look is enough.
fn leave_out_what_cannot_be_done(steps: &mut [Step]) {
    for place in 0..steps.len() {
        let failed = steps[place].after.iter().find(|earlier| !steps[**earlier].is_open());
        if let Some(on) = failed.map(|earlier| steps[*earlier].description.to_string())
            && steps[place].is_open()
        {
            let error = Error::dependency_failed(&steps[place].description, Some(on), None);
            steps[place].outcome = Outcome::Failed(error);
        }
    }
}

/// Sends the calls at `open` in one request, and those that were refused for now, or for their token, again.
async fn send(client: &Client, steps: &mut [Step], mut open: Vec<usize>) {
    let timer = client.settings.timer();
    let begun = timer.map_or(Duration::ZERO, Timer::elapsed);
    let mut claims: Option<String> = None;
    loop {
        let envelope = match Envelope::write(steps, &open) {
            Ok(envelope) => envelope,
            Err(problem) => return fail(steps, &open, Error::unsendable(&DESCRIPTION, problem)),
        };
        // Each call counts against the limits of its workload, however it is sent.
        if let Some(timer) = timer {
            for place in &open {
                client.settings.gate.pass(workload(client, &steps[*place]), timer).await;
            }
        }
        let mut responses = match exchange(client, &envelope, claims.as_deref()).await {
            Ok(responses) => responses,
            Err(problem) => return fail(steps, &open, problem),
        };
        let mut again = Again::default();
        for place in open {
            let answer = responses.take(&id(place));
            settle(client, steps, place, answer, begun, &mut again);
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
struct Again {
    places: Vec<usize>,
    wait: Duration,
    /// What their token has to have. One request has one token: calls that want other claims have their turn in a later round.
    claims: Option<String>,
}

impl Again {
    /// Whether a call that was refused for its token goes again. Each does once.
    fn answers_challenge(&mut self, step: &mut Step, demanded: String) -> bool {
        if step.challenged {
            return false;
        }
        step.challenged = *self.claims.get_or_insert_with(|| demanded.clone()) == demanded;
        true
    }
}

/// Sends a request and reads the answers in it. That the request succeeded says nothing of the calls.
async fn exchange(client: &Client, envelope: &Envelope, claims: Option<&str>) -> Result<Responses, Error> {
    let settings = &client.settings;
    let errand = Errand { claims, ..Errand::to_service(settings, &DESCRIPTION, None) };
    let response = pipeline::run(settings, &errand, &|| envelope.request(&settings.root)).await?;
    if !response.status().is_success() {
        return Err(ServiceError::new(response, &DESCRIPTION).into());
    }
    let (head, body) = response.into_parts();
    Responses::read(&body).map_err(|cause| Error::undecodable(&DESCRIPTION, head.status, &head.headers, body, cause))
}

/// Keeps the answer to a call, unless the call is to be sent again.
fn settle(
    client: &Client,
    steps: &mut [Step],
    place: usize,
    answer: Result<http::Response<bytes::Bytes>, Cause>,
    begun: Duration,
    again: &mut Again,
) {
    let step = &mut steps[place];
    let response = match answer {
        Ok(response) => response,
        Err(cause) => {
            let (headers, body) = (http::HeaderMap::new(), bytes::Bytes::new());
            let error = Error::undecodable(&step.description, StatusCode::OK, &headers, body, cause);
            step.outcome = Outcome::Failed(error);
            return;
        }
    };
    let timer = client.settings.timer();
    if let Some(timer) = timer {
        let signal = Signal::read(response.status(), response.headers(), || timer.now());
        client.settings.gate.hear(workload(client, step), timer.elapsed(), &signal);
    }
    if response.status() == StatusCode::FAILED_DEPENDENCY
        && step.after.iter().any(|earlier| again.places.contains(earlier))
    {
        // What it waits for is sent again, and so is it.
        again.places.push(place);
        return;
    }
    if let Some(demanded) = pipeline::demanded_claims(&client.settings, &response)
        && again.answers_challenge(step, demanded)
    {
        again.places.push(place);
        return;
    }
    if let Some(timer) = timer
        && !response.status().is_success()
    {
        let own = step.options.as_ref().and_then(|options| options.retry.as_deref());
        let policy: &dyn Retry = own.unwrap_or(&*client.settings.retry);
        let decision = policy.decide(&Attempt {
            number: step.attempt,
            description: &step.description,
            result: Ok((response.status(), response.headers())),
            elapsed: timer.elapsed().saturating_sub(begun),
            now: timer.now(),
        });
        if let Decision::After(wait) = decision {
            step.attempt = step.attempt.saturating_add(1);
            again.places.push(place);
            again.wait = again.wait.max(wait);
            return;
        }
    }
    step.outcome = Outcome::Answered(response);
}

fn workload<'a>(client: &Client, step: &'a Step) -> &'a str {
    client.root().workload_below(&step.url)
}

/// All calls of a request have the same error.
fn fail(steps: &mut [Step], places: &[usize], problem: Error) {
    let shared = Arc::new(problem);
    for place in places {
        steps[*place].outcome = Outcome::Shared(shared.clone());
    }
}
