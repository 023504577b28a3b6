use std::{
    fs, thread,
    time::{Duration, Instant},
};

/// Time that this thread had a processor, where the system tells it (Linux), and otherwise the time of day: what else a machine does
/// meanwhile is not counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    start: Instant,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self { start: Instant::now() }
    }

    pub(crate) fn now(self) -> Duration {
        // The kernel counts when a thread gives its processor away.
        thread::yield_now();
        on_processor().unwrap_or_else(|| self.start.elapsed())
    }
}

fn on_processor() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_ascii_whitespace().next()?.parse().ok().filter(|nanoseconds| *nanoseconds > 0).map(Duration::from_nanos)
}
