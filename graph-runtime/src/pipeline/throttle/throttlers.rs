use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use super::{Throttle, throttler::Throttler};
use crate::sync::RecentMap;

/// The most quotas whose state is kept.
const MAX_THROTTLERS: usize = 1024;

/// What the service counts calls against: the state of one must not hold up calls of another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ThrottleKey {
    /// The client has no credential.
    Anonymous,
    /// The name of a quota.
    Quota(String),
    /// The number of a credential, and a tenant if it is not the credential's own.
    Credential(u64, Option<String>),
}

/// The throttlers of clients that are derived from one another.
pub(crate) struct Throttlers {
    settings: Throttle,
    throttlers: Mutex<RecentMap<ThrottleKey, Arc<Throttler>>>,
}

impl Throttlers {
    pub(crate) fn new(settings: Throttle) -> Self {
        Self { settings, throttlers: Mutex::new(RecentMap::new(MAX_THROTTLERS)) }
    }

    /// Returns the throttler of a quota. Clients keep theirs when this forgets it.
    pub(crate) fn get(&self, key: ThrottleKey) -> Arc<Throttler> {
        let mut throttlers = self.throttlers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(throttler) = throttlers.get(&key) {
            return throttler.clone();
        }
        let throttler = Arc::new(Throttler::new(self.settings));
        throttlers.insert(key, throttler.clone());
        throttler
    }
}

impl fmt::Debug for Throttlers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Throttlers").field("settings", &self.settings).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{MAX_THROTTLERS, ThrottleKey, Throttlers};
    use crate::pipeline::Throttle;

    #[test]
    fn the_state_of_many_tenants_is_bounded() {
        let throttlers = Throttlers::new(Throttle::default());
        let key = |number: usize| ThrottleKey::Quota(number.to_string());
        let (first, second) = (throttlers.get(key(0)), throttlers.get(key(1)));
        for number in 2..=MAX_THROTTLERS {
            assert!(Arc::ptr_eq(&first, &throttlers.get(key(0))), "one in use is kept");
            throttlers.get(key(number));
        }
        assert!(!Arc::ptr_eq(&second, &throttlers.get(key(1))), "the oldest is dropped");
    }
}
