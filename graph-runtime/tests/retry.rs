//! The seam for trying again: what a policy is told, and what goes out.
#![cfg(feature = "reqwest")]

mod loopback;
mod sample;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use graph_runtime::{Attempt, BoxFuture, Client, Decision, Retry, StaticToken};
use loopback::{Loopback, Reply};
use sample::{AssignLicense, GraphService};

/// Number of the attempt, status, `Retry-After`.
type Told = (u32, u16, Option<String>);

/// Tries again after each 503, and remembers what it was told.
#[derive(Clone, Debug, Default)]
struct Patient {
    told: Arc<Mutex<Vec<Told>>>,
    waited: Arc<Mutex<Vec<Duration>>>,
}

impl Retry for Patient {
    fn decide(&self, attempt: &Attempt<'_>) -> Decision {
        let Ok((status, headers)) = attempt.result else { return Decision::GiveUp };
        let after = headers.get("retry-after").and_then(|value| Some(value.to_str().ok()?.to_owned()));
        self.told.lock().unwrap().push((attempt.number, status.as_u16(), after));
        if status == 503 { Decision::After(Duration::from_secs(3600)) } else { Decision::GiveUp }
    }

    fn wait(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.waited.lock().unwrap().push(time);
        Box::pin(std::future::ready(()))
    }
}

fn flaky(times: usize) -> Loopback {
    let count = AtomicUsize::new(0);
    Loopback::start(move |_| {
        if count.fetch_add(1, Ordering::SeqCst) < times {
            Reply::with_headers(503, "Retry-After: 2.128\r\n", b"")
        } else {
            Reply::json(200, r#"{"id": "1"}"#)
        }
    })
}

#[tokio::test]
async fn attempts_are_the_same_request_but_for_their_number() {
    let server = flaky(2);
    let policy = Patient::default();
    let settings = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
    let service = GraphService::new(settings.retry(policy.clone()).build().unwrap());
    service.me().assign_license(&AssignLicense::default()).send().await.unwrap();

    let seen = server.seen();
    let numbers: Vec<_> = seen.iter().map(|request| request.header("retry-attempt")).collect();
    assert_eq!(numbers, [None, Some("1"), Some("2")]);
    for request in &seen {
        assert_eq!(request.body, b"{}");
        assert_eq!(request.target(), seen[0].target());
        for header in ["client-request-id", "authorization", "content-length", "content-type", "user-agent"] {
            assert_eq!(request.header(header), seen[0].header(header));
            assert!(request.header(header).is_some(), "{header}");
        }
    }
    let after = || Some("2.128".to_owned());
    assert_eq!(*policy.told.lock().unwrap(), [(1, 503, after()), (2, 503, after())]);
    assert_eq!(policy.waited.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn nothing_is_tried_again_unless_asked_for() {
    let server = flaky(1);
    let client = Client::builder().base_url(server.root()).build().unwrap();
    let error = GraphService::new(client).me().get().send().await.unwrap_err();
    assert!(error.is_throttled() && error.may_have_been_sent());
    assert_eq!(server.seen().len(), 1);
}
