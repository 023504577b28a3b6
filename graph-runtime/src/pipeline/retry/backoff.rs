use std::time::Duration;

use http::StatusCode;

use super::{Attempt, Decision, Retry};
use crate::{time::jitter, transport::TransportErrorKind};

/// The default retry policy: exponential backoff that respects `Retry-After`.
///
/// A call is sent again if that does no harm ([safe to repeat](crate::Description::is_safe_to_repeat)), or if the
/// service did not process it:
///
/// | result of the attempt | sent again |
/// |---|---|
/// | 429; 503 with `Retry-After`; connecting failed | always: the service rejected the call, or nothing was sent |
/// | 503 | if safe to repeat or without a body |
/// | 504; the connection broke; the attempt timed out | if safe to repeat: the call may have taken effect |
/// | a status added by [`repeat_on`](Self::repeat_on) | if safe to repeat |
/// | anything else, including 500 and 502 | never |
///
/// [`cautious`](Self::cautious) and [`persistent`](Self::persistent) decide otherwise about 503 and 504. The
/// [full table](https://github.com/graph-codegen/graph-codegen/blob/main/docs/limits.md#what-is-sent-again) is in the
/// documentation.
///
/// The wait is what `Retry-After` says, to the millisecond. Otherwise it starts at one second and doubles with each
/// retry, minus a random part of up to half, so that clients that failed together do not retry together.
///
/// Two caps bound the retries: their number (3) and a single wait (3 minutes). The client's
/// [time limit of a call](crate::ClientBuilder::call_timeout) applies as well. A longer `Retry-After` is never cut
/// short: the call ends with the result of its last attempt.
///
/// ```
/// use std::time::Duration;
/// use graph_runtime::{Backoff, Client};
///
/// let patient = Backoff::default().max_retries(8).max_wait(Duration::from_secs(600));
/// let client = Client::builder().retry(patient).call_timeout(Duration::from_secs(3600)).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "pass it to `ClientBuilder::retry`"]
pub struct Backoff {
    retries: u32,
    first_wait: Duration,
    longest_wait: Duration,
    total_time: Option<Duration>,
    if_repeatable: Vec<StatusCode>,
    certainty: Certainty,
}

/// How certain it must be that the service did not process a call that is not safe to repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Certainty {
    /// The service said so.
    Stated,
    /// 503 says so too, for a call without a body. Microsoft's own clients send those again.
    Usual,
    /// 503 and 504 are taken to say so.
    Assumed,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            retries: 3,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(180),
            total_time: None,
            if_repeatable: Vec::new(),
            certainty: Certainty::Usual,
        }
    }
}

impl Backoff {
    /// Sets how many retries may follow the first attempt; 3 unless set.
    pub const fn max_retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Sets the wait before the first retry if the service sends no `Retry-After`; 1 second unless set.
    ///
    /// It doubles with each retry.
    pub const fn first_wait(mut self, time: Duration) -> Self {
        self.first_wait = time;
        self
    }

    /// Sets the longest single wait; 3 minutes unless set.
    ///
    /// If the service asks for more, the call is not retried.
    pub const fn max_wait(mut self, time: Duration) -> Self {
        self.longest_wait = time;
        self
    }

    /// Sets a time after the start of the call from which no attempt starts, in addition to the
    /// [time limit of the call](crate::ClientBuilder::call_timeout); none unless set.
    pub const fn max_total_time(mut self, time: Duration) -> Self {
        self.total_time = Some(time);
        self
    }

    /// Retries 503 without `Retry-After` only for operations that are safe to repeat.
    ///
    /// A gateway may respond with 503 although the service behind it processed the call. Use this for work that must
    /// not be done twice.
    pub const fn cautious(mut self) -> Self {
        self.certainty = Certainty::Stated;
        self
    }

    /// Retries 503 and 504 for every operation.
    ///
    /// A gateway that timed out does not know whether the service processed the call. Use this for work that may be
    /// done twice.
    pub const fn persistent(mut self) -> Self {
        self.certainty = Certainty::Assumed;
        self
    }

    /// Retries another status, such as 500 or 502, for operations that are safe to repeat.
    pub fn repeat_on(mut self, status: StatusCode) -> Self {
        self.if_repeatable.push(status);
        self
    }

    fn is_retryable(&self, attempt: &Attempt<'_>) -> bool {
        use TransportErrorKind::{Connect, Receive, Send, Timeout};
        let is_safe = attempt.description.is_safe_to_repeat();
        match attempt.result {
            Ok((StatusCode::TOO_MANY_REQUESTS, _)) => true,
            Ok((StatusCode::SERVICE_UNAVAILABLE, _)) => {
                is_safe
                    || attempt.retry_after().is_some()
                    || match self.certainty {
                        Certainty::Stated => false,
                        Certainty::Usual => !attempt.description.sends_body,
                        Certainty::Assumed => true,
                    }
            }
            Ok((StatusCode::GATEWAY_TIMEOUT, _)) => is_safe || self.certainty == Certainty::Assumed,
            Ok((status, _)) => is_safe && self.if_repeatable.contains(&status),
            Err(problem) => match problem.kind() {
                Connect => true,
                Send | Receive | Timeout => is_safe || !problem.may_have_been_sent(),
                _ => false,
            },
        }
    }

