//! The readers of a sender's bytes as functions of bytes, for the property tests and for the fuzz targets in `fuzz/`.
//! None may panic on any input.
#![allow(dead_code)] // each fuzz target uses one

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime},
};

use graph_notifications::{FixedKeys, Received, Receiver, TokenValidator};
use graph_runtime::{Cloud, http::Method};

/// Reads a request: the query up to the first line break, and the body after it.
pub fn notification(bytes: &[u8]) {
    let (query, body) = match bytes.iter().position(|byte| *byte == b'\n') {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (&b""[..], bytes),
    };
    let query = String::from_utf8_lossy(query);
    let receiver = Receiver::builder().any_client_state().build().expect("the settings are complete");
    let received = run(receiver.receive_at(&Method::POST, Some(&query), body, SystemTime::UNIX_EPOCH));
    check(&received);
}

/// Reads a token and an encrypted content, one on each line, with a key set that is the third line.
pub fn token(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let (token, content) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let keys = FixedKeys::new(lines.next().unwrap_or_default().to_owned());
    let item = format!(
        r#"{{"subscriptionId":"s","changeType":"x","tenantId":"84bd8158-6d4d-4958-8b9f-9d6445542f95","encryptedContent":{content}}}"#
    );
    let token = serde_json::Value::from(token);
    let body = format!(r#"{{"value":[{item}],"validationTokens":[{token}]}}"#);
    let receiver = Receiver::builder()
        .any_client_state()
        .key("k", include_str!("../../vectors/key.pem"))
        .tokens(TokenValidator::new(Cloud::Global, ["8e460676-ae3f-4b1e-8790-ee0fb5d6148f"]), keys)
        .build()
        .expect("the settings are complete");
    let received = run(receiver.read(body.as_bytes(), SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000)));
    check(&received);
    assert!(received.notifications.iter().all(|notification| !notification.is_encrypted()));
}

fn check(received: &Received) {
    let _ = format!("{received:?}");
    for notification in &received.notifications {
        let _ = (notification.resource_id(), notification.event(), notification.resource_json());
    }
    assert!(received.rejections.iter().all(|rejection| !rejection.to_string().contains('\n')));
}

/// Runs a future that waits for nothing but other tasks.
fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
            return result;
        }
    }
}
