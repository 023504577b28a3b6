//! Subscriptions over HTTP, against a server on loopback, in virtual time.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use graph_notifications::{
    GraphSubscriptions, KeeperEvent, Notification, Receiver, Renewal, Subscription, SubscriptionKeeper,
    SubscriptionRequest, SubscriptionService,
};
use graph_runtime::{BoxFuture, Client, DateTimeOffset, Error, ErrorKind, NoRetry, transport::Timer};
use serde_json::{Value, json};

use crate::loopback::{Loopback, Reply, Seen, clock::Clock};

const LIFETIME: Duration = Duration::from_secs(4000);

fn request() -> SubscriptionRequest {
    SubscriptionRequest::new("users", "created,updated", "https://example.com/changes?code=key")
        .lifecycle_url("https://example.com/lifecycle")
        .client_state("the secret")
        .resource_data("MIIC", "certificate-1")
        .property("latestSupportedTlsVersion", "v1_2")
}

fn keeper(server: &Loopback) -> SubscriptionKeeper<GraphSubscriptions> {
    let client = Client::builder().base_url(server.root()).retry(NoRetry).build().unwrap();
    SubscriptionKeeper::new(GraphSubscriptions::new(client, request()), Renewal::new(LIFETIME))
}

/// Creates `s-1`, `s-2` and so on, and gives what is asked for.
fn graph() -> Loopback {
    let created = Mutex::new(0);
    Loopback::start(move |request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let expires = &body["expirationDateTime"];
        match (request.method(), request.path()) {
            ("POST", "/v1.0/subscriptions") => {
                let mut created = created.lock().unwrap();
                *created += 1;
                Reply::json(201, &json!({"id": format!("s-{created}"), "expirationDateTime": expires}).to_string())
            }
            ("PATCH", path) => {
                let id = path.rsplit('/').next().unwrap();
                Reply::json(200, &json!({"id": id, "expirationDateTime": expires}).to_string())
            }
            ("POST", _) => Reply::no_content(),
            _ => Reply::json(404, "{}"),
        }
    })
}

async fn lifecycle(subscription: &str, event: &str) -> Notification {
    let body = json!({"value": [{"subscriptionId": subscription, "clientState": "a", "lifecycleEvent": event}]});
    let receiver = Receiver::builder().client_state("a").build().unwrap();
    receiver.read(body.to_string().as_bytes(), SystemTime::now()).await.notifications.remove(0)
}

fn calls(seen: &[Seen]) -> Vec<String> {
    seen.iter().map(|request| format!("{} {}", request.method(), request.target())).collect()
}

#[tokio::test]
async fn a_subscription_is_created_and_renewed() {
    let (server, clock) = (graph(), Clock::default());
    let mut keeper = keeper(&server);
    let begin = clock.now();
    let KeeperEvent::Created(subscription) = keeper.next(&clock).await.unwrap() else { panic!() };
    assert_eq!(subscription, Subscription::new("s-1", begin + LIFETIME));
    let created = server.last();
    let expires = DateTimeOffset::try_from(begin + LIFETIME).unwrap().to_string();
    assert_eq!(
        serde_json::from_slice::<Value>(&created.body).unwrap(),
        json!({
            "resource": "users", "changeType": "created,updated", "expirationDateTime": expires,
            "notificationUrl": "https://example.com/changes?code=key",
            "lifecycleNotificationUrl": "https://example.com/lifecycle",
            "clientState": "the secret", "includeResourceData": true, "encryptionCertificate": "MIIC",
            "encryptionCertificateId": "certificate-1", "latestSupportedTlsVersion": "v1_2",
        })
    );
    let KeeperEvent::Renewed(subscription) = keeper.next(&clock).await.unwrap() else { panic!() };
    assert_eq!(clock.now(), begin + LIFETIME * 3 / 4);
    assert_eq!(subscription.expires, clock.now() + LIFETIME);
    assert_eq!(server.last().target(), "/v1.0/subscriptions/s-1");
    // The clock is looked at now and then, since it may be set meanwhile.
    assert!(clock.waits().iter().all(|wait| *wait <= Duration::from_secs(300)));
    assert_eq!(keeper.subscription(), Some(subscription));
}