    /// Returns a wait between half of the doubled wait and all of it; `chance` is between 0 and 1.
    fn backoff(&self, number: u32, chance: f64) -> Duration {
        let doubled = self.first_wait.saturating_mul(1_u32.checked_shl(number.saturating_sub(1)).unwrap_or(u32::MAX));
        let whole = doubled.min(self.longest_wait);
        whole / 2 + (whole / 2).mul_f64(chance)
    }
}

impl Retry for Backoff {
    fn decide(&self, attempt: &Attempt<'_>) -> Decision {
        if attempt.number > self.retries || !self.is_retryable(attempt) {
            return Decision::GiveUp;
        }
        let wait = attempt.retry_after().unwrap_or_else(|| self.backoff(attempt.number, jitter()));
        let is_late = |limit| attempt.elapsed.saturating_add(wait) > limit;
        if wait > self.longest_wait || self.total_time.is_some_and(is_late) {
            return Decision::GiveUp;
        }
        Decision::After(wait)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{HeaderMap, HeaderValue, StatusCode, header};

    use super::{Attempt, Backoff, Decision, Retry};
    use crate::{
        description::Description,
        transport::{TransportError, TransportErrorKind},
    };

    const GET: Description = Description::get("t", "/t");
    const POST: Description = Description::post("t", "/t");

    fn after_status(policy: &Backoff, number: u32, description: &Description, status: u16, wait: &str) -> Decision {
        let mut headers = HeaderMap::new();
        if !wait.is_empty() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_str(wait).unwrap());
        }
        let result = Ok((StatusCode::from_u16(status).unwrap(), &headers));
        let elapsed = Duration::from_secs(1);
        policy.decide(&Attempt { number, description, result, elapsed, now: SystemTime::UNIX_EPOCH })
    }

    fn after_error(description: &Description, kind: TransportErrorKind) -> bool {
        let problem = TransportError::new(kind, None);
        let attempt =
            Attempt { number: 1, description, result: Err(&problem), elapsed: Duration::ZERO, now: SystemTime::now() };
        Backoff::default().decide(&attempt) != Decision::GiveUp
    }

    #[test]
    fn statuses() {
        let policy = Backoff::default();
        for status in [429, 503] {
            for description in [&GET, &POST] {
                let decision = after_status(&policy, 1, description, status, "2.128");
                assert_eq!(decision, Decision::After(Duration::from_millis(2128)), "{status}");
            }
        }
        for status in [400, 401, 403, 404, 408, 409, 410, 412, 423, 500, 501, 502, 505, 507, 509, 302] {
            for description in [&GET, &POST] {
                assert_eq!(after_status(&policy, 1, description, status, "1"), Decision::GiveUp, "{status}");
            }
        }
        let policy = policy.repeat_on(StatusCode::BAD_GATEWAY);
        assert_ne!(after_status(&policy, 1, &GET, 502, ""), Decision::GiveUp);
        assert_eq!(after_status(&policy, 1, &POST, 502, ""), Decision::GiveUp, "may have been done");
    }

    #[test]
    fn broken_connections() {
        use TransportErrorKind::{Connect, NoTransport, Receive, Request, Send, Setup, Timeout, TooLarge};
        assert!(after_error(&GET, Connect) && after_error(&POST, Connect));
        for kind in [Send, Receive, Timeout] {
            assert!(after_error(&GET, kind) && !after_error(&POST, kind), "{kind:?}");
        }
        for kind in [NoTransport, Request, Setup, TooLarge(1)] {
            assert!(!after_error(&GET, kind), "{kind:?}");
        }
    }

    #[test]
    fn caps() {
        let policy = Backoff::default();
        assert_eq!(after_status(&policy, 3, &POST, 429, "1"), Decision::After(Duration::from_secs(1)));
        assert_eq!(after_status(&policy, 4, &POST, 429, "1"), Decision::GiveUp);
        assert_eq!(after_status(&policy, 1, &POST, 429, "180"), Decision::After(Duration::from_secs(180)));
        assert_eq!(after_status(&policy, 1, &POST, 429, "181"), Decision::GiveUp);
        let short = Backoff::default().max_total_time(Duration::from_secs(10));
        assert_eq!(after_status(&short, 1, &POST, 429, "9"), Decision::After(Duration::from_secs(9)));
        assert_eq!(after_status(&short, 1, &POST, 429, "9.5"), Decision::GiveUp, "a second has elapsed");
        assert_eq!(after_status(&Backoff::default().max_retries(0), 1, &GET, 503, ""), Decision::GiveUp);
    }

    #[test]
    fn waits_double_within_their_jitter() {
        let policy = Backoff::default();
        for (number, least, most) in [(1, 500, 1000), (2, 1000, 2000), (3, 2000, 4000), (60, 90_000, 180_000)] {
            assert_eq!(policy.backoff(number, 0.0), Duration::from_millis(least));
            assert_eq!(policy.backoff(number, 1.0), Duration::from_millis(most));
        }
        let waits: std::collections::HashSet<_> =
            (0..20).map(|_| format!("{:?}", after_status(&policy, 1, &GET, 429, ""))).collect();
        assert!(waits.len() > 1, "the same wait twenty times");
    }
}
