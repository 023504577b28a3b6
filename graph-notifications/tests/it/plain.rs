//! Handshakes, notifications without resource data, limits, and answers.

use std::time::SystemTime;

use graph_notifications::{ChangeType, Event, LifecycleEvent, Limits, Part, Reason, Received, Receiver};
use graph_runtime::http::{Method, StatusCode, header};
use proptest::prelude::*;
use serde_json::json;

fn receiver() -> Receiver {
    Receiver::builder().client_state("old secret").client_state("new secret").build().unwrap()
}

async fn post(receiver: &Receiver, body: impl AsRef<[u8]>) -> Received {
    receiver.receive(&Method::POST, None, body.as_ref()).await
}

#[tokio::test]
async fn a_handshake_is_answered_with_its_token() {
    let query = "tenant=a&validationToken=Validation%3a+Testing+%3Cscript%3E";
    let received = receiver().receive(&Method::POST, Some(query), b"").await;
    assert_eq!(received.response.status(), StatusCode::OK);
    assert_eq!(received.response.headers()[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    assert_eq!(received.response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(received.response.body(), "Validation: Testing &lt;script&gt;");
    assert!(received.notifications.is_empty() && received.rejections.is_empty());
    // A failure to store does not concern a handshake.
    assert_eq!(received.not_persisted().status(), StatusCode::OK);
}

#[tokio::test]
async fn wrong_handshakes_and_methods_are_refused() {
    let receiver = receiver();
    let large = format!("validationToken={}", "x".repeat(Limits::default().handshake_size + 1));
    for (method, query, status, reason) in [
        (Method::POST, "validationToken=", StatusCode::BAD_REQUEST, Reason::Handshake),
        (Method::POST, &large, StatusCode::BAD_REQUEST, Reason::HandshakeTooLarge),
        (Method::GET, "validationToken=x", StatusCode::METHOD_NOT_ALLOWED, Reason::Method),
        (Method::PUT, "", StatusCode::METHOD_NOT_ALLOWED, Reason::Method),
    ] {
        let received = receiver.receive(&method, Some(query), b"{\"value\": []}").await;
        assert_eq!(received.response.status(), status, "{method} {query}");
        assert_eq!((received.rejections[0].part, received.rejections[0].reason), (Part::Request, reason));
        assert_eq!(received.response.headers().contains_key(header::ALLOW), reason == Reason::Method);
    }
}

#[tokio::test]
async fn changes_and_lifecycle_events_of_many_subscriptions_come_in_one_request() {
    let body = json!({"value": [
        {
            "id": "n1",
            "subscriptionId": "s1",
            "subscriptionExpirationDateTime": "2026-11-30T11:00:00.0000000Z",
            "clientState": "old secret",
            "changeType": "created",
            "resource": "Users/87d349ed",
            "tenantId": "t1",
            "resourceData": {"@odata.type": "#Microsoft.Graph.User", "id": "87d349ed", "organizationId": "t1"},
            "sequenceNumber": 5
        },
        {
            "subscriptionId": "s2",
            "clientState": "new secret",
            "lifecycleEvent": "reauthorizationRequired",
            "tenantId": "t2",
            "subscriptionExpirationDateTime": "2026-11-30T11:00:00Z"
        },
        {"subscriptionId": "s3", "clientState": "new secret", "changeType": "moved", "resource": "x"},
    ]});
    let received = post(&receiver(), body.to_string()).await;
    assert_eq!(received.response.status(), StatusCode::ACCEPTED);
    assert!(received.rejections.is_empty(), "{:?}", received.rejections);
    let [first, second, third] = &*received.notifications else { panic!("{received:?}") };
    assert_eq!(first.id(), Some("n1"));
    assert_eq!(first.subscription_id(), "s1");
    assert_eq!(first.tenant_id(), Some("t1"));
    assert_eq!(first.event(), &Event::Change(ChangeType::Created));
    assert_eq!(first.resource_path(), Some("Users/87d349ed"));
    assert_eq!(first.resource_type().as_deref(), Some("#Microsoft.Graph.User"));
    assert_eq!(first.resource_id().as_deref(), Some("87d349ed"));
    assert_eq!(first.subscription_expiration().unwrap().to_string(), "2026-11-30T11:00:00.0000000Z");
    assert!(!first.is_encrypted());
    assert_eq!(second.event(), &Event::Lifecycle(LifecycleEvent::ReauthorizationRequired));
    assert_eq!(second.resource_json(), None);
    assert_eq!(third.event(), &Event::Change(ChangeType::Other("moved".into())));
    assert_eq!(received.not_persisted().status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn the_sender_does_not_learn_which_items_were_accepted() {
    let item =
        |state: serde_json::Value| json!({"subscriptionId": "s\n1", "clientState": state, "changeType": "created"});
    let good = post(&receiver(), json!({"value": [item("new secret".into())]}).to_string()).await;
    let bad = json!({"value": [
        item("".into()),
        item("new secre".into()),
        item("new secret ".into()),
        item(serde_json::Value::Null),
        item(5.into()),
        {"subscriptionId": "NA", "clientState": "new secret", "changeType": "Validation"},
        {"subscriptionId": "s1", "clientState": "new secret"},
        7,
    ]});
    let bad = post(&receiver(), bad.to_string()).await;
    assert_eq!(good.notifications.len(), 1);
    assert!(bad.notifications.is_empty());
    assert_eq!(good.response.status(), bad.response.status());
    assert_eq!((good.response.headers(), good.response.body()), (bad.response.headers(), bad.response.body()));
    let reasons: Vec<_> = bad.rejections.iter().map(|rejection| rejection.reason).collect();
    use Reason::{ClientState, ConnectionCheck, Malformed};
    let expected =
        [ClientState, ClientState, ClientState, ClientState, Malformed, ConnectionCheck, Malformed, Malformed];
    assert_eq!(reasons, expected);
    let shown = bad.rejections[1].to_string();
    assert_eq!(shown, "item 1 was refused: the client state is missing or unknown (subscription \"s\\n1\")");
    assert!(!format!("{bad:?} {:?}", receiver()).contains("secre"));
}

#[test]
fn a_receiver_needs_a_client_state() {
    for (builder, message) in [
        (Receiver::builder(), "it would accept forged notifications"),
        (Receiver::builder().client_state(""), "1 to 255 bytes"),
        (Receiver::builder().client_state("x".repeat(256)), "1 to 255 bytes"),
    ] {
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[tokio::test]
async fn any_client_state_is_accepted_only_if_asked_for() {
    let receiver = Receiver::builder().any_client_state().build().unwrap();
    let body = json!({"value": [{"subscriptionId": "s", "changeType": "deleted"}]});
    assert_eq!(post(&receiver, body.to_string()).await.notifications.len(), 1);
}

#[tokio::test]
async fn bodies_are_bounded() {
    let mut limits = Limits::default();
    limits.items = 2;
    limits.body_size = 200;
    let receiver = Receiver::builder().client_state("a").limits(limits).build().unwrap();
    assert_eq!(receiver.limits(), limits);
    let item = r#"{"subscriptionId":"s","clientState":"a","changeType":"x"}"#;
    let long = format!("{{\"value\": [{item}]}}{}", " ".repeat(200));
    for (body, status, reason) in [
        (long.as_str(), StatusCode::PAYLOAD_TOO_LARGE, Reason::BodyTooLarge),
        (r#"{"value": [1, 2, 3]}"#, StatusCode::PAYLOAD_TOO_LARGE, Reason::TooManyItems),
        (r#"{"value": 1}"#, StatusCode::BAD_REQUEST, Reason::Malformed),
        ("", StatusCode::BAD_REQUEST, Reason::Malformed),
    ] {
        let received = post(&receiver, body).await;
        assert_eq!((received.response.status(), received.rejections[0].reason), (status, reason), "{body}");
        assert_eq!(received.not_persisted().status(), status);
    }
    let two = post(&receiver, format!("{{\"value\": [{item},{item}]}}")).await;
    assert_eq!(two.notifications.len(), 2);
}

#[tokio::test]
async fn deep_bodies_do_not_exhaust_the_stack() {
    let deep = "[".repeat(1_000_000);
    let data = format!("{deep}{}", "]".repeat(1_000_000));
    let item = format!(r#"{{"subscriptionId":"s","clientState":"new secret","changeType":"x","resourceData":{data}}}"#);
    let received = post(&receiver(), format!("{{\"value\": [{item}]}}")).await;
    assert!(received.notifications[0].resource_id().is_none());
    for body in [deep.clone(), format!("{{\"value\": {deep}"), "{\"value\":".repeat(100_000)] {
        assert_eq!(post(&receiver(), body).await.response.status(), StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn cloud_events_of_event_grid_are_read() {
    let data = json!({"subscriptionId": "s", "clientState": "new secret", "changeType": "updated"});
    let event = json!({"specversion": "1.0", "id": "1", "type": "Microsoft.Graph.UserUpdated", "data": data});
    for body in [event.to_string(), json!([event, event]).to_string()] {
        let received = receiver().read(body.as_bytes(), SystemTime::now()).await;
        assert!(!received.notifications.is_empty() && received.rejections.is_empty(), "{received:?}");
    }
}

proptest! {
    /// Whatever a sender sends: an answer, and no notification without the secret.
    #[test]
    fn arbitrary_bodies_are_answered(body in prop::collection::vec(any::<u8>(), 0..200), query in ".{0,40}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let received = runtime.block_on(receiver().receive(&Method::POST, Some(&query), &body));
        prop_assert!(received.notifications.is_empty());
    }

    /// Bodies that are nearly right.
    #[test]
    fn changed_bodies_are_answered(at in 0..200_usize, byte in any::<u8>(), length in 0..200_usize) {
        let item = json!({
            "subscriptionId": "s", "clientState": "new secret", "changeType": "created", "tenantId": "t",
            "resourceData": {"id": "x"}, "encryptedContent": {"data": "AAAA"},
        });
        let mut body = json!({"value": [item], "validationTokens": ["a.b.c"]}).to_string().into_bytes();
        let end = body.len();
        body[at % end] = byte;
        body.truncate(end - length.min(end) / 4);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let received = runtime.block_on(post(&receiver(), &body));
        prop_assert!(received.notifications.len() <= 1);
    }
}
