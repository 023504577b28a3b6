//! Batches: the request, the assignment of responses to calls, and retries.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use crate::loopback::{Loopback, Reply, Seen, clock::Clock};
use crate::sample::{AssignLicense, GraphService, User};
use graph_runtime::{Backoff, Batch, CallOptions, Client, ErrorKind, NoRetry, Object, StaticToken, Throttle};
use serde_json::{Value, json};

const ID: &str = "11111111-2222-3333-4444-555555555555";

fn client(server: &Loopback, clock: &Clock) -> Client {
    let settings = Client::builder().base_url(server.root()).credential(StaticToken::new("secret-token"));
    settings.timer(clock.clone()).build().unwrap()
}

/// Returns the calls in a batch request.
fn calls(seen: &Seen) -> Vec<Value> {
    let body: Value = serde_json::from_slice(&seen.body).unwrap();
    body["requests"].as_array().unwrap().clone()
}

/// Responds to each call with a function of it, in reverse order.
fn serve(answer: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Loopback {
    Loopback::start(move |seen| {
        let answers: Vec<Value> = calls(seen)
            .iter()
            .rev()
            .map(|call| {
                let mut answer = answer(call);
                answer["id"] = call["id"].clone();
                answer
            })
            .collect();
        Reply::json(200, &json!({ "responses": answers }).to_string())
    })
}

/// Responds with the user whose id is in the URL.
fn user(call: &Value) -> Value {
    let id = call["url"].as_str().unwrap().split('/').nth(2).unwrap().split('?').next().unwrap();
    json!({ "status": 200, "headers": { "Content-Type": "application/json" }, "body": { "id": id } })
}

#[tokio::test]
async fn calls_are_written_as_graph_requires() {
    let (server, clock) = (serve(user), Clock::default());
    let client = client(&server, &clock);
    let service = GraphService::new(client.clone());
    let mut batch = Batch::new(&client);
    let first = batch.add(service.users().by_id(ID).get().select((User::ID,)).header("ConsistencyLevel", "eventual"));
    let second = batch.add(service.users().by_id("a/b").reprocess_license_assignment());
    let third =
        batch.add_after(service.users().by_id("c").assign_license(AssignLicense::default()), [second.id(), first.id()]);
    assert_eq!(
        format!("{batch:?}"),
        "[\"GET /users/{id}\", \"POST /users/{id}/reprocessLicenseAssignment\", \"POST /users/{id}/assignLicense\"]"
    );
    let mut answers = batch.send().await;
    assert_eq!(answers.take(third).unwrap().id.as_deref(), Some("c"));
    assert_eq!(answers.take(first).unwrap().id.as_deref(), Some(ID));
    assert_eq!(answers.take(second).unwrap().id.as_deref(), Some("a%2Fb"));

    let seen = server.last();
    assert_eq!((seen.method(), seen.target()), ("POST", "/v1.0/$batch"));
    assert_eq!(seen.header("authorization"), Some("Bearer secret-token"));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert!(!String::from_utf8_lossy(&seen.body).contains("secret-token"));
    assert_eq!(
        Value::from(calls(&seen)),
        json!([
            { "id": "1", "method": "GET", "url": format!("/users/{ID}?$select=id"),
              "headers": { "accept": "application/json", "consistencylevel": "eventual" } },
            { "id": "2", "method": "POST", "url": "/users/a%2Fb/reprocessLicenseAssignment",
              "headers": { "accept": "application/json" } },
            { "id": "3", "method": "POST", "url": "/users/c/assignLicense", "dependsOn": ["1", "2"],
              "headers": { "accept": "application/json", "content-type": "application/json" }, "body": {} },
        ])
    );
}

#[tokio::test]
async fn more_than_twenty_calls_are_split_and_returned_in_order() {
    let (server, clock) = (serve(user), Clock::default());
    let client = client(&server, &clock);
    let service = GraphService::new(client.clone());
    let answers = client.execute_all((0..45).map(|number| service.users().by_id(number.to_string()).get())).await;
    let ids: Vec<String> = answers.into_iter().map(|answer| Object::into_value(answer.unwrap()).id.unwrap()).collect();
    assert_eq!(ids, (0..45).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(server.seen().iter().map(|seen| calls(seen).len()).collect::<Vec<_>>(), [20, 20, 5]);
}

#[tokio::test]
async fn dependent_calls_are_in_the_same_request() {
    let (server, clock) = (serve(user), Clock::default());
    let client = client(&server, &clock);
    let service = GraphService::new(client.clone());
    let mut batch = Batch::new(&client);
    let get = |number: usize| service.users().by_id(number.to_string()).get();
    let mut tickets: Vec<_> = (0..15).map(|number| batch.add(get(number))).collect();
    // Ten dependent calls do not fit in a request with the fifteen.
    for number in 15..25 {
        let before = (number > 15).then(|| tickets[number - 1].id());
        tickets.push(batch.add_after(get(number), before));
    }
    let late = batch.add_after(get(25), [tickets[3].id()]);
    let mut answers = batch.send().await;
    assert!(tickets.into_iter().all(|ticket| answers.take(ticket).is_ok()));
    assert!(answers.take(late).is_ok());
    let sizes: Vec<usize> = server.seen().iter().map(|seen| calls(seen).len()).collect();
    assert_eq!(sizes, [16, 10]);

    let mut batch = Batch::new(&client);
    let mut last = batch.add(get(0));
    for number in 1..21 {
        last = batch.add_after(get(number), [last.id()]);
    }
    let free = batch.add(get(99));
    let mut answers = batch.send().await;
    let refused = answers.take(last).unwrap_err();
    assert!(refused.kind() == ErrorKind::InvalidRequest && refused.to_string().contains("more than 20"), "{refused}");
    assert!(answers.take(free).is_ok());
}

#[tokio::test]
async fn throttled_calls_are_sent_again_without_the_others() {
    let count = AtomicUsize::new(0);
    let server = serve(move |call| {
        let url = call["url"].as_str().unwrap();
        let wait = match url {
            "/users/b" => Some("3"),
            "/users/c" => Some("7.5"),
            _ => None,
        };
        // The first round throttles two calls, and fails the call that depends on one of them.
        match (wait, count.fetch_add(1, Ordering::SeqCst) < 5) {
            (Some(wait), true) => {
                let body = json!({ "error": { "code": "TooManyRequests" } });
                json!({ "status": 429, "headers": { "Retry-After": wait }, "body": body })
            }
            (None, true) if url == "/users/d" => {
                json!({ "status": 424, "body": { "error": { "code": "FailedDependency" } } })
            }
            _ => user(call),
        }
    });
    let clock = Clock::default();
    let client = client(&server, &clock);
    let service = GraphService::new(client.clone());
    let mut batch = Batch::new(&client);
    let get = |id: &str| service.users().by_id(id).get();
    let (a, b, c) = (batch.add(get("a")), batch.add(get("b")), batch.add(get("c")));
    let d = batch.add_after(get("d"), [a.id(), b.id()]);
    let e = batch.add(get("e"));
    let mut answers = batch.send().await;
    for (ticket, id) in [(a, "a"), (b, "b"), (c, "c"), (d, "d"), (e, "e")] {
        assert_eq!(answers.take(ticket).unwrap().id.as_deref(), Some(id));
    }
    let seen = server.seen();
    let urls =
        |seen: &Seen| calls(seen).iter().map(|call| call["url"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(urls(&seen[1]), ["/users/b", "/users/c", "/users/d"]);
    assert_eq!(seen.len(), 2);
    let again = calls(&seen[1]);
    assert_eq!((&again[0]["id"], &again[0]["headers"]["retry-attempt"]), (&json!("2"), &json!("1")));
    assert_eq!(again[2]["dependsOn"], json!(["2"]), "a call that has succeeded is not a dependency");
    assert!(clock.elapsed_at_least(Duration::from_millis(7500)), "{:?}", clock.waits());
}

#[tokio::test]
async fn calls_that_are_not_safe_to_repeat_are_sent_once() {
    for (status, asked) in [(500, 1), (502, 1), (503, 4), (404, 1)] {
        let server =
            serve(move |_| json!({ "status": status, "body": { "error": { "code": "Busy", "message": "no" } } }));
        let clock = Clock::default();
        let client = client(&server, &clock);
        let service = GraphService::new(client.clone());
        let answers = client.execute_all([service.users().by_id(ID).reprocess_license_assignment()]).await;
        let problem = answers.into_iter().next().unwrap().unwrap_err();
        assert_eq!(problem.status().unwrap(), status);
        assert!(problem.has_code("busy"));
        assert_eq!(server.seen().len(), asked, "{status}");
    }
    let server = serve(|_| json!({ "status": 503 }));
    let client = client(&server, &Clock::default());
    let once = CallOptions::default().retry(NoRetry);
    let answers = client.execute_all([GraphService::new(client.clone()).me().get().with_options(once)]).await;
    assert_eq!((answers[0].as_ref().unwrap_err().status().unwrap().as_u16(), server.seen().len()), (503, 1));
}

#[tokio::test]
async fn a_failed_dependency_names_what_failed() {
    let server = serve(|call| match call["url"].as_str().unwrap() {
        "/users/b" => json!({ "status": 424, "body": { "error": { "code": "424" } } }),
        _ => json!({ "status": 404, "body": { "error": { "code": "Request_ResourceNotFound" } } }),
    });
    let client = client(&server, &Clock::default());
    let service = GraphService::new(client.clone());
    let mut batch = Batch::new(&client);
    let first = batch.add(service.users().by_id("a").reprocess_license_assignment());
    let second = batch.add_after(service.users().by_id("b").get(), [first.id()]);
    // An invalid key prevents its call and the calls that depend on it from being sent.
    let bad = batch.add(service.users().by_id("..").get());
    let after = batch.add_after(service.users().by_id("z").get(), [bad.id()]);
    let mut answers = batch.send().await;
    assert!(answers.take(first).unwrap_err().is_not_found());
    let problem = answers.take(second).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "GET /users/{id}: not executed, because `POST /users/{id}/reprocessLicenseAssignment` failed"
    );
    assert_eq!((problem.status().unwrap().as_u16(), problem.may_have_been_sent()), (424, false));
    assert_eq!(answers.take(bad).unwrap_err().kind(), ErrorKind::InvalidKey);
    let error = answers.take(after).unwrap_err();
    assert!(error.kind() == ErrorKind::FailedDependency && error.service_error().is_none());
    assert_eq!(error.failed_dependency(), Some("GET /users/{id}"));
    assert_eq!(calls(&server.last()).len(), 2);
}

#[tokio::test]
async fn invalid_responses_are_errors_of_each_call() {
    let bodies = [
        (200, r#"{"responses": [{"id": "1", "status": 204}]}"#),
        (200, r#"{"responses": [{"id": "2", "status": 204}, {"id": "2", "status": 204}, {"id": "1", "status": 204}]}"#),
        (200, "<html>"),
        (200, "{}"),
        (400, r#"{"error": {"code": "BadRequest", "message": "no batch"}}"#),
    ];
    for (status, body) in bodies {
        let server = Loopback::json(status, body);
        let client = client(&server, &Clock::default());
        let me = GraphService::new(client.clone()).me();
        let mut answers = client.execute_all([me.retire(), me.retire()]).await;
        let second = answers.pop().unwrap().unwrap_err();
        assert!(second.may_have_been_sent() && !second.to_string().contains("html"), "{body}: {second}");
        assert_eq!(second.kind() == ErrorKind::Batch, !body.contains("204"), "{body}: {second}");
        assert_eq!(answers[0].is_ok(), body.contains("204"), "{body}");
        assert_eq!(server.seen().len(), 1, "{body}");
    }
}

#[tokio::test]
async fn a_batch_with_a_lost_response_is_not_sent_again() {
    let server = Loopback::start(|_| Reply::Reset(Vec::new()));
    let client = client(&server, &Clock::default());
    let answers = client.execute_all([GraphService::new(client.clone()).me().retire()]).await;
    let problem = answers.into_iter().next().unwrap().unwrap_err();
    assert!(problem.kind() == ErrorKind::Batch && problem.may_have_been_sent(), "{problem}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_throttled_batch_is_sent_again() {
    let count = AtomicUsize::new(0);
    let server = Loopback::start(move |seen| match count.fetch_add(1, Ordering::SeqCst) {
        0 => Reply::with_headers(429, "Retry-After: 2\r\n", b""),
        _ => Reply::json(200, &json!({ "responses": [{ "id": calls(seen)[0]["id"], "status": 204 }] }).to_string()),
    });
    let clock = Clock::default();
    let client = client(&server, &clock);
    assert!(client.execute_all([GraphService::new(client.clone()).me().retire()]).await[0].is_ok());
    assert_eq!(server.last().header("retry-attempt"), Some("1"));
}

#[tokio::test]
async fn tickets_belong_to_their_batch() {
    let server = serve(user);
    let client = client(&server, &Clock::default());
    let service = GraphService::new(client.clone());
    let (mut one, mut other) = (Batch::new(&client), Batch::new(&client));
    let here = one.add(service.users().by_id("a").get());
    let there = other.add(service.users().by_id("b").get());
    let foreign = one.add_after(service.users().by_id("c").get(), [there.id()]);
    let mut answers = one.send().await;
    assert_eq!(answers.take(there).unwrap_err().kind(), ErrorKind::ForeignTicket);
    assert_eq!(answers.take(foreign).unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert!(answers.take(here).is_ok());
    assert!(Batch::new(&client).is_empty() && Batch::new(&client).send().await.is_empty());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn the_retry_policy_decides_how_often_calls_are_sent() {
    let server = serve(|_| json!({ "status": 429 }));
    let clock = Clock::default();
    let patient = Backoff::default().max_retries(6).max_total_time(Duration::from_secs(3600));
    let settings = Client::builder().base_url(server.root()).timer(clock.clone()).retry(patient);
    let client = settings.build().unwrap();
    assert!(client.execute_all([GraphService::new(client.clone()).me().retire()]).await[0].is_err());
    assert_eq!(server.seen().len(), 7);
}

#[tokio::test]
async fn all_rounds_share_the_time_of_one_call() {
    let server = serve(|_| json!({ "status": 429, "headers": { "Retry-After": "100" } }));
    let clock = Clock::default();
    let patient = Backoff::default().max_retries(500).max_wait(Duration::from_secs(100));
    let settings = Client::builder().base_url(server.root()).timer(clock.clone()).retry(patient);
    let client = settings.throttle(Throttle::off()).build().unwrap();
    let error = client.execute_all([GraphService::new(client.clone()).me().retire()]).await.remove(0).unwrap_err();
    assert!(error.is_throttled(), "{error}");
    assert_eq!(server.seen().len(), 3, "300 seconds are the limit");
}
