//! The cache of tokens: its keys, its bounds, and who waits for whom.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use graph_runtime::{AccessToken, BoxFuture, CachedCredential, Credential, TokenRequest};
use tokio::time::{Instant, sleep};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Counts its requests. Those for the tenant `hung` never end, those for `unknown…` fail, and the others take a second.
#[derive(Clone, Default)]
struct Authority {
    requests: Arc<Mutex<Vec<TokenRequest>>>,
    invalidated: Arc<Mutex<Vec<TokenRequest>>>,
}

impl Authority {
    fn count(&self, request: &TokenRequest) -> usize {
        self.requests.lock().unwrap().iter().filter(|known| *known == request).count()
    }
}

impl Credential for Authority {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Failure>> {
        let number = {
            let mut requests = self.requests.lock().unwrap();
            requests.push(request.clone());
            requests.len()
        };
        Box::pin(async move {
            if request.tenant.as_deref() == Some("hung") {
                std::future::pending::<()>().await;
            }
            sleep(Duration::from_secs(1)).await;
            if request.tenant.as_deref().is_some_and(|tenant| tenant.starts_with("unknown")) {
                return Err("no such tenant".into());
            }
            Ok(AccessToken::new(format!("{number}"), Some(SystemTime::now() + Duration::from_secs(3600))))
        })
    }

    fn invalidate(&self, request: &TokenRequest, _: &AccessToken) {
        self.invalidated.lock().unwrap().push(request.clone());
    }

    fn supports(&self, _: &TokenRequest) -> bool {
        true
    }
}

fn of(tenant: &str) -> TokenRequest {
    TokenRequest::new(["scope"]).for_tenant(tenant)
}

fn claims(request: &TokenRequest, claims: &str) -> TokenRequest {
    request.clone().with_claims(Some(claims.to_owned()))
}

#[tokio::test(start_paused = true)]
async fn each_tenant_scope_and_claim_has_its_own_token() {
    let authority = Authority::default();
    let cache = CachedCredential::new(authority.clone());
    let requests = [
        TokenRequest::new(["scope"]),
        TokenRequest::new(["other"]),
        TokenRequest::new(["scope", "other"]),
        of("a"),
        of("b"),
        of("b").with_claims(Some("{}".to_owned())),
    ];
    let mut tokens: Vec<AccessToken> = Vec::new();
    for request in &requests {
        let token = cache.token(request).await.unwrap();
        assert!(tokens.iter().all(|known| !known.is_same(&token)), "{request:?}");
        tokens.push(token);
    }
    for (request, token) in requests.iter().zip(&tokens) {
        let expected = if request.tenant.as_deref() == Some("b") { &tokens[5] } else { token };
        assert!(cache.token(request).await.unwrap().is_same(expected), "{request:?}");
        assert_eq!(authority.count(request), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn calls_for_other_tokens_are_not_held_up() {
    let authority = Authority::default();
    let cache = Arc::new(CachedCredential::new(authority.clone()));
    let spawn = |request: TokenRequest| {
        let cache = cache.clone();
        tokio::spawn(async move { cache.token(&request).await })
    };
    let hung: Vec<_> = (0..10).map(|_| spawn(of("hung"))).collect();
    tokio::task::yield_now().await;
    let begun = Instant::now();
    let others: Vec<_> = (0..100).map(|number| spawn(of(&format!("tenant{}", number % 10)))).collect();
    for call in others {
        call.await.unwrap().unwrap();
    }
    assert_eq!(begun.elapsed().as_secs(), 1, "ten tokens, at the same time");
    assert_eq!(authority.requests.lock().unwrap().len(), 11, "one request for each token");
    // A demand for claims does not wait for a token without, or with others.
    let demands = ["{\"a\":1}", "{\"a\":2}"].map(|demand| spawn(claims(&of("tenant1"), demand)));
    for call in demands {
        call.await.unwrap().unwrap();
    }
    assert_eq!(begun.elapsed().as_secs(), 2);
    for call in hung {
        call.abort();
    }
}

#[tokio::test(start_paused = true)]
async fn a_dropped_leader_does_not_strand_its_followers() {
    let authority = Authority::default();
    let cache = Arc::new(CachedCredential::new(authority.clone()));
    let mut calls: HashMap<usize, _> = (0..8)
        .map(|number| {
            let cache = cache.clone();
            (number, tokio::spawn(async move { cache.token(&of("a")).await }))
        })
        .collect();
    for leader in 0..4 {
        sleep(Duration::from_millis(500)).await;
        calls.remove(&leader).unwrap().abort();
    }
    for call in calls.into_values() {
        call.await.unwrap().unwrap();
    }
    assert_eq!(authority.count(&of("a")), 5);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_dropped_for_its_own_request_only() {
    let authority = Authority::default();
    let cache = CachedCredential::new(authority.clone());
    let (a, b) = (cache.token(&of("a")).await.unwrap(), cache.token(&of("b")).await.unwrap());
    cache.invalidate(&of("a"), &b);
    assert!(cache.token(&of("a")).await.unwrap().is_same(&a), "it is the token of another tenant");
    cache.invalidate(&of("a"), &a);
    assert!(!cache.token(&of("a")).await.unwrap().is_same(&a));
    assert!(cache.token(&of("b")).await.unwrap().is_same(&b));
    // A token with claims is that of calls without, too.
    let demand = claims(&of("b"), "{}");
    let with_claims = cache.token(&demand).await.unwrap();
    assert!(cache.token(&of("b")).await.unwrap().is_same(&with_claims));
    cache.invalidate(&demand, &with_claims);
    assert!(!cache.token(&demand).await.unwrap().is_same(&with_claims));
    assert!(!cache.token(&of("b")).await.unwrap().is_same(&with_claims));
    assert_eq!(*authority.invalidated.lock().unwrap(), [of("a"), demand]);
}

#[tokio::test(start_paused = true)]
async fn the_cache_is_bounded_and_keeps_what_is_used() {
    let authority = Authority::default();
    let cache = CachedCredential::new(authority.clone());
    let used = of("used");
    cache.token(&used).await.unwrap();
    for number in 0..1024 {
        cache.token(&of(&format!("tenant{number}"))).await.unwrap();
        cache.token(&used).await.unwrap();
    }
    assert_eq!(authority.count(&used), 1);
    cache.token(&of("tenant0")).await.unwrap();
    assert_eq!(authority.count(&of("tenant0")), 2, "the oldest was dropped");
    // The service chooses the claims: any number of them must not displace the tokens of tenants.
    for number in 0..2000 {
        cache.token(&claims(&used, &number.to_string())).await.unwrap();
    }
    cache.token(&of("tenant1023")).await.unwrap();
    assert_eq!(authority.count(&of("tenant1023")), 1);
}

#[tokio::test(start_paused = true)]
async fn requests_that_fail_do_not_displace_tokens() {
    let authority = Authority::default();
    let cache = CachedCredential::new(authority.clone());
    for number in 0..1000 {
        cache.token(&of(&format!("tenant{number}"))).await.unwrap();
    }
    for number in 0..2000 {
        cache.token(&of(&format!("unknown{number}"))).await.unwrap_err();
    }
    // Calls at the same time share the error, as before.
    let same = of("unknown");
    let all = tokio::join!(cache.token(&same), cache.token(&same), cache.token(&same));
    assert!(all.0.is_err() && all.1.is_err() && all.2.is_err());
    assert_eq!(authority.count(&same), 1);
    for number in 0..1000 {
        let request = of(&format!("tenant{number}"));
        cache.token(&request).await.unwrap();
        assert_eq!(authority.count(&request), 1, "{number}");
    }
}
