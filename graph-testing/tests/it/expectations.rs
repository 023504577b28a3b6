//! What is expected, and what is answered.

use graph_runtime::{Body, Bytes, http::Method};
use graph_testing::{Pages, Response, Server};

use crate::{
    graph::{GraphService, User},
    in_memory, user,
};

/// Calls with every kind of output, on a server.
async fn calls_of_all_kinds(server: Server) {
    let service = GraphService::new(server.client());
    let ann = || service.users().by_id("ann@contoso.com");

    server.when(ann().get().select((User::ID, User::DISPLAY_NAME))).answers(user("a", "Ann"));
    let found = ann().get().select((User::DISPLAY_NAME, User::ID)).send().await.unwrap();
    assert_eq!(found.display_name.as_deref(), Some("Ann"));

    server.when(service.users().get().top(5)).answers([user("a", "Ann"), user("b", "Bob")]);
    let page = service.users().get().top(5).send().await.unwrap();
    assert_eq!((page.len(), page.next_link()), (2, None));

    server.when(service.users().count()).answers(42_i64);
    assert_eq!(service.users().count().send().await.unwrap(), 42);

    let create = || service.users().create(Body::for_create().set(User::DISPLAY_NAME, "Cy"));
    server.when(create()).answers(user("c", "Cy"));
    assert_eq!(create().send().await.unwrap().id.as_deref(), Some("c"));

    let rename = || ann().update(Body::new().set(User::DISPLAY_NAME, "Anna"));
    server.when(rename().if_match("W/\"1\"")).answers(Response::precondition_failed()).then(user("a", "Anna"));
    assert!(rename().if_match("W/\"1\"").send().await.unwrap_err().is_precondition_failed());
    assert!(rename().if_match("W/\"1\"").send().await.unwrap().is_some());
    server.when(rename()).answers(Response::no_content());
    assert!(rename().send().await.unwrap().is_none());

    server.when(ann().delete()).answers(Response::no_content());
    ann().delete().send().await.unwrap();

    server.when(ann().reprocess_license_assignment()).answers(user("a", "Ann"));
    assert_eq!(ann().reprocess_license_assignment().send().await.unwrap().id.as_deref(), Some("a"));

    let groups = || {
        ann().get_member_groups(
            Body::new().set(crate::graph::DirectoryObjectGetMemberGroups::SECURITY_ENABLED_ONLY, true),
        )
    };
    server.when(groups()).answers(["g1".to_owned(), "g2".to_owned()]);
    assert_eq!(groups().send().await.unwrap().items(), ["g1", "g2"]);

    server.when(ann().revoke_sign_in_sessions()).answers(true);
    assert!(ann().revoke_sign_in_sessions().send().await.unwrap());

    let photo = || ann().photo();
    server.when(photo().download()).answers(Response::content("image/png", vec![1, 2, 3]));
    assert_eq!(photo().download().send().await.unwrap().media_type(), Some("image/png"));
    server.when(photo().upload("new")).answers(Response::no_content());
    photo().upload("new").send().await.unwrap();

    server.when(ann().get()).answers(Response::error(404, "Request_ResourceNotFound", "There is no such user."));
    let missing = ann().get().send().await.unwrap_err();
    assert!(missing.is_not_found());
    assert_eq!(missing.service_error().and_then(|error| error.code()), Some("Request_ResourceNotFound"));
    server.verify();
}

#[tokio::test]
async fn all_kinds_of_calls_in_memory() {
    calls_of_all_kinds(Server::in_memory()).await;
}

#[tokio::test]
async fn all_kinds_of_calls_on_loopback() {
    calls_of_all_kinds(Server::start().await.unwrap()).await;
}

#[tokio::test]
async fn another_root() {
    let server = Server::start_at("/odata/v4/").await.unwrap();
    assert!(server.base_url().ends_with("/odata/v4"), "{}", server.base_url());
    server.when_request("GET", "/People('a')").answers(Response::json(200, &serde_json::json!({})));
    let url = format!("{}/People('a')", server.base_url());
    server.client().request_url(graph_runtime::http::Method::GET, &url).send().await.unwrap();
}

