//! The profiles of products, with servers on loopback that behave as the products are documented. They are strict: what
//! the product refuses, they refuse.

use graph_runtime::{
    Batch, Body, Client, Member, NoRetry, Object, Preference, ServiceProfile, StaticToken,
    codegen::{self as rt, Property, Resource},
    http::Method,
    sign_in::{Basic, CsrfSession},
};

use crate::{
    loopback::{Loopback, Reply, Seen},
    sample::{AllOptions, Colour, User},
};

fn client(server: &Loopback, profile: ServiceProfile) -> Client {
    let settings = Client::builder().base_url(server.root()).profile(profile).retry(NoRetry);
    settings.credential(StaticToken::new("token")).build().unwrap()
}

fn users(client: &Client) -> Resource {
    Resource::root(client.clone()).child("users")
}

fn by_id(client: &Client, id: &str) -> Resource {
    users(client).key(&[("id", id.into())])
}

fn create(client: &Client, id: &str) -> rt::Write<Object<User>> {
    rt::create::<User, User, _>(&users(client), Body::new().set(User::ID, id))
}

fn update(client: &Client, id: &str) -> rt::Write<Option<Object<User>>> {
    rt::update::<User, User>(&by_id(client, id), Body::new().set(User::MAIL, "m"))
}

fn error(status: u16, code: &str) -> Reply {
    Reply::json(status, &format!(r#"{{"error":{{"code":"{code}","message":"m"}}}}"#))
}

fn has_versions(seen: &Seen) -> bool {
    seen.header("odata-version") == Some("4.0") && seen.header("odata-maxversion") == Some("4.0")
}

/// Answers a multipart batch: each call outside of a change set with 200, and each change set with one part for each of
/// its calls, or with one error if a body contains `bad`.
fn answer_batch(seen: &Seen) -> Reply {
    let body = String::from_utf8(seen.body.clone()).unwrap();
    let boundary = seen.header("content-type").unwrap().strip_prefix("multipart/mixed; boundary=").unwrap();
    let part = |status: &str, id: &str, body: &str| {
        format!(
            "Content-Type: application/http\r\n{id}\r\nHTTP/1.1 {status}\r\nContent-Type: application/json\r\n\r\n{body}\r\n"
        )
    };
    let mut answer = String::new();
    for request in body.split(&format!("--{boundary}\r\n")).skip(1) {
        answer += "--answer\r\n";
        let Some(rest) = request.strip_prefix("Content-Type: multipart/mixed; boundary=") else {
            answer += &part("200 OK", "", r#"{"id":"read"}"#);
            continue;
        };
        if rest.contains("bad") {
            answer += &part("412 Precondition Failed", "", r#"{"error":{"code":"0x80060882","message":"m"}}"#);
            continue;
        }
        answer += "Content-Type: multipart/mixed; boundary=set\r\n\r\n";
        for line in rest.lines() {
            if let Some(id) = line.strip_prefix("Content-ID: ") {
                let id = format!("Content-ID: {id}\r\n");
                answer += &format!("--set\r\n{}", part("201 Created", &id, r#"{"id":"new"}"#));
            }
        }
        answer += "--set--\r\n";
    }
    Reply::body(200, "multipart/mixed; boundary=answer", (answer + "--answer--").as_bytes())
}

/// Sends a read and a change set with these ids, and returns whether each succeeded.
async fn batch(client: &Client, ids: [&str; 2]) -> [bool; 3] {
    let mut batch = Batch::new(client);
    let read = batch.add(rt::get::<User, rt::AllOptions>(&by_id(client, "a")));
    let [first, second] = batch.change_set(|set| ids.map(|id| set.add(create(client, id))));
    let mut responses = batch.send().await;
    [responses.take(read).is_ok(), responses.take(first).is_ok(), responses.take(second).is_ok()]
}

#[tokio::test]
async fn dataverse() {
    let server = Loopback::start(|seen| match (seen.method(), seen.path()) {
        _ if !has_versions(seen) => error(400, "0x0"),
        (_, "/v1.0/$batch") => answer_batch(seen),
        // Rows are not returned unless the request prefers it.
        ("POST", _) if seen.header("prefer").is_some_and(|prefer| prefer.contains("return=representation")) => {
            Reply::json(201, r#"{"id":"a","status@OData.Community.Display.V1.FormattedValue":"Open"}"#)
        }
        ("POST", _) => Reply::Answer(
            b"HTTP/1.1 204 No Content\r\nOData-EntityId: https://contoso.crm.dynamics.com/users(1)\r\n\r\n".to_vec(),
        ),
        // An update without a condition creates a row.
        ("PATCH", _) if seen.header("if-match") == Some("*") => error(404, "0x80040217"),
        ("PATCH", _) => Reply::no_content(),
        _ if seen.header("prefer") == Some("odata.include-annotations=\"*\"") => {
            Reply::json(200, r#"{"id":"a","status@OData.Community.Display.V1.FormattedValue":"Open"}"#)
        }
        _ => Reply::json(200, r#"{"id":"a"}"#),
    });
    let client = client(&server, ServiceProfile::dataverse());
    let row = rt::get::<User, rt::AllOptions>(&by_id(&client, "a")).send().await.unwrap();
    assert_eq!(row.extra.value("status@OData.Community.Display.V1.FormattedValue"), Some("Open".into()));
    assert_eq!(server.last().target(), "/v1.0/users('a')");
    let created = create(&client, "a").prefer(Preference::MINIMAL).send().await.unwrap();
    assert_eq!(created.entity_id(), Some("https://contoso.crm.dynamics.com/users(1)"));
    let created = create(&client, "a").prefer(Preference::REPRESENTATION).send().await.unwrap();
    assert!(
        created.extra.value("status@OData.Community.Display.V1.FormattedValue").is_some(),
        "both preferences count"
    );
    assert!(update(&client, "x").send().await.unwrap_err().is_not_found());
    assert!(update(&client, "x").upsert().send().await.is_ok());
    assert_eq!(batch(&client, ["b", "c"]).await, [true; 3]);
    assert_eq!(batch(&client, ["b", "bad"]).await, [true, false, false]);
    assert_eq!(client.profile().batch_size(), 1000);
}

#[tokio::test]
async fn business_central() {
    let server = Loopback::start(|seen| match (seen.method(), seen.path()) {
        _ if !has_versions(seen) => error(400, "BadRequest"),
        (_, "/v1.0/$batch") => {
            let body: serde_json::Value = serde_json::from_slice(&seen.body).unwrap();
            let calls = body["requests"].as_array().unwrap();
            let is_transaction = seen.header("isolation") == Some("snapshot");
            let has_bad = calls.iter().any(|call| call["body"].to_string().contains("bad"));
            let answers: Vec<_> = calls
                .iter()
                .map(|call| {
                    // URLs are relative to the batch, and an update needs a condition.
                    let url = call["url"].as_str().unwrap();
                    let is_wrong = url.starts_with('/') || (call["method"] == "PATCH" && call["headers"]["if-match"].is_null());
                    let fails = is_wrong || call["body"].to_string().contains("bad") || (is_transaction && has_bad);
                    serde_json::json!({ "id": call["id"], "status": if fails { 400 } else { 200 }, "body": { "id": "x" } })
                })
                .collect();
            Reply::json(200, &serde_json::json!({ "responses": answers }).to_string())
        }
        ("PATCH" | "DELETE", _) if seen.header("if-match").is_none() => error(400, "BadRequest"),
        ("DELETE", _) => Reply::no_content(),
        _ => Reply::json(200, r#"{"id":"a"}"#),
    });
    let client = client(&server, ServiceProfile::business_central());
    update(&client, "a").send().await.unwrap();
    let delete: rt::Write<()> = rt::delete(&by_id(&client, "a"), "d");
    assert!(delete.clone().send().await.is_err());
    delete.if_match("*").send().await.unwrap();
    for (is_transaction, expected) in [(false, [true, false, true]), (true, [false; 3])] {
        let mut batch = Batch::new(&client);
        if is_transaction {
            batch = batch.header("Isolation", "snapshot");
        }
        let (good, bad) = (batch.add(create(&client, "a")), batch.add(create(&client, "bad")));
        let changed = batch.add(update(&client, "a"));
        let mut responses = batch.send().await;
        let results = [responses.take(good).is_ok(), responses.take(bad).is_ok(), responses.take(changed).is_ok()];
        assert_eq!(results, expected);
    }
}

#[tokio::test]
async fn finance_and_operations() {
    const COLOUR: Property<User, Member<Colour>> = rt::property("colour");
    let server = Loopback::start(|seen| match (seen.method(), seen.path()) {
        _ if !has_versions(seen) => error(400, "BadRequest"),
        (_, "/v1.0/$batch") => match String::from_utf8_lossy(&seen.body).contains("cross-company=true HTTP/1.1") {
            true => answer_batch(seen),
            false => error(404, "NotFound"),
        },
        // Without it, only the data of the user's own company is found.
        _ if !seen.query().is_some_and(|query| query.contains("cross-company=true")) => error(404, "NotFound"),
        ("PATCH", _) => Reply::no_content(),
        _ if seen.path().contains("(dataAreaId='usmf',id='a')") => Reply::json(200, r#"{"id":"a"}"#),
        // Enumerations are compared with their qualified members.
        _ if seen.query().is_some_and(|query| query.contains("sample.colour%27red%27")) => {
            Reply::json(200, r#"{"value":[{"id":"a"}]}"#)
        }
        _ => error(400, "BadRequest"),
    });
    let client = client(&server, ServiceProfile::finance_and_operations());
    let customer = users(&client).key(&[("dataAreaId", "usmf".into()), ("id", "a".into())]);
    rt::get::<User, rt::AllOptions>(&customer).send().await.unwrap();
    rt::update::<User, User>(&customer, Body::new().set(User::MAIL, "m")).send().await.unwrap();
    let list = rt::list::<User, rt::AllOptions>(&users(&client));
    assert_eq!(list.filter(COLOUR.eq(Colour::Red)).send().await.unwrap().len(), 1);
    assert_eq!(batch(&client, ["b", "c"]).await, [true; 3]);
}

#[tokio::test]
async fn sap() {
    let server = Loopback::start(|seen| {
        if seen.header("authorization") != Some("Basic dXNlcjpwYXNzd29yZA==") || !has_versions(seen) {
            return error(401, "No");
        }
        let session = "Set-Cookie: SAP_SESSIONID_ABC_100=s%3d1; path=/; secure; HttpOnly\r\n";
        let is_numeric = seen.header("accept").is_some_and(|accept| accept.ends_with(";IEEE754Compatible=true"));
        match (seen.method(), seen.path(), seen.header("x-csrf-token")) {
            ("HEAD" | "GET", "/v1.0/", Some("Fetch")) => {
                Reply::with_headers(200, &format!("x-csrf-token: abc==\r\n{session}"), b"")
            }
            ("GET", _, _) if seen.query().is_some_and(|query| query.contains("skiptoken")) => {
                Reply::json(200, r#"{"value":[]}"#)
            }
            ("GET", _, _) if is_numeric => Reply::body(
                200,
                "application/json;odata.metadata=minimal;ieee754compatible=true",
                br#"{"value":[{"int64":"9007199254740993","decimal":"1.10"}],"@odata.nextLink":"/v1.0/users?$skiptoken=1"}"#,
            ),
            ("GET", _, _) => error(400, "numbers would lose digits"),
            (_, _, Some("abc==")) if seen.header("cookie") == Some("SAP_SESSIONID_ABC_100=s%3d1") => {
                match (seen.method(), seen.path()) {
                    (_, "/v1.0/$batch") => answer_batch(seen),
                    ("PATCH", _) if seen.header("if-match").is_none() => error(428, "/IWBEP/CM_V4_RUNTIME/000"),
                    _ => Reply::no_content(),
                }
            }
            _ => Reply::with_headers(403, "x-csrf-token: Required\r\n", b"CSRF token validation failed"),
        }
    });
    let settings = Client::builder().base_url(server.root()).profile(ServiceProfile::sap()).retry(NoRetry);
    let settings = settings.credential(Basic::new("user", "password").unwrap()).middleware(CsrfSession::new());
    let client = settings.build().unwrap();
    let list = rt::list::<AllOptions, rt::AllOptions>(&users(&client));
    let mut items = list.items();
    let first = items.next().await.unwrap().unwrap();
    assert_eq!(first.int64, Some(9_007_199_254_740_993));
    assert_eq!(first.decimal.as_ref().map(graph_runtime::Decimal::as_str), Some("1.10"));
    assert!(items.next().await.is_none());
    update(&client, "a").send().await.unwrap();
    client.request(Method::POST, "/users/{id}/release").value("id", "a").read::<()>().send().await.unwrap();
    assert_eq!(batch(&client, ["b", "c"]).await, [true; 3]);
    assert_eq!(batch(&client, ["b", "bad"]).await, [true, false, false]);
    assert_eq!(server.seen().iter().filter(|seen| seen.header("x-csrf-token") == Some("Fetch")).count(), 1);
}
