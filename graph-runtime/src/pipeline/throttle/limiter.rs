use std::time::Duration;

use super::{Throttle, signal::Signal, usage::Usage};

/// Resource units a second that are always tried: who is refused at less than this is refused because of others, and closing the bucket
/// for as long as the service says is enough.
const SLOWEST: f64 = 2.0;
/// Changes of pace are this far apart, so that the answers to calls that were on their way together count once.
const CHANGE: Duration = Duration::from_secs(1);
/// A first refusal after fewer units than these says that the limit was used up by others, or by a run before this one, and not what it is.
const FEW: f64 = 20.0;
/// What may be caught up with after a timer woke late.
const LATENESS: Duration = Duration::from_millis(20);
/// For so long after a word of limits, the pace grows by a tenth of a percent a second.
const CAREFUL: Duration = Duration::from_secs(60);
/// After so long without a word of limits, a pace that is not needed is dropped.
const FORGOTTEN: Duration = Duration::from_secs(300);

/// Decides when the next call of a bucket may go: arithmetic only, times are since some fixed moment.
#[derive(Debug)]
pub(crate) struct Limiter {
    settings: Throttle,
    closed_until: Duration,
    /// Resource units a second; `None` is as fast as calls come.
    pace: Option<f64>,
    /// The pace at which the service refused, or was about to.
    ceiling: f64,
    changed: Duration,
    last_signal: Duration,
    /// When the next call may go at this pace.
    next: Duration,
    /// What a call costs, in resource units, averaged.
    cost: f64,
    taken: Usage,
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
            taken: Usage::default(),
        }
    }

    /// Lets a call go, or says when to ask again.
    pub(crate) fn admit(&mut self, now: Duration) -> Result<(), Duration> {
        if now < self.closed_until {
            return Err(self.closed_until);
        }
        let Some(pace) = self.pace else { return Ok(()) };
        if now < self.next {
            return Err(self.next);
        }
        let begin = self.next.max(now.saturating_sub(LATENESS));
        self.next = begin + Duration::from_secs_f64(self.cost / pace.max(SLOWEST));
        Ok(())
    }

    /// Takes in what an answer says.
    pub(crate) fn observe(&mut self, now: Duration, signal: &Signal<'_>) {
        if let Some(cost) = signal.cost {
            self.cost = self.cost.mul_add(0.8, cost * 0.2);
        }
        match signal.wait {
            Some(wait) => self.refused(now, wait.min(self.settings.longest_wait)),
            None => {
                self.taken.add(now, signal.cost.unwrap_or(1.0));
                match signal.used {
                    Some(used) => self.near_the_limit(now, used),
                    None => self.below_the_limit(now),
                }
            }
        }
    }

    /// What was taken until now, and the wait that follows, are the best measure of the limit there is.
    fn refused(&mut self, now: Duration, wait: Duration) {
        self.closed_until = self.closed_until.max(now.saturating_add(wait));
        self.last_signal = now;
        if self.may_change(now) {
            let measured = self.taken_by_second(now, wait);
            let is_guess = self.pace.is_none() && self.taken.recent(now).0 < FEW;
            let pace = self.pace.map_or(measured, |pace| measured.clamp(pace * 0.5, pace));
            self.set_pace(now, pace * self.settings.target);
            if is_guess {
                self.ceiling = f64::INFINITY;
            }
        }
    }

    fn near_the_limit(&mut self, now: Duration, used: f64) {
        self.last_signal = now;
        let fitting = self.settings.target / used;
        if self.may_change(now) && (self.pace.is_none() || fitting < 1.0) {
            let current = self.pace.unwrap_or_else(|| self.taken_by_second(now, Duration::ZERO));
            self.set_pace(now, current * fitting);
        }
    }

    /// Faster again: soon up to where it was too fast, and carefully from there. Where it is not known what is too fast, twice as fast
    /// each second until the service says so.
    fn below_the_limit(&mut self, now: Duration) {
        let Some(pace) = self.pace else { return };
        if !self.may_change(now) {
            return;
        }
        let current = self.taken_by_second(now, Duration::ZERO);
        if now.saturating_sub(self.last_signal) > FORGOTTEN && current < pace / 2.0 {
            self.pace = None;
            self.ceiling = f64::INFINITY;
        } else if current > pace / 2.0 {
            self.changed = now;
            self.pace = Some(pace * self.growth(now, pace));
        }
    }

    /// What becomes of the pace within a second.
    fn growth(&self, now: Duration, pace: f64) -> f64 {
        if self.ceiling.is_infinite() {
            2.0
        } else if pace < self.ceiling * 0.9 {
            1.1
        } else if now.saturating_sub(self.last_signal) < CAREFUL {
            1.001
        } else {
            1.01
        }
    }

    /// What the service took lately, in units a second, where the time that follows belongs to it as well.
    fn taken_by_second(&mut self, now: Duration, following: Duration) -> f64 {
        let (units, span) = self.taken.recent(now);
        units / (span + following).max(Duration::from_secs(1)).as_secs_f64()
    }

    fn may_change(&self, now: Duration) -> bool {
        self.pace.is_none() || now >= self.changed + CHANGE
    }

    fn set_pace(&mut self, now: Duration, pace: f64) {
        let pace = pace.max(SLOWEST);
        self.changed = now.max(self.closed_until);
        self.ceiling = pace;
        self.pace = Some(pace);
    }
}
