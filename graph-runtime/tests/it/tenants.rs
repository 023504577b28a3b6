//! Many tenants: derived clients share connections and the cache of tokens, and no request has another tenant's token.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use crate::{
    loopback::{Loopback, Reply, Seen},
    sample::GraphService,
};
use graph_runtime::{
    AccessToken, Batch, BoxFuture, CachedCredential, CallOptions, Client, Credential, ErrorKind, NoRetry, StaticToken,
    Throttle, TokenRequest, UploadBody, codegen::Call,
};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Issues a new token at each request. Its text begins with the tenant.
#[derive(Debug, Default)]
struct Authority {
    issued: AtomicU64,
    clock: Option<fn() -> SystemTime>,
    /// The name of the application in quotas; without, it does not name quotas.
    quota: Option<&'static str>,
}

impl Credential for Authority {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Failure>> {
        Box::pin(async move {
            let number = self.issued.fetch_add(1, Ordering::SeqCst);
            let expires_on = self.clock.map(|now| now() + Duration::from_secs(100));
            if self.clock.is_some() {
                tokio::time::sleep(Duration::from_micros(random(number) % 3000)).await;
            }
            let tenant = request.tenant.as_deref().unwrap_or("home.example");
            Ok(AccessToken::new(format!("{tenant} {number}"), expires_on))
        })
    }

    fn supports(&self, _: &TokenRequest) -> bool {
        true
    }

    fn quota(&self, request: &TokenRequest) -> Option<String> {
        Some(format!("{} {:?}", self.quota?, request.tenant))
    }
}

/// A number that looks random and is the same in each run.
fn random(seed: u64) -> u64 {
    let mut value = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value ^ (value >> 31)
}

fn token(seen: &Seen) -> &str {
    seen.header("authorization").unwrap_or_default().trim_start_matches("Bearer ")
}

/// Returns the tenant of a token.
fn tenant(seen: &Seen) -> &str {
    token(seen).split(' ').next().unwrap_or_default()
}

fn client(server: &Loopback, credential: impl Credential + 'static) -> Client {
    Client::builder().base_url(server.root()).credential(credential).build().unwrap()
}

/// A body of which no more than the length is known, and which can be sent again.
fn streamed() -> UploadBody {
    UploadBody::rewindable(3, || futures_util::stream::iter([Ok::<_, std::io::Error>("abc")]))
}

