use std::time::Duration;

use graph_runtime::{Attempt, Backoff, Decision, Retry};

/// Retries patiently while the service throttles, and gives up soon if it cannot be reached.
#[derive(Debug)]
pub(crate) struct RetryPolicy {
    responded: Backoff,
    unreachable: Backoff,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        // Reprocessing is not idempotent, so a request that may have been carried out is not sent again.
        let responded = Backoff::default().cautious().max_retries(20).max_total_time(Duration::from_secs(3600));
        Self { responded, unreachable: Backoff::default().max_retries(2) }
    }
}

impl Retry for RetryPolicy {
    fn decide(&self, attempt: &Attempt<'_>) -> Decision {
        match attempt.result {
            Ok(_) => self.responded.decide(attempt),
            Err(_) => self.unreachable.decide(attempt),
        }
    }
}
