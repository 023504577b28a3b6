//! How responses are read, valid and invalid ones.

use std::{
    net::{Ipv4Addr, TcpListener},
    time::{Duration, Instant},
};

use crate::loopback::{Loopback, Reply};
use crate::sample::{GraphService, User, UserRequestBuilder};
use graph_runtime::{Client, ClientBuilder, Error, ErrorKind, NoRetry, Object, transport::TransportErrorKind};
use serde_json::json;

fn settings(server: &Loopback) -> ClientBuilder {
    Client::builder().base_url(server.root()).timeout(Duration::from_secs(20)).retry(NoRetry)
}

fn adele(builder: ClientBuilder) -> UserRequestBuilder {
    GraphService::new(builder.build().unwrap()).users().by_id("adele@contoso.com")
}

fn server(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Loopback {
    let body = body.into();
    Loopback::start(move |_| Reply::body(status, content_type, &body))
}

async fn reprocess(server: &Loopback) -> Result<Object<User>, Error> {
    adele(settings(server)).reprocess_license_assignment().send().await
}

#[tokio::test]
async fn errors_of_graph_have_codes_and_details() {
    let server = Loopback::start(|_| {
        let body = r#"{"error": {"code": "Request_BadRequest", "message": "No such property.", "target": "licenses",
            "details": [{"code": "Invalid", "message": "m", "target": "t"}, 5, {}],
            "innerError": {"code": "inner", "date": "2026-11-20T08:14:03", "request-id": "r-1", "client-request-id": "c-1",
                "innererror": {"code": "innermost", "innerError": {"code": ""}}}}}"#;
        Reply::with_headers(400, "Content-Type: application/json\r\nx-ms-ags-diagnostic: d\r\n", body.as_bytes())
    });
    let error = reprocess(&server).await.unwrap_err();
    let found = error.service_error().unwrap();
    assert_eq!(
        (found.status().as_u16(), found.code(), found.innermost_code()),
        (400, Some("Request_BadRequest"), Some("innermost"))
    );
    assert_eq!(found.codes(), ["Request_BadRequest", "inner", "innermost"]);
    assert_eq!((found.message(), found.target()), (Some("No such property."), Some("licenses")));
    assert_eq!(found.details().len(), 2);
    assert_eq!(found.details()[0].code.as_deref(), Some("Invalid"));
    assert_eq!((found.request_id(), found.client_request_id()), (Some("r-1"), Some("c-1")));
    assert_eq!(found.date(), Some("2026-11-20T08:14:03"));
    assert_eq!(found.header("x-ms-ags-diagnostic"), Some("d"));
    assert!(error.may_have_been_sent() && error.raw_body().unwrap().starts_with(b"{\"error\""));
    let message = error.to_string();
    for part in ["POST /users/{id}/reprocessLicenseAssignment", "400", "innermost", "No such property.", "r-1"] {
        assert!(message.contains(part), "{message}");
    }
}

