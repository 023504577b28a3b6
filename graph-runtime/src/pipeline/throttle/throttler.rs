use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{Throttle, bucket::Bucket, signal::Signal};
use crate::time::Timer;

/// The most workloads and the most scopes with buckets of their own; further workloads share one.
const MAX_BUCKETS: usize = 1024;

/// All buckets of a client.
pub(crate) struct Throttler {
    settings: Throttle,
    buckets: Mutex<Buckets>,
}

#[derive(Default)]
struct Buckets {
    by_workload: HashMap<Box<str>, (Arc<Bucket>, ScopeLink)>,
    by_scope: HashMap<Box<str>, Arc<Bucket>>,
}

/// Whether the scope of a workload is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ScopeLink {
    Unknown,
    Scope,
}

impl Throttler {
    pub(crate) fn new(settings: Throttle) -> Self {
        Self { settings, buckets: Mutex::default() }
    }

    /// Waits until a call to a workload may start. Returns the bucket for [`observe`](Self::observe).
    pub(crate) async fn acquire(&self, workload: &str, timer: &dyn Timer) -> Option<Arc<Bucket>> {
        if self.settings.is_off() {
            return None;
        }
        let bucket = self.bucket(workload);
        bucket.acquire(timer).await;
        Some(bucket)
    }

    /// Records what the response to a call says about throttling.
    ///
    /// `acquired` is the bucket that the call waited for. It is used again unless the response says something about
    /// throttling: another response may have linked the workload to another bucket meanwhile.
    pub(crate) fn observe(&self, workload: &str, acquired: Option<Arc<Bucket>>, now: Duration, signal: &Signal<'_>) {
        if self.settings.is_off() {
            return;
        }
        let own = acquired.filter(|_| signal.is_silent()).unwrap_or_else(|| self.bucket(workload));
        let shared = signal.scope.and_then(|scope| self.link(workload, &own, scope));
        own.observe(now, signal);
        if let Some(shared) = shared {
            shared.observe(now, signal);
        }
    }

    /// Links a workload to a scope. Returns the scope's bucket if it is not the workload's own.
    fn link(&self, workload: &str, own: &Arc<Bucket>, scope: &str) -> Option<Arc<Bucket>> {
        let mut buckets = self.buckets();
        match buckets.by_scope.get(scope).cloned() {
            None => {
                if buckets.by_scope.len() < MAX_BUCKETS {
                    buckets.by_scope.insert(scope.into(), own.clone());
                    if let Some((_, link)) = buckets.by_workload.get_mut(workload) {
                        *link = ScopeLink::Scope;
                    }
                }
                None
            }
            Some(shared) if Arc::ptr_eq(&shared, own) => None,
            Some(shared) => {
                // The first link stays: some workloads have several scopes, for reading and for writing.
                if let Some(known) = buckets.by_workload.get_mut(workload)
                    && known.1 == ScopeLink::Unknown
                {
                    *known = (shared.clone(), ScopeLink::Scope);
                }
                Some(shared)
            }
        }
    }

    fn bucket(&self, workload: &str) -> Arc<Bucket> {
        let mut buckets = self.buckets();
        if let Some((bucket, _)) = buckets.by_workload.get(workload) {
            return bucket.clone();
        }
        let name = if buckets.by_workload.len() < MAX_BUCKETS { workload } else { "" };
        let made = || (Arc::new(Bucket::new(self.settings)), ScopeLink::Unknown);
        buckets.by_workload.entry(name.into()).or_insert_with(made).0.clone()
    }

    fn buckets(&self) -> MutexGuard<'_, Buckets> {
        // Every statement leaves the maps consistent, so a panic elsewhere does not matter.
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Throttler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Throttler").field("settings", &self.settings).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future,
        pin::pin,
        task::{Context, Waker},
        time::Duration,
    };

    use super::{Signal, Throttle, Throttler};
    use crate::{sync::BoxFuture, time::Timer};

    /// A timer whose time never changes.
    #[derive(Debug)]
    struct Stopped;

    impl Timer for Stopped {
        fn elapsed(&self) -> Duration {
            Duration::from_secs(1)
        }

        fn wait(&self, _: Duration) -> BoxFuture<'_, ()> {
            Box::pin(std::future::pending())
        }
    }

    fn is_admitted(throttler: &Throttler, workload: &str) -> bool {
        pin!(throttler.acquire(workload, &Stopped)).poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    #[test]
    fn a_call_that_started_before_its_workload_was_linked_closes_the_linked_bucket() {
        let throttler = Throttler::new(Throttle::default());
        let now = Stopped.elapsed();
        let acquired = Some(throttler.bucket("users"));
        let scope = Signal { scope: Some("tenant"), ..Signal::default() };
        for workload in ["groups", "users"] {
            throttler.observe(workload, None, now, &scope);
        }
        assert!(is_admitted(&throttler, "users") && is_admitted(&throttler, "groups"));
        let rejected = Signal { wait: Some(Duration::from_secs(9)), ..Signal::default() };
        throttler.observe("users", acquired, now, &rejected);
        assert!(!is_admitted(&throttler, "users") && !is_admitted(&throttler, "groups"));
        assert!(is_admitted(&throttler, "sites"));
    }
}
