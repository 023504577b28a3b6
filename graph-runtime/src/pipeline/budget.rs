use std::time::Duration;

use crate::{
    error::{CallTimeout, Phase},
    time::{TimeSpent, Timer},
};

/// The time that a call may take, with everything that it waits for.
///
/// It is set when the [`Exchange`](super::Exchange) is created, and nowhere else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    begun: Duration,
    limit: Duration,
}

impl Budget {
    /// Starts now. Without a timer no time passes.
    pub(super) fn start(timer: Option<&dyn Timer>, limit: Duration) -> Self {
        Self { begun: timer.map_or(Duration::ZERO, Timer::elapsed), limit }
    }

    pub(crate) const fn begun(&self) -> Duration {
        self.begun
    }

    /// Returns the timer's reading at which the call has to end.
    pub(crate) const fn deadline(&self) -> Duration {
        self.begun.saturating_add(self.limit)
    }

    /// Returns why a call that was not sent ended: the service throttles the client beyond the deadline.
    pub(crate) fn throttled_for(&self, reopens: Duration) -> CallTimeout {
        CallTimeout {
            limit: self.limit,
            spent: TimeSpent::default(),
            sent: false,
            during: Phase::Throttled,
            reopens: Some(reopens),
            source: None,
        }
    }
}

/// Adds up where the time of a call goes.
pub(super) struct Stopwatch<'a> {
    timer: Option<&'a dyn Timer>,
    budget: Budget,
    /// The timer's reading at the end of the last phase.
    last: Duration,
    pub(super) spent: TimeSpent,
    /// Whether the service may have received an attempt.
    pub(super) sent: bool,
}

impl<'a> Stopwatch<'a> {
    pub(super) fn start(timer: Option<&'a dyn Timer>, budget: Budget) -> Self {
        let last = timer.map_or(Duration::ZERO, Timer::elapsed);
        let spent = TimeSpent { redirected: last.saturating_sub(budget.begun), ..TimeSpent::default() };
        Self { timer, budget, last, spent, sent: false }
    }

    /// Adds the time since the last phase to this one.
    pub(super) fn end(&mut self, phase: Phase) {
        let Some(timer) = self.timer else { return };
        let now = timer.elapsed();
        let spent = match phase {
            Phase::Throttled => &mut self.spent.throttled,
            Phase::Credential => &mut self.spent.in_credential,
            Phase::Attempt => &mut self.spent.in_attempts,
            Phase::BetweenAttempts => &mut self.spent.between_attempts,
        };
        *spent = spent.saturating_add(now.saturating_sub(self.last));
        self.last = now;
    }

    /// Returns the time that was left at the end of the last phase, which is unlimited without a timer.
    pub(super) fn left(&self) -> Duration {
        match self.timer {
            Some(_) => self.budget.deadline().saturating_sub(self.last),
            None => Duration::MAX,
        }
    }

    /// Returns the time since the start of the call, at the end of the last phase.
    pub(super) fn elapsed(&self) -> Duration {
        self.last.saturating_sub(self.budget.begun)
    }

    /// Ends the call in a phase.
    pub(super) fn exceeded(&self, during: Phase) -> CallTimeout {
        let &Self { budget: Budget { limit, .. }, spent, sent, .. } = self;
        CallTimeout { limit, spent, sent, during, reopens: None, source: None }
    }
}
