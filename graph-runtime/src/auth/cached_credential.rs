use std::{
    error::Error as StdError,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use super::credential::{AccessToken, Credential, TokenRequest};
use crate::{
    sync::{BoxFuture, Queue, RecentMap},
    time::jitter,
};

/// The least time before expiry at which a token is replaced.
const REFRESH_BEFORE_EXPIRY: Duration = Duration::from_secs(300);
/// The most random time added to that, so that many clients do not ask at once.
const MAX_JITTER: Duration = Duration::from_secs(120);
/// How long a token that is still valid is used after a failed refresh, before the next attempt.
const RETRY_INTERVAL: Duration = Duration::from_secs(30);
/// The least time between two tokens that are dropped because the service refused them. A service that refuses every
/// token must not cause a request to the authority for each call.
const INVALIDATION_INTERVAL: Duration = Duration::from_secs(30);
/// How long a token satisfies the claims that it was requested with. Calls that were already in flight ask for the same
/// claims.
const CLAIMS_LIFETIME: Duration = Duration::from_secs(30);
/// The most tenants and sets of scopes that are cached. A client has one, unless it is used for many tenants.
const MAX_ENTRIES: usize = 1024;
/// The most sets of claims that are cached. They have a map of their own, since the service chooses them: they must not
/// displace tokens.
const MAX_CHALLENGES: usize = 64;

type Failure = Box<dyn StdError + Send + Sync>;

/// Caches the tokens of another credential until shortly before they expire.
///
/// - Tokens are cached by tenant, scopes and claims ([`TokenRequest`]), 1,024 of them; the one that was not used for
///   the longest time is dropped. Calls that need one of them do not wait for another.
/// - Only one call at a time gets a new token. The others use the old one while it is valid; otherwise they wait, and
///   share the new token or the error.
/// - A token is replaced five to seven minutes before it expires, or in the last fifth of a short lifetime. If that
///   fails, the old token is used until it expires, and the next attempt is 30 seconds later.
/// - A token that the service refuses ([`invalidate`](Credential::invalidate)) is dropped, unless it was replaced
///   meanwhile, and at most one in 30 seconds.
/// - A token is replaced at once if the service demands claims (continuous access evaluation).
/// - If the call that gets a token is dropped, the next one takes over.
///
/// ```
/// use graph_runtime::{AccessToken, CachedCredential, Client, credential_fn};
///
/// let slow = credential_fn(|_request| async move { Ok(AccessToken::new("…", None)) });
/// let client = Client::builder().credential(CachedCredential::new(slow)).build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
pub struct CachedCredential<C> {
    inner: C,
    clock: fn() -> SystemTime,
    entries: Mutex<Entries>,
}

struct Entries {
    /// By requests without claims.
    tokens: RecentMap<TokenRequest, Arc<Entry>>,
    /// By requests with claims.
    challenges: RecentMap<TokenRequest, Arc<Entry>>,
}

/// The token for a request.
#[derive(Default)]
struct Entry {
    state: Mutex<State>,
    /// The calls that need a new token; the first of them gets it.
    queue: Queue,
}

#[derive(Default)]
struct State {
    token: Option<AccessToken>,
    /// When a token with claims has to be requested again.
    claims_until: Option<SystemTime>,
    refresh_at: Option<SystemTime>,
    /// When a token was dropped because the service refused it.
    invalidated: Option<SystemTime>,
    /// The number of attempts. Calls that waited for one share its result.
    attempts: u64,
    failure: Option<Arc<Failure>>,
}

impl<C: Credential> CachedCredential<C> {
    /// Caches the tokens of a credential.
    pub fn new(inner: C) -> Self {
        Self::with_clock(inner, SystemTime::now)
    }

    /// Caches the tokens of a credential and reads the time from `clock`, for tests.
    pub fn with_clock(inner: C, clock: fn() -> SystemTime) -> Self {
        let entries = Entries { tokens: RecentMap::new(MAX_ENTRIES), challenges: RecentMap::new(MAX_CHALLENGES) };
        Self { inner, clock, entries: Mutex::new(entries) }
    }

    fn entry(&self, request: &TokenRequest) -> Arc<Entry> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let map = entries.of(request);
        if let Some(entry) = map.get(request) {
            return entry.clone();
        }
        let entry = Arc::<Entry>::default();
        map.insert(request.clone(), entry.clone());
        entry
    }

    /// Drops an entry that never had a token. Requests that fail must not displace tokens, whoever chooses the tenants.
    fn forget(&self, request: &TokenRequest, failed: &Arc<Entry>) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.of(request).remove_if(request, |entry| Arc::ptr_eq(entry, failed));
    }

    async fn get(&self, request: &TokenRequest) -> Result<AccessToken, Failure> {
        if let Some(refusal) = request.refusal(&self.inner) {
            return Err(refusal.into());
        }
        let entry = self.entry(request);
        let attempts = {
            let state = entry.state();
            let now = (self.clock)();
            if let Some(token) = state.fresh(now) {
                return Ok(token);
            }
            // Another call is getting a new token; a valid one is good enough until then.
            if request.claims.is_none()
                && entry.queue.has_waiting()
                && let Some(token) = state.valid(now)
            {
                return Ok(token);
            }
            state.attempts
        };
        let position = entry.queue.join();
        position.wait_until_first().await;
        {
            let state = entry.state();
            if let Some(token) = state.fresh((self.clock)()) {
                return Ok(token);
            }
            if state.attempts != attempts
                && let Some(failure) = &state.failure
            {
                return Err(Shared(failure.clone()).into());
            }
        }
        let result = self.inner.token(request).await;
        let mut state = entry.state();
        state.attempts = state.attempts.wrapping_add(1);
        let now = (self.clock)();
        match result {
            Ok(token) => {
                state.store(&token, now);
                state.claims_until = request.claims.is_some().then(|| now + CLAIMS_LIFETIME);
                drop(state);
                if request.claims.is_some() {
                    // The service refused the token without claims, so this one replaces it.
                    self.entry(&request.clone().with_claims(None)).state().store(&token, now);
                }
                Ok(token)
            }
            Err(failure) => {
                let failure = Arc::new(failure);
                state.failure = Some(failure.clone());
                match state.valid(now).filter(|_| request.claims.is_none()) {
                    Some(token) => {
                        state.refresh_at = Some(now + RETRY_INTERVAL);
                        Ok(token)
                    }
                    None => {
                        let is_unused = state.token.is_none() && state.invalidated.is_none();
                        drop(state);
                        if is_unused {
                            self.forget(request, &entry);
                        }
                        Err(Shared(failure).into())
                    }
                }
            }
        }
    }
}

