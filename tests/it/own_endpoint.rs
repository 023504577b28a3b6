//! An endpoint of an application that receives generated types: axum, on loopback.

use axum::{Json, Router, http::StatusCode, routing::post};
use graph_runtime::{Client, Object, http::Method, strict::Strict};
use graph_tests::graph::User;

async fn disable(Json(Strict(user)): Json<Strict<Object<User>>>) -> (StatusCode, Json<Object<User>>) {
    (StatusCode::CREATED, Json(user))
}

async fn client() -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback can be bound");
    let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/users", post(disable))).await });
    Client::builder().base_url(url).build().expect("loopback is fine")
}

#[tokio::test]
async fn bodies_that_do_not_fit_are_refused_with_their_path() {
    let client = client().await;
    for (body, message) in [
        ("[1]", "expected an object at line 1 column 1"),
        ("7", "expected an object at line 1 column 1"),
        ("null", "expected a value other than `null` at line 1 column 1"),
        (r#"{"accountEnabled": 7}"#, "accountEnabled: expected a boolean at line 1 column 20"),
        (r#"{"assignedLicenses": [{}, {"skuId": "x"}]}"#, "assignedLicenses[1].skuId: expected a GUID in lower case"),
        (r#"{"manager@odata.bind": "https://evil.example"}"#, "[\"manager@odata.bind\"]: unknown property"),
        (r#"{"id": "1", "id": "2"}"#, "id: the property is given twice at line 1 column 13"),
    ] {
        let request = client.request(Method::POST, "/users").body(body, "application/json");
        let error = request.read::<()>().await.expect_err(body);
        assert_eq!(error.status(), Some(StatusCode::UNPROCESSABLE_ENTITY), "{body}: {error}");
        let response = String::from_utf8_lossy(error.raw_body().expect("a response")).into_owned();
        assert!(response.contains(message), "{body}: {response}");
    }
}

#[tokio::test]
async fn bodies_that_fit_are_read() {
    let request = client().await.request(Method::POST, "/users");
    let body = serde_json::json!({"id": "1", "accountEnabled": null, "assignedLicenses": []});
    let user = request.json(&body).read::<Object<User>>().await.expect("it fits");
    assert_eq!(serde_json::to_value(&user).expect("JSON"), body);
}
