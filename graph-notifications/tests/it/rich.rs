//! Notifications with resource data: what is accepted, and that everything else is refused.

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use graph_derive::Projection;
use graph_notifications::{KeySource, KeySourceError, Part, Reason, Received, Receiver, ResourceErrorKind};
use graph_runtime::{BoxFuture, Bytes, codegen as rt, http::StatusCode};
use serde_json::{Value, json};

use crate::vectors::Vectors;

struct User {
    id: Option<String>,
    display_name: Option<String>,
}

impl rt::Structured for User {
    const TYPE_NAME: &'static str = "microsoft.graph.user";

    fn properties() -> &'static [&'static str] {
        &["id", "displayName"]
    }

    fn build(from: &mut rt::PropertyReader<'_>) -> Self {
        Self { id: from.property(), display_name: from.property() }
    }

    fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) {
        to.put(&self.id);
        to.put(&self.display_name);
    }
}

impl User {
    const ID: rt::Property<Self, String, rt::NotNull> = rt::property("id");
    const DISPLAY_NAME: rt::Property<Self, String> = rt::property("displayName");
}

#[derive(Debug, Projection)]
#[projection(User)]
struct Row {
    id: String,
    #[projection(rename = "display_name")]
    name: Option<String>,
}

#[derive(Debug, Projection)]
#[projection(User)]
struct Numbered {
    #[projection(rename = "id", try_from)]
    #[expect(dead_code)]
    number: Number,
}

#[derive(Debug)]
#[expect(dead_code)]
struct Number(u8);

impl TryFrom<String> for Number {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

struct Group;

impl rt::Structured for Group {
    const TYPE_NAME: &'static str = "microsoft.graph.group";

    fn properties() -> &'static [&'static str] {
        &[]
    }

    fn build(_: &mut rt::PropertyReader<'_>) -> Self {
        Self
    }

    fn write<'a>(&'a self, _: &mut rt::PropertyWriter<'a>) {}
}

/// Whatever was refused, the sender sees the same response.
fn refused(received: &Received) -> Vec<(Part, Reason)> {
    assert_eq!(received.response.status(), StatusCode::ACCEPTED);
    assert!(received.response.body().is_empty());
    received.rejections.iter().map(|rejection| (rejection.part, rejection.reason)).collect()
}

fn token(vectors: &Vectors) -> &str {
    vectors.get("tokens")["version 2"].as_str().unwrap()
}

