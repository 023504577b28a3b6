use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{
    entity_reference,
    envelope::{DESCRIPTION, Envelope},
    one_by_one,
    part_error::{PartError, PartResult},
    pending_call::{CallState, PendingCall},
    redirects,
    split::split,
    unit::{Unit, units},
};
use crate::{
    client::Client,
    error::{Error, ServiceError},
    operation::answer_of,
    pipeline::{Attempt, Budget, Decision, Exchange, IssuedToken, Retry, Signal, demanded_claims, replaces_token},
    service::BatchFormat,
    transport::RequestUrl,
};

/// Sends all calls, request by request.
pub(super) async fn run(client: &Client, calls: &mut [PendingCall], headers: &HeaderMap) {
    skip_unsendable(calls);
    let profile = client.profile();
    for group in split(calls, profile.batch_size()) {
        match profile.batch_format() {
            BatchFormat::Json => send(client, calls, group.clone(), headers).await,
            BatchFormat::Multipart => {
                // Only JSON has dependencies.
                let mut next = ready(calls, &group);
                while !next.is_empty() {
                    send(client, calls, next, headers).await;
                    next = ready(calls, &group);
                }
            }
            BatchFormat::None => {
                for index in &group {
                    skip_failed_dependents(calls, &group);
                    if calls[*index].is_open() {
                        one_by_one::send(client, calls, *index).await;
                    }
                }
            }
        }
        redirects::follow(client, calls, &group).await;
    }
}

/// Fails the calls that are not sent: those of a change set with a call that cannot be sent, and those that depend on
/// one.
fn skip_unsendable(calls: &mut [PendingCall]) {
    let all: Vec<usize> = (0..calls.len()).collect();
    for unit in units(calls, &all) {
        let refused = unit.indexes().iter().find(|index| !calls[**index].is_open()).copied();
        if let (Unit::ChangeSet(indexes), Some(refused)) = (&unit, refused) {
            let name = calls[refused].description.to_string();
            let reason = format!("another call of the change set, {name}, cannot be sent");
            indexes.iter().for_each(|index| calls[*index].refuse(reason.clone()));
        }
        // Dependencies come first, so one pass is enough.
        skip_failed_dependents(calls, unit.indexes());
    }
}

/// Fails the calls at these indexes that depend on a call that was not sent or failed, with their change sets.
fn skip_failed_dependents(calls: &mut [PendingCall], indexes: &[usize]) {
    let has_failed = |call: &PendingCall| match &call.state {
        CallState::Open => false,
        CallState::Responded(response) => !response.status().is_success(),
        CallState::Failed(_) | CallState::Shared(_) => true,
    };
    for unit in units(calls, indexes) {
        let mut after = unit.indexes().iter().flat_map(|index| &calls[*index].after);
        let failed = after.find(|earlier| has_failed(&calls[**earlier])).copied();
        if let Some(on) = failed.map(|earlier| calls[earlier].description.to_string()) {
            for index in unit.indexes() {
                if calls[*index].is_open() {
                    let error = Error::dependency_failed(&calls[*index].description, Some(on.clone()), None);
                    calls[*index].state = CallState::Failed(error);
                }
            }
        }
    }
}

/// Returns the calls of a group that can be sent next, and fails those that depend on a call that failed.
fn ready(calls: &mut [PendingCall], group: &[usize]) -> Vec<usize> {
    skip_failed_dependents(calls, group);
    let mut ready = Vec::new();
    for unit in units(calls, group) {
        let is_within = |index: &usize| unit.indexes().contains(index);
        let waits = |index: &usize| calls[*index].after.iter().any(|on| calls[*on].is_open() && !is_within(on));
        if unit.indexes().iter().all(|index| calls[*index].is_open() && !waits(index)) {
            ready.extend(unit.indexes());
        }
    }
    ready
}