#[tokio::test]
async fn lifecycle_notifications_wake_the_keeper() {
    let (server, mut keeper, handle);
    server = graph();
    keeper = self::keeper(&server);
    handle = keeper.handle();
    // A timer that never fires: only notifications make the keeper do something.
    let timer = Stopped(SystemTime::now());
    keeper.next(&timer).await.unwrap();

    let notify = async |id: &str, event: &str| {
        tokio::task::yield_now().await;
        handle.notify(&lifecycle(id, event).await)
    };
    let (event, known) = tokio::join!(keeper.next(&timer), notify("s-1", "reauthorizationRequired"));
    assert_eq!((event.unwrap(), known), (KeeperEvent::Reauthorized, true));

    let (event, known) = tokio::join!(keeper.next(&timer), notify("s-1", "missed"));
    assert_eq!((event.unwrap(), known), (KeeperEvent::Resynchronize, true));

    let (event, known) = tokio::join!(keeper.next(&timer), notify("s-1", "subscriptionRemoved"));
    let KeeperEvent::Created(subscription) = event.unwrap() else { panic!() };
    assert_eq!((subscription.id.as_str(), known), ("s-2", true));
    // Changes between the two subscriptions are read after the second exists.
    assert_eq!(keeper.next(&timer).await.unwrap(), KeeperEvent::Resynchronize);

    assert!(!notify("s-1", "subscriptionRemoved").await);
    assert_eq!(keeper.poll(timer.0).await.unwrap(), None);
    let expected = ["POST /v1.0/subscriptions", "POST /v1.0/subscriptions/s-1/reauthorize", "POST /v1.0/subscriptions"];
    assert_eq!(calls(&server.seen()), expected);
    // Graph responds with 411 without it.
    assert_eq!(server.seen()[1].header("content-length"), Some("0"));
}

#[tokio::test]
async fn a_certificate_is_in_pem_or_base64() {
    let with = |certificate: &str| {
        let server = graph();
        let client = Client::builder().base_url(server.root()).retry(NoRetry).build().unwrap();
        let request = SubscriptionRequest::new("users", "created", "https://x").resource_data(certificate, "1");
        (server, SubscriptionKeeper::new(GraphSubscriptions::new(client, request), Renewal::new(LIFETIME)))
    };
    let pem = "Subject: x\n-----BEGIN CERTIFICATE-----\r\nMIIC\r\nAA==\r\n-----END CERTIFICATE-----\r\n";
    let chain = format!("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n{pem}{pem}");
    for certificate in [pem, &chain, "MIICAA==", " MIIC\nAA==\n"] {
        let (server, mut keeper) = with(certificate);
        keeper.next(&Clock::default()).await.unwrap();
        let body: Value = serde_json::from_slice(&server.last().body).unwrap();
        assert_eq!(body["encryptionCertificate"], "MIICAA==", "{certificate}");
    }
    let key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
    for certificate in ["", key, "certificate.pem", "MIIC=", "MIICA===", "-----BEGIN CERTIFICATE-----\nMIIC\n"] {
        let (server, mut keeper) = with(certificate);
        let error = keeper.next(&Clock::default()).await.unwrap_err();
        assert!(error.kind() == ErrorKind::InvalidRequest && format!("{error:#}").contains("in PEM"), "{error:#}");
        assert!(server.seen().is_empty() && !format!("{error:?}").contains("MII"), "{error:?}");
    }
}

