//! The job: reads users from the source, sends them in batches, and records them in the journal before and after.

use std::collections::HashSet;

use graph_runtime::{Client, Error, ErrorKind, Object, ServiceError};
use tokio::task::JoinSet;

use crate::{
    BoxError,
    arguments::Arguments,
    graph::{GraphService, User},
    journal::{Journal, Outcome, UserState},
    progress::Progress,
    source::{Candidate, Source, license_error},
    summary::Summary,
};

/// How the job ended.
#[derive(Debug)]
pub(crate) enum Completion {
    AllDone,
    SomeFailed,
    /// The job stopped early, for this reason.
    Stopped(String),
}

/// The number of users in a batch, which is Graph's limit.
const BATCH_SIZE: usize = 20;
/// The number of consecutive batches without any success after which the job stops.
const MAX_FAILED_BATCHES: u32 = 3;

/// The users of a batch, each with its response.
type BatchResult = Vec<(Candidate, Result<Object<User>, Error>)>;

pub(crate) async fn run(arguments: &Arguments, client: &Client) -> Result<Completion, BoxError> {
    let mut source = Source::open(arguments, client).await?;
    if arguments.dry_run {
        return dry_run(arguments, source).await;
    }
    let journal = Journal::open(&arguments.journal, client.root().as_str(), &Source::name(arguments))?;
    let mut job = Job {
        journal,
        progress: Progress::new(),
        summary: Summary::default(),
        failed_batches: 0,
        retry_failed: arguments.retry_failed,
        // Only a file of ids can list a user twice.
        seen: arguments.ids.is_some().then(HashSet::new),
    };
    let stop_reason = job.process(&mut source, client, arguments.batches.into()).await?;
    job.progress.finish();
    let completion = match stop_reason {
        Some(reason) => Completion::Stopped(reason),
        None if job.summary.open > 0 => {
            Completion::Stopped(format!("the outcome for {} users is unknown", job.summary.open))
        }
        None if job.summary.failed > 0 => Completion::SomeFailed,
        None => Completion::AllDone,
    };
    print_summary(arguments, &job.summary, &completion);
    Ok(completion)
}

async fn dry_run(arguments: &Arguments, mut source: Source) -> Result<Completion, BoxError> {
    let mut summary = Summary::default();
    while let Some(candidate) = source.next().await {
        let candidate = candidate?;
        summary.count_found(&candidate);
        if !arguments.json {
            let errors: Vec<String> =
                candidate.errors.iter().map(|(error, product)| format!("{error} of {product}")).collect();
            println!("{}  {}  {}", candidate.id, candidate.name.as_deref().unwrap_or("-"), errors.join(", "));
        }
    }
    print_summary(arguments, &summary, &Completion::AllDone);
    Ok(Completion::AllDone)
}

fn print_summary(arguments: &Arguments, summary: &Summary, completion: &Completion) {
    if arguments.json {
        println!("{}", summary.to_json(completion));
    } else {
        summary.print();
    }
}

struct Job {
    journal: Journal,
    progress: Progress,
    summary: Summary,
    /// Consecutive batches without any success.
    failed_batches: u32,
    retry_failed: bool,
    /// The users that were read so far, if duplicates are possible.
    seen: Option<HashSet<String>>,
}

impl Job {
    /// Processes all users, and returns the reason if it stops early. Waits for batches in flight in either case.
    async fn process(
        &mut self,
        source: &mut Source,
        client: &Client,
        max_in_flight: usize,
    ) -> Result<Option<String>, BoxError> {
        let mut in_flight: JoinSet<BatchResult> = JoinSet::new();
        let mut stop_reason = None;
        let mut is_source_done = false;
        let mut interrupt = std::pin::pin!(tokio::signal::ctrl_c());
        while !is_source_done || !in_flight.is_empty() {
            if !is_source_done && in_flight.len() < max_in_flight {
                let batch = tokio::select! {
                    batch = self.next_batch(source) => batch,
                    _ = &mut interrupt => Err("interrupted".into()),
                };
                match batch {
                    Ok(batch) => {
                        is_source_done = batch.len() < BATCH_SIZE;
                        if !batch.is_empty() {
                            self.send(batch, client, &mut in_flight)?;
                        }
                    }
                    Err(error) => (stop_reason, is_source_done) = (Some(format!("{error:#}")), true),
                }
                continue;
            }
            let result = tokio::select! {
                result = in_flight.join_next() => result,
                _ = &mut interrupt, if stop_reason.is_none() => {
                    (stop_reason, is_source_done) = (Some("interrupted".to_owned()), true);
                    continue;
                }
            };
            if let Some(result) = result {
                let reason = self.record(result?)?;
                stop_reason = stop_reason.or(reason);
                is_source_done |= stop_reason.is_some();
            }
        }
        Ok(stop_reason)
    }

