//! Credentials: tokens are cached until shortly before they expire, shared by calls, and requested with a time limit.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use crate::sample::GraphService;
use bytes::Bytes;
use graph_runtime::{
    AccessToken, BoxFuture, CachedCredential, Client, Credential, ErrorKind, Limits, TokenRequest, Transport,
    TransportError, credential_fn, http,
};
use tokio::time::sleep;

/// Declares a clock that a test sets. Each test has its own, since `fn() -> SystemTime` cannot capture one.
macro_rules! clock {
    ($name:ident) => {
        static $name: AtomicU64 = AtomicU64::new(1_000_000);
    };
}

fn at(clock: &AtomicU64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(clock.load(Ordering::SeqCst))
}

/// Returns a credential that issues the tokens `1`, `2`, … after a second each. They are valid for an hour. It counts
/// its calls, and fails while `failing` is set.
fn issuer(
    clock: fn() -> SystemTime,
    requests: Arc<AtomicUsize>,
    failing: Arc<Mutex<bool>>,
) -> CachedCredential<impl Credential> {
    let inner = credential_fn(move |_: TokenRequest| {
        let number = requests.fetch_add(1, Ordering::SeqCst) + 1;
        let failing = *failing.lock().unwrap();
        async move {
            sleep(Duration::from_secs(1)).await;
            match failing {
                true => Err("the authority is down".into()),
                false => Ok(AccessToken::new(number.to_string(), Some(clock() + Duration::from_secs(3600)))),
            }
        }
    });
    CachedCredential::with_clock(inner, clock)
}

/// Records tokens; if `demands` is set, demands claims of the first token.
#[derive(Clone, Debug, Default)]
struct Mirror {
    demands: Arc<AtomicUsize>,
    /// Tokens that are refused without a demand for claims.
    revoked: Arc<Mutex<Vec<&'static str>>>,
    tokens: Arc<Mutex<Vec<String>>>,
}

