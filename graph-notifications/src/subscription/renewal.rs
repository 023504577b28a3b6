use std::time::{Duration, SystemTime};

use super::service::Subscription;
use crate::notification::LifecycleEvent;

/// The waits after failures.
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// Decides what a subscription needs, without doing it: a state machine without a clock and without I/O.
///
/// [`SubscriptionKeeper`](super::SubscriptionKeeper) executes what it says. Use it directly to schedule the calls
/// yourself.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use graph_notifications::{Action, LifecycleEvent, Outcome, Renewal, Subscription};
///
/// let now = SystemTime::now();
/// let mut renewal = Renewal::new(Duration::from_secs(3600));
/// let Action::Create { expires } = renewal.next_action(now) else { panic!() };
/// renewal.record(Outcome::Created(Subscription::new("id", expires)), now);
///
/// // A quarter of the lifetime before the end, it is renewed.
/// assert_eq!(renewal.next_action(now), Action::Wait { until: now + Duration::from_secs(2700) });
/// let later = now + Duration::from_secs(2700);
/// assert!(matches!(renewal.next_action(later), Action::Renew { .. }));
///
/// renewal.notify("id", &LifecycleEvent::Missed);
/// assert_eq!(renewal.next_action(now), Action::Resynchronize);
/// ```
#[derive(Clone, Debug)]
pub struct Renewal {
    lifetime: Duration,
    renew_before: Duration,
    current: Option<Subscription>,
    /// Whether there was a subscription, so that changes may be lost until another is created.
    had_subscription: bool,
    needs_reauthorization: bool,
    needs_resynchronization: bool,
    failures: u32,
    retry_at: Option<SystemTime>,
}

/// What a subscription needs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Nothing until then, unless a lifecycle notification arrives.
    Wait {
        /// When to ask again.
        until: SystemTime,
    },
    /// Create a subscription.
    Create {
        /// When it should expire.
        expires: SystemTime,
    },
    /// Extend the subscription, which also reauthorizes it.
    Renew {
        /// The subscription.
        id: String,
        /// When it should expire.
        expires: SystemTime,
    },
    /// Reauthorize the subscription.
    Reauthorize {
        /// The subscription.
        id: String,
    },
    /// Changes may be lost: read them with a delta query.
    Resynchronize,
}

/// The outcome of an [`Action`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The subscription was created.
    Created(Subscription),
    /// The subscription was extended.
    Renewed(Subscription),
    /// The subscription was reauthorized.
    Reauthorized,
    /// The application knows that it has to read the changes.
    Resynchronizing,
    /// The service does not know the subscription.
    NotFound,
    /// The call failed, and is made again later. If the service said when, that is the time.
    Failed {
        /// The wait that the service asked for.
        retry_after: Option<Duration>,
    },
}

impl Renewal {
    /// Starts without a subscription.
    ///
    /// `lifetime` is the time for which a subscription is created. The longest depends on the [resource].
    ///
    /// [resource]: https://learn.microsoft.com/graph/api/resources/subscription#subscription-lifetime
    #[must_use]
    pub fn new(lifetime: Duration) -> Self {
        Self {
            lifetime,
            renew_before: lifetime / 4,
            current: None,
            had_subscription: false,
            needs_reauthorization: false,
            needs_resynchronization: false,
            failures: 0,
            retry_at: None,
        }
    }

    /// Continues with a subscription that exists, after a restart.
    #[must_use]
    pub fn resume(lifetime: Duration, subscription: Subscription) -> Self {
        Self { current: Some(subscription), had_subscription: true, ..Self::new(lifetime) }
    }

    /// Sets how long before its end a subscription is renewed; a quarter of its lifetime by default, and never more
    /// than half of it.
    #[must_use]
    pub fn renew_before(mut self, time: Duration) -> Self {
        self.renew_before = time.min(self.lifetime / 2);
        self
    }

    /// Returns the subscription, if there is one.
    #[must_use]
    pub const fn subscription(&self) -> Option<&Subscription> {
        self.current.as_ref()
    }

    /// Returns what to do now. Report the outcome with [`record`](Self::record).
    #[must_use]
    pub fn next_action(&self, now: SystemTime) -> Action {
        let current = self.current.as_ref().filter(|current| current.expires > now);
        // Changes are read after the subscription exists, so that none falls between.
        if self.needs_resynchronization && current.is_some() {
            return Action::Resynchronize;
        }
        if let Some(until) = self.retry_at.filter(|until| *until > now) {
            return Action::Wait { until };
        }
        let expires = now.checked_add(self.lifetime).unwrap_or(now);
        let Some(current) = current else { return Action::Create { expires } };
        let renew_at = current.expires.checked_sub(self.renew_before).unwrap_or(now);
        if renew_at <= now {
            Action::Renew { id: current.id.clone(), expires }
        } else if self.needs_reauthorization {
            Action::Reauthorize { id: current.id.clone() }
        } else {
            Action::Wait { until: renew_at }
        }
    }