#[tokio::test]
async fn pages_have_links_and_a_count() {
    let (server, service) = in_memory();
    let list = || service.users().get().with_count().eventual();
    let pages = Pages::of_size(2, [user("1", "A"), user("2", "B"), user("3", "C")]).page([]).page([user("4", "D")]);
    server.when(list()).answers(pages.with_count());
    let first = list().send().await.unwrap();
    assert_eq!((first.len(), first.count()), (2, Some(4)));
    server.when(list()).answers(Pages::of_size(9, [user("1", "A")])).any_times();

    let mut rest = first.next(&server.client()).unwrap().items();
    let mut names = Vec::new();
    while let Some(user) = rest.next().await {
        names.push(user.unwrap().display_name.clone().unwrap());
    }
    assert_eq!(names, ["C", "D"]);
    assert_eq!(server.requests()[1].header("consistencylevel"), Some("eventual"), "sent with links too");
}

#[tokio::test]
async fn keys_bodies_and_options_may_be_any() {
    let (server, service) = in_memory();
    let any = server.when(service.users().by_id("x").get()).any_key().any_option("$select");
    let any = any.answers_with(|request| {
        let id = request.path().rsplit('/').next().unwrap_or_default();
        Response::object(user(id, "any"))
    });
    for id in ["a", "b/c"] {
        service.users().by_id(id).get().select(User::ID).send().await.unwrap();
    }
    assert_eq!((any.calls(), any.requests()[1].path()), (2, "/users/b%2Fc"));

    let create = |name: &str| service.users().create(Body::for_create().set(User::DISPLAY_NAME, name));
    server.when(create("")).any_body().answers(user("1", "x"));
    create("Ann").send().await.unwrap();
    let is_bob = |body: &graph_runtime::Object<User>| body.display_name.as_deref() == Some("Bob");
    server.when(create("")).body_where("the name is Bob", is_bob).answers(user("2", "x"));
    create("Bob").send().await.unwrap();
    assert_eq!(server.requests()[2].body::<User>().unwrap().display_name.as_deref(), Some("Ann"));

    server.when_request("GET", "/users/{id}").with_header("Prefer", "a").any_query().answers(user_response());
    service.users().by_id("a").get().header("prefer", "a").query_option("x", "y").send().await.unwrap();
}

fn user_response() -> Response {
    Response::object(user("a", "Ann"))
}

#[tokio::test]
async fn an_expectation_is_used_as_often_as_it_has_answers() {
    let (server, service) = in_memory();
    let get = || service.users().by_id("a").get();
    let names = async |count: usize| {
        let mut names = Vec::new();
        for _ in 0..count {
            names.push(get().send().await.unwrap().display_name.clone().unwrap());
        }
        names.join("")
    };
    server.when(get()).answers(user("a", "1")).then(user("a", "2"));
    server.when(get()).answers(user("a", "3")).times(2);
    server.when(get()).answers(user("a", "4")).then(user("a", "5")).any_times();
    assert_eq!(names(7).await, "1233455");
}

#[tokio::test]
async fn calls_in_order() {
    let (server, service) = in_memory();
    server.in_order();
    let by = |id: &str| service.users().by_id(id);
    server.when(by("a").get()).answers(user("a", "Ann"));
    server.when(service.users().get()).answers(Pages::of_size(1, [user("a", "Ann"), user("b", "Bob")]));
    server.when(by("a").delete()).answers(Response::no_content());
    by("a").get().send().await.unwrap();
    let mut items = service.users().get().items();
    while let Some(item) = items.next().await {
        item.unwrap();
    }
    by("a").delete().send().await.unwrap();
}

#[tokio::test]
async fn many_expectations_are_found_by_path() {
    const COUNT: usize = 500;
    let server = Server::in_memory();
    let client = server.client();
    for id in 0..COUNT {
        server.when_request("POST", &format!("/users/{id}/x")).with_json(id).answers(Response::no_content());
    }
    for id in (0..COUNT).rev() {
        let request = client.request(Method::POST, "/users/{id}/x").value("id", id.to_string());
        request.body(Bytes::from(id.to_string()), "application/json").send().await.unwrap();
    }
    server.verify();
}
