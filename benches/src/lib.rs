//! What the benchmarks share: timing two or more pieces of work in turn, so that a machine whose speed drifts slows them alike.

pub mod calls;
mod clock;
pub mod floor;
pub mod loopback;
pub mod people;
pub mod readers;

use std::{hint::black_box, path::PathBuf, time::Duration};

use clock::Clock;

/// One piece of work with a name.
pub struct Work<'a> {
    name: &'static str,
    run: Box<dyn FnMut() + 'a>,
}

impl<'a> Work<'a> {
    /// Work whose result is kept from the optimiser.
    pub fn new<T>(name: &'static str, mut run: impl FnMut() -> T + 'a) -> Self {
        Self { name, run: Box::new(move || drop(black_box(run()))) }
    }
}

/// Runs each piece of work in turn, `rounds` times after one that does not count, and prints the median of each and its ratio to
/// the first, the floor: the median of the ratios of each round. Below, the last one as a multiple of those between.
///
/// Where the program was given an argument, only the work whose name contains it is run, for a profiler; a second one is the number of
/// rounds.
pub fn compare(rounds: usize, works: Vec<Work<'_>>) {
    compare_by(Clock::of_thread(), rounds, works);
}

/// The same in time that passed, for work on several threads.
pub fn compare_elapsed(rounds: usize, works: Vec<Work<'_>>) {
    compare_by(Clock::of_day(), rounds, works);
}

fn compare_by(clock: Clock, rounds: usize, mut works: Vec<Work<'_>>) {
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
    let Some(floor) = times.first().cloned() else { return };
    println!("{:<44} {:>12} {:>9}   (median of {rounds})", "", "time", "ratio");
    for (work, times) in works.iter().zip(&times) {
        let time = median(times.iter().map(Duration::as_secs_f64));
        println!("{:<44} {:>9.3} ms {:>9.3}", work.name, time * 1e3, ratio(times, &floor));
    }
    let Some((last, rest)) = times.split_last() else { return };
    for (work, times) in works.iter().zip(rest).skip(1) {
        println!("{} / {}: {:.3}", works[works.len() - 1].name, work.name, ratio(last, times));
    }
}

/// The median of the ratios of each round.
fn ratio(times: &[Duration], floor: &[Duration]) -> f64 {
    median(times.iter().zip(floor).map(|(time, floor)| time.as_secs_f64() / floor.as_secs_f64()))
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A file of the shared test data, which is no part of the repository; `None`, with a line that says so, where it is missing.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")).join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no {}", path.display());
    None
}