#[tokio::test]
async fn derived_clients_share_connections_and_tokens() {
    let server = Loopback::json(200, "{}");
    let home = client(&server, CachedCredential::new(Authority::default()));
    for name in [None, Some("a.example"), Some("b.example"), None, Some("a.example")] {
        let client = name.map_or_else(|| home.clone(), |name| home.for_tenant(name));
        GraphService::new(client).me().get().send().await.unwrap();
    }
    let user = home.with_credential(StaticToken::new("user 9"));
    GraphService::new(user).me().get().send().await.unwrap();
    let seen = server.seen();
    let tokens: Vec<&str> = seen.iter().map(token).collect();
    let expected = ["home.example 0", "a.example 1", "b.example 2", "home.example 0", "a.example 1", "user 9"];
    assert_eq!(tokens, expected);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn credentials_without_tenants_are_not_asked_for_one() {
    let server = Loopback::json(200, "{}");
    let fixed = client(&server, StaticToken::new("home.example"));
    let cached = client(&server, CachedCredential::new(StaticToken::new("home.example")));
    let capable = client(&server, Authority::default());
    for (client, message) in [
        (fixed.for_tenant("a.example"), "own tenant only"),
        (cached.for_tenant("a.example"), "own tenant only"),
        (capable.for_tenant("a.example").with_credential(StaticToken::new("home.example")), "own tenant only"),
        (capable.for_tenant("../b.example"), "not an id or a domain"),
        (capable.for_tenant("a.example/x?y"), "not an id or a domain"),
        (capable.for_tenant(""), "not an id or a domain"),
    ] {
        let error = GraphService::new(client).me().get().send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential);
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains(message) && !error.may_have_been_sent(), "{source}");
    }
    let direct = CachedCredential::new(StaticToken::new("home.example"));
    assert!(direct.token(&TokenRequest::new(["x"]).for_tenant("a.example")).await.is_err());
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_call_can_have_a_credential_and_a_tenant_of_its_own() {
    let server = Loopback::start(|seen| match seen.path() {
        "/v1.0/users" => Reply::json(200, r#"{"value": [], "@odata.nextLink": "users/2"}"#),
        "/v1.0/users/2" => Reply::json(200, r#"{"value": []}"#),
        "/v1.0/me/reprocessLicenseAssignment" => Reply::with_headers(202, "Location: /v1.0/monitor\r\n", b""),
        _ => Reply::json(200, "{}"),
    });
    let home = client(&server, CachedCredential::new(Authority::default()));
    let service = GraphService::new(home.clone());
    let options = || CallOptions::default().tenant("a.example");
    service.me().get().with_options(options()).send().await.unwrap();
    let mut pages = service.users().get().with_options(options()).pages();
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    let stream = service.me().photo().with_options(options()).stream().await.unwrap();
    drop(stream);
    service.me().put_photo(streamed()).with_options(options()).send().await.unwrap();
    let work = service.me().reprocess_license_assignment().with_options(options()).begin().await.unwrap();
    work.result().await.unwrap();
    assert_eq!(server.seen().len(), 7);
    let seen = server.seen();
    assert!(seen.iter().all(|seen| tenant(seen) == "a.example"), "{seen:?}");

    let user = CallOptions::default().credential(StaticToken::new("user 1"));
    service.me().get().with_options(user.clone()).send().await.unwrap();
    assert_eq!(token(&server.last()), "user 1");
    let error = service.me().get().with_options(user.clone().tenant("a.example")).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(!format!("{user:?}").contains("user 1"));

    // A batch has one token, so a call with another is not sent.
    let sent = server.seen().len();
    for options in [options(), user] {
        let mut batch = Batch::new(&home);
        let ticket = batch.add(service.me().get().with_options(options));
        assert_eq!(batch.send().await.take(ticket).unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(server.seen().len(), sent);
}

#[tokio::test]
async fn a_throttled_tenant_does_not_hold_up_others() {
    let server = Loopback::start(|seen| match tenant(seen) {
        "a.example" => Reply::with_headers(429, "Retry-After: 100\r\n", b""),
        _ => Reply::json(200, "{}"),
    });
    for quota in [None, Some("app")] {
        let credential = CachedCredential::new(Authority { quota, ..Authority::default() });
        let home = Client::builder()
            .base_url(server.root())
            .credential(credential)
            .retry(NoRetry)
            .call_timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        let call = async |client: &Client| GraphService::new(client.clone()).me().get().send().await;
        assert!(call(&home.for_tenant("a.example")).await.unwrap_err().is_throttled());
        let sent = server.seen().len();
        assert!(call(&home.for_tenant("a.example")).await.unwrap_err().is_throttled());
        for number in 0..2000 {
            let _ = home.for_tenant(&format!("a.example/{number}"));
        }
        // The credential names the quota as it likes.
        let same = if quota.is_none() { "A.Example" } else { "a.example" };
        assert!(call(&home.for_tenant(same)).await.unwrap_err().is_throttled());
        assert_eq!(server.seen().len(), sent, "another client of the tenant shares its state");
        call(&home).await.unwrap();
        call(&home.for_tenant("b.example")).await.unwrap();

        // Other credentials are throttled together if they name the same quota.
        let other = Authority { quota, ..Authority::default() };
        let result = call(&home.for_tenant("a.example").with_credential(other)).await;
        assert!(result.unwrap_err().is_throttled());
        assert_eq!(server.seen().len() - sent, if quota.is_some() { 2 } else { 3 });
    }
}

static SECONDS: AtomicU64 = AtomicU64::new(1_000_000);

fn hasty_clock() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(SECONDS.load(Ordering::SeqCst))
}

/// Returns the tenants that a text names.
fn tenants_in(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
        .filter(|word| word.starts_with('t') && word.ends_with(".example"))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Refuses some tokens, demands claims, and throttles some calls, and answers the others.
fn hostile_reply(seen: &Seen, number: u64) -> Reply {
    SECONDS.fetch_add(random(number) % 8, Ordering::SeqCst);
    match random(number ^ 0xabcd) % 100 {
        0..8 => return Reply::with_headers(401, "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", b""),
        8..16 => {
            // `{"a":…}` in base64; the number differs, so that the claims do.
            let claims = ["eyJhIjoxfQ==", "eyJhIjoyfQ==", "eyJhIjozfQ=="][number as usize % 3];
            let challenge = format!("WWW-Authenticate: Bearer error=\"insufficient_claims\", claims=\"{claims}\"\r\n");
            return Reply::with_headers(401, &challenge, b"");
        }
        16..20 => return Reply::with_headers(429, "Retry-After: 0\r\n", b""),
        20..23 => return Reply::Close(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec()),
        _ => {}
    }
    let name = seen.query().map(tenants_in).and_then(|names| names.first().copied()).unwrap_or_default();
    match seen.path() {
        "/v1.0/$batch" => {
            let body: Value = serde_json::from_slice(&seen.body).unwrap();
            let calls = body["requests"].as_array().unwrap().iter().enumerate();
            let responses: Vec<Value> = calls
                .map(|(index, call)| {
                    let refused = random(number + index as u64).is_multiple_of(4);
                    json!({ "id": call["id"], "status": if refused { 401 } else { 200 }, "body": {} })
                })
                .collect();
            Reply::json(200, &json!({ "responses": responses }).to_string())
        }
        "/v1.0/users" | "/v1.0/users/delta()" => {
            let link = if number.is_multiple_of(2) { "nextLink" } else { "deltaLink" };
            Reply::json(200, &format!(r#"{{"value": [], "@odata.{link}": "users/delta()?$token={name}"}}"#))
        }
        "/v1.0/me/reprocessLicenseAssignment" => {
            Reply::with_headers(202, &format!("Location: /v1.0/monitor?$token={name}\r\n"), b"")
        }
        "/v1.0/monitor" if !number.is_multiple_of(3) => {
            Reply::with_headers(202, "Retry-After: 0\r\nContent-Type: application/json\r\n", br#"{"status":"running"}"#)
        }
        "/v1.0/me/photo/$value" if seen.method() == "GET" => {
            Reply::with_headers(302, &format!("Location: /v1.0/storage?$token={name}\r\n"), b"")
        }
        _ => Reply::json(200, "{}"),
    }
}

/// Makes a call of each kind, all of which name the tenant.
async fn calls(client: Client, name: &str, kind: usize) -> Result<(), graph_runtime::Error> {
    let service = GraphService::new(client.clone());
    match kind {
        0 => drop(service.me().get().query_option("t", name).send().await?),
        1 => {
            let mut pages = service.users().get().query_option("t", name).pages();
            while let Some(page) = pages.next().await {
                page?;
            }
        }
        2 => {
            let mut changes = service.users().delta().query_option("t", name).pages();
            while let Some(page) = changes.next().await {
                page?;
            }
        }
        3 => {
            let operations = (0..5).map(|_| service.me().get().query_option("t", name));
            client.execute_all(operations).await.into_iter().collect::<Result<Vec<_>, _>>()?;
        }
        4 => {
            let work = service.me().reprocess_license_assignment().query_option("t", name);
            let work: Call<_> = work;
            work.begin().await?.limit(Duration::from_secs(5)).wait().await?;
        }
        5 => drop(service.me().photo().query_option("t", name).stream().await?),
        6 => {
            service.me().put_photo(streamed()).query_option("t", name).send().await?;
        }
        _ => {
            let options = CallOptions::default().tenant(name);
            service.me().get().query_option("t", name).with_options(options).send().await?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tokens_never_cross_tenants() {
    const KINDS: usize = 8;
    let (number, crossed) = (AtomicU64::new(0), Arc::<Mutex<Vec<String>>>::default());
    let counts: Arc<Mutex<HashMap<(String, String), usize>>> = Arc::default();
    let (recorded, counted) = (crossed.clone(), counts.clone());
    let server = Loopback::start(move |seen| {
        let text = format!("{} {}", seen.target(), String::from_utf8_lossy(&seen.body));
        if tenants_in(&text) != [tenant(seen)] {
            recorded.lock().unwrap().push(format!("{text} has the token {}", token(seen)));
        }
        let key = (tenant(seen).to_owned(), seen.path().to_owned());
        *counted.lock().unwrap().entry(key).or_default() += 1;
        hostile_reply(seen, number.fetch_add(1, Ordering::SeqCst))
    });
    let authority = Authority { clock: Some(hasty_clock), ..Authority::default() };
    let home = Client::builder()
        .base_url(server.root())
        .credential(CachedCredential::with_clock(authority, hasty_clock))
        .throttle(Throttle::off())
        .build()
        .unwrap();
    let succeeded = Arc::new([const { AtomicUsize::new(0) }; KINDS]);
    let tasks: Vec<_> = (0..320)
        .map(|task| {
            let (home, succeeded) = (home.clone(), succeeded.clone());
            tokio::spawn(async move {
                let (name, kind) = (format!("t{}.example", task % 5), task / 5 % KINDS);
                // The last kind sets the tenant in its options.
                let client = if kind == KINDS - 1 { home } else { home.for_tenant(&name) };
                if calls(client, &name, kind).await.is_ok() {
                    succeeded[kind].fetch_add(1, Ordering::SeqCst);
                }
            })
        })
        .collect();
    for (index, task) in tasks.into_iter().enumerate() {
        if index % 7 == 3 {
            // Some are dropped while they get a token, or wait for a response.
            tokio::time::sleep(Duration::from_micros(random(index as u64) % 2000)).await;
            task.abort();
        }
        let _ = task.await;
    }
    assert_eq!(*crossed.lock().unwrap(), Vec::<String>::new());
    let succeeded = succeeded.each_ref().map(|count| count.load(Ordering::SeqCst));
    assert!(succeeded.iter().all(|count| *count > 0), "each kind of call succeeds for some: {succeeded:?}");
    let counts = counts.lock().unwrap();
    for name in ["t0.example", "t1.example", "t2.example", "t3.example", "t4.example"] {
        for path in ["$batch", "monitor", "storage", "users/delta()", "me/photo/$value"] {
            assert!(counts.contains_key(&(name.to_owned(), format!("/v1.0/{path}"))), "{name} {path}: {counts:?}");
        }
    }
}
