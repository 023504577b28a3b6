use std::{
    fs, thread,
    time::{Duration, Instant},
};

/// A clock for benchmarks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    start: Instant,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    ThreadCpu,
    Wall,
}

impl Clock {
    /// Returns a clock of this thread's CPU time on Linux, and of wall time on other systems.
    ///
    /// CPU time does not include what else runs on the machine.
    pub(crate) fn thread_cpu() -> Self {
        Self { start: Instant::now(), kind: Kind::ThreadCpu }
    }

    /// Returns a clock of wall time.
    pub(crate) fn wall() -> Self {
        Self { start: Instant::now(), kind: Kind::Wall }
    }

    pub(crate) fn now(self) -> Duration {
        match self.kind {
            Kind::ThreadCpu => {
                // The kernel updates the counter when the thread yields.
                thread::yield_now();
                thread_cpu_time().unwrap_or_else(|| self.start.elapsed())
            }
            Kind::Wall => self.start.elapsed(),
        }
    }
}

fn thread_cpu_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_ascii_whitespace().next()?.parse().ok().filter(|nanoseconds| *nanoseconds > 0).map(Duration::from_nanos)
}