impl Entries {
    fn of(&mut self, request: &TokenRequest) -> &mut RecentMap<TokenRequest, Arc<Entry>> {
        if request.claims.is_none() { &mut self.tokens } else { &mut self.challenges }
    }
}

impl Entry {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn store(&mut self, token: &AccessToken, now: SystemTime) {
        self.refresh_at = refresh_at(token.expires_on(), now, jitter());
        self.token = Some(token.clone());
        self.failure = None;
    }

    /// Returns the token unless it has to be replaced.
    fn fresh(&self, now: SystemTime) -> Option<AccessToken> {
        let is_early = |time: Option<SystemTime>| time.is_none_or(|time| now < time);
        self.valid(now).filter(|_| is_early(self.refresh_at) && is_early(self.claims_until))
    }

    fn valid(&self, now: SystemTime) -> Option<AccessToken> {
        self.token.clone().filter(|token| token.expires_on().is_none_or(|end| now < end))
    }
}

/// Returns when to replace a token. `jitter` is between 0 and 1.
fn refresh_at(expires_on: Option<SystemTime>, now: SystemTime, jitter: f64) -> Option<SystemTime> {
    let end = expires_on?;
    let lifetime = end.duration_since(now).unwrap_or(Duration::ZERO);
    let early = (REFRESH_BEFORE_EXPIRY + MAX_JITTER.mul_f64(jitter)).min(lifetime / 5);
    end.checked_sub(early)
}

/// An error that several calls share.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Failure>);

impl Shared {
    /// Returns the error of the credential, which an application can downcast, if an error is shared.
    pub(crate) fn unwrap<'a>(mut error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
        while let Some(Self(shared)) = error.downcast_ref() {
            error = &***shared;
        }
        error
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Shared {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

impl<C: Credential> Credential for CachedCredential<C> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Failure>> {
        Box::pin(self.get(request))
    }

    fn invalidate(&self, request: &TokenRequest, token: &AccessToken) {
        // A token with claims is cached for requests without them too.
        let without_claims = self.entry(&request.clone().with_claims(None));
        let mut state = without_claims.state();
        let now = (self.clock)();
        let is_early = state.invalidated.is_some_and(|last| now < last + INVALIDATION_INTERVAL);
        let is_cached = |state: &State| state.token.as_ref().is_some_and(|cached| cached.is_same(token));
        if is_early || !is_cached(&state) {
            return;
        }
        state.invalidated = Some(now);
        state.token = None;
        drop(state);
        if request.claims.is_some() {
            let entry = self.entry(request);
            let mut state = entry.state();
            if is_cached(&state) {
                state.token = None;
            }
        }
        self.inner.invalidate(request, token);
    }

    fn supports(&self, request: &TokenRequest) -> bool {
        self.inner.supports(request)
    }

    fn quota(&self, request: &TokenRequest) -> Option<String> {
        self.inner.quota(request)
    }
}

impl<C> fmt::Debug for CachedCredential<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CachedCredential")
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::refresh_at;

    #[test]
    fn tokens_are_replaced_before_they_expire() {
        let now = SystemTime::UNIX_EPOCH;
        let at = |lifetime, jitter| {
            let refresh = refresh_at(Some(now + Duration::from_secs(lifetime)), now, jitter).unwrap();
            refresh.duration_since(now).unwrap().as_secs()
        };
        assert_eq!((at(3600, 0.0), at(3600, 1.0)), (3300, 3180));
        assert_eq!((at(100, 0.0), at(100, 1.0)), (80, 80));
        assert_eq!(refresh_at(None, now, 0.5), None);
    }
}
