//! What a service profile changes in requests, and that Graph's changes nothing.

use graph_runtime::{
    Body, Client, Flags, KeySyntax, Literal, Member, Operation, ServiceProfile,
    codegen::{self as rt, Argument, NavigationProperty, Property, Resource, Write},
    http::{Method, Request},
    profile::{BatchFormat, BindSyntax, EnumSyntax, ODataVersion, ReferenceRemoval},
};

use crate::{
    loopback::{Loopback, Reply},
    sample::{Colour, GraphService, User},
};

const COLOUR: Property<User, Member<Colour>> = rt::property("colour");
const COLOURS: Property<User, Flags<Colour>> = rt::property("colours");
const MANAGER: NavigationProperty<User, User, rt::One> = rt::navigation("manager");
const REPORTS: NavigationProperty<User, User, rt::Many> = rt::navigation("reports");

fn client(profile: ServiceProfile) -> Client {
    Client::builder().base_url("http://127.0.0.1:9/odata").profile(profile).build().unwrap()
}

fn built(operation: &impl Operation, client: &Client) -> Request<graph_runtime::Bytes> {
    operation.request(client.root()).unwrap()
}

fn users(client: &Client) -> Resource {
    Resource::root(client.clone()).child("users")
}

/// Returns the body of a request as text.
fn body(request: &Request<graph_runtime::Bytes>) -> &str {
    std::str::from_utf8(request.body()).unwrap()
}

