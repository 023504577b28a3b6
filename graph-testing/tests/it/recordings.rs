//! Recordings, and their replay.

use std::path::PathBuf;

use graph_runtime::{Body, ReqwestTransport};
use graph_testing::{Pages, Recorder, Response, Server};

use crate::{
    failure,
    graph::{GraphService, User, UserChangePassword},
    user,
};

const ID: &str = "047dd774-f1c4-40f2-82f0-278de79f9b83";

/// Calls a service: what an application does.
async fn application(service: &GraphService, id: &str) -> Vec<String> {
    let ann = service.users().by_id(id).get().send().await.unwrap();
    let mut names = vec![ann.mail.clone().unwrap_or_default()];
    let mut items = service.users().get().items();
    while let Some(user) = items.next().await {
        names.push(user.unwrap().display_name.clone().unwrap());
    }
    let passwords = Body::new().set(UserChangePassword::CURRENT_PASSWORD, "hunter2");
    let passwords = passwords.set(UserChangePassword::NEW_PASSWORD, "hunter3");
    service.users().by_id(id).change_password(passwords).send().await.unwrap();
    let photo = service.users().by_id(id).photo().download().send().await.unwrap();
    names.push(format!("{:?}", photo.bytes()));
    names
}

#[tokio::test]
async fn recordings_have_no_secrets_and_can_be_replayed() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("recorded.jsonl");
    let real = Server::start().await.unwrap();
    let service = GraphService::new(real.client());
    let ann = User { mail: Some("ann@contoso.com".to_owned()), ..user(ID, "Ann") };
    real.when(service.users().by_id(ID).get()).answers(ann);
    real.when(service.users().get()).answers(Pages::of_size(1, [user("a", "Ann"), user("b", "Bob")]));
    let passwords = Body::new().set(UserChangePassword::CURRENT_PASSWORD, "");
    real.when(service.users().by_id(ID).change_password(passwords)).any_body().answers(Response::no_content());
    real.when(service.users().by_id(ID).photo().download())
        .answers(Response::redirect(&real.url("/storage?sig=hunter4")));
    real.when_request("GET", &real.url("/storage?sig=hunter4"))
        .answers(Response::content("image/png", vec![0xff, 0xfe]));

    let transport = ReqwestTransport::new().unwrap();
    let recorder = Recorder::create(&file, transport).unwrap().with_root(real.base_url()).hide_ids();
    let client = real.client_builder().transport(recorder).build().unwrap();
    let recorded = application(&GraphService::new(client), ID).await;
    real.verify();

    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().count(), 6, "{text}");
    for secret in ["hunter", "Bearer", "graph-testing", "contoso", ID, "127.0.0.1"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }

    for server in [Server::in_memory(), Server::start().await.unwrap()] {
        server.replay(&file).unwrap();
        let service = GraphService::new(server.client());
        let replayed = application(&service, "00000000-0000-0000-0000-000000000001").await;
        assert_eq!(replayed[0], "name1@example.com");
        assert_eq!(replayed[1..], recorded[1..]);
        server.verify();
        assert!(service.users().get().send().await.is_err(), "recorded once");
        assert!(failure(server).contains("recorded at "));
    }
}

#[test]
fn errors_in_a_recording_have_a_line() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("invalid.jsonl");
    std::fs::write(&file, "\n{}\n").unwrap();
    let problem = Server::in_memory().replay(&file).unwrap_err().to_string();
    assert!(problem.contains("invalid.jsonl:2: the request has no `method`"), "{problem}");
}
