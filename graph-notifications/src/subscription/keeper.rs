use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    task::Poll,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use futures_util::{
    future::{poll_fn, select},
    pin_mut,
    task::AtomicWaker,
};
use graph_runtime::{DateTimeOffset, Description, Error, transport::Timer};

use super::{
    operations::{CREATE, RENEW},
    renewal::{Action, Outcome, Renewal},
    service::{Subscription, SubscriptionService},
};
use crate::notification::{Event, Notification};

/// The longest wait without looking at the clock, which may be set or stand still while a machine sleeps.
const LONGEST_SLEEP: Duration = Duration::from_secs(300);

/// Keeps a subscription alive: creates, renews, reauthorizes and replaces it.
///
/// It starts no task: [`next`](Self::next) does the work, and returns when something happened. Pass lifecycle
/// notifications to its [handle](Self::handle).
///
/// ```no_run
/// use std::time::Duration;
///
/// use graph_notifications::{GraphSubscriptions, KeeperEvent, Renewal, SubscriptionKeeper, SubscriptionRequest};
/// use graph_runtime::{Client, transport::Timer};
///
/// # async fn example(client: Client, timer: &dyn Timer) -> Result<(), graph_runtime::Error> {
/// let request = SubscriptionRequest::new("users", "created,updated", "https://example.com/notifications")
///     .lifecycle_url("https://example.com/notifications")
///     .client_state("the secret of the subscription");
/// let service = GraphSubscriptions::new(client, request);
/// let mut keeper = SubscriptionKeeper::new(service, Renewal::new(Duration::from_secs(3 * 24 * 3600)));
/// let handle = keeper.handle(); // for the receiver: `handle.notify(&notification)`
///
/// loop {
///     match keeper.next(timer).await {
///         Ok(KeeperEvent::Created(subscription)) => println!("store {}", subscription.id),
///         Ok(KeeperEvent::Resynchronize) => println!("read the changes with a delta query"),
///         Ok(_) => {}
///         Err(error) => eprintln!("{error}"), // tried again by the next call, after a wait
///     }
/// }
/// # }
/// ```
pub struct SubscriptionKeeper<S> {
    service: S,
    shared: Arc<Shared>,
}

/// What a [`SubscriptionKeeper`] has done, or asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeeperEvent {
    /// A subscription was created, the first or one that replaces another. Store its id, to continue with it after a
    /// restart.
    Created(Subscription),
    /// The subscription was extended.
    Renewed(Subscription),
    /// The subscription was reauthorized.
    Reauthorized,
    /// Changes may be lost: read them with a delta query.
    ///
    /// This is returned after notifications were missed, and after a subscription was replaced.
    Resynchronize,
}

/// A handle to a [`SubscriptionKeeper`] for the receiver of notifications.
#[derive(Clone, Debug)]
pub struct KeeperHandle(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    renewal: Mutex<Renewal>,
    waker: AtomicWaker,
}

