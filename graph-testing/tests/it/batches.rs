//! Batches in JSON and multipart: dependencies, change sets, and what happens to their tenant.

use graph_runtime::{
    Batch, Body, Client, Error, ErrorKind, Object, ServiceProfile,
    http::Method,
    profile::{BindSyntax, KeySyntax},
};
use graph_testing::{Response, Server, Tenant};
use serde_json::{Value, json};

use crate::{
    graph::{GraphService, User},
    user,
};

/// A server in memory or on loopback with a tenant, and a client in each format.
async fn servers() -> Vec<(Server, Tenant, Client)> {
    let mut all = Vec::new();
    for profile in [ServiceProfile::V4_0, ServiceProfile::V4_01.with_bind_syntax(BindSyntax::Annotation)] {
        let profile = profile.with_key_syntax(KeySyntax::Segment);
        for server in [Server::in_memory(), Server::start().await.unwrap()] {
            let tenant = Tenant::new();
            tenant.add("users", user("a", "Ann"));
            server.serve(&tenant);
            let client = server.client_builder().profile(profile.clone()).build().unwrap();
            all.push((server, tenant, client));
        }
    }
    all
}

fn rename(service: &GraphService, id: &str, name: &str) -> graph_runtime::Write<Option<Object<User>>> {
    service.users().by_id(id).update(Body::new().set(User::DISPLAY_NAME, name))
}

fn new(name: &str) -> Body<User> {
    Body::new().set(User::DISPLAY_NAME, name)
}

#[tokio::test]
async fn batches_have_both_formats() {
    for (server, tenant, client) in servers().await {
        let service = GraphService::new(client.clone());
        server.when(service.users().by_id("x").get()).answers(Response::error(404, "NotFound", "No."));
        server
            .when(service.users().by_id("a").photo().download())
            .answers(Response::content("image/png", "\r\n--b\r\n"));
        let mut batch = Batch::new(&client);
        let read = batch.add(service.users().by_id("a").get());
        let missing = batch.add(service.users().by_id("x").get());
        let photo = batch.add(service.users().by_id("a").photo().download());
        let renamed = batch.add(rename(&service, "a", "Anna").if_match("*"));
        let mut responses = batch.send().await;
        assert_eq!(responses.take(read).unwrap().display_name.as_deref(), Some("Ann"));
        assert!(responses.take(missing).unwrap_err().is_not_found());
        assert_eq!(responses.take(photo).unwrap().bytes(), "\r\n--b\r\n");
        assert!(responses.take(renamed).unwrap().is_none());
        assert_eq!(tenant.get::<User>("users", "a").unwrap().display_name.as_deref(), Some("Anna"));
        let requests = server.requests();
        let parts: Vec<_> = requests.iter().filter(|request| request.is_batch_part()).collect();
        assert_eq!((requests.len(), parts.len()), (5, 4));
        assert!(parts.iter().all(|part| part.access_token() == requests[0].access_token()), "the token of the batch");
    }
}

