use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use futures_util::lock;

use super::{key_set::KeySet, key_source::KeySource};
use crate::reason::Reason;

/// The time after which keys are fetched again, as Microsoft recommends.
const MAX_AGE: Duration = Duration::from_secs(24 * 3600);
/// The time for which keys are used if they cannot be fetched again. Keys that were withdrawn are not used for longer.
const MAX_STALENESS: Duration = Duration::from_secs(48 * 3600);
/// The least time between two fetches because of unknown keys.
const INTERVAL: Duration = Duration::from_secs(5 * 60);
/// The least time between two fetches if the last one failed.
const INTERVAL_AFTER_FAILURE: Duration = Duration::from_secs(10);

/// The keys of a source. They are fetched by one task at a time, and at a limited rate.
#[derive(Debug)]
pub(crate) struct KeyCache {
    source: Box<dyn KeySource>,
    cached: Mutex<Cached>,
    fetching: lock::Mutex<()>,
}

#[derive(Debug, Default)]
struct Cached {
    keys: Arc<KeySet>,
    fetched: Option<SystemTime>,
    /// When they were last fetched or not, and the error.
    attempted: Option<(SystemTime, Option<String>)>,
}

impl KeyCache {
    pub(crate) fn new(source: Box<dyn KeySource>) -> Self {
        Self { source, cached: Mutex::default(), fetching: lock::Mutex::new(()) }
    }

    /// Returns the keys, which contain the one with this id.
    ///
    /// An unknown id is [`Reason::TokenUnknownKey`] if the keys have just been fetched, and
    /// [`Reason::KeysUnavailable`] if it is too early to fetch them.
    pub(super) async fn keys_with(&self, id: &str, now: SystemTime) -> Result<Arc<KeySet>, Reason> {
        if let Some(keys) = self.younger_than(MAX_AGE, id, now) {
            return Ok(keys);
        }
        let _fetching = self.fetching.lock().await;
        // Another task may have fetched them meanwhile.
        if let Some(keys) = self.younger_than(MAX_AGE, id, now) {
            return Ok(keys);
        }
        if !self.may_fetch(now) {
            return self.younger_than(MAX_STALENESS, id, now).ok_or(Reason::KeysUnavailable);
        }
        // Noted before, so that a request that is dropped meanwhile counts too.
        self.with(|cached| cached.attempted = Some((now, Some("the request for keys was dropped".to_owned()))));
        let fetched = match self.source.fetch().await {
            Ok(document) => KeySet::read(&document).ok_or_else(|| "the document has no usable key".to_owned()),
            Err(error) => Err(format!("{error:#}")),
        };
        let missing = if fetched.is_ok() { Reason::TokenUnknownKey } else { Reason::KeysUnavailable };
        self.with(|cached| match fetched {
            Ok(keys) => {
                cached.keys = Arc::new(keys);
                cached.fetched = Some(now);
                cached.attempted = Some((now, None));
            }
            Err(error) => cached.attempted = Some((now, Some(error))),
        });
        self.younger_than(MAX_STALENESS, id, now).ok_or(missing)
    }

    /// Returns why the keys could not be fetched the last time.
    pub(crate) fn last_error(&self) -> Option<String> {
        self.with(|cached| cached.attempted.as_ref().and_then(|(_, error)| error.clone()))
    }

    fn younger_than(&self, age: Duration, id: &str, now: SystemTime) -> Option<Arc<KeySet>> {
        self.with(|cached| {
            let is_young = cached.fetched.is_some_and(|time| since(time, now) < age);
            (is_young && cached.keys.contains(id)).then(|| Arc::clone(&cached.keys))
        })
    }

    fn may_fetch(&self, now: SystemTime) -> bool {
        self.with(|cached| {
            cached.attempted.as_ref().is_none_or(|(time, error)| {
                since(*time, now) >= if error.is_none() { INTERVAL } else { INTERVAL_AFTER_FAILURE }
            })
        })
    }

