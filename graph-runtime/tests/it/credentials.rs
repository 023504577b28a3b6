//! Tokens: kept until shortly before they expire, got once for many, and not waited for without end.

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

/// A clock that tests set, one a test: `fn() -> SystemTime` cannot know which test asks.
macro_rules! clock {
    ($name:ident) => {
        static $name: AtomicU64 = AtomicU64::new(1_000_000);
    };
}

fn at(clock: &AtomicU64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(clock.load(Ordering::SeqCst))
}

/// Tokens `1`, `2` … that live an hour, each after a second; every call is counted, and failures can be ordered.
fn issuer(
    clock: fn() -> SystemTime,
    asked: Arc<AtomicUsize>,
    failing: Arc<Mutex<bool>>,
) -> CachedCredential<impl Credential> {
    let inner = credential_fn(move |_: TokenRequest| {
        let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
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

/// Answers with the token; demands claims of the first `demands` requests.
#[derive(Clone, Debug, Default)]
struct Mirror {
    demands: Arc<AtomicUsize>,
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
        self.tokens.lock().unwrap().push(token);
        Box::pin(async move {
            sleep(Duration::from_millis(10)).await;
            let mut answer = http::Response::builder();
            if refused {
                answer = answer
                    .status(401)
                    .header("www-authenticate", "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"");
            }
            Ok(answer.body(Bytes::from_static(b"{\"value\": []}")).unwrap())
        })
    }
}

struct Scene {
    service: GraphService,
    mirror: Mirror,
    asked: Arc<AtomicUsize>,
    failing: Arc<Mutex<bool>>,
}

fn scene(clock: fn() -> SystemTime) -> Scene {
    let (mirror, asked, failing) = (Mirror::default(), Arc::<AtomicUsize>::default(), Arc::<Mutex<bool>>::default());
    let client = Client::builder()
        .base_url("http://127.0.0.1/v1.0")
        .transport(mirror.clone())
        .credential(issuer(clock, asked.clone(), failing.clone()))
        .build()
        .unwrap();
    Scene { service: GraphService::new(client), mirror, asked, failing }
}

impl Scene {
    /// So many calls at once; how many of them failed.
    async fn calls(&self, number: usize) -> usize {
        let calls: Vec<_> = (0..number).map(|_| tokio::spawn(self.service.users().get().send())).collect();
        let mut failed = 0;
        for call in calls {
            failed += usize::from(call.await.unwrap().is_err());
        }
        failed
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn last_token(&self) -> String {
        self.mirror.tokens.lock().unwrap().last().unwrap().clone()
    }
}

#[tokio::test(start_paused = true)]
async fn many_calls_get_one_token_until_shortly_before_it_expires() {
    clock!(NOW);
    let scene = scene(|| at(&NOW));
    assert_eq!((scene.calls(100).await, scene.asked()), (0, 1));
    NOW.fetch_add(3600 - 421, Ordering::SeqCst);
    assert_eq!((scene.calls(100).await, scene.asked()), (0, 1), "more than seven minutes are left");
    NOW.fetch_add(122, Ordering::SeqCst);
    assert_eq!((scene.calls(100).await, scene.asked()), (0, 2), "less than five minutes are left");
    let old = scene.mirror.tokens.lock().unwrap().iter().filter(|token| *token == "Bearer 1").count();
    assert_eq!(old, 299, "all but the one that gets it go on with what is valid");
    NOW.fetch_add(3601, Ordering::SeqCst);
    assert_eq!((scene.calls(100).await, scene.asked()), (0, 3), "one for all");
    assert_eq!(scene.last_token(), "Bearer 3");
}

#[tokio::test(start_paused = true)]
async fn failures_are_shared_and_a_valid_token_bridges_them() {
    clock!(NOW);
    let scene = scene(|| at(&NOW));
    *scene.failing.lock().unwrap() = true;
    assert_eq!((scene.calls(100).await, scene.asked()), (100, 1));
    let error = scene.service.users().get().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the authority is down");
    assert!(!error.may_have_been_sent() && scene.mirror.tokens.lock().unwrap().is_empty());

    *scene.failing.lock().unwrap() = false;
    assert_eq!((scene.calls(1).await, scene.asked()), (0, 3));
    *scene.failing.lock().unwrap() = true;
    NOW.fetch_add(3400, Ordering::SeqCst);
    assert_eq!((scene.calls(10).await, scene.asked()), (0, 4), "it is valid for 200 seconds yet");
    NOW.fetch_add(29, Ordering::SeqCst);
    assert_eq!((scene.calls(10).await, scene.asked()), (0, 4));
    NOW.fetch_add(1, Ordering::SeqCst);
    assert_eq!((scene.calls(10).await, scene.asked()), (0, 5), "half a minute later");
    NOW.fetch_add(200, Ordering::SeqCst);
    assert_eq!((scene.calls(10).await, scene.asked()), (10, 6), "it has expired");
}

#[tokio::test(start_paused = true)]
async fn demanded_claims_replace_the_token_once() {
    clock!(NOW);
    let scene = scene(|| at(&NOW));
    assert_eq!(scene.calls(1).await, 0);
    scene.mirror.demands.store(1, Ordering::SeqCst);
    assert_eq!((scene.calls(100).await, scene.asked()), (0, 2), "a hundred refusals, one new token");
    assert_eq!(scene.last_token(), "Bearer 2");
    assert_eq!((scene.calls(1).await, scene.asked()), (0, 2), "it is kept");
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_leaves_the_work_to_the_next() {
    clock!(NOW);
    let scene = scene(|| at(&NOW));
    let first = tokio::spawn(scene.service.users().get().send());
    let second = tokio::spawn(scene.service.users().get().send());
    sleep(Duration::from_millis(500)).await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!((scene.asked(), scene.last_token().as_str()), (2, "Bearer 2"));
}

#[tokio::test(start_paused = true)]
async fn a_credential_has_its_limit_of_time() {
    let mirror = Mirror::default();
    let client = Client::builder()
        .base_url("http://127.0.0.1/v1.0")
        .transport(mirror.clone())
        .credential(credential_fn(|_| std::future::pending()))
        .credential_timeout(Duration::from_secs(7))
        .build()
        .unwrap();
    let begun = tokio::time::Instant::now();
    let error = GraphService::new(client).users().get().send().await.unwrap_err();
    assert!(error.is_credential() && error.is_timeout() && !error.may_have_been_sent());
    assert_eq!(begun.elapsed().as_secs(), 7);
    assert!(mirror.tokens.lock().unwrap().is_empty());
}
