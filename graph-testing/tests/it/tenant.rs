//! A tenant with state, and notifications.

use graph_notifications::{Event, Receiver};
use graph_runtime::{Batch, Body, Change, Filter, Preference, Projection, Search, empty, http::Method, query::Order};
use graph_testing::{Expanded, NotificationPost, Response, Server, Tenant};
use serde_json::{Value, json};

use crate::{
    failure,
    graph::{GraphService, Group, Message, User},
    user,
};

fn tenant_with_users(server: &Server, count: usize) -> (Tenant, GraphService) {
    let tenant = Tenant::new();
    for number in 1..=count {
        let name = format!("User {number:03}");
        tenant.add(
            "users",
            User { city: Some(["Bonn", "Kiel"][number % 2].to_owned()), ..user(&number.to_string(), &name) },
        );
    }
    server.serve(&tenant);
    (tenant, GraphService::new(server.client()))
}

#[tokio::test]
async fn collections_are_queried() {
    let server = Server::start().await.unwrap();
    let (_, service) = tenant_with_users(&server, 250);
    let mut all = service.users().get().items();
    let mut found = 0;
    while let Some(item) = all.next().await {
        item.unwrap();
        found += 1;
    }
    assert_eq!((found, server.requests().len()), (250, 3));

    let query = service.users().get().filter(User::CITY.eq("Kiel")).order_by(User::DISPLAY_NAME.desc());
    let page = query.select(User::DISPLAY_NAME).with_count().top(2).send().await.unwrap();
    assert_eq!(page.count(), Some(125));
    let names: Vec<_> = page.iter().map(|user| (user.display_name.clone().unwrap(), user.id.is_none())).collect();
    assert_eq!(names, [("User 249".to_owned(), true), ("User 247".to_owned(), true)]);
    let next = page.next(&server.client()).unwrap().send().await.unwrap();
    assert_eq!(next[0].display_name.as_deref(), Some("User 245"));
    assert_eq!(service.users().count().send().await.unwrap(), 250);
}

#[tokio::test]
async fn conditions_are_those_of_odata() {
    let server = Server::in_memory();
    let (_, service) = tenant_with_users(&server, 10);
    let found = async |filter: Filter<User>| -> Vec<String> {
        let page = service.users().get().filter(filter).send().await.unwrap();
        page.iter().map(|user| user.id.clone().unwrap()).collect()
    };
    assert_eq!(found(User::CITY.eq("bonn") & User::DISPLAY_NAME.gt("User 006")).await, ["8", "10"]);
    assert_eq!(found(User::ID.is_in(["3", "5"]) | User::DISPLAY_NAME.ends_with("9")).await, ["3", "5", "9"]);
    assert_eq!(found(!User::CITY.ne("Kiel") & User::DISPLAY_NAME.le("user 003")).await, ["1", "3"]);
    assert_eq!(found(User::DISPLAY_NAME.contains("10") | User::DISPLAY_NAME.length().lt(3)).await, ["10"]);

    let order = (User::CITY.desc(), User::DISPLAY_NAME.desc());
    let page = service.users().get().order_by(order).skip(3).top(3).send().await.unwrap();
    let ids: Vec<_> = page.iter().map(|user| user.id.as_deref().unwrap()).collect();
    assert_eq!(ids, ["3", "1", "10"]);
    let search = Search::property(User::DISPLAY_NAME, "008") | Search::phrase("user 001");
    let page = service.users().get().search(search).eventual().send().await.unwrap();
    assert_eq!(page.iter().map(|user| user.id.as_deref().unwrap()).collect::<Vec<_>>(), ["1", "8"]);
}