    fn with<T>(&self, use_it: impl FnOnce(&mut Cached) -> T) -> T {
        use_it(&mut self.cached.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Returns the time that has passed. A clock that was set back counts as a long time, so that it cannot keep old keys.
fn since(time: SystemTime, now: SystemTime) -> Duration {
    match now.duration_since(time) {
        Ok(passed) => passed,
        Err(error) if error.duration() < INTERVAL => Duration::ZERO,
        Err(_) => Duration::MAX,
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        time::{Duration, SystemTime},
    };

    use futures_util::FutureExt;
    use graph_runtime::{BoxFuture, Bytes};

    use super::{INTERVAL, INTERVAL_AFTER_FAILURE, KeyCache, KeySource, MAX_AGE, MAX_STALENESS};
    use crate::{Reason, token::KeySourceError};

    /// Has one key, or fails from the second fetch on, and counts.
    #[derive(Debug)]
    struct Source {
        fetches: Arc<AtomicUsize>,
        fails: fn(usize) -> bool,
    }

    impl KeySource for Source {
        fn fetch(&self) -> BoxFuture<'_, Result<Bytes, KeySourceError>> {
            let fails = (self.fails)(self.fetches.fetch_add(1, Ordering::Relaxed));
            let modulus = "_".repeat(341);
            let keys = format!(r#"{{"keys":[{{"kty":"RSA","kid":"a","n":"{modulus}w","e":"AQAB"}}]}}"#);
            Box::pin(async move {
                tokio::task::yield_now().await;
                if fails { Err("failed".into()) } else { Ok(keys.into()) }
            })
        }
    }

    fn cache(fails: fn(usize) -> bool) -> (KeyCache, Arc<AtomicUsize>) {
        let fetches = Arc::new(AtomicUsize::new(0));
        (KeyCache::new(Box::new(Source { fetches: Arc::clone(&fetches), fails })), fetches)
    }

    #[tokio::test]
    async fn unknown_keys_are_looked_for_at_a_limited_rate() {
        let (cache, fetches) = cache(|_| false);
        let now = SystemTime::now();
        assert_eq!(cache.keys_with("b", now).await.err(), Some(Reason::TokenUnknownKey));
        for _ in 0..100 {
            assert_eq!(cache.keys_with("b", now).await.err(), Some(Reason::KeysUnavailable));
            assert!(cache.keys_with("a", now).await.is_ok());
        }
        assert_eq!(fetches.load(Ordering::Relaxed), 1);
        assert_eq!(cache.keys_with("b", now + INTERVAL).await.err(), Some(Reason::TokenUnknownKey));
        assert_eq!(fetches.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn tasks_share_a_fetch() {
        let (cache, fetches) = cache(|_| false);
        let now = SystemTime::now();
        let (a, b, c) = tokio::join!(cache.keys_with("a", now), cache.keys_with("a", now), cache.keys_with("a", now));
        assert!(a.is_ok() && b.is_ok() && c.is_ok());
        assert_eq!(fetches.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn old_keys_are_used_for_a_limited_time() {
        let (cache, fetches) = cache(|fetch| fetch > 0);
        let now = SystemTime::now();
        assert!(cache.keys_with("a", now).await.is_ok());
        assert!(cache.keys_with("a", now + MAX_AGE).await.is_ok());
        assert_eq!(fetches.load(Ordering::Relaxed), 2);
        assert!(cache.keys_with("a", now + MAX_STALENESS - Duration::from_secs(1)).await.is_ok());
        assert_eq!(cache.keys_with("a", now + MAX_STALENESS).await.err(), Some(Reason::KeysUnavailable));
    }

    #[tokio::test]
    async fn failures_are_repeated_at_a_limited_rate() {
        let (cache, fetches) = cache(|fetch| fetch == 0);
        let now = SystemTime::now();
        for _ in 0..10 {
            assert_eq!(cache.keys_with("a", now).await.err(), Some(Reason::KeysUnavailable));
        }
        assert_eq!(fetches.load(Ordering::Relaxed), 1);
        assert!(cache.keys_with("a", now + INTERVAL_AFTER_FAILURE).await.is_ok());
    }

    #[tokio::test]
    async fn dropped_requests_are_repeated_at_a_limited_rate() {
        let (cache, fetches) = cache(|_| false);
        let now = SystemTime::now();
        for _ in 0..10 {
            // The source answers when it is polled again.
            let _ = cache.keys_with("a", now).now_or_never();
        }
        assert_eq!(fetches.load(Ordering::Relaxed), 1);
        assert_eq!(cache.keys_with("a", now).await.err(), Some(Reason::KeysUnavailable));
        assert!(cache.last_error().is_some_and(|error| error.contains("dropped")));
        assert!(cache.keys_with("a", now + INTERVAL_AFTER_FAILURE).await.is_ok());
        assert_eq!((fetches.load(Ordering::Relaxed), cache.last_error()), (2, None));
    }

    #[tokio::test]
    async fn a_clock_that_is_set_back_does_not_keep_keys() {
        let (cache, fetches) = cache(|_| false);
        let now = SystemTime::now();
        assert!(cache.keys_with("a", now).await.is_ok());
        assert!(cache.keys_with("a", now - INTERVAL * 2).await.is_ok());
        assert_eq!(fetches.load(Ordering::Relaxed), 2);
    }
}