#[tokio::test]
async fn a_subscription_that_is_not_found_is_created_again() {
    let server = Loopback::start(|request| match (request.method(), request.path()) {
        ("POST", _) => {
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            Reply::json(201, &json!({"id": "s-2", "expirationDateTime": body["expirationDateTime"]}).to_string())
        }
        _ => Reply::json(404, r#"{"error":{"code":"ResourceNotFound","message":"x"}}"#),
    });
    let clock = Clock::default();
    let client = Client::builder().base_url(server.root()).retry(NoRetry).build().unwrap();
    let existing = Subscription::new("s-1", clock.now() + Duration::from_secs(10));
    let mut keeper =
        SubscriptionKeeper::new(GraphSubscriptions::new(client, request()), Renewal::resume(LIFETIME, existing));
    assert!(matches!(keeper.next(&clock).await.unwrap(), KeeperEvent::Created(_)));
    assert_eq!(keeper.next(&clock).await.unwrap(), KeeperEvent::Resynchronize);
    assert_eq!(calls(&server.seen()), ["PATCH /v1.0/subscriptions/s-1", "POST /v1.0/subscriptions"]);
}

#[tokio::test]
async fn failures_are_returned_and_repeated_after_a_wait() {
    let server = Loopback::start(|_| Reply::json(403, r#"{"error":{"code":"Forbidden","message":"x"}}"#));
    let clock = Clock::default();
    let mut keeper = keeper(&server);
    for _ in 0..3 {
        let error = keeper.next(&clock).await.unwrap_err();
        assert!(error.is_permission_denied(), "{error}");
    }
    assert_eq!(clock.waits(), [Duration::from_secs(5), Duration::from_secs(10)]);
    assert_eq!(server.seen().len(), 3);
    let shown = format!("{keeper:?} {:?} {:?}", keeper.handle(), request());
    assert!(!shown.contains("the secret") && !shown.contains("code=key") && !shown.contains("MIIC"), "{shown}");
}

/// A service of an application, as one with generated request builders is.
struct Own(Arc<Mutex<Vec<String>>>);

impl SubscriptionService for Own {
    fn create(&self, expiration: DateTimeOffset) -> BoxFuture<'_, Result<Subscription, Error>> {
        self.0.lock().unwrap().push("create".to_owned());
        Box::pin(async move { Ok(Subscription::new("own", SystemTime::try_from(expiration).unwrap())) })
    }

    fn renew<'a>(&'a self, id: &'a str, expiration: DateTimeOffset) -> BoxFuture<'a, Result<Subscription, Error>> {
        self.0.lock().unwrap().push(format!("renew {id}"));
        Box::pin(async move { Ok(Subscription::new(id, SystemTime::try_from(expiration).unwrap())) })
    }

    fn reauthorize<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        self.0.lock().unwrap().push(format!("reauthorize {id}"));
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test]
async fn an_application_can_make_the_calls_itself() {
    let (log, clock) = (Arc::new(Mutex::new(Vec::new())), Clock::default());
    let mut keeper = SubscriptionKeeper::new(Own(Arc::clone(&log)), Renewal::new(LIFETIME));
    keeper.next(&clock).await.unwrap();
    keeper.next(&clock).await.unwrap();
    assert!(keeper.handle().notify(&lifecycle("own", "reauthorizationRequired").await));
    keeper.next(&clock).await.unwrap();
    assert_eq!(*log.lock().unwrap(), ["create", "renew own", "reauthorize own"]);
}

/// Never answers, and counts.
#[derive(Clone, Default)]
struct Silent(Arc<AtomicUsize>);

impl SubscriptionService for Silent {
    fn create(&self, _: DateTimeOffset) -> BoxFuture<'_, Result<Subscription, Error>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::pending())
    }

    fn renew<'a>(&'a self, _: &'a str, expiration: DateTimeOffset) -> BoxFuture<'a, Result<Subscription, Error>> {
        self.create(expiration)
    }

    fn reauthorize<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn dropped_calls_are_repeated_after_a_wait() {
    let begin = Clock::default().now();
    let existing = Subscription::new("s-1", begin + Duration::from_secs(10));
    for renewal in [Renewal::new(LIFETIME), Renewal::resume(LIFETIME, existing)] {
        let service = Silent::default();
        let mut keeper = SubscriptionKeeper::new(service.clone(), renewal);
        let calls = || service.0.load(Ordering::Relaxed);
        for (seconds, expected) in [(0, 1), (0, 1), (4, 1), (5, 2), (14, 2), (15, 3)] {
            let now = begin + Duration::from_secs(seconds);
            tokio::select! {
                biased;
                result = keeper.poll(now) => assert_eq!(result.unwrap(), None),
                () = std::future::ready(()) => {}
            }
            assert_eq!(calls(), expected, "{seconds}");
        }
    }
}

#[tokio::test]
async fn a_lifetime_without_end_is_an_error_and_no_loop() {
    let (log, clock) = (Arc::new(Mutex::new(Vec::new())), Clock::default());
    let lifetime = Duration::from_secs(1 << 40);
    let mut keeper = SubscriptionKeeper::new(Own(Arc::clone(&log)), Renewal::new(lifetime));
    let error = keeper.poll(clock.now()).await.unwrap_err();
    assert!(format!("{error:#}").contains("after the year 9999"), "{error:#}");
    assert!(keeper.next(&clock).await.is_err());
    assert_eq!(clock.waits(), [Duration::from_secs(5)]);
    let existing = Subscription::new("s-1", clock.now() + Duration::from_secs(10));
    let mut keeper = SubscriptionKeeper::new(Own(Arc::clone(&log)), Renewal::resume(lifetime, existing));
    keeper.poll(clock.now()).await.unwrap_err();
    assert!(log.lock().unwrap().is_empty());
}

/// A clock that stands still, and never ends a wait.
#[derive(Debug)]
struct Stopped(SystemTime);

impl Timer for Stopped {
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn wait(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }

    fn now(&self) -> SystemTime {
        self.0
    }
}
