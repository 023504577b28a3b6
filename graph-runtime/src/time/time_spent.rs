use std::{fmt, time::Duration};

/// Where the time of a call went.
///
/// `Display` writes it as the end of a message, without the parts that took no time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimeSpent {
    /// The number of attempts.
    pub attempts: u32,
    /// The time that the attempts took.
    pub in_attempts: Duration,
    /// The time between attempts, which the retry policy decides.
    pub between_attempts: Duration,
    /// The time that the call waited because the service throttles the client: see [`Throttle`](crate::Throttle).
    pub throttled: Duration,
    /// The time that the credential took.
    pub in_credential: Duration,
    /// The time of the requests that were redirected to this one.
    pub redirected: Duration,
}

impl fmt::Display for TimeSpent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.attempts == 1 { "" } else { "s" };
        write!(f, "{} attempt{plural} took {:.1?}", self.attempts, self.in_attempts)?;
        for (name, time) in [
            ("waits between attempts", self.between_attempts),
            ("waits for the throttled service", self.throttled),
            ("the credential", self.in_credential),
            ("redirected requests", self.redirected),
        ] {
            if !time.is_zero() {
                write!(f, ", {name} {time:.1?}")?;
            }
        }
        Ok(())
    }
}