#[tokio::test]
async fn change_sets_are_executed_as_a_whole_or_not_at_all() {
    for (server, tenant, client) in servers().await {
        let service = GraphService::new(client.clone());
        let send = async |id: &str| -> (Result<Object<User>, Error>, Result<_, Error>, Result<_, Error>) {
            let mut batch = Batch::new(&client);
            let (created, renamed) = batch
                .change_set(|set| (set.add(service.users().create(new("New"))), set.add(rename(&service, id, "Anna"))));
            let after = batch.add(service.users().by_id("a").get());
            let mut responses = batch.send().await;
            (responses.take(created), responses.take(renamed), responses.take(after))
        };
        // The second call fails, so that the first one is undone. Later calls are executed.
        let (created, renamed, after) = send("nobody").await;
        assert!(renamed.unwrap_err().is_not_found());
        let undone = created.unwrap_err();
        assert!(undone.is_not_found() || undone.kind() == ErrorKind::FailedDependency, "{undone:#}");
        assert_eq!((tenant.count("users"), after.unwrap().display_name.as_deref()), (1, Some("Ann")));

        let (created, renamed, after) = send("a").await;
        assert!(created.unwrap().id.is_some() && renamed.is_ok());
        assert_eq!((tenant.count("users"), after.unwrap().display_name.as_deref()), (2, Some("Anna")));

        // An expected error undoes what the tenant has done too.
        server.when_request("DELETE", "/users/a").answers(Response::error(403, "Forbidden", "No."));
        let mut batch = Batch::new(&client);
        let (renamed, deleted) = batch
            .change_set(|set| (set.add(rename(&service, "a", "Undone")), set.add(service.users().by_id("a").delete())));
        let mut responses = batch.send().await;
        assert!(responses.take(renamed).is_err() && responses.take(deleted).is_err());
        assert_eq!(tenant.get::<User>("users", "a").unwrap().display_name.as_deref(), Some("Anna"));
    }
}

#[tokio::test]
async fn later_calls_refer_to_new_entities() {
    for (server, tenant, client) in servers().await {
        let service = GraphService::new(client.clone());
        let mut batch = Batch::new(&client);
        let (created, renamed) = batch.change_set(|set| {
            let created = set.add(service.users().create(new("New")));
            let renamed = set.add(service.users().by_id(&created).update(new("Renamed")));
            (created, renamed)
        });
        let mut responses = batch.send().await;
        let id = responses.take(created).unwrap().id.clone().unwrap();
        assert!(responses.take(renamed).is_ok());
        assert_eq!(tenant.get::<User>("users", &id).unwrap().display_name.as_deref(), Some("Renamed"));
        let paths: Vec<String> = server.requests().iter().map(|request| request.path().to_owned()).collect();
        assert!(paths[2].starts_with("/$"), "{paths:?}");
    }
}

#[tokio::test]
async fn dependent_calls_fail_with_the_first() {
    let server = Server::in_memory();
    let tenant = Tenant::new();
    tenant.add("users", user("a", "Ann"));
    server.serve(&tenant);
    let client = server.client();
    let service = GraphService::new(client.clone());
    let mut batch = Batch::new(&client);
    let first = batch.add(rename(&service, "nobody", "X"));
    let second = batch.add_after(rename(&service, "a", "Y"), [first.id()]);
    let third = batch.add_after(rename(&service, "a", "Z"), [second.id()]);
    let alone = batch.add(service.users().by_id("a").get());
    let mut responses = batch.send().await;
    assert!(responses.take(first).unwrap_err().is_not_found());
    for dependent in [second, third] {
        assert_eq!(responses.take(dependent).unwrap_err().kind(), ErrorKind::FailedDependency);
    }
    assert_eq!(responses.take(alone).unwrap().display_name.as_deref(), Some("Ann"));
    // What is not executed is not received.
    assert_eq!(server.requests().len(), 3);
}

fn status(error: &Error) -> u16 {
    error.service_error().map_or(0, |error| error.status().as_u16())
}

/// Sends a batch in JSON, and returns its status and the statuses of its calls by id.
async fn statuses(server: &Server, requests: Value) -> Result<Vec<(String, u64)>, u16> {
    let request = server.client().request(Method::POST, "/$batch").json(&json!({ "requests": requests }));
    let response = request.send().await.map_err(|error| status(&error))?;
    let body: Value = serde_json::from_slice(response.bytes()).unwrap();
    let responses = body["responses"].as_array().unwrap().iter();
    let mut statuses: Vec<(String, u64)> = responses
        .map(|response| (response["id"].as_str().unwrap().to_owned(), response["status"].as_u64().unwrap()))
        .collect();
    statuses.sort();
    Ok(statuses)
}

