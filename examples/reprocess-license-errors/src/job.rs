//! The job itself: users come from the source, go out in batches, and are written down before and after.

use std::collections::HashSet;

use graph_runtime::{Client, Error, ErrorKind, Object, ServiceError};
use tokio::task::JoinSet;

use crate::{
    Failure,
    arguments::Arguments,
    graph::{GraphService, User},
    journal::{Journal, Known, Outcome},
    progress::Progress,
    source::{Candidate, Source, error},
    summary::Summary,
};

/// How the job ended.
#[derive(Debug)]
pub(crate) enum Ending {
    AllDone,
    SomeFailed,
    /// There is more to do, and this is why it was not done.
    Stopped(String),
}

/// So many users go into one request.
const BATCH: usize = 20;
/// After so many requests in a row that came to nothing there is no sense in going on.
const HOPELESS: u32 = 3;

type Settled = Vec<(Candidate, Result<Object<User>, Error>)>;

pub(crate) async fn run(arguments: &Arguments, client: &Client) -> Result<Ending, Failure> {
    let mut source = Source::open(arguments, client).await?;
    if arguments.dry_run {
        return dry_run(arguments, source).await;
    }
    let journal = Journal::open(&arguments.journal, client.root().as_str(), &Source::name(arguments))?;
    let mut job = Job {
        journal,
        progress: Progress::new(),
        summary: Summary::default(),
        in_a_row: 0,
        retry_failed: arguments.retry_failed,
        seen: HashSet::new(),
        keeps_seen: arguments.ids.is_some(),
    };
    let stopped = job.work(&mut source, client, arguments.batches.into()).await?;
    job.progress.finish();
    let ending = match stopped {
        Some(why) => Ending::Stopped(why),
        None if job.summary.open > 0 => {
            Ending::Stopped("of some users it is not known whether they were reprocessed".to_owned())
        }
        None if job.summary.failed > 0 => Ending::SomeFailed,
        None => Ending::AllDone,
    };
    report(arguments, &job.summary, &ending);
    Ok(ending)
}

async fn dry_run(arguments: &Arguments, mut source: Source) -> Result<Ending, Failure> {
    let mut summary = Summary::default();
    while let Some(candidate) = source.next().await {
        let candidate = candidate?;
        summary.found(&candidate);
        if !arguments.json {
            let errors: Vec<String> =
                candidate.errors.iter().map(|(error, product)| format!("{error} of {product}")).collect();
            println!("{}  {}  {}", candidate.id, candidate.name.as_deref().unwrap_or("-"), errors.join(", "));
        }
    }
    report(arguments, &summary, &Ending::AllDone);
    Ok(Ending::AllDone)
}

fn report(arguments: &Arguments, summary: &Summary, ending: &Ending) {
    if arguments.json {
        println!("{}", summary.json(ending));
    } else {
        summary.print();
    }
}

struct Job {
    journal: Journal,
    progress: Progress,
    summary: Summary,
    /// Requests in a row that came to nothing.
    in_a_row: u32,
    retry_failed: bool,
    /// Users of a list, which may name one twice.
    seen: HashSet<String>,
    keeps_seen: bool,
}

impl Job {
    /// Goes on until all is done, or there is no sense in it. Batches that are on the way are waited for in any case.
    async fn work(&mut self, source: &mut Source, client: &Client, at_once: usize) -> Result<Option<String>, Failure> {
        let mut on_the_way: JoinSet<Settled> = JoinSet::new();
        let mut stopped = None;
        let mut is_read = false;
        let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
        while !is_read || !on_the_way.is_empty() {
            if stopped.is_none() && !is_read && on_the_way.len() < at_once {
                let batch = tokio::select! {
                    batch = self.gather(source) => batch,
                    _ = &mut interrupted => Err("interrupted".into()),
                };
                match batch {
                    Ok(batch) => {
                        is_read = batch.len() < BATCH;
                        if !batch.is_empty() {
                            self.send(batch, client, &mut on_the_way)?;
                        }
                    }
                    Err(problem) => (stopped, is_read) = (Some(format!("{problem:#}")), true),
                }
                continue;
            }
            if stopped.is_some() {
                is_read = true;
            }
            let settled = tokio::select! {
                settled = on_the_way.join_next() => settled,
                _ = &mut interrupted, if stopped.is_none() => {
                    stopped = Some("interrupted".to_owned());
                    continue;
                }
            };
            if let Some(settled) = settled {
                let problem = self.settle(settled?)?;
                stopped = stopped.or(problem);
            }
        }
        Ok(stopped)
    }

