use std::time::Duration;

use graph_runtime::{Attempt, Backoff, Decision, Retry};

/// Waits long for a service that is busy, and not for one that is not there.
#[derive(Debug)]
pub(crate) struct Patience {
    busy: Backoff,
    gone: Backoff,
}

impl Default for Patience {
    fn default() -> Self {
        // Reprocessing is not safe to repeat, so what may have been done is not sent again.
        let busy = Backoff::default().cautious().max_retries(20).max_total_time(Duration::from_secs(3600));
        Self { busy, gone: Backoff::default().max_retries(2) }
    }
}

impl Retry for Patience {
    fn decide(&self, attempt: &Attempt<'_>) -> Decision {
        match attempt.result {
            Ok(_) => self.busy.decide(attempt),
            Err(_) => self.gone.decide(attempt),
        }
    }
}