async fn headers_of(profile: Option<ServiceProfile>) -> Vec<String> {
    let server = Loopback::json(200, r#"{"id":"a"}"#);
    let builder = Client::builder().base_url(server.root());
    let client = match profile {
        Some(profile) => builder.profile(profile),
        None => builder,
    };
    GraphService::new(client.build().unwrap()).me().get().send().await.unwrap();
    let mut lines: Vec<String> = server.last().head.lines().skip(1).map(str::to_ascii_lowercase).collect();
    let is_other =
        |line: &String| !["client-request-id", "host", "user-agent"].iter().any(|name| line.starts_with(name));
    lines.retain(is_other);
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn versions_and_preferences_are_sent_to_services_other_than_graph() {
    let encoding = if cfg!(feature = "gzip") { "accept-encoding: gzip" } else { "accept-encoding: identity" };
    let graph = headers_of(None).await;
    assert_eq!(graph, headers_of(Some(ServiceProfile::GRAPH)).await);
    assert!(graph.contains(&"accept: application/json".to_owned()) && !graph.iter().any(|line| line.contains("odata")));
    let expected = [encoding, "accept: application/json", "odata-maxversion: 4.0", "odata-version: 4.0"];
    assert_eq!(headers_of(Some(ServiceProfile::V4_0)).await, expected);
    let profile = ServiceProfile::V4_01
        .with_ieee754_compatible(true)
        .with_version(None)
        .with_preferences("odata.include-annotations=\"*\"");
    let expected = [
        encoding,
        "accept: application/json;ieee754compatible=true",
        "odata-maxversion: 4.01",
        "prefer: odata.include-annotations=\"*\"",
    ];
    assert_eq!(headers_of(Some(profile)).await, expected);
}

#[tokio::test]
async fn every_kind_of_request_has_the_headers() {
    let server = Loopback::start(|seen| match seen.path() {
        "/v1.0/users" if seen.query().is_none() => Reply::json(200, r#"{"value":[],"@odata.nextLink":"users?page=2"}"#),
        "/v1.0/users" => Reply::json(200, r#"{"value":[]}"#),
        _ => Reply::json(200, "{}"),
    });
    let client = Client::builder().base_url(server.root()).profile(ServiceProfile::V4_0).build().unwrap();
    let service = GraphService::new(client.clone());
    assert!(service.users().get().items().next().await.is_none());
    service.me().retire().send().await.unwrap();
    client.request(Method::PATCH, "/x").json(&1).read::<()>().send().await.unwrap();
    drop(service.me().photo().stream().await.unwrap());
    let seen = server.seen();
    assert_eq!(seen.len(), 5);
    for request in seen {
        assert_eq!(request.header("odata-maxversion"), Some("4.0"), "{}", request.head);
    }
}

#[test]
fn members_of_enumerations_are_qualified() {
    let path = |client: &Client| {
        let argument = Argument::new::<Member<Colour>>("c", Literal::from(Colour::Red));
        users(client).function("paint", &[argument]).path().unwrap()
    };
    let query = |client: &Client| {
        let filter = COLOUR.eq(Colour::Red) & COLOURS.has(Flags::from([Colour::Red, Colour::Blue])) & User::ID.eq("a");
        let nested = REPORTS.filter(COLOUR.is_in([Colour::Green]));
        let list: rt::List<User> = rt::list(&users(client));
        let request = built(&list.filter(filter).expand((nested, MANAGER)), client);
        let query = request.uri().query().unwrap().to_owned();
        percent_encoding_free(&query)
    };
    let graph = client(ServiceProfile::GRAPH);
    assert_eq!(path(&graph), "/users/paint(c='red')");
    assert_eq!(
        query(&graph),
        "$expand=reports($filter=colour in ('green')),manager&\
         $filter=colour eq 'red' and colours has 'red,blue' and id eq 'a'"
    );
    let other = client(ServiceProfile::V4_0);
    assert_eq!(path(&other), "/users/paint(c=sample.colour'red')");
    assert_eq!(
        query(&other),
        "$expand=reports($filter=colour in (sample.colour'green')),manager&\
         $filter=colour eq sample.colour'red' and colours has sample.colour'red,blue' and id eq 'a'"
    );
    assert_eq!(path(&client(ServiceProfile::V4_0.with_enum_syntax(EnumSyntax::Member))), "/users/paint(c='red')");
}

/// Decodes the characters of the queries above.
fn percent_encoding_free(text: &str) -> String {
    let codes = [("%20", " "), ("%27", "'"), ("%28", "("), ("%29", ")"), ("%24", "$"), ("%3D", "="), ("%2C", ",")];
    codes.iter().fold(text.to_owned(), |text, (code, character)| text.replace(code, character))
}

#[test]
fn updates_change_existing_entities_only() {
    let update = |client: &Client| -> Write<_> {
        rt::update::<User, User>(&users(client).key(&[("id", "a".into())]), Body::new().set(User::MAIL, "m"))
    };
    let condition = |write: &Write<_>, client: &Client| {
        let request = built(write, client);
        let value = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        (value("if-match"), value("if-none-match"))
    };
    let graph = client(ServiceProfile::GRAPH);
    assert_eq!(condition(&update(&graph), &graph), (None, None));
    let other = client(ServiceProfile::V4_0);
    assert_eq!(condition(&update(&other), &other), (Some("*".to_owned()), None));
    assert_eq!(condition(&update(&other).upsert(), &other), (None, None));
    assert_eq!(condition(&update(&other).if_match("W/\"1\""), &other), (Some("W/\"1\"".to_owned()), None));
    assert_eq!(condition(&update(&other).if_none_match("*"), &other), (None, Some("*".to_owned())));
    assert_eq!(built(&update(&other), &other).uri().path(), "/odata/users('a')");
    // What creates states nothing, and neither does a reference.
    let create = rt::create::<User, User, _>(&users(&other), Body::new().set(User::ID, "a"));
    assert!(!built(&create, &other).headers().contains_key("if-match"));
    let reference = Write::<()>::set_reference(&users(&other).child("manager"), "r", "/users('b')");
    assert!(!built(&reference, &other).headers().contains_key("if-match"));
}

#[test]
fn deletions_state_a_condition_where_the_service_requires_etags() {
    let condition = |profile: ServiceProfile, change: fn(Write<()>) -> Write<()>| {
        let client = client(profile);
        let delete = change(rt::delete(&users(&client).key(&[("id", "a".into())]), "r"));
        built(&delete, &client).headers().get("if-match").map(|value| value.to_str().unwrap().to_owned())
    };
    let guarded = ServiceProfile::V4_0.with_guarded_deletions(true);
    assert!(guarded.guards_deletions() && !ServiceProfile::V4_01.guards_deletions());
    assert_eq!(condition(ServiceProfile::GRAPH, |delete| delete), None);
    assert_eq!(condition(ServiceProfile::V4_0, |delete| delete), None);
    assert_eq!(condition(guarded.clone(), |delete| delete).as_deref(), Some("*"));
    assert_eq!(condition(guarded.clone(), |delete| delete.if_match("W/\"1\"")).as_deref(), Some("W/\"1\""));
    // A reference is not an entity.
    let client = client(guarded);
    let removed = Write::<()>::remove_reference(&users(&client).child("reports"), "r", "/users('b')");
    assert!(!built(&removed, &client).headers().contains_key("if-match"));
}

#[test]
fn references_have_the_form_of_the_version() {
    let new = || {
        Body::<User>::new()
            .set(REPORTS, [Body::<User>::new().set(User::ID, "new").bind(REPORTS, ["/users('n')"])])
            .bind(REPORTS, ["/users('b')", "https://other.example/users('c')"])
            .bind(MANAGER, "/users('a')")
    };
    let create = |client: &Client| body(&built(&rt::create::<User, User, _>(&users(client), new()), client)).to_owned();
    let update = |client: &Client| {
        let user = users(client).key(&[("id", "x".into())]);
        body(&built(&rt::update::<User, User>(&user, new()), client)).to_owned()
    };
    let annotated = r#"{"reports":[{"id":"new","reports@odata.bind":["http://127.0.0.1:9/odata/users('n')"]}],"#
        .to_owned()
        + r#""reports@odata.bind":["http://127.0.0.1:9/odata/users('b')","https://other.example/users('c')"],"#
        + r#""manager@odata.bind":"http://127.0.0.1:9/odata/users('a')"}"#;
    for profile in [ServiceProfile::GRAPH, ServiceProfile::V4_0] {
        assert_eq!(create(&client(profile.clone())), annotated);
        assert_eq!(update(&client(profile)), annotated);
    }
    let latest = client(ServiceProfile::V4_01);
    let nested = r#"{"id":"new","reports":[{"@id":"http://127.0.0.1:9/odata/users('n')"}]}"#;
    let ids = r#"{"@id":"http://127.0.0.1:9/odata/users('b')"},{"@id":"https://other.example/users('c')"}"#;
    let manager = r#""manager":{"@id":"http://127.0.0.1:9/odata/users('a')"}"#;
    assert_eq!(create(&latest), format!(r#"{{"reports":[{ids},{nested}],{manager}}}"#));
    // In an update, the property itself would replace the collection.
    assert_eq!(update(&latest), format!(r#"{{"reports":[{nested}],"reports@delta":[{ids}],{manager}}}"#));
    assert_eq!(create(&client(ServiceProfile::V4_01.with_bind_syntax(BindSyntax::Annotation))), annotated);
}

#[test]
fn references_are_removed_by_id_or_key() {
    let removed = |profile: ServiceProfile, to: &str| {
        let client = client(profile);
        let members = users(&client).key(&[("id", "g".into())]).child("members");
        built(&Write::<()>::remove_reference(&members, "r", to), &client).uri().path_and_query().unwrap().to_string()
    };
    let by_id = "/odata/users('g')/members/$ref?%24id=http%3A%2F%2F127.0.0.1%3A9%2Fodata%2Fusers%28%27a%27%29";
    assert_eq!(removed(ServiceProfile::V4_01, "/users('a')").replace("?$id", "?%24id"), by_id);
    let by_key = ServiceProfile::V4_01.with_reference_removal(ReferenceRemoval::Key);
    assert_eq!(removed(by_key.clone(), "/users('a')"), "/odata/users('g')/members('a')/$ref");
    assert_eq!(removed(by_key.clone(), "http://x/y/users/a%2Fb"), "/odata/users('g')/members/a%2Fb/$ref");
    assert_eq!(removed(by_key.clone(), "/users('x(1)')"), "/odata/users('g')/members('x(1)')/$ref");
    for reference in ["a", "/users/..", "/users/$each", "/me"] {
        let path = removed(by_key.clone(), reference);
        assert!(path.starts_with("/odata/users('g')/members/$ref?"), "{reference} is not a key, {path}");
    }
}

#[test]
fn query_options_of_a_profile_are_sent_unless_a_request_sets_them() {
    let client = client(ServiceProfile::finance_and_operations());
    let list = || -> rt::List<User> { rt::list(&users(&client)) };
    let query = |list: rt::List<User>| built(&list, &client).uri().query().map(str::to_owned);
    assert_eq!(query(list()).as_deref(), Some("cross-company=true"));
    assert_eq!(query(list().query_option("cross-company", "false")).as_deref(), Some("cross-company=false"));
    let delete: Write<()> = rt::delete(&users(&client).key(&[("id", 7.into())]), "d");
    assert_eq!(built(&delete, &client).uri().path_and_query().unwrap(), "/odata/users(7)?cross-company=true");
}

#[test]
fn generated_code_supplies_a_profile() {
    let user = Client::builder().base_url("http://127.0.0.1:9").build().unwrap();
    let clone = user.with_credential(graph_runtime::StaticToken::new("x"));
    let _ = rt::with_service_profile(user.clone(), &ServiceProfile::V4_01);
    assert_eq!(user.profile(), &ServiceProfile::V4_01);
    assert_eq!(clone.profile(), &ServiceProfile::V4_01, "clients of one service share it");
    let explicit = Client::builder()
        .base_url("http://127.0.0.1:9")
        .key_syntax(KeySyntax::Segment)
        .adjust_profile(|profile| profile.with_batch_format(BatchFormat::None))
        .profile(ServiceProfile::V4_0);
    let explicit = rt::with_service_profile(explicit.build().unwrap(), &ServiceProfile::V4_01);
    assert_eq!(explicit.profile().version(), Some(ODataVersion::V4_0));
    assert_eq!(explicit.profile().batch_format(), BatchFormat::None);
    assert_eq!(explicit.key_syntax(), KeySyntax::Segment);
}

/// A `PATCH` without a builder changes existing entities only, as `update` does.
#[test]
fn raw_changes_are_guarded() {
    let condition = |profile: ServiceProfile, method: Method, path: &'static str| {
        let client = client(profile);
        let request = built(&client.request(method, path), &client);
        request.headers().get("if-match").map(|value| value.to_str().unwrap().to_owned())
    };
    let guarded = || ServiceProfile::V4_0.with_guarded_deletions(true);
    assert_eq!(condition(guarded(), Method::PATCH, "/accounts(1)").as_deref(), Some("*"));
    assert_eq!(condition(guarded(), Method::DELETE, "/accounts(1)").as_deref(), Some("*"));
    for (method, path) in [
        (Method::PUT, "/accounts(1)/content"),
        (Method::POST, "/accounts"),
        (Method::DELETE, "/accounts(1)/owner/$ref"),
        (Method::DELETE, "/accounts(1)/$value"),
    ] {
        assert_eq!(condition(guarded(), method, path), None, "{path}");
    }
    assert_eq!(condition(ServiceProfile::GRAPH, Method::PATCH, "/users/1"), None);
    let client = client(guarded());
    let patch = || client.request(Method::PATCH, "/accounts(1)");
    assert!(!built(&patch().upsert(), &client).headers().contains_key("if-match"));
    assert_eq!(built(&patch().header("if-match", "W/\"1\""), &client).headers()["if-match"], "W/\"1\"");
    assert!(!built(&patch().header("if-none-match", "*"), &client).headers().contains_key("if-match"));
}

/// Calls of actions can state an ETag: OData 4.01, part 1, section 11.5.5.1.
#[test]
fn actions_state_an_etag() {
    let client = client(ServiceProfile::V4_0);
    let call: rt::Call<()> = rt::Call::post(&users(&client), "Ns.Discount", "Ns.User/Discount");
    assert_eq!(built(&call.clone().if_match("W/\"1\""), &client).headers()["if-match"], "W/\"1\"");
    assert!(!built(&call.clone(), &client).headers().contains_key("if-match"));
    assert!(call.if_match("").request(client.root()).is_err());
}

#[test]
fn a_client_calls_one_service() {
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").build().unwrap();
    let first = rt::with_service_profile(client.clone(), &ServiceProfile::V4_0);
    let second = rt::with_service_profile(client.clone(), &ServiceProfile::V4_01);
    let error = rt::count::<User>(&users(&second), "s.user").request(client.root()).unwrap_err();
    assert!(error.to_string().contains("create a second client for this service"), "{error}");
    for same in [first, rt::with_service_profile(client.clone(), &ServiceProfile::V4_0)] {
        assert!(rt::count::<User>(&users(&same), "s.user").request(client.root()).is_ok());
    }
    // One profile of the user is that of both.
    let client = Client::builder().base_url("http://127.0.0.1:9/odata").profile(ServiceProfile::V4_0).build().unwrap();
    for profile in [ServiceProfile::V4_0, ServiceProfile::V4_01] {
        let service = rt::with_service_profile(client.clone(), &profile);
        assert!(rt::count::<User>(&users(&service), "s.user").request(client.root()).is_ok());
    }
}