#[tokio::test]
async fn errors_without_an_envelope() {
    // Status, body, code.
    for (status, body, code) in [
        (502, "", None),
        (503, "<html><body>Service Unavailable</body></html>", None),
        (401, r#"{"code": "InvalidAuthenticationToken", "message": "x"}"#, Some("InvalidAuthenticationToken")),
        (400, r#"{"error": "invalid_grant", "error_description": "AADSTS700016"}"#, Some("invalid_grant")),
        (404, r#"{"error": null}"#, None),
        (404, r#"{"error": {"code": 5, "message": ["x"], "details": {}, "innerError": 7}}"#, None),
        (500, "[1, 2", None),
        (500, "\u{feff}null", None),
    ] {
        let error = reprocess(&server(status, "text/html", body)).await.unwrap_err();
        let found = error.service_error().unwrap_or_else(|| panic!("{error:?}"));
        assert_eq!((found.status().as_u16(), found.innermost_code()), (status, code), "{body}");
        assert_eq!(found.raw_body(), body.as_bytes());
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
}

#[tokio::test]
async fn predicates_and_messages_of_errors() {
    let error = reprocess(&server(404, "", "")).await.unwrap_err();
    assert!(error.is_not_found() && !error.is_throttled() && !error.is_permission_denied() && !error.is_timeout());
    assert!(reprocess(&server(429, "", "")).await.unwrap_err().is_throttled());
    assert!(!reprocess(&server(503, "", "")).await.unwrap_err().is_throttled());
    let busy = Loopback::start(|_| Reply::with_headers(503, "Retry-After: 2.128\r\n", b""));
    assert!(reprocess(&busy).await.unwrap_err().is_throttled());
    let error = reprocess(&server(403, "", "")).await.unwrap_err();
    assert!(error.is_permission_denied());
    assert_eq!(
        error.to_string(),
        "POST /users/{id}/reprocessLicenseAssignment: 403 Forbidden; needs the delegated permission User.ReadWrite.All \
         (or the higher Directory.ReadWrite.All); needs the application permission User.ReadWrite.All (or the higher Directory.ReadWrite.All); a \
         signed-in user needs the role License Administrator"
    );
    type Predicate = fn(&Error) -> bool;
    let predicates: [(u16, Predicate); 7] = [
        (401, Error::is_unauthorized),
        (403, Error::is_permission_denied),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (410, Error::is_gone),
        (412, Error::is_precondition_failed),
        (429, Error::is_throttled),
    ];
    for (status, _) in predicates {
        let error = reprocess(&server(status, "", r#"{"error": {"code": "a", "innerError": {"code": "B"}}}"#))
            .await
            .unwrap_err();
        for (other, predicate) in predicates {
            assert_eq!(predicate(&error), status == other, "{status} {other}");
        }
        assert!(error.has_code("A") && error.has_code("b") && !error.has_code("c"));
    }
    let date = "Date: Wed, 18 Nov 2026 10:26:40 GMT\r\n";
    for (headers, seconds) in [
        ("Retry-After: 7\r\n".to_owned(), Some(7)),
        (format!("Retry-After: Wed, 18 Nov 2026 10:26:45 GMT\r\n{date}"), Some(5)),
        ("Retry-After: Wed, 18 Nov 2026 10:26:45 GMT\r\n".to_owned(), None),
        (date.to_owned(), None),
    ] {
        let busy = Loopback::start(move |_| Reply::with_headers(429, &headers, b""));
        assert_eq!(reprocess(&busy).await.unwrap_err().retry_after(), seconds.map(Duration::from_secs));
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_decoded_is_an_error() {
    let deep = "[".repeat(100_000);
    for body in [
        "",
        " ",
        "<!DOCTYPE html><title>Sign in</title>",
        "{",
        "{\"id\": }",
        "{\"id\": \"1\"} x",
        "{\"id\": \"\u{1}\"}",
        "nul",
        "NaN",
        "null",
        "[]",
        "5",
        "\"x\"",
        &deep,
        &format!("{{\"manager\":{deep}"),
        &"{\"manager\":".repeat(100_000),
    ] {
        let error = reprocess(&server(200, "application/json", body)).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), &**error.raw_body().unwrap()), (200, body.as_bytes()));
        assert!(error.is_decode() && error.may_have_been_sent() && error.service_error().is_none());
        assert!(format!("{error:#} {error:?}").len() < 1000, "the body is not shown");
    }
    let error = reprocess(&server(200, "application/json", b"{\"id\": \"\xff\"}")).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.raw_body().unwrap().contains(&0xff));
    let error = reprocess(&server(200, "application/json", b"{\"x\": \"\xff\"}")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let error = adele(settings(&Loopback::start(|_| Reply::no_content()))).get().send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.status().unwrap().as_u16() == 204);
}

/// JSON that the grammar allows and serde_json rejects. Values that Rust cannot represent are kept as text.
#[tokio::test]
async fn unusual_json_is_read() {
    let body = r#" {"id": "a", "id": "1", "city": 1e400, "displayName": "\ud83d", "accountEnabled": -1E+999,
        "businessPhones": ["1", "\udc00"], "assignedLicenses": [{"skuId": 1e400}], "manager": {"mail": 1e400, "id": "2"}, "x": 1e400} "#;
    let user = reprocess(&server(200, "application/json", body)).await.unwrap();
    assert_eq!((user.id.as_deref(), user.city.as_ref(), user.display_name.as_ref()), (Some("1"), None, None));
    assert_eq!(user.extra.get("city").unwrap().get(), "1e400");
    assert_eq!(user.extra.get("displayName").unwrap().get(), r#""\ud83d""#);
    assert_eq!(user.assigned_licenses.as_ref().unwrap()[0].extra.get("skuId").unwrap().get(), "1e400");
    assert_eq!(user.manager.as_ref().unwrap().id.as_deref(), Some("2"));
    let written = serde_json::to_string(&user).unwrap();
    for part in [
        r#""city":1e400"#,
        r#""mail":1e400"#,
        r#""x":1e400"#,
        r#""businessPhones":["1", "\udc00"]"#,
        r#""accountEnabled":-1E+999"#,
    ] {
        assert!(written.contains(part), "{written}");
    }
}

/// A byte order mark may precede JSON: RFC 8259, section 8.1.
#[tokio::test]
async fn a_byte_order_mark_is_skipped() {
    let user = reprocess(&server(200, "application/json", "\u{feff}{\"id\": \"1\"}")).await.unwrap();
    assert_eq!(user.id.as_deref(), Some("1"));
    let body = "\u{feff}{\"error\": {\"code\": \"Forbidden\", \"message\": \"no\"}}";
    let error = reprocess(&server(403, "application/json", body)).await.unwrap_err();
    assert_eq!(error.service_error().unwrap().code(), Some("Forbidden"));
    let error = reprocess(&server(200, "application/json", "\u{feff}\u{feff}{}")).await.unwrap_err();
    assert!(error.is_decode());
}

/// Numbers in properties of other types keep all their digits.
#[tokio::test]
async fn numbers_of_other_types_keep_their_digits() {
    let (fraction, integer) = ("0.10000000000000000555111512312578", "123456789012345678901234567890");
    let body = format!(
        r#"{{"id":"1","city":{fraction},"displayName":{integer},"accountEnabled":-{integer},"businessPhones":["1",{fraction}],"assignedLicenses":[{{"skuId":{integer}}}],"manager":{fraction}}}"#
    );
    let user = reprocess(&server(200, "application/json", body.clone())).await.unwrap();
    assert_eq!(user.id.as_deref(), Some("1"));
    assert_eq!(user.extra.get("city").unwrap().get(), fraction);
    let written = serde_json::to_string(&user).unwrap();
    let parts = |text: &str| {
        let mut parts: Vec<String> = text.trim_matches(['{', '}']).split(',').map(str::to_owned).collect();
        parts.sort();
        parts
    };
    assert_eq!(parts(&written), parts(&body));
}

#[tokio::test]
async fn single_values_and_empty_responses() {
    for (status, body) in [(204, ""), (200, ""), (202, "anything"), (200, "{}")] {
        adele(settings(&server(status, "text/plain", body))).retire().send().await.unwrap();
    }
    let count = adele(settings(&server(200, "", r#"{"@odata.context": "c", "value": 7}"#))).count_things().send().await;
    assert_eq!(count.unwrap(), 7);
    for body in [r#"{"value": "7"}"#, r#"{"value": null}"#, "{}", "7", "[]", ""] {
        let error = adele(settings(&server(200, "", body))).count_things().send().await.unwrap_err();
        assert!(error.is_decode() && *error.raw_body().unwrap() == *body.as_bytes(), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn a_missing_value_is_said_to_be_missing() {
    for status in [200, 201, 204] {
        let server = Loopback::start(move |_| Reply::with_headers(status, "", b""));
        let me = adele(settings(&server));
        let errors = [
            me.reprocess_license_assignment().send().await.map(drop).unwrap_err(),
            me.count_things().send().await.map(drop).unwrap_err(),
            me.check_groups().send().await.map(drop).unwrap_err(),
        ];
        for error in errors {
            assert!(error.is_decode() && error.may_have_been_sent() && error.status().unwrap().as_u16() == status);
            assert!(error.to_string().contains("the call succeeded, but the service sent no value"), "{error}");
        }
    }
    let error = reprocess(&server(202, "", "")).await.unwrap_err();
    assert!(error.to_string().contains("the service is still working; use `begin`"), "{error}");
}

#[tokio::test]
async fn utf16_is_named_in_errors() {
    let text = r#"{"error": {"code": "x"}, "id": "1"}"#;
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(little.iter().copied()).collect();
    for body in [big, little, marked] {
        for status in [200, 404] {
            let error = reprocess(&server(status, "application/json", body.clone())).await.unwrap_err();
            assert_eq!(error.status().unwrap().as_u16(), status);
            assert!(error.to_string().contains("the body is UTF-16"), "{error}");
        }
    }
}

#[tokio::test]
async fn wrapped_entities_are_unwrapped() {
    let user = reprocess(&server(200, "", r#"{"@odata.context": "c", "value": {"id": "1", "x": 2}}"#)).await.unwrap();
    assert_eq!((user.id.as_deref(), user.extra.value("x")), (Some("1"), Some(json!(2))));
    // `value` may be a property of the entity.
    for body in [
        r#"{"id": "1", "value": {"id": "2"}}"#,
        r#"{"value": [{"id": "2"}]}"#,
        r#"{"city": null, "value": {}}"#,
        r#"{"x": 1, "value": {}}"#,
    ] {
        let user = reprocess(&server(200, "", body)).await.unwrap();
        assert_eq!(serde_json::to_value(&user).unwrap(), serde_json::from_str::<serde_json::Value>(body).unwrap());
    }
}

#[tokio::test]
async fn pages_need_a_list() {
    let two = Loopback::start(|request| match request.query() {
        None => Reply::json(
            200,
            r#"{"@odata.count": 3, "@odata.nextLink": "users?$skiptoken=a%2Fb'c", "value": [{"id": "1"}, {}]}"#,
        ),
        Some(_) => Reply::json(200, r#"{"value": [{"id": "3"}], "@odata.deltaLink": "d"}"#),
    });
    let client = settings(&two).build().unwrap();
    let page = GraphService::new(client.clone()).users().get().send().await.unwrap();
    assert_eq!((page.items().len(), page.count(), page.delta_link()), (2, Some(3), None));
    let next = page.next(&client).unwrap().send().await.unwrap();
    assert!(two.last().target().starts_with("/v1.0/users?$skiptoken=a%2Fb"), "{}", two.last().target());
    assert_eq!((next.items()[0].id.as_deref(), next.delta_link()), (Some("3"), Some("d")));
    assert!(next.next(&client).is_none());

    // None of these has a list, and none may be read as an empty page.
    for body in [
        r#"{"value": {}}"#,
        r#"{"value": null}"#,
        r#"{"value": "x"}"#,
        r#"{"value": [null]}"#,
        "{}",
        r#"{"id": "1"}"#,
        "[]",
        "null",
        "",
    ] {
        let error = GraphService::new(settings(&server(200, "", body)).build().unwrap())
            .users()
            .get()
            .send()
            .await
            .unwrap_err();
        assert!(error.is_decode() && *error.raw_body().unwrap() == *body.as_bytes(), "{body}: {error:?}");
    }
    let empty = adele(settings(&server(200, "", r#"{"value": []}"#))).check_groups().send().await.unwrap();
    assert!(empty.items().is_empty());
    let misfit = adele(settings(&server(200, "", r#"{"value": ["a", 5]}"#))).check_groups().send().await;
    assert!(misfit.is_err_and(|error| error.kind() == ErrorKind::Decode));
}

fn kind(error: &Error) -> TransportErrorKind {
    error.transport_error().unwrap_or_else(|| panic!("{error:?}")).kind()
}

#[tokio::test]
async fn responses_larger_than_the_limit_are_errors() {
    let limit = 100_000;
    let small = Loopback::start(move |_| Reply::body(200, "", format!("{{}}{}", " ".repeat(limit - 2)).as_bytes()));
    adele(settings(&small).max_response_size(limit)).reprocess_license_assignment().send().await.unwrap();
    let error =
        adele(settings(&small).max_response_size(limit - 1)).reprocess_license_assignment().send().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::TooLarge(limit - 1));
    assert!(error.may_have_been_sent());

    // A declared length is enough: the body is not awaited, and no memory is reserved for it.
    let announced = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\n".to_vec();
    let announcing = Loopback::start(move |_| Reply::Stall(announced.clone(), Duration::from_secs(60)));
    let error = adele(settings(&announcing).max_response_size(limit)).retire().send().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::TooLarge(limit));

    let endless = Loopback::start(|_| {
        let chunk = format!("2000\r\n{}\r\n", " ".repeat(0x2000)).into_bytes();
        Reply::Endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(), chunk)
    });
    let error = adele(settings(&endless).max_response_size(limit)).retire().send().await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::TooLarge(limit));
    let deadline = Instant::now() + Duration::from_secs(10);
    let mut before = usize::MAX;
    // Reading has stopped: the server can only fill the buffers of the sockets.
    while before != endless.written() && Instant::now() < deadline {
        before = endless.written();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(endless.written() < 64 << 20, "{} bytes were written", endless.written());
    // The body of an error is limited in the same way.
    let error = adele(settings(&server(500, "", vec![b' '; limit + 1])).max_response_size(limit))
        .retire()
        .send()
        .await
        .unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::TooLarge(limit));
}

#[tokio::test]
async fn failed_connections_are_transport_errors() {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let unreachable = Client::builder().base_url(format!("http://127.0.0.1:{port}/v1.0")).retry(NoRetry);
    let error = adele(unreachable).retire().send().await.unwrap_err();
    assert_eq!((kind(&error), error.may_have_been_sent()), (TransportErrorKind::Connect, false));

    let closing = Loopback::start(|_| Reply::Close(Vec::new()));
    let error = adele(settings(&closing)).retire().send().await.unwrap_err();
    assert_eq!((kind(&error), error.may_have_been_sent()), (TransportErrorKind::Send, true));
    assert_eq!(closing.seen().len(), 1, "an action is not sent twice");

    let nonsense = Loopback::start(|_| Reply::Close(b"SSH-2.0-x\r\n\r\n".to_vec()));
    assert!(adele(settings(&nonsense)).retire().send().await.unwrap_err().may_have_been_sent());

    for head in ["Content-Length: 10", "Transfer-Encoding: chunked"] {
        let bytes = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n5\r\nabc").into_bytes();
        let breaking = Loopback::start(move |_| Reply::Close(bytes.clone()));
        let error = adele(settings(&breaking)).retire().send().await.unwrap_err();
        assert_eq!((kind(&error), error.may_have_been_sent()), (TransportErrorKind::Receive, true));
    }
}

#[tokio::test]
async fn slow_servers_time_out() {
    let long = Duration::from_secs(30);
    for bytes in ["", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"] {
        let slow = Loopback::start(move |_| Reply::Stall(bytes.into(), long));
        let started = Instant::now();
        let error = adele(settings(&slow).timeout(Duration::from_millis(200))).retire().send().await.unwrap_err();
        assert!(error.is_timeout() && error.may_have_been_sent(), "{error:?}");
        assert!(started.elapsed() < Duration::from_secs(10));
        assert!(error.to_string().contains("POST /users/{id}/retire"), "{error}");
    }
}