    /// Reads the users of the next batch. Only the last batch has fewer than [`BATCH_SIZE`].
    async fn next_batch(&mut self, source: &mut Source) -> Result<Vec<Candidate>, BoxError> {
        let mut batch = Vec::with_capacity(BATCH_SIZE);
        while batch.len() < BATCH_SIZE {
            let Some(candidate) = source.next().await else { break };
            let candidate = candidate?;
            if self.seen.as_mut().is_some_and(|seen| !seen.insert(candidate.id.clone())) {
                continue;
            }
            self.summary.count_found(&candidate);
            match self.journal.state(&candidate.id) {
                Some(UserState::Done) => self.summary.earlier += 1,
                Some(UserState::Failed) if !self.retry_failed => self.summary.earlier += 1,
                _ => batch.push(candidate),
            }
        }
        Ok(batch)
    }

    fn send(
        &mut self,
        batch: Vec<Candidate>,
        client: &Client,
        in_flight: &mut JoinSet<BatchResult>,
    ) -> Result<(), BoxError> {
        let ids: Vec<&str> = batch.iter().map(|candidate| candidate.id.as_str()).collect();
        self.journal.record_sent(&ids)?;
        let client = client.clone();
        in_flight.spawn(async move {
            let service = GraphService::new(client.clone());
            let calls = batch.iter().map(|user| service.users().by_id(user.id.as_str()).reprocess_license_assignment());
            let responses = client.execute_all(calls.collect::<Vec<_>>()).await;
            batch.into_iter().zip(responses).collect()
        });
        Ok(())
    }

    /// Records the outcomes of a batch, and returns the reason if the job should stop.
    fn record(&mut self, result: BatchResult) -> Result<Option<String>, BoxError> {
        let mut reason = None;
        let mut outcomes = Vec::with_capacity(result.len());
        for (candidate, response) in &result {
            let outcome = match response {
                Ok(user) => {
                    let has_error = user.license_assignment_states.iter().flatten().any(|s| license_error(s).is_some());
                    self.summary.still_in_error += u64::from(has_error);
                    Outcome::Done
                }
                Err(error) => {
                    let outcome = classify(error);
                    if matches!(outcome, Outcome::Open) {
                        reason = Some(format!("{error:#}"));
                    } else {
                        self.progress.print(&format!("{}: {error:#}", candidate.id));
                    }
                    outcome
                }
            };
            self.summary.count_outcome(&outcome);
            outcomes.push((candidate.id.as_str(), outcome));
        }
        self.journal.record_outcomes(outcomes.iter().map(|(id, outcome)| (*id, outcome)))?;
        self.progress.advance(u64::try_from(result.len())?, self.summary.failed);
        let is_all_open = outcomes.iter().all(|(_, outcome)| matches!(outcome, Outcome::Open));
        self.failed_batches = if is_all_open { self.failed_batches + 1 } else { 0 };
        let affects_all = result.iter().any(|(_, response)| response.as_ref().is_err_and(affects_all_users));
        Ok(reason.filter(|_| affects_all || self.failed_batches >= MAX_FAILED_BATCHES))
    }
}

/// Returns the outcome for a user whose call failed.
fn classify(error: &Error) -> Outcome {
    let Some(status) = error.status() else { return Outcome::Open };
    match error.kind() {
        ErrorKind::Service if status.is_client_error() && !error.is_throttled() && !affects_all_users(error) => {
            let code = error.service_error().and_then(ServiceError::code).unwrap_or("no code");
            Outcome::Failed { code: format!("{} {code}", status.as_u16()) }
        }
        // The service reprocessed the user; only its response cannot be decoded.
        ErrorKind::Decode => Outcome::Done,
        _ => Outcome::Open,
    }
}

/// Whether all other calls would fail in the same way: the access token is missing or not sufficient.
fn affects_all_users(error: &Error) -> bool {
    error.is_unauthorized() || error.is_permission_denied() || error.is_credential()
}