fn reason(name: &Value) -> String {
    name.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn contents_are_decrypted() {
    let vectors = Vectors::new();
    let receiver = vectors.receiver();
    for (name, content) in vectors.entries("contents") {
        let received = vectors.send(&receiver, &[vectors.item(content)], &[token(&vectors)]).await;
        assert_eq!(refused(&received), [], "{name}");
        let [notification] = &*received.notifications else { panic!("{name}") };
        assert!(notification.is_encrypted(), "{name}");
        let is_user = ["AES-256", "AES-128", "AES-192", "old certificate"].contains(&name);
        if is_user {
            assert_eq!(notification.resource_json(), Some(vectors.text("resource")), "{name}");
            let user = notification.resource::<User>().unwrap();
            assert_eq!(user.id.as_deref(), Some("87d349ed"));
            assert_eq!(user.display_name.as_deref(), Some("Ädele 😀"));
            let row: Row = notification.project().unwrap();
            assert_eq!((row.id.as_str(), row.name.as_deref()), ("87d349ed", Some("Ädele 😀")));
            let error = notification.project::<Numbered>().unwrap_err();
            assert_eq!(error.kind(), ResourceErrorKind::Field);
            assert!(error.source().unwrap().to_string().starts_with("id: the value is not a valid `"));
            assert_eq!(notification.resource::<Group>().unwrap_err().kind(), ResourceErrorKind::Type);
        }
        // The id that was encrypted counts, and not the one beside it.
        let id = if name == "one block" { "123456" } else { "87d349ed" };
        assert!(name == "long" || notification.resource_id().as_deref() == Some(id), "{name}");
        let shown = format!("{notification:?} {received:?}");
        assert!(!shown.contains("dele") && !shown.contains("the secret"), "{shown}");
    }
}

#[tokio::test]
async fn tokens_of_both_versions_are_valid() {
    let vectors = Vectors::new();
    let receiver = vectors.receiver();
    for (name, token) in vectors.entries("tokens") {
        let is_ours = name != "other tenant";
        let item = vectors.item(&vectors.get("contents")["AES-256"]);
        let received = vectors.send(&receiver, &[item], &[token.as_str().unwrap()]).await;
        let expected = if is_ours { vec![] } else { vec![(Part::Item(0), Reason::NoToken)] };
        assert_eq!(refused(&received), expected, "{name}");
    }
}

#[tokio::test]
async fn each_wrong_token_is_refused() {
    let vectors = Vectors::new();
    let item = vectors.item(&vectors.get("contents")["AES-256"]);
    for (name, bad) in vectors.entries("badTokens") {
        // A new receiver, so that unknown keys are looked for each time.
        let received =
            vectors.send(&vectors.receiver(), std::slice::from_ref(&item), &[bad["token"].as_str().unwrap()]).await;
        let found = refused(&received);
        let [(Part::Token(0), found), (Part::Item(0), Reason::NoToken)] = &*found else { panic!("{name}: {found:?}") };
        assert_eq!(format!("{found:?}"), reason(&bad["reason"]), "{name}");
        assert!(received.notifications.is_empty(), "{name}");
    }
    let received = vectors.send(&vectors.receiver(), &[item], &[]).await;
    assert_eq!(refused(&received), [(Part::Item(0), Reason::NoToken)]);
}

#[tokio::test]
async fn each_wrong_content_is_refused() {
    let vectors = Vectors::new();
    let receiver = vectors.receiver();
    for (name, bad) in vectors.entries("badContents") {
        let received = vectors.send(&receiver, &[vectors.item(&bad["content"])], &[token(&vectors)]).await;
        let found = refused(&received);
        let [(Part::Item(0), found)] = &*found else { panic!("{name}: {found:?}") };
        assert_eq!(format!("{found:?}"), reason(&bad["reason"]), "{name}");
        assert!(received.notifications.is_empty(), "{name}");
    }
}

/// Changes a text at several places, and its length.
fn tampered(text: &str) -> Vec<String> {
    let mut all = vec![String::new(), format!("{text}AAAA"), text.chars().rev().collect(), text[4..].to_owned()];
    all.push(text[..text.len() - 4].to_owned());
    let places = [0, 1, text.len() / 3, text.len() / 2, text.len() - 5];
    all.extend(places.into_iter().map(|at| {
        let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
        format!("{}{other}{}", &text[..at], &text[at + 1..])
    }));
    all.retain(|changed| changed != text);
    all
}

#[tokio::test]
async fn each_tampered_field_is_refused() {
    let vectors = Vectors::new();
    let receiver = vectors.receiver();
    let content = &vectors.get("contents")["AES-256"];
    for field in ["data", "dataKey", "dataSignature", "encryptionCertificateId"] {
        let text = content[field].as_str().unwrap();
        let changes = if field == "encryptionCertificateId" { vec!["old".into(), "ne".into()] } else { tampered(text) };
        for change in changes {
            let mut content = content.clone();
            content[field] = change.as_str().into();
            let received = vectors.send(&receiver, &[vectors.item(&content)], &[token(&vectors)]).await;
            assert_eq!(refused(&received).len(), 1, "{field} {change}");
            assert!(received.notifications.is_empty(), "{field} {change}");
        }
    }
    for change in tampered(token(&vectors)) {
        let received = vectors.send(&vectors.receiver(), &[vectors.item(content)], &[&change]).await;
        assert_eq!(refused(&received).len(), 2, "{change}");
    }
}

#[tokio::test]
async fn each_item_needs_a_token_of_its_tenant() {
    let vectors = Vectors::new();
    let receiver = vectors.receiver();
    let ours = vectors.item(&vectors.get("contents")["AES-256"]);
    let mut theirs = vectors.item(&vectors.get("contents")["AES-128"]);
    theirs["tenantId"] = vectors.get("otherTenant").clone();
    let mut nobodys = ours.clone();
    nobodys.as_object_mut().unwrap().remove("tenantId");
    let mut forged = ours.clone();
    forged["clientState"] = "guessed".into();
    let items = [ours, theirs, nobodys, forged];
    let received = vectors.send(&receiver, &items, &[token(&vectors)]).await;
    assert_eq!(received.notifications.len(), 1);
    let expected =
        [(Part::Item(3), Reason::ClientState), (Part::Item(1), Reason::NoToken), (Part::Item(2), Reason::NoToken)];
    assert_eq!(refused(&received), expected);
    let other = vectors.get("tokens")["other tenant"].as_str().unwrap();
    let received = vectors.send(&receiver, &items, &[token(&vectors), other]).await;
    assert_eq!(received.notifications.len(), 2);
}

#[tokio::test]
async fn a_receiver_without_keys_refuses_what_is_encrypted() {
    let vectors = Vectors::new();
    let receiver = Receiver::builder().client_state(vectors.text("clientState")).build().unwrap();
    let mut plain = vectors.item(&Value::Null);
    plain["id"] = "plain".into();
    let items = [vectors.item(&vectors.get("contents")["AES-256"]), plain];
    let received = vectors.send(&receiver, &items, &[token(&vectors)]).await;
    assert_eq!(refused(&received), [(Part::Item(0), Reason::NotExpected)]);
    assert_eq!(received.notifications[0].id(), Some("plain"));
    assert_eq!(received.notifications[0].resource::<User>().unwrap().id.as_deref(), Some("87d349ed"));
}

#[test]
fn incomplete_settings_are_errors() {
    let vectors = Vectors::new();
    let key = vectors.get("keys")["new"].as_str().unwrap();
    let builder = || Receiver::builder().client_state("a");
    for (builder, message) in [
        (builder().key("a", key), "validates no tokens"),
        (builder().tokens(vectors.validator(), vectors.keys()), "cannot decrypt"),
        (builder().key("a", "-----BEGIN PRIVATE KEY-----"), "not an RSA private key"),
        (builder().key("a", vectors.text("smallKey")), "less than 2048 bits"),
        (builder().key("a", key).key("a", key), "same certificate id"),
    ] {
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
    let shown = format!("{:?}", vectors.receiver());
    assert!(!shown.contains("PRIVATE") && shown.contains("new"), "{shown}");
}

/// Counts, and fails as often as it says.
#[derive(Debug)]
struct Counting {
    fetches: Arc<AtomicUsize>,
    document: Option<Bytes>,
}

impl KeySource for Counting {
    fn fetch(&self) -> BoxFuture<'_, Result<Bytes, KeySourceError>> {
        self.fetches.fetch_add(1, Ordering::Relaxed);
        let document = self.document.clone().ok_or_else(|| "unreachable".into());
        Box::pin(std::future::ready(document))
    }
}

#[tokio::test]
async fn notifications_wait_for_keys_that_cannot_be_fetched() {
    let vectors = Vectors::new();
    let item = vectors.item(&vectors.get("contents")["AES-256"]);
    let broken = [None, Some(Bytes::new()), Some(Bytes::from_static(b"{\"keys\": []}"))];
    for document in broken {
        let source = Counting { fetches: Arc::default(), document };
        let receiver = vectors.builder().tokens(vectors.validator(), source).build().unwrap();
        let plain = vectors.item(&Value::Null);
        let received = vectors.send(&receiver, &[plain.clone(), item.clone()], &[token(&vectors)]).await;
        // Graph sends the request again, so none of its items is delivered now.
        assert_eq!(received.response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(received.notifications.is_empty());
        assert_eq!(received.rejections[0].reason, Reason::KeysUnavailable);
        let received = vectors.send(&receiver, &[plain], &[token(&vectors)]).await;
        assert_eq!(received.notifications.len(), 1);
    }
}

#[tokio::test]
async fn strangers_do_not_make_the_receiver_fetch_keys() {
    let vectors = Vectors::new();
    let fetches = Arc::new(AtomicUsize::new(0));
    let document = Some(vectors.get("jwks").to_string().into());
    let source = Counting { fetches: Arc::clone(&fetches), document };
    let receiver = vectors.builder().tokens(vectors.validator(), source).build().unwrap();
    let item = vectors.item(&vectors.get("contents")["AES-256"]);
    let mut forged = item.clone();
    forged["clientState"] = "guessed".into();
    for items in [&[forged][..], &[vectors.item(&Value::Null)], &[]] {
        vectors.send(&receiver, items, &[token(&vectors)]).await;
    }
    assert_eq!(fetches.load(Ordering::Relaxed), 0);
    let unknown = vectors.get("badTokens")["unknown key"]["token"].as_str().unwrap();
    for _ in 0..5 {
        vectors.send(&receiver, std::slice::from_ref(&item), &[unknown, token(&vectors)]).await;
    }
    assert_eq!(fetches.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn tokens_are_bounded_in_number_and_size() {
    let vectors = Vectors::new();
    let mut limits = graph_notifications::Limits::default();
    limits.tokens = 2;
    limits.token_size = token(&vectors).len();
    let receiver = vectors.builder().tokens(vectors.validator(), vectors.keys()).limits(limits).build().unwrap();
    let item = vectors.item(&vectors.get("contents")["AES-256"]);
    let received = vectors.send(&receiver, std::slice::from_ref(&item), &["x", token(&vectors)]).await;
    assert_eq!(received.notifications.len(), 1);
    let received = vectors.send(&receiver, std::slice::from_ref(&item), &["x", "x", token(&vectors)]).await;
    assert_eq!(received.response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let long = format!("{}A", token(&vectors));
    let received = vectors.send(&receiver, std::slice::from_ref(&item), &[&long]).await;
    assert_eq!(refused(&received)[0], (Part::Token(0), Reason::TokenMalformed));
    let body = json!({"value": [item], "validationTokens": [1, null, {}]}).to_string();
    let received = receiver.read(body.as_bytes(), vectors.now()).await;
    assert_eq!(received.response.status(), StatusCode::PAYLOAD_TOO_LARGE);
}