impl Shared {
    fn with<T>(&self, use_it: impl FnOnce(&mut Renewal) -> T) -> T {
        use_it(&mut self.renewal.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl KeeperHandle {
    /// Takes a notification into account; `false` if it is not a lifecycle notification of the keeper's subscription.
    pub fn notify(&self, notification: &Notification) -> bool {
        let Event::Lifecycle(event) = notification.event() else { return false };
        let is_known = self.0.with(|renewal| renewal.notify(notification.subscription_id(), event));
        if is_known {
            self.0.waker.wake();
        }
        is_known
    }
}

impl<S: SubscriptionService> SubscriptionKeeper<S> {
    /// Creates a keeper. It does nothing until [`next`](Self::next) is called.
    pub fn new(service: S, renewal: Renewal) -> Self {
        Self { service, shared: Arc::new(Shared { renewal: Mutex::new(renewal), waker: AtomicWaker::new() }) }
    }

    /// Returns a handle for the receiver of notifications.
    #[must_use]
    pub fn handle(&self) -> KeeperHandle {
        KeeperHandle(Arc::clone(&self.shared))
    }

    /// Returns the subscription, if there is one.
    #[must_use]
    pub fn subscription(&self) -> Option<Subscription> {
        self.shared.with(|renewal| renewal.subscription().cloned())
    }

    /// Waits until the subscription needs something, and does it.
    ///
    /// Dropping the future while it waits loses nothing. Dropping it during a call can leave a subscription that
    /// the keeper does not know; it expires. Then the next call is made after a wait, as after a failure.
    ///
    /// # Errors
    ///
    /// The error of the call. The next call of this function tries again, after a wait that grows with each failure.
    pub async fn next(&mut self, timer: &dyn Timer) -> Result<KeeperEvent, Error> {
        loop {
            let now = timer.now();
            let action = self.shared.with(|renewal| renewal.next_action(now));
            let Action::Wait { until } = action else {
                if let Some(event) = self.perform(action, now).await? {
                    return Ok(event);
                }
                continue;
            };
            let wait = until.duration_since(now).unwrap_or_default().min(LONGEST_SLEEP);
            let notified = self.notified(now, until);
            pin_mut!(notified);
            select(timer.wait(wait), notified).await;
        }
    }

    /// Does what is due now, without waiting; `None` if that is nothing. For applications with a schedule of their own.
    ///
    /// # Errors
    ///
    /// The error of the call. It is due again after a wait.
    pub async fn poll(&mut self, now: SystemTime) -> Result<Option<KeeperEvent>, Error> {
        let action = self.shared.with(|renewal| renewal.next_action(now));
        self.perform(action, now).await
    }

    /// Executes an action. Returns `None` if the subscription was not found: the next action creates another.
    async fn perform(&self, action: Action, now: SystemTime) -> Result<Option<KeeperEvent>, Error> {
        let mut attempt = Attempt { shared: &self.shared, now, is_recorded: false };
        let result = match action {
            Action::Wait { .. } => {
                attempt.is_recorded = true;
                return Ok(None);
            }
            Action::Create { expires } => match time(expires, &CREATE) {
                Ok(expires) => self.service.create(expires).await.map(KeeperEvent::Created),
                Err(error) => Err(error),
            },
            Action::Renew { id, expires } => match time(expires, &RENEW) {
                Ok(expires) => self.service.renew(&id, expires).await.map(KeeperEvent::Renewed),
                Err(error) => Err(error),
            },
            Action::Reauthorize { id } => self.service.reauthorize(&id).await.map(|()| KeeperEvent::Reauthorized),
            Action::Resynchronize => Ok(KeeperEvent::Resynchronize),
        };
        let (outcome, result) = match result {
            Ok(event) => (outcome(&event), Ok(Some(event))),
            Err(error) if error.is_not_found() && self.subscription().is_some() => (Outcome::NotFound, Ok(None)),
            Err(error) => (Outcome::Failed { retry_after: error.retry_after() }, Err(error)),
        };
        attempt.record(outcome);
        result
    }

    /// Completes when something is due before the time that is waited for.
    async fn notified(&self, now: SystemTime, until: SystemTime) {
        poll_fn(|context| {
            self.shared.waker.register(context.waker());
            match self.shared.with(|renewal| renewal.next_action(now)) {
                Action::Wait { until: other } if other >= until => Poll::Pending,
                _ => Poll::Ready(()),
            }
        })
        .await;
    }
}

/// An action that is being executed. If it is dropped, it counts as a failed call, so that an application which drops
/// calls again and again does not create a subscription each time.
struct Attempt<'a> {
    shared: &'a Shared,
    now: SystemTime,
    is_recorded: bool,
}

impl Attempt<'_> {
    fn record(&mut self, outcome: Outcome) {
        self.is_recorded = true;
        self.shared.with(|renewal| renewal.record(outcome, self.now));
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if !self.is_recorded {
            self.record(Outcome::Failed { retry_after: None });
        }
    }
}

fn outcome(event: &KeeperEvent) -> Outcome {
    match event {
        KeeperEvent::Created(subscription) => Outcome::Created(subscription.clone()),
        KeeperEvent::Renewed(subscription) => Outcome::Renewed(subscription.clone()),
        KeeperEvent::Reauthorized => Outcome::Reauthorized,
        KeeperEvent::Resynchronize => Outcome::Resynchronizing,
    }
}

/// Returns a time in whole seconds, since services accept fewer fractional digits than a clock has.
///
/// A time that cannot be written is an error, which counts as a failed call: the action would be due again at once.
fn time(time: SystemTime, of: &Description) -> Result<DateTimeOffset, Error> {
    let seconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    UNIX_EPOCH
        .checked_add(Duration::from_secs(seconds))
        .and_then(|time| DateTimeOffset::try_from(time).ok())
        .ok_or_else(|| Error::invalid_request(of, "the subscription would expire after the year 9999"))
}

impl<S: fmt::Debug> fmt::Debug for SubscriptionKeeper<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscriptionKeeper").field("service", &self.service).finish_non_exhaustive()
    }
}
