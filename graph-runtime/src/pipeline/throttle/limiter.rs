use std::time::Duration;

use super::{Throttle, signal::Signal, usage::Usage};

/// The slowest pace, in resource units per second. If even this is rejected, others use the limit up, and closing
/// the bucket for as long as the service asks is enough.
const MIN_PACE: f64 = 2.0;
/// The least time between changes of pace, so that responses to concurrent calls count once.
const MIN_INTERVAL: Duration = Duration::from_secs(1);
/// If the first rejection comes after fewer units than this, others or an earlier run used up the limit, so it does
/// not tell what the limit is.
const MIN_SAMPLE: f64 = 20.0;
/// How much of the delay of a timer that fires late may be made up for.
const MAX_LAG: Duration = Duration::from_millis(20);
/// For this long after a throttling signal, the pace near the ceiling grows by only 0.1% per second.
const CAREFUL_TIME: Duration = Duration::from_secs(60);
/// After this long without a throttling signal, a pace that is not reached is dropped.
const FORGET_AFTER: Duration = Duration::from_secs(300);

/// Decides when the next call of a bucket may start. Pure arithmetic: times are relative to a fixed moment.
#[derive(Debug)]
pub(crate) struct Limiter {
    settings: Throttle,
    closed_until: Duration,
    /// Resource units per second; `None` is unlimited.
    pace: Option<f64>,
    /// The pace at which the service last rejected a call, or was about to.
    ceiling: f64,
    changed: Duration,
    last_signal: Duration,
    /// When the next call may start at this pace.
    next: Duration,
    /// The average cost of a call, in resource units.
    cost: f64,
    usage: Usage,
}

impl Limiter {
    pub(crate) fn new(settings: Throttle) -> Self {
        Self {
            settings,
            closed_until: Duration::ZERO,
            pace: None,
            ceiling: f64::INFINITY,
            changed: Duration::ZERO,
            last_signal: Duration::ZERO,
            next: Duration::ZERO,
            cost: 1.0,
            usage: Usage::default(),
        }
    }

    /// Returns whether no response has limited the calls yet.
    pub(crate) const fn is_unlimited(&self) -> bool {
        self.pace.is_none() && self.closed_until.is_zero() && self.changed.is_zero()
    }

    /// Admits a call, or returns when to ask again.
    pub(crate) fn admit(&mut self, now: Duration) -> Result<(), Duration> {
        if now < self.closed_until {
            return Err(self.closed_until);
        }
        let Some(pace) = self.pace else { return Ok(()) };
        if now < self.next {
            return Err(self.next);
        }
        let begin = self.next.max(now.saturating_sub(MAX_LAG));
        self.next = begin + Duration::from_secs_f64(self.cost / pace.max(MIN_PACE));
        Ok(())
    }

    /// Records what a response says about throttling.
    pub(crate) fn observe(&mut self, now: Duration, signal: &Signal<'_>) {
        if let Some(cost) = signal.cost {
            self.cost = self.cost.mul_add(0.8, cost * 0.2);
        }
        match signal.wait {
            Some(wait) => self.rejected(now, wait.min(self.settings.longest_wait)),
            None => {
                self.usage.add(now, signal.cost.unwrap_or(1.0));
                match signal.used {
                    Some(used) => self.near_the_limit(now, used),
                    None => self.below_the_limit(now),
                }
            }
        }
    }

    /// Closes the bucket and lowers the pace. The best measure of the limit is what was used so far, over the time
    /// so far and the wait that follows.
    fn rejected(&mut self, now: Duration, wait: Duration) {
        self.closed_until = self.closed_until.max(now.saturating_add(wait));
        self.last_signal = now;
        if self.may_change(now) {
            let measured = self.recent_rate(now, wait);
            let is_guess = self.pace.is_none() && self.usage.recent(now).0 < MIN_SAMPLE;
            let pace = self.pace.map_or(measured, |pace| measured.clamp(pace * 0.5, pace));
            self.set_pace(now, pace * self.settings.target);
            if is_guess {
                self.ceiling = f64::INFINITY;
            }
        }
    }

    fn near_the_limit(&mut self, now: Duration, used: f64) {
        self.last_signal = now;
        let factor = self.settings.target / used;
        if self.may_change(now) && (self.pace.is_none() || factor < 1.0) {
            let current = self.pace.unwrap_or_else(|| self.recent_rate(now, Duration::ZERO));
            self.set_pace(now, current * factor);
        }
    }

    /// Raises the pace: quickly up to the ceiling, then carefully. If the ceiling is unknown, the pace doubles each
    /// second until the service objects.
    fn below_the_limit(&mut self, now: Duration) {
        let Some(pace) = self.pace else { return };
        if !self.may_change(now) {
            return;
        }
        let current = self.recent_rate(now, Duration::ZERO);
        if now.saturating_sub(self.last_signal) > FORGET_AFTER && current < pace / 2.0 {
            self.pace = None;
            self.ceiling = f64::INFINITY;
        } else if current > pace / 2.0 {
            self.changed = now;
            self.pace = Some(pace * self.growth(now, pace));
        }
    }

    /// Returns the factor by which the pace grows per second.
    fn growth(&self, now: Duration, pace: f64) -> f64 {
        if self.ceiling.is_infinite() {
            2.0
        } else if pace < self.ceiling * 0.9 {
            1.1
        } else if now.saturating_sub(self.last_signal) < CAREFUL_TIME {
            1.001
        } else {
            1.01
        }
    }

    /// Returns the recent usage in units per second, over the time so far plus `following`.
    fn recent_rate(&mut self, now: Duration, following: Duration) -> f64 {
        let (units, span) = self.usage.recent(now);
        units / (span + following).max(Duration::from_secs(1)).as_secs_f64()
    }

    fn may_change(&self, now: Duration) -> bool {
        self.pace.is_none() || now >= self.changed + MIN_INTERVAL
    }

    fn set_pace(&mut self, now: Duration, pace: f64) {
        let pace = pace.max(MIN_PACE);
        self.changed = now.max(self.closed_until);
        self.ceiling = pace;
        self.pace = Some(pace);
    }
}