/// Sends the calls at `open` in one request, and sends those again that are throttled or need another token.
async fn send(client: &Client, calls: &mut [PendingCall], mut open: Vec<usize>, headers: &HeaderMap) {
    let timer = client.settings.timer();
    // All rounds share the time of one call.
    let budget = Exchange::to_service(&client.settings, &DESCRIPTION, None).budget;
    let mut claims: Option<String> = None;
    loop {
        let request = open.clone();
        open.retain(|index| match entity_reference::resolve(calls, *index, &request) {
            Ok(()) => true,
            Err(problem) => {
                calls[*index].refuse(problem);
                false
            }
        });
        if open.is_empty() {
            return;
        }
        let envelope = match Envelope::write(calls, &open, client.profile(), headers) {
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
        let responses = match exchange(client, &envelope, claims.as_deref(), budget, &issued).await {
            Ok(responses) => responses,
            Err(error) => return fail(calls, &open, error),
        };
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
        if !client.profile().has_continue_on_error() {
            again.unanswered = unexecuted(&responses);
        }
        for (index, response) in responses {
            if !again.unanswered.contains(&index) {
                record_response(client, calls, index, response, budget, &mut again);
            }
        }
        again.keep_change_sets(calls);
        again.skip_failed_dependents(calls);
        if again.held.is_empty() && again.unanswered.is_empty() {
            return;
        }
        if let Some(timer) = timer
            && !again.wait.is_zero()
        {
            timer.wait(again.wait).await;
        }
        open = again.held.into_iter().map(|(index, _)| index).chain(again.unanswered).collect();
        open.sort_unstable();
        claims = again.claims.or(claims);
    }
}

/// The calls of the next round.
#[derive(Default)]
struct Resend {
    /// Their indexes, and the responses that they would end with.
    held: Vec<(usize, http::Response<Bytes>)>,
    /// The indexes of the calls that the service did not execute, because it stopped at an error.
    unanswered: BTreeSet<usize>,
    wait: Duration,
    /// The claims that their token must have. A request has one token, so calls that need other claims are sent again
    /// in a later round.
    claims: Option<String>,
    /// Whether the token of this round was refused, and there is another one.
    has_another_token: bool,
}

impl Resend {
    fn contains(&self, index: usize) -> bool {
        self.held.iter().any(|(held, _)| *held == index)
    }

    /// Ends the calls of change sets that are not to be sent again as a whole: a service executes all or none.
    fn keep_change_sets(&mut self, calls: &mut [PendingCall]) {
        self.held.sort_unstable_by_key(|(index, _)| *index);
        let ended: Vec<usize> =
            calls.iter().filter(|call| !call.is_open()).filter_map(|call| call.change_set).collect();
        if ended.is_empty() {
            return;
        }
        let (stays, ends): (Vec<_>, Vec<_>) = std::mem::take(&mut self.held)
            .into_iter()
            .partition(|(index, _)| calls[*index].change_set.is_none_or(|set| !ended.contains(&set)));
        self.held = stays;
        for (index, response) in ends {
            calls[index].state = CallState::Responded(response);
        }
    }

    /// Fails the calls that were not executed, and depend on one that failed.
    fn skip_failed_dependents(&mut self, calls: &mut [PendingCall]) {
        let unanswered: Vec<usize> = self.unanswered.iter().copied().collect();
        skip_failed_dependents(calls, &unanswered);
        self.unanswered.retain(|index| calls[*index].is_open());
    }

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
) -> Result<Vec<(usize, PartResult)>, Error> {
    let settings = &client.settings;
    let exchange =
        Exchange { claims, budget, issued: Some(issued), ..Exchange::to_service(settings, &DESCRIPTION, None) };
    let build = || envelope.request(&settings.root).map_err(|problem| Error::unsendable(&DESCRIPTION, problem));
    let response = exchange.run(settings, &build).await?;
    if !response.status().is_success() {
        return Err(ServiceError::new(response, &DESCRIPTION).into());
    }
    envelope.read(&response).map_err(|cause| answer_of(&response, &DESCRIPTION).undecodable(cause))
}

/// Returns whether a call is sent again if there is another token. Each call is, at most once.
fn is_refused(client: &Client, call: &PendingCall, response: &http::Response<Bytes>) -> bool {
    response.status() == StatusCode::UNAUTHORIZED
        && !call.challenged
        && demanded_claims(&client.settings, response).is_none()
}

/// Returns the indexes of the calls without a response, if the service stopped at an error and does not continue.
///
/// It has executed at least one call then, so that each round gets further.
///
/// Source: OData 4.01, part 1, section 11.7.
fn unexecuted(responses: &[(usize, PartResult)]) -> BTreeSet<usize> {
    let has_failed = |response: &http::Response<Bytes>| !response.status().is_success();
    if !responses.iter().any(|(_, response)| response.as_ref().is_ok_and(has_failed)) {
        return BTreeSet::new();
    }
    let is_missing = |result: &PartResult| result.as_ref().is_err_and(PartError::is_missing);
    responses.iter().filter(|(_, result)| is_missing(result)).map(|(index, _)| *index).collect()
}

/// Stores the response to a call, unless the call is sent again.
fn record_response(
    client: &Client,
    calls: &mut [PendingCall],
    index: usize,
    result: PartResult,
    budget: Budget,
    again: &mut Resend,
) {
    entity_reference::settle(calls, index);
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
    if response.status() == StatusCode::FAILED_DEPENDENCY && call.after.iter().any(|earlier| again.contains(*earlier)) {
        // The call that it depends on is sent again.
        again.held.push((index, response));
        return;
    }
    if let Some(demanded) = demanded_claims(&client.settings, &response)
        && again.accepts_challenge(call, demanded)
    {
        again.held.push((index, response));
        return;
    }
    if again.has_another_token && is_refused(client, call, &response) {
        call.challenged = true;
        again.held.push((index, response));
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
            again.wait = again.wait.max(wait);
            again.held.push((index, response));
            return;
        }
    }
    client.limit_memory(&mut response);
    if !client.profile().is_graph()
        && let Ok(url) = format!("{}{}", client.root().as_str(), call.url).parse()
    {
        response.extensions_mut().insert(RequestUrl(url));
    }
    entity_reference::keep_location(client, call, &response);
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
