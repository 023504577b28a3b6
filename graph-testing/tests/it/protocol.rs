//! Batches, delta queries, long-running work, upload sessions, throttling, claims and redirects.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use graph_runtime::{
    AccessToken, Batch, Body, BoxFuture, Bytes, Change, Credential, Removal, TokenRequest, UploadBody,
};
use graph_testing::{Changes, LongRunning, Response, Server, UploadSession};

use crate::{
    graph::{DriveItem, GraphService, User},
    in_memory, user,
};

#[tokio::test]
async fn the_calls_of_a_batch_are_expected_one_by_one() {
    for server in [Server::in_memory(), Server::start().await.unwrap()] {
        let service = GraphService::new(server.client());
        let by = |id: &str| service.users().by_id(id);
        let rename = || by("a").update(Body::new().set(User::DISPLAY_NAME, "Anna")).if_match("*");
        server.when(by("a").get()).answers(user("a", "Ann"));
        server.when(by("b").get()).answers(Response::error(404, "Request_ResourceNotFound", "No."));
        server.when(by("a").photo().download()).answers(Response::content("image/png", vec![0xff, 0xfe]));
        server.when(rename()).answers(Response::no_content());

        let mut batch = Batch::new(&server.client());
        let (ann, bob) = (batch.add(by("a").get()), batch.add(by("b").get()));
        let (photo, renamed) = (batch.add(by("a").photo().download()), batch.add(rename()));
        let mut responses = batch.send().await;
        assert_eq!(responses.take(ann).unwrap().display_name.as_deref(), Some("Ann"));
        assert!(responses.take(bob).unwrap_err().is_not_found());
        assert_eq!(responses.take(photo).unwrap().bytes(), &[0xff, 0xfe][..]);
        assert!(responses.take(renamed).unwrap().is_none());
        let requests = server.requests();
        assert_eq!(requests.iter().filter(|request| request.is_batch_part()).count(), 4);
        assert_eq!(requests[0].path(), "/$batch");
    }
}

#[tokio::test(start_paused = true)]
async fn a_throttled_call_of_a_batch_is_sent_again() {
    let (server, service) = in_memory();
    let get = || service.users().by_id("a").get();
    server.when(get()).answers(Response::throttled(Duration::from_secs(3))).then(user("a", "Ann"));
    let mut batch = Batch::new(&server.client());
    let ticket = batch.add(get());
    let begun = tokio::time::Instant::now();
    let mut responses = batch.send().await;
    assert_eq!(responses.take(ticket).unwrap().display_name.as_deref(), Some("Ann"));
    assert!(begun.elapsed() >= Duration::from_secs(3));
}