    /// The users of the next batch; fewer than a batch can take only at the end.
    async fn gather(&mut self, source: &mut Source) -> Result<Vec<Candidate>, Failure> {
        let mut batch = Vec::with_capacity(BATCH);
        while batch.len() < BATCH {
            let Some(candidate) = source.next().await else { break };
            let candidate = candidate?;
            if self.keeps_seen && !self.seen.insert(candidate.id.clone()) {
                continue;
            }
            self.summary.found(&candidate);
            match self.journal.known(&candidate.id) {
                Some(Known::Done) => self.summary.earlier += 1,
                Some(Known::Failed) if !self.retry_failed => self.summary.earlier += 1,
                _ => batch.push(candidate),
            }
        }
        Ok(batch)
    }

    fn send(
        &mut self,
        batch: Vec<Candidate>,
        client: &Client,
        on_the_way: &mut JoinSet<Settled>,
    ) -> Result<(), Failure> {
        let ids: Vec<&str> = batch.iter().map(|candidate| candidate.id.as_str()).collect();
        self.journal.sent(&ids)?;
        let client = client.clone();
        on_the_way.spawn(async move {
            let service = GraphService::new(client.clone());
            let calls = batch.iter().map(|user| service.users().by_id(user.id.as_str()).reprocess_license_assignment());
            let answers = client.execute_all(calls.collect::<Vec<_>>()).await;
            batch.into_iter().zip(answers).collect()
        });
        Ok(())
    }

    /// Writes down what became of a batch. Says why to stop, if there is a reason.
    fn settle(&mut self, settled: Settled) -> Result<Option<String>, Failure> {
        let mut reason = None;
        let mut outcomes = Vec::with_capacity(settled.len());
        for (candidate, answer) in &settled {
            let outcome = match answer {
                Ok(user) => {
                    let still = user.license_assignment_states.iter().flatten().any(|state| error(state).is_some());
                    self.summary.still += u64::from(still);
                    Outcome::Done
                }
                Err(problem) => {
                    let outcome = judge(problem);
                    if matches!(outcome, Outcome::Open) {
                        reason = Some(format!("{problem:#}"));
                    } else {
                        self.progress.say(&format!("{}: {problem:#}", candidate.id));
                    }
                    outcome
                }
            };
            self.summary.settled(&outcome);
            outcomes.push((candidate.id.as_str(), outcome));
        }
        self.journal.settled(outcomes.iter().map(|(id, outcome)| (*id, outcome)))?;
        self.progress.settled(u64::try_from(settled.len())?, self.summary.failed);
        let is_hopeless = outcomes.iter().all(|(_, outcome)| matches!(outcome, Outcome::Open));
        self.in_a_row = if is_hopeless { self.in_a_row + 1 } else { 0 };
        let refused = settled.iter().any(|(_, answer)| answer.as_ref().is_err_and(is_about_everyone));
        Ok(reason.filter(|_| refused || self.in_a_row >= HOPELESS))
    }
}

/// Whether sending it again would give the same.
fn judge(problem: &Error) -> Outcome {
    let Some(status) = problem.status() else { return Outcome::Open };
    match problem.kind() {
        ErrorKind::Service if status.is_client_error() && !problem.is_throttled() && !is_about_everyone(problem) => {
            let code = problem.service_error().and_then(ServiceError::code).unwrap_or("no code");
            Outcome::Failed { code: format!("{} {code}", status.as_u16()) }
        }
        // It was done, and only the answer could not be read.
        ErrorKind::Decode => Outcome::Done,
        _ => Outcome::Open,
    }
}

/// Whether the others would fail the same way: there is no token, or it is not enough.
fn is_about_everyone(problem: &Error) -> bool {
    problem.is_unauthorized() || problem.is_permission_denied() || problem.is_credential()
}