impl Transport for Mirror {
    fn execute(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let token = request.headers()["authorization"].to_str().unwrap().to_owned();
        let refused = token == "Bearer 1" && self.demands.load(Ordering::SeqCst) > 0;
        let revoked = self.revoked.lock().unwrap().iter().any(|revoked| token == format!("Bearer {revoked}"));
        self.tokens.lock().unwrap().push(token);
        Box::pin(async move {
            sleep(Duration::from_millis(10)).await;
            let mut response = http::Response::builder();
            if revoked {
                response =
                    response.status(401).header("www-authenticate", "Bearer realm=\"\", error=\"invalid_token\"");
            } else if refused {
                response = response
                    .status(401)
                    .header("www-authenticate", "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"");
            }
            Ok(response.body(Bytes::from_static(b"{\"value\": []}")).unwrap())
        })
    }
}

struct Scene {
    service: GraphService,
    mirror: Mirror,
    requests: Arc<AtomicUsize>,
    failing: Arc<Mutex<bool>>,
}

fn scene(clock: fn() -> SystemTime) -> Scene {
    let (mirror, requests, failing) = (Mirror::default(), Arc::<AtomicUsize>::default(), Arc::<Mutex<bool>>::default());
    let client = Client::builder()
        .base_url("http://127.0.0.1/v1.0")
        .transport(mirror.clone())
        .credential(issuer(clock, requests.clone(), failing.clone()))
        .build()
        .unwrap();
    Scene { service: GraphService::new(client), mirror, requests, failing }
}

impl Scene {
    /// Sends this many calls at once, and returns how many of them failed.
    async fn calls(&self, number: usize) -> usize {
        let calls: Vec<_> = (0..number).map(|_| tokio::spawn(self.service.users().get().send())).collect();
        let mut failed = 0;
        for call in calls {
            failed += usize::from(call.await.unwrap().is_err());
        }
        failed
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    fn last_token(&self) -> String {
        self.mirror.tokens.lock().unwrap().last().unwrap().clone()
    }
}

#[tokio::test(start_paused = true)]
async fn calls_share_a_token_until_shortly_before_it_expires() {
    clock!(NOW);
    let scene = scene(|| at(&NOW));
    assert_eq!((scene.calls(100).await, scene.requests()), (0, 1));
    NOW.fetch_add(3600 - 421, Ordering::SeqCst);
    assert_eq!((scene.calls(100).await, scene.requests()), (0, 1), "more than seven minutes are left");
    NOW.fetch_add(122, Ordering::SeqCst);
    assert_eq!((scene.calls(100).await, scene.requests()), (0, 2), "less than five minutes are left");
    let old = scene.mirror.tokens.lock().unwrap().iter().filter(|token| *token == "Bearer 1").count();
    assert_eq!(old, 299, "the calls that do not get the new token use the valid one");
    NOW.fetch_add(3601, Ordering::SeqCst);
    assert_eq!((scene.calls(100).await, scene.requests()), (0, 3), "one token for all calls");
    assert_eq!(scene.last_token(), "Bearer 3");
}

#[tokio::test(start_paused = true)]
async fn failures_are_shared_and_a_valid_token_is_used_meanwhile() {
    clock!(NOW);
    let scene = scene(|| at(&NOW));
    *scene.failing.lock().unwrap() = true;
    assert_eq!((scene.calls(100).await, scene.requests()), (100, 1));
    let error = scene.service.users().get().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the authority is down");
    assert!(!error.may_have_been_sent() && scene.mirror.tokens.lock().unwrap().is_empty());

    *scene.failing.lock().unwrap() = false;
    assert_eq!((scene.calls(1).await, scene.requests()), (0, 3));
    *scene.failing.lock().unwrap() = true;
    NOW.fetch_add(3400, Ordering::SeqCst);
    assert_eq!((scene.calls(10).await, scene.requests()), (0, 4), "the token is valid for another 200 seconds");
    NOW.fetch_add(29, Ordering::SeqCst);
    assert_eq!((scene.calls(10).await, scene.requests()), (0, 4));
    NOW.fetch_add(1, Ordering::SeqCst);
    assert_eq!((scene.calls(10).await, scene.requests()), (0, 5), "the next attempt is 30 seconds later");
    NOW.fetch_add(200, Ordering::SeqCst);
    assert_eq!((scene.calls(10).await, scene.requests()), (10, 6), "the token has expired");
}

#[tokio::test]
async fn an_error_that_is_shared_can_be_downcast() {
    let failing = || credential_fn(|_| async { Err(std::io::Error::other("no disk").into()) });
    let cached = || CachedCredential::new(failing());
    let client = Client::builder().base_url("http://127.0.0.1/v1.0").transport(Mirror::default()).build().unwrap();
    for client in [
        client.with_credential(failing()),
        client.with_credential(cached()),
        client.with_credential(CachedCredential::new(cached())),
    ] {
        let error = GraphService::new(client).users().get().send().await.unwrap_err();
        assert!(std::error::Error::source(&error).unwrap().is::<std::io::Error>(), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn demanded_claims_replace_the_token_once() {
    clock!(NOW);
    let scene = scene(|| at(&NOW));
    assert_eq!(scene.calls(1).await, 0);
    scene.mirror.demands.store(1, Ordering::SeqCst);
    assert_eq!((scene.calls(100).await, scene.requests()), (0, 2), "a hundred challenges, one new token");
    assert_eq!(scene.last_token(), "Bearer 2");
    assert_eq!((scene.calls(1).await, scene.requests()), (0, 2), "the token is cached");
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_dropped_and_replaced_once() {
    clock!(NOW);
    let scene = scene(|| at(&NOW));
    assert_eq!((scene.calls(1).await, scene.requests()), (0, 1));
    scene.mirror.revoked.lock().unwrap().push("1");
    assert_eq!((scene.calls(100).await, scene.requests()), (0, 2), "a hundred refusals, one new token");
    assert_eq!(scene.last_token(), "Bearer 2");
    assert_eq!((scene.calls(1).await, scene.requests()), (0, 2), "the token is cached");

    // A call that was refused an old token does not drop the new one, and a service that refuses all tokens does not
    // cause a request for each call.
    scene.mirror.revoked.lock().unwrap().extend(["2", "3", "4"]);
    NOW.fetch_add(31, Ordering::SeqCst);
    assert_eq!((scene.calls(1).await, scene.requests()), (1, 3));
    let error = scene.service.users().get().send().await.unwrap_err();
    assert!(error.is_unauthorized() && error.kind() == ErrorKind::Service, "{error}");
    let sent = scene.mirror.tokens.lock().unwrap().len();
    assert_eq!((scene.calls(100).await, scene.requests()), (100, 3));
    assert_eq!(scene.mirror.tokens.lock().unwrap().len() - sent, 100, "the same token is not sent again");
    NOW.fetch_add(31, Ordering::SeqCst);
    assert_eq!((scene.calls(100).await, scene.requests()), (100, 4));
    scene.mirror.revoked.lock().unwrap().pop();
    assert_eq!((scene.calls(1).await, scene.last_token().as_str()), (0, "Bearer 4"));
}

#[tokio::test(start_paused = true)]
async fn a_credential_without_a_cache_is_asked_once_more() {
    let mirror = Mirror::default();
    mirror.revoked.lock().unwrap().extend(["1", "2", "3"]);
    let requests = AtomicUsize::new(0);
    let credential = credential_fn(move |_| {
        let number = requests.fetch_add(1, Ordering::SeqCst) + 1;
        async move { Ok(AccessToken::new(number.to_string(), None)) }
    });
    let client = Client::builder().base_url("http://127.0.0.1/v1.0").transport(mirror.clone()).credential(credential);
    let service = GraphService::new(client.build().unwrap());
    assert!(service.users().get().send().await.unwrap_err().is_unauthorized());
    assert_eq!(*mirror.tokens.lock().unwrap(), ["Bearer 1", "Bearer 2"]);
    service.me().retire().send().await.unwrap();
    assert_eq!(*mirror.tokens.lock().unwrap(), ["Bearer 1", "Bearer 2", "Bearer 3", "Bearer 4"]);
}

#[tokio::test(start_paused = true)]
async fn the_next_call_takes_over_from_a_dropped_one() {
    clock!(NOW);
    let scene = scene(|| at(&NOW));
    let first = tokio::spawn(scene.service.users().get().send());
    let second = tokio::spawn(scene.service.users().get().send());
    sleep(Duration::from_millis(500)).await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!((scene.requests(), scene.last_token().as_str()), (2, "Bearer 2"));
}

#[tokio::test(start_paused = true)]
async fn a_credential_has_a_time_limit() {
    let mirror = Mirror::default();
    let client = Client::builder()
        .base_url("http://127.0.0.1/v1.0")
        .transport(mirror.clone())
        .credential(credential_fn(|_| std::future::pending()))
        .credential_timeout(Duration::from_secs(7))
        .build()
        .unwrap();
    let started = tokio::time::Instant::now();
    let error = GraphService::new(client).users().get().send().await.unwrap_err();
    assert!(error.is_credential() && error.is_timeout() && !error.may_have_been_sent());
    assert_eq!(started.elapsed().as_secs(), 7);
    assert!(mirror.tokens.lock().unwrap().is_empty());
}