#[tokio::test]
async fn what_is_not_supported_fails_the_test() {
    let server = Server::in_memory();
    let (_, service) = tenant_with_users(&server, 1);
    let list = || service.users().get();
    for (call, status, message) in [
        (list().filter(Filter::raw("matchesPattern(city,'^B')")), 501, "`$filter`: the function `matchesPattern`"),
        (list().filter(Filter::raw("city eq")), 400, "`$filter`: a value is expected at character 8 of `city eq`"),
        (list().order_by(Order::raw("city up")), 400, "`$orderby`: `asc`, `desc` or `,` is expected"),
        (list().query_option("$apply", "aggregate(x)"), 501, "`$apply`: the option is not supported"),
        (list().query_option("$top", "-1"), 400, "`$top`: `-1` is not a valid number"),
        (list().expand_raw("nothing"), 400, "there is no navigation property `nothing`"),
        (list().expand_raw("manager($levels=max)"), 501, "`max` is not supported"),
        (list().query_option("$skiptoken", "x"), 400, "`$skiptoken`"),
    ] {
        let error = call.send().await.unwrap_err();
        let answered = error.service_error().unwrap();
        assert_eq!(answered.status(), status, "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
    let failed = failure(server);
    assert!(failed.contains("3 unexpected, 0 missing"), "{failed}");
    assert!(failed.contains("GET /users?$apply=aggregate(x) is not supported by the tenant"), "{failed}");
    assert!(failed.contains(r#".when_request("GET", "/users?$apply=aggregate(x)")"#), "{failed}");
}

/// A tenant with a group and its members, and a user with a manager.
fn organization(server: &Server) -> (Tenant, GraphService) {
    let tenant = Tenant::new();
    let messages = (1..=3).map(|number| Message { subject: Some(format!("Message {number}")), ..empty() });
    let manager = Expanded::new(user("b", "Bob")).with_many(User::MESSAGES, messages);
    tenant.add("users", manager);
    tenant.add("users", user("a", "Ann"));
    tenant.add("users", user("c", "Cy"));
    tenant.add("groups", Group { id: Some("g".to_owned()), display_name: Some("Team".to_owned()), ..empty() });
    tenant.link("users/a", User::MANAGER, "users/b");
    for member in ["a", "b"] {
        tenant.link("groups/g", Group::MEMBERS, &format!("users/{member}"));
    }
    server.serve(&tenant);
    (tenant, GraphService::new(server.client()))
}

#[tokio::test]
async fn expansions_are_nested() {
    let server = Server::in_memory();
    let (_, service) = organization(&server);
    let expand = "members($select=id,displayName;$expand=manager($select=displayName))";
    let group = service.groups().by_id("g").get().select(Group::ID).expand_raw(expand).send().await.unwrap();
    let members = Group::MEMBERS.read(&group).unwrap().unwrap();
    let text = serde_json::to_value(&members).unwrap();
    assert_eq!(
        text,
        json!([
            {
                "@odata.type": "#microsoft.graph.user", "@odata.etag": text[0]["@odata.etag"], "id": "a",
                "displayName": "Ann", "manager": {
                    "@odata.type": "#microsoft.graph.user", "@odata.etag": text[0]["manager"]["@odata.etag"],
                    "displayName": "Bob",
                },
            },
            {
                "@odata.type": "#microsoft.graph.user", "@odata.etag": text[1]["@odata.etag"], "id": "b",
                "displayName": "Bob", "manager": null,
            },
        ])
    );
    assert!(group.display_name.is_none());

    let options = User::MESSAGES.filter(Message::SUBJECT.ne("Message 2")).order_by(Message::SUBJECT.desc()).top(1);
    let bob = service.users().by_id("b").get().expand(options.with_count()).send().await.unwrap();
    let messages = User::MESSAGES.read(&bob).unwrap().unwrap();
    assert_eq!((messages.len(), messages[0].subject.as_deref()), (1, Some("Message 3")));
    assert_eq!(bob.extra.value("messages@odata.count"), Some(2.into()));

    // Conditions lead to related entities too.
    let with_messages = service.users().get().filter(User::MESSAGES.any(Message::SUBJECT.eq("Message 2")));
    assert_eq!(with_messages.send().await.unwrap()[0].id.as_deref(), Some("b"));
    let of_bob = service.users().get().filter(Filter::raw("manager/displayName eq 'Bob'")).send().await.unwrap();
    assert_eq!((of_bob.len(), of_bob[0].id.as_deref()), (1, Some("a")));
    let projected = service.users().by_id("b").get().project::<Mailbox>().send().await.unwrap();
    assert_eq!(projected.messages.iter().filter_map(|message| message.subject.as_deref()).count(), 3);
}

#[derive(Projection)]
#[projection(crate::graph::User)]
struct Mailbox {
    messages: Vec<Subject>,
}

#[derive(Projection)]
#[projection(crate::graph::Message)]
struct Subject {
    subject: Option<String>,
}

#[tokio::test]
async fn references_are_added_and_removed() {
    for server in [Server::in_memory(), Server::start().await.unwrap()] {
        let (tenant, service) = organization(&server);
        let members = || service.groups().by_id("g").members();
        assert_eq!(members().get().send().await.unwrap().len(), 2);
        assert_eq!(members().count().send().await.unwrap(), 2);
        let types: Vec<_> =
            members().get().send().await.unwrap().iter().map(|member| member.extra.odata_type()).collect();
        assert_eq!(types[0].as_deref(), Some("microsoft.graph.user"));

        // Graph's documentation writes `directoryObjects`.
        members().add_reference("/directoryObjects/c").send().await.unwrap();
        assert_eq!(tenant.linked("groups/g", Group::MEMBERS), ["users/a", "users/b", "users/c"]);
        assert!(members().add_reference("/users/c").send().await.unwrap_err().to_string().contains("already exist"));
        assert!(members().add_reference("/users/z").send().await.unwrap_err().is_not_found());
        members().by_id("a").remove_reference().send().await.unwrap();
        assert!(members().by_id("a").remove_reference().send().await.unwrap_err().is_not_found());
        assert_eq!(tenant.linked("groups/g", Group::MEMBERS), ["users/b", "users/c"]);
        assert_eq!(tenant.count("users"), 3, "the user remains");

        let manager = |id: &str| service.users().by_id(id).manager();
        assert!(manager("c").get().send().await.unwrap_err().is_not_found());
        manager("c").set_reference("/users/a").send().await.unwrap();
        assert_eq!(manager("c").get().send().await.unwrap().id.as_deref(), Some("a"));
        manager("c").remove_reference().send().await.unwrap();
        assert!(tenant.linked("users/c", User::MANAGER).is_empty());

        // A deleted entity is in no collection.
        service.users().by_id("b").delete().send().await.unwrap();
        assert_eq!(tenant.linked("groups/g", Group::MEMBERS), ["users/c"]);
        assert!(manager("a").get().send().await.unwrap_err().is_not_found());
    }
}

#[tokio::test]
async fn deltas_have_what_has_changed() {
    let server = Server::in_memory();
    let (tenant, service) = tenant_with_users(&server, 250);
    let sync = async |link: Option<String>| {
        let mut items = match link {
            Some(link) => server.client().resume_delta::<User>(link).items(),
            None => service.users().delta().items(),
        };
        let mut changes = Vec::new();
        while let Some(change) = items.next().await {
            changes.push(match change.unwrap() {
                Change::Removed(removed) => format!("-{}", removed.item.id.as_deref().unwrap()),
                change => change.item().id.clone().unwrap(),
            });
        }
        (changes, items.delta_link().map(str::to_owned))
    };
    let (all, link) = sync(None).await;
    assert_eq!(all.len(), 250);
    let (none, link) = sync(link).await;
    assert!(none.is_empty());

    tenant.remove("users", "7");
    service.users().by_id("3").update(Body::new().set(User::CITY, "Ulm")).send().await.unwrap();
    tenant.add("users", user("new", "New"));
    tenant.add("users", user("gone", "Gone"));
    tenant.remove("users", "gone");
    let (changes, link) = sync(link).await;
    assert_eq!(changes, ["-7", "3", "new", "-gone"]);
    assert!(sync(link).await.0.is_empty());
}

#[tokio::test]
async fn another_service_limits_all_items() {
    let server = Server::in_memory_at("https://example.com/odata");
    let tenant = Tenant::odata();
    for number in 1..=9 {
        tenant.add_json("Orders", json!({ "id": number, "Name": format!("N{number}") }));
    }
    server.serve(&tenant);
    let get = async |query: &str| -> Value {
        let url = format!("{}/Orders{query}", server.base_url());
        let request = server.client().request_url(Method::GET, &url).header("prefer", "odata.maxpagesize=2");
        serde_json::from_slice(request.send().await.unwrap().bytes()).unwrap()
    };
    let first = get("?$top=3&$orderby=id desc&$count=true&$select=id").await;
    assert_eq!((first["value"].as_array().unwrap().len(), &first["@odata.count"]), (2, &json!(9)));
    let link = first["@odata.nextLink"].as_str().unwrap().to_owned();
    let second = get(link.strip_prefix("https://example.com/odata/Orders").unwrap()).await;
    assert_eq!((second["value"][0]["id"].as_i64(), second.get("@odata.nextLink")), (Some(7), None));
    assert!(get("?$filter=Name eq 'n1'").await["value"].as_array().unwrap().is_empty(), "case matters");
    assert_eq!(get("(5)").await["Name"], "N5");
    assert_eq!(get("(id=6)").await["Name"], "N6");
}

#[tokio::test]
async fn conditions_of_requests_are_checked() {
    let server = Server::in_memory();
    let (_, service) = tenant_with_users(&server, 1);
    let user = || service.users().by_id("1");
    let etag = user().get().send().await.unwrap().extra.etag().unwrap();
    let stale = "W/\"0\"";
    assert!(user().delete().if_match(stale).send().await.unwrap_err().is_precondition_failed());
    let many = format!("{stale}, {etag}");
    user().update(Body::new().set(User::CITY, "Ulm")).if_match(&many).send().await.unwrap();
    let get = server.client().request(Method::GET, "/users/1").header("if-none-match", &etag);
    assert!(get.send().await.is_ok(), "it has changed");
    let key = server.client().request(Method::PATCH, "/users/1").json(&json!({ "id": "2" }));
    assert!(key.send().await.unwrap_err().to_string().contains("cannot be changed"));
    user().delete().if_match("*").send().await.unwrap();
}

#[tokio::test]
async fn entities_are_changed_with_etags() {
    let server = Server::in_memory();
    let (tenant, service) = tenant_with_users(&server, 2);
    let by = |id: &str| service.users().by_id(id);
    let first = by("1").get().send().await.unwrap();
    let etag = first.extra.etag().unwrap();
    let rename = |name: &str| by("1").update(Body::new().set(User::DISPLAY_NAME, name));
    let changed = rename("Ann").if_match(&etag).prefer(Preference::REPRESENTATION).send().await.unwrap().unwrap();
    assert_ne!(changed.extra.etag().unwrap(), etag);
    assert!(rename("Bob").if_match(&etag).send().await.unwrap_err().is_precondition_failed());
    assert_eq!(tenant.get::<User>("users", "1").unwrap().display_name.as_deref(), Some("Ann"));

    by("2").delete().send().await.unwrap();
    assert!(by("2").get().send().await.unwrap_err().is_not_found());
    assert_eq!(tenant.count("users"), 1);
    let created = service.users().create(Body::for_create().set(User::DISPLAY_NAME, "New")).send().await.unwrap();
    let id = created.id.clone().unwrap();

    // Expectations come first, and parts of batches reach the tenant too.
    server.when(by("1").get()).answers(Response::error(403, "Forbidden", "No."));
    let mut batch = Batch::new(&server.client());
    let (refused, read) = (batch.add(by("1").get()), batch.add(by(&id).get()));
    let mut responses = batch.send().await;
    assert!(responses.take(refused).is_err());
    assert_eq!(responses.take(read).unwrap().display_name.as_deref(), Some("New"));
}

#[tokio::test]
async fn keys_have_two_forms() {
    let server = Server::in_memory_at("https://example.com/odata");
    let tenant = Tenant::new();
    tenant.collection("People", "UserName");
    tenant.add_json("People", json!({ "UserName": "o'neil", "Address": { "City": "Bonn", "Zip": "1" } }));
    server.serve(&tenant);
    let client = server.client();
    for path in ["/People('o''neil')", "/People/o'neil"] {
        let url = format!("{}{path}", server.base_url());
        let patch = client.request_url(graph_runtime::http::Method::PATCH, &url);
        patch.json(&json!({ "Address": { "City": "Kiel" } })).send().await.unwrap();
    }
    let person = tenant.get_json("People", "o'neil").unwrap();
    assert_eq!(person["Address"], json!({ "City": "Kiel", "Zip": "1" }));
}

#[tokio::test]
async fn notifications_reach_a_receiver() {
    let receiver = Receiver::builder().client_state("hunter2").build().unwrap();
    let url = "https://app.example.com/notifications";
    let post = NotificationPost::new("hunter2").created("s1", "users/a").lifecycle("s1", "missed");
    assert!(!format!("{:?}", NotificationPost::new("hunter2")).contains("hunter2"));
    let request = post.to_request(url);
    let received = receiver.receive(request.method(), request.uri().query(), request.body()).await;
    let is_change = |index: usize| matches!(received.notifications[index].event(), Event::Change(_));
    assert_eq!((received.notifications.len(), is_change(0), is_change(1)), (2, true, false));

    let forged = NotificationPost::new("guess").deleted("s1", "users/a").to_request(url);
    let received = receiver.receive(forged.method(), forged.uri().query(), forged.body()).await;
    assert!(received.notifications.is_empty());

    let validation = NotificationPost::validation(url, "Validation: Testing & more");
    let received = receiver.receive(validation.method(), validation.uri().query(), validation.body()).await;
    assert_eq!(received.persisted().body(), "Validation: Testing &amp; more");
}
