use std::{
    fs, thread,
    time::{Duration, Instant},
};

/// What time is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    start: Instant,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Thread,
    Day,
}

impl Clock {
    /// Time that this thread had a processor, where the system tells it (Linux), and otherwise the time of day: what else a machine does
    /// meanwhile is not counted.
    pub(crate) fn of_thread() -> Self {
        Self { start: Instant::now(), kind: Kind::Thread }
    }

    /// The time of day.
    pub(crate) fn of_day() -> Self {
        Self { start: Instant::now(), kind: Kind::Day }
    }

    pub(crate) fn now(self) -> Duration {
        match self.kind {
            Kind::Thread => {
                // The kernel counts when a thread gives its processor away.
                thread::yield_now();
                on_processor().unwrap_or_else(|| self.start.elapsed())
            }
            Kind::Day => self.start.elapsed(),
        }
    }
}

fn on_processor() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_ascii_whitespace().next()?.parse().ok().filter(|nanoseconds| *nanoseconds > 0).map(Duration::from_nanos)
}