    /// Records the outcome of an action.
    pub fn record(&mut self, outcome: Outcome, now: SystemTime) {
        match outcome {
            Outcome::Created(subscription) => {
                self.needs_resynchronization |= self.had_subscription;
                self.had_subscription = true;
                self.needs_reauthorization = false;
                self.set(subscription, now);
            }
            Outcome::Renewed(subscription) => {
                // It may have been removed while it was renewed.
                if self.current.is_some() {
                    self.needs_reauthorization = false;
                    self.set(subscription, now);
                }
            }
            Outcome::Reauthorized => {
                self.needs_reauthorization = false;
                (self.failures, self.retry_at) = (0, None);
            }
            Outcome::Resynchronizing => self.needs_resynchronization = false,
            Outcome::NotFound => {
                // Creating is tried at once, but a service that forgets what it created is not called in a loop.
                self.current = None;
                self.failures = self.failures.saturating_add(1);
                self.retry_at = if self.failures > 1 { now.checked_add(self.backoff()) } else { None };
            }
            Outcome::Failed { retry_after } => {
                self.failures = self.failures.saturating_add(1);
                let wait = retry_after.unwrap_or_default().max(self.backoff()).min(LONGEST_WAIT);
                self.retry_at = now.checked_add(wait);
            }
        }
    }

    /// Takes a lifecycle event into account; `false` if it is about another subscription.
    pub fn notify(&mut self, subscription_id: &str, event: &LifecycleEvent) -> bool {
        if self.current.as_ref().is_none_or(|current| !current.id.eq_ignore_ascii_case(subscription_id)) {
            return false;
        }
        match event {
            LifecycleEvent::ReauthorizationRequired => self.needs_reauthorization = true,
            LifecycleEvent::SubscriptionRemoved => self.current = None,
            LifecycleEvent::Missed => self.needs_resynchronization = true,
            LifecycleEvent::Other(_) => {}
        }
        true
    }

    fn set(&mut self, subscription: Subscription, now: SystemTime) {
        // A subscription that is due as soon as it was extended would be extended in a loop.
        let is_short = subscription.expires.checked_sub(self.renew_before).is_none_or(|time| time <= now);
        if is_short {
            self.failures = self.failures.saturating_add(1);
            self.retry_at = now.checked_add(self.backoff());
        } else {
            (self.failures, self.retry_at) = (0, None);
        }
        self.current = Some(subscription);
    }