#[tokio::test]
async fn groups_may_depend_on_each_other() {
    let server = Server::in_memory();
    let tenant = Tenant::new();
    tenant.add("users", user("a", "Ann"));
    server.serve(&tenant);
    let patch = |id: &str, group: &str, user: &str, after: Value| {
        json!({
            "id": id, "atomicityGroup": group, "method": "patch", "url": format!("users/{user}"), "dependsOn": after,
            "headers": { "content-type": "application/json" }, "body": { "displayName": id },
        })
    };
    let found = statuses(
        &server,
        json!([
            patch("1", "g1", "a", json!([])),
            patch("2", "g1", "nobody", json!([])),
            patch("3", "g1", "a", json!([])),
            patch("4", "g2", "a", json!(["g1"])),
            patch("5", "g3", "a", json!([])),
        ]),
    );
    let expected = [("1", 424), ("2", 404), ("3", 424), ("4", 424), ("5", 204)];
    assert_eq!(found.await.unwrap(), expected.map(|(id, status)| (id.to_owned(), status)));
    assert_eq!(tenant.get_json("users", "a").unwrap()["displayName"], "5");

    let get = |id: &str, after: Value| json!({ "id": id, "method": "GET", "url": "/users/a", "dependsOn": after });
    for (requests, message) in [
        (json!([]), "no calls"),
        (json!([get("1", json!(["2"])), get("2", json!([]))]), "a later call"),
        (json!([get("1", json!([])), get("1", json!([]))]), "the same id"),
        (json!([get("", json!([]))]), "no id"),
        (json!([{ "id": "1", "method": "GET" }]), "no URL"),
        (Value::Array((0..21).map(|id| get(&id.to_string(), json!([]))).collect()), "too many for Graph"),
    ] {
        assert_eq!(statuses(&server, requests).await, Err(400), "{message}");
    }
}

/// Sends a batch in multipart with this text.
async fn multipart(server: &Server, text: &str, prefer: &str) -> (u16, String) {
    let request = server.client().request(Method::POST, "/$batch");
    let body = text.replace('\n', "\r\n");
    let request = request.body(body, "multipart/mixed; boundary=b").header("prefer", prefer);
    match request.send().await {
        Ok(response) => (200, String::from_utf8_lossy(response.bytes()).into_owned()),
        Err(error) => (status(&error), format!("{error:#}")),
    }
}

#[tokio::test]
async fn multipart_stops_at_an_error_unless_it_should_continue() {
    let server = Server::in_memory();
    let tenant = Tenant::new();
    tenant.add("users", user("a", "Ann"));
    server.serve(&tenant);
    let call = |url: &str| format!("--b\nContent-Type: application/http\n\nGET {url} HTTP/1.1\n\n\n");
    let text = format!("{}{}--b--\n", call("users/nobody"), call("/v1.0/users/a"));
    let (status, body) = multipart(&server, &text, "x").await;
    assert_eq!((status, body.matches("HTTP/1.1 ").count()), (200, 1), "{body}");
    assert!(body.contains("HTTP/1.1 404 Not Found"), "{body}");
    let (_, body) = multipart(&server, &text, "respond-async, continue-on-error").await;
    assert_eq!(body.matches("HTTP/1.1 ").count(), 2, "{body}");

    let set = "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: application/http\n\n";
    for (text, message) in [
        ("".to_owned(), "closing delimiter"),
        ("--b--\n".to_owned(), "1 to 1000 calls"),
        ("--b\nContent-Type: text/plain\n\nx\n--b--\n".to_owned(), "not `application/http`"),
        ("--b\nContent-Type: application/http\n\nGET\n\n--b--\n".to_owned(), "no valid request line"),
        (format!("{set}GET users HTTP/1.1\n\n\n--c--\n--b--\n"), "only calls that change something"),
    ] {
        let (status, body) = multipart(&server, &text, "x").await;
        assert!(status == 400 && body.contains(message), "{message}: {status} {body}");
    }
}
