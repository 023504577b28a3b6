use std::time::Instant;

/// Prints the milliseconds of each phase to standard error where the environment variable `GRAPH_CODEGEN_TIMINGS` is
/// set.
#[derive(Debug)]
pub(super) struct Timing {
    last: Option<Instant>,
}

impl Timing {
    pub(super) fn start() -> Self {
        Self { last: std::env::var_os("GRAPH_CODEGEN_TIMINGS").map(|_| Instant::now()) }
    }

    pub(super) fn phase(&mut self, name: &str) {
        if let Some(last) = self.last {
            eprintln!("{name:>8} {:8.2} ms", last.elapsed().as_secs_f64() * 1e3);
            self.last = Some(Instant::now());
        }
    }
}
