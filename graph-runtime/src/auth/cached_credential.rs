use std::{
    error::Error as StdError,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use super::credential::{AccessToken, Credential, TokenRequest};
use crate::{
    sync::{BoxFuture, Queue},
    time::jitter,
};

/// A token is replaced so long before it expires, at least.
const EARLY: Duration = Duration::from_secs(300);
/// And up to so much earlier still, so that many clients do not come at once.
const JITTER: Duration = Duration::from_secs(120);
/// After a failure, a token that is still valid is used for so long before the next try.
const AGAIN: Duration = Duration::from_secs(30);
/// A token that was got for claims answers the same demand for so long: calls that were on their way all observe it.
const DEMAND: Duration = Duration::from_secs(30);
/// Sets of scopes that are remembered; a client has one.
const MOST: usize = 64;

type Failure = Box<dyn StdError + Send + Sync>;

/// Keeps tokens of another credential until shortly before they expire.
///
/// - Only one call gets a new token at a time; the others wait for it and share it, or its error. Where the old token is still valid, they
///   go on with it.
/// - A new token is asked for five to seven minutes before the old one expires, or in the last fifth of a short life. If that fails, the
///   old one serves until it expires, and the next try is half a minute later.
/// - Claims that the service demands (continuous access evaluation) replace the token at once.
/// - A call that is dropped leaves the work to the next one.
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
    entries: Mutex<Vec<(Vec<String>, Arc<Entry>)>>,
}

/// The token for a set of scopes.
#[derive(Default)]
struct Entry {
    kept: Mutex<Kept>,
    /// Who gets a new one.
    turn: Queue,
}

#[derive(Default)]
struct Kept {
    token: Option<AccessToken>,
    /// The claims that the token was got for, and when.
    demand: Option<(String, SystemTime)>,
    refresh_at: Option<SystemTime>,
    /// How often somebody tried; who waited meanwhile takes over what came of it.
    tries: u64,
    failure: Option<Arc<Failure>>,
}

impl<C: Credential> CachedCredential<C> {
    /// Keeps the tokens of a credential.
    pub fn new(inner: C) -> Self {
        Self::with_clock(inner, SystemTime::now)
    }

    /// With a clock of your own, for tests.
    pub fn with_clock(inner: C, clock: fn() -> SystemTime) -> Self {
        Self { inner, clock, entries: Mutex::default() }
    }

    fn entry(&self, scopes: &[String]) -> Arc<Entry> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, entry)) = entries.iter().find(|(known, _)| known == scopes) {
            return entry.clone();
        }
        if entries.len() == MOST {
            entries.remove(0);
        }
        let entry = Arc::<Entry>::default();
        entries.push((scopes.to_vec(), entry.clone()));
        entry
    }

    async fn get(&self, request: &TokenRequest) -> Result<AccessToken, Failure> {
        let entry = self.entry(&request.scopes);
        let tries = {
            let kept = entry.kept();
            let now = (self.clock)();
            if let Some(token) = kept.fresh(request, now) {
                return Ok(token);
            }
            // While another one is at it, what is valid is good enough.
            if request.claims.is_none()
                && entry.turn.has_waiting()
                && let Some(token) = kept.valid(now)
            {
                return Ok(token);
            }
            kept.tries
        };
        let position = entry.turn.join();
        position.wait_until_first().await;
        {
            let kept = entry.kept();
            if let Some(token) = kept.fresh(request, (self.clock)()) {
                return Ok(token);
            }
            if kept.tries != tries
                && let Some(failure) = &kept.failure
            {
                return Err(Shared(failure.clone()).into());
            }
        }
        let got = self.inner.token(request).await;
        let mut kept = entry.kept();
        kept.tries = kept.tries.wrapping_add(1);
        let now = (self.clock)();
        match got {
            Ok(token) => {
                kept.refresh_at = refresh_at(token.expires_on(), now, jitter());
                kept.demand = request.claims.clone().map(|claims| (claims, now));
                kept.token = Some(token.clone());
                kept.failure = None;
                Ok(token)
            }
            Err(failure) => {
                let failure = Arc::new(failure);
                kept.failure = Some(failure.clone());
                match kept.valid(now).filter(|_| request.claims.is_none()) {
                    Some(token) => {
                        kept.refresh_at = Some(now + AGAIN);
                        Ok(token)
                    }
                    None => Err(Shared(failure).into()),
                }
            }
        }
    }
}

impl Entry {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// The token, if it need not be replaced for this request.
    fn fresh(&self, request: &TokenRequest, now: SystemTime) -> Option<AccessToken> {
        let answers = match (&request.claims, &self.demand) {
            (None, _) => true,
            (Some(wanted), Some((claims, at))) => wanted == claims && now < *at + DEMAND,
            (Some(_), None) => false,
        };
        self.valid(now).filter(|_| answers && self.refresh_at.is_none_or(|time| now < time))
    }

    fn valid(&self, now: SystemTime) -> Option<AccessToken> {
        self.token.clone().filter(|token| token.expires_on().is_none_or(|end| now < end))
    }
}

/// When to ask for the next token. `chance` is between 0 and 1.
fn refresh_at(expires_on: Option<SystemTime>, now: SystemTime, chance: f64) -> Option<SystemTime> {
    let end = expires_on?;
    let life = end.duration_since(now).unwrap_or(Duration::ZERO);
    let early = (EARLY + JITTER.mul_f64(chance)).min(life / 5);
    end.checked_sub(early)
}

/// An error that several calls share.
#[derive(Clone)]
struct Shared(Arc<Failure>);

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
    fn tokens_are_replaced_early() {
        let now = SystemTime::UNIX_EPOCH;
        let at = |life, chance| {
            let refresh = refresh_at(Some(now + Duration::from_secs(life)), now, chance).unwrap();
            refresh.duration_since(now).unwrap().as_secs()
        };
        assert_eq!((at(3600, 0.0), at(3600, 1.0)), (3300, 3180));
        assert_eq!((at(100, 0.0), at(100, 1.0)), (80, 80));
        assert_eq!(refresh_at(None, now, 0.5), None);
    }
}