#[tokio::test]
async fn deltas_have_removed_items_pages_and_a_token() {
    let (server, service) = in_memory();
    let changes = Changes::of([user("a", "Ann"), user("b", "Bob")]).removed("c", Removal::Changed).page_size(2);
    server.when(service.users().delta()).answers(changes.token("t 1"));
    let first = service.users().delta().send().await.unwrap();
    assert_eq!((first.len(), first.delta_link()), (2, None));
    let last = first.next(&server.client()).unwrap().send().await.unwrap();
    assert!(matches!(&last[0], Change::Removed(removed) if removed.reason == Removal::Changed));
    let link = last.delta_link().unwrap().to_owned();
    assert_eq!(link, "https://graph.microsoft.com/v1.0/users/delta()?$deltatoken=t 1".replace(' ', "%20"));

    let resume = || server.client().resume_delta::<User>(link.as_str());
    server.when(resume()).answers([user("b", "Bobby")]);
    assert_eq!(resume().send().await.unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn long_running_work_succeeds_or_fails() {
    let (server, service) = in_memory();
    let copy = || service.drives().by_id("d").items().by_id("i").copy(Body::new());
    server.when(copy()).answers(LongRunning::new().running(50.0));
    copy().begin().await.unwrap().wait().await.unwrap();
    server.when(copy()).answers(LongRunning::new().running(50.0).fails("quotaLimitReached", "The drive is full."));
    let error = copy().begin().await.unwrap().result().await.unwrap_err();
    assert!(error.to_string().contains("The drive is full."), "{error}");
}

#[tokio::test]
async fn upload_sessions_receive_chunks() {
    for server in [Server::in_memory(), Server::start().await.unwrap()] {
        let client = server.client();
        let service = GraphService::new(client.clone());
        let create = || service.drives().by_id("d").items().by_id("i").create_upload_session(Body::new());
        let session = UploadSession::new(DriveItem { name: Some("a".to_owned()), ..graph_runtime::empty() });
        server.when(create()).answers(session.clone());
        let content = Bytes::from((0..1_000_000).map(|number: u32| number.to_le_bytes()[0]).collect::<Vec<u8>>());
        let mut upload = client.upload_session::<DriveItem>(&create().send().await.unwrap()).unwrap();
        upload = upload.chunk_size(320 << 10).unwrap();
        assert_eq!(upload.upload(content.clone()).await.unwrap().name.as_deref(), Some("a"));
        assert!(session.is_done() && session.received() == content);
        let chunks = server.requests().into_iter().filter(|request| request.method() == "PUT");
        assert_eq!(chunks.filter(|chunk| chunk.access_token().is_none()).count(), 4);
    }
}

#[tokio::test]
async fn streams_are_expected_as_bytes() {
    let server = Server::start().await.unwrap();
    let service = GraphService::new(server.client());
    let item = || service.drives().by_id("d").items().by_id("i");
    server.when(item().upload_content("")).any_body().answers(Response::no_content());
    let stream = UploadBody::reader(7, std::io::Cursor::new(b"content"));
    item().upload_content(stream).send().await.unwrap();
    assert_eq!(&server.requests()[0].bytes()[..], b"content");
}

/// A credential that writes down the claims that it is asked for.
struct Claims(Arc<Mutex<Vec<Option<String>>>>);

impl Credential for Claims {
    fn token<'a>(
        &'a self,
        request: &'a TokenRequest,
    ) -> BoxFuture<'a, Result<AccessToken, Box<dyn std::error::Error + Send + Sync>>> {
        self.0.lock().unwrap().push(request.claims.as_deref().map(str::to_owned));
        Box::pin(std::future::ready(Ok(AccessToken::new("token", None))))
    }

    fn supports(&self, _: &TokenRequest) -> bool {
        true
    }
}

#[tokio::test]
async fn a_claims_challenge_requests_a_token_with_claims() {
    let server = Server::in_memory();
    let asked = Arc::default();
    let client = server.client_builder().credential(Claims(Arc::clone(&asked))).build().unwrap();
    let service = GraphService::new(client);
    let claims = r#"{"access_token":{"nbf":{"essential":true}}}"#;
    server.when(service.users().get()).answers(Response::claims_challenge(claims)).then([user("a", "Ann")]);
    service.users().get().send().await.unwrap();
    assert_eq!(*asked.lock().unwrap(), [None, Some(claims.to_owned())]);
}

#[tokio::test]
async fn content_may_be_stored_elsewhere() {
    let (server, service) = in_memory();
    let content = || service.drives().by_id("d").items().by_id("i").download_content();
    server.when(content()).answers(Response::redirect("https://storage.example.com/a?tempauth=x"));
    server
        .when_request("GET", "https://storage.example.com/a?tempauth=x")
        .answers(Response::content("text/plain", "content"));
    assert_eq!(content().send().await.unwrap().bytes(), "content");
    assert_eq!(server.requests()[1].access_token(), None);
}

#[tokio::test]
async fn content_may_be_stored_outside_the_root() {
    let server = Server::start().await.unwrap();
    let service = GraphService::new(server.client());
    let content = || service.drives().by_id("d").items().by_id("i").download_content();
    server.when(content()).answers(Response::redirect(&server.url("/storage/a")));
    server.when_request("GET", &server.url("/storage/a")).answers(Response::content("text/plain", "content"));
    assert!(!server.url("/storage/a").contains("/v1.0"));
    let mut text = Vec::new();
    content().stream().await.unwrap().write_to(&mut text).await.unwrap();
    assert_eq!(text, b"content");
}
