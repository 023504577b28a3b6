//! Timing for the benchmarks: runs pieces of work in turn, so that a change of the machine's speed affects all of them.
//!
//! Each program prints its figures, and a line `row: …` for each of them that is in the table of `benches/run`.

pub mod baseline;
pub mod calls;
mod clock;
pub mod loopback;
pub mod readers;
pub mod users;

use std::{error::Error, hint::black_box, path::PathBuf, process::ExitCode, time::Duration};

use clock::Clock;

/// A named piece of work.
pub struct Work<'a> {
    name: &'static str,
    run: Box<dyn FnMut() + 'a>,
}

impl<'a> Work<'a> {
    /// Creates a piece of work. The optimizer cannot remove its result.
    pub fn new<T>(name: &'static str, mut run: impl FnMut() -> T + 'a) -> Self {
        Self { name, run: Box::new(move || drop(black_box(run()))) }
    }
}

/// Runs each piece of work in turn, and prints its median CPU time and its ratio to the first, which is the baseline.
///
/// There are `rounds` rounds after a warm-up. A ratio is the median of the ratios in each round. The last lines show
/// the last piece of work relative to those between it and the baseline.
///
/// For profilers, the first command-line argument selects work by a part of its name, and the second one is the number
/// of rounds.
pub fn compare(rounds: usize, works: Vec<Work<'_>>) -> Comparison {
    compare_by(Clock::thread_cpu(), rounds, works)
}

/// Does the same with wall time, for work on several threads.
pub fn compare_wall_time(rounds: usize, works: Vec<Work<'_>>) -> Comparison {
    compare_by(Clock::wall(), rounds, works)
}

/// The times of pieces of work.
pub struct Comparison {
    times: Vec<(&'static str, Vec<Duration>)>,
}

impl Comparison {
    /// Prints a row of the table: one piece of work relative to another one. Prints nothing if an argument of the
    /// program excluded one of them.
    pub fn row(&self, what: &str, work: &str, baseline: &str, goal: Option<f64>) {
        if let (Some(times), Some(baseline)) = (self.times(work), self.times(baseline)) {
            row(what, goal, ratio(times, baseline));
        }
    }

    fn times(&self, work: &str) -> Option<&[Duration]> {
        self.times.iter().find(|(name, _)| *name == work).map(|(_, times)| times.as_slice())
    }
}

fn compare_by(clock: Clock, rounds: usize, mut works: Vec<Work<'_>>) -> Comparison {
    let mut arguments = std::env::args().skip(1);
    if let Some(wanted) = arguments.next() {
        works.retain(|work| work.name.contains(&wanted));
    }
    let rounds = arguments.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(rounds);
    let mut times: Vec<Vec<Duration>> = works.iter().map(|_| Vec::new()).collect();
    for round in 0..=rounds {
        for (work, times) in works.iter_mut().zip(&mut times) {
            let start = clock.now();
            (work.run)();
            if round > 0 {
                times.push(clock.now().saturating_sub(start));
            }
        }
    }
    println!("{:<44} {:>12} {:>9}   (median of {rounds})", "", "time", "ratio");
    for (work, own) in works.iter().zip(&times) {
        let time = median(own.iter().map(Duration::as_secs_f64));
        println!("{:<44} {:>9.3} ms {:>9.3}", work.name, time * 1e3, ratio(own, &times[0]));
    }
    if let Some((last, rest)) = times.split_last() {
        for (work, times) in works.iter().zip(rest).skip(1) {
            println!("{} / {}: {:.3}", works[works.len() - 1].name, work.name, ratio(last, times));
        }
    }
    Comparison { times: works.iter().map(|work| work.name).zip(times).collect() }
}

/// Returns the median of the ratios in each round.
fn ratio(times: &[Duration], baseline: &[Duration]) -> f64 {
    median(times.iter().zip(baseline).map(|(time, baseline)| time.as_secs_f64() / baseline.as_secs_f64()))
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Prints a row of the table that `benches/run` prints: what is measured, its goal, its value, and whether it meets the
/// goal. A row without a goal is for information.
pub fn row(what: &str, goal: Option<f64>, measured: f64) {
    let verdict = match goal {
        Some(goal) if measured <= goal => "met",
        Some(_) => "missed",
        None => "",
    };
    let decimals = if measured < 10.0 { 3 } else { 1 };
    let profile = if cfg!(debug_assertions) { ", unoptimized" } else { "" };
    let goal = goal.map(|goal| goal.to_string()).unwrap_or_default();
    println!("row: {what}{profile} | {goal} | {measured:.decimals$} | {verdict}");
}

/// Returns the exit code of a program, after printing its error.
#[must_use]
pub fn exit_code(result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Returns a file of the test data beside the repository, or prints that it is missing and returns `None`.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")).join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} does not exist", path.display());
    None
}