    /// Returns the wait after a number of failures in a row.
    fn backoff(&self) -> Duration {
        let doublings = self.failures.saturating_sub(1).min(16);
        FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use proptest::prelude::*;

    use super::{Action, LONGEST_WAIT, Outcome, Renewal};
    use crate::{LifecycleEvent, Subscription};

    const LIFETIME: Duration = Duration::from_secs(4000);

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_000_000 + seconds)
    }

    fn wait(seconds: u64) -> Action {
        Action::Wait { until: at(seconds) }
    }

    fn created() -> Renewal {
        let mut renewal = Renewal::new(LIFETIME);
        assert_eq!(renewal.next_action(at(0)), Action::Create { expires: at(4000) });
        renewal.record(Outcome::Created(Subscription::new("a", at(4000))), at(0));
        renewal
    }

    #[test]
    fn subscriptions_are_renewed_before_their_end() {
        let mut renewal = created();
        assert_eq!(renewal.next_action(at(0)), wait(3000));
        assert_eq!(renewal.next_action(at(2999)), wait(3000));
        assert_eq!(renewal.next_action(at(3000)), Action::Renew { id: "a".to_owned(), expires: at(7000) });
        renewal.record(Outcome::Renewed(Subscription::new("a", at(7000))), at(3000));
        assert_eq!(renewal.next_action(at(3000)), wait(6000));
        let early = Renewal::new(LIFETIME).renew_before(LIFETIME);
        assert_eq!(early.renew_before, LIFETIME / 2);
    }

    #[test]
    fn reauthorization_is_part_of_a_renewal() {
        let mut renewal = created();
        assert!(!renewal.notify("b", &LifecycleEvent::ReauthorizationRequired));
        assert_eq!(renewal.next_action(at(1)), wait(3000));
        assert!(renewal.notify("A", &LifecycleEvent::ReauthorizationRequired));
        assert_eq!(renewal.next_action(at(1)), Action::Reauthorize { id: "a".to_owned() });
        assert!(matches!(renewal.next_action(at(3000)), Action::Renew { .. }));
        renewal.record(Outcome::Reauthorized, at(1));
        assert_eq!(renewal.next_action(at(1)), wait(3000));
    }

    #[test]
    fn a_removed_subscription_is_created_again_and_then_synchronized() {
        let mut renewal = created();
        assert!(renewal.notify("a", &LifecycleEvent::SubscriptionRemoved));
        assert!(matches!(renewal.next_action(at(1)), Action::Create { .. }));
        renewal.record(Outcome::Failed { retry_after: None }, at(1));
        assert_eq!(renewal.next_action(at(1)), wait(6));
        renewal.record(Outcome::Created(Subscription::new("b", at(4006))), at(6));
        assert_eq!(renewal.next_action(at(6)), Action::Resynchronize);
        renewal.record(Outcome::Resynchronizing, at(6));
        assert_eq!(renewal.next_action(at(6)), wait(3006));
        assert!(!renewal.notify("a", &LifecycleEvent::SubscriptionRemoved));
    }

    #[test]
    fn a_subscription_that_is_removed_while_it_is_renewed_is_created_again() {
        let mut renewal = created();
        assert!(matches!(renewal.next_action(at(3000)), Action::Renew { .. }));
        assert!(renewal.notify("a", &LifecycleEvent::SubscriptionRemoved));
        renewal.record(Outcome::Renewed(Subscription::new("a", at(7000))), at(3001));
        assert!(matches!(renewal.next_action(at(3001)), Action::Create { .. }));
    }

    #[test]
    fn an_expired_or_unknown_subscription_is_created_again() {
        let mut renewal = created();
        assert!(matches!(renewal.next_action(at(4000)), Action::Create { .. }));
        assert!(matches!(renewal.next_action(at(3000)), Action::Renew { .. }));
        renewal.record(Outcome::NotFound, at(3000));
        assert!(matches!(renewal.next_action(at(3000)), Action::Create { .. }));
        renewal.record(Outcome::Created(Subscription::new("b", at(7000))), at(3000));
        assert_eq!(renewal.next_action(at(3000)), Action::Resynchronize);

        let resumed = Renewal::resume(LIFETIME, Subscription::new("a", at(10)));
        assert!(matches!(resumed.next_action(at(5)), Action::Renew { .. }));
        assert!(matches!(resumed.next_action(at(10)), Action::Create { .. }));
    }

    #[test]
    fn missed_notifications_are_synchronized_at_once() {
        let mut renewal = created();
        assert!(renewal.notify("a", &LifecycleEvent::Missed));
        assert_eq!(renewal.next_action(at(1)), Action::Resynchronize);
        assert!(renewal.notify("a", &LifecycleEvent::Other("x".into())));
    }

    #[test]
    fn failures_are_repeated_less_and_less_often() {
        let mut renewal = created();
        let mut waits = Vec::new();
        for _ in 0..10 {
            renewal.record(Outcome::Failed { retry_after: None }, at(3000));
            let Action::Wait { until } = renewal.next_action(at(3000)) else { panic!("no wait") };
            waits.push(until.duration_since(at(3000)).unwrap().as_secs());
        }
        assert_eq!(waits, [5, 10, 20, 40, 80, 160, 320, 600, 600, 600]);
        let mut renewal = created();
        renewal.record(Outcome::Failed { retry_after: Some(Duration::from_secs(30)) }, at(3000));
        assert_eq!(renewal.next_action(at(3000)), wait(3030));
        renewal.record(Outcome::Failed { retry_after: Some(Duration::MAX) }, at(3000));
        assert_eq!(renewal.next_action(at(3000)), Action::Wait { until: at(3000) + LONGEST_WAIT });
    }

    #[test]
    fn a_lifetime_that_the_service_shortens_is_no_loop() {
        let mut renewal = created();
        for _ in 0..3 {
            renewal.record(Outcome::Renewed(Subscription::new("a", at(3100))), at(3000));
            assert!(matches!(renewal.next_action(at(3000)), Action::Wait { .. }));
        }
    }

    proptest! {
        /// Whatever a service answers: no panic, and no more than a few calls without a wait.
        #[test]
        fn no_sequence_of_outcomes_is_a_loop(
            outcomes in prop::collection::vec(0..8_u64, 1..200),
            start in 0..10_000_u64,
        ) {
            let mut renewal = Renewal::new(LIFETIME);
            let now = at(start);
            let mut calls = 0;
            for choice in outcomes {
                let action = renewal.next_action(now);
                let outcome = match (&action, choice) {
                    (Action::Wait { until }, _) => {
                        prop_assert!(*until > now);
                        return Ok(());
                    }
                    (Action::Resynchronize, _) => Outcome::Resynchronizing,
                    (_, 0 | 1) => Outcome::NotFound,
                    (_, 2) => Outcome::Failed { retry_after: None },
                    (Action::Reauthorize { .. }, _) => Outcome::Reauthorized,
                    (Action::Create { .. }, _) => Outcome::Created(Subscription::new("a", at(choice * 2000))),
                    _ => Outcome::Renewed(Subscription::new("a", at(choice * 2000))),
                };
                renewal.record(outcome, now);
                calls += 1;
                prop_assert!(calls < 10, "{action:?}");
            }
        }
    }
}
