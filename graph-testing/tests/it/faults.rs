//! Failures, in virtual time.

use std::time::Duration;

use graph_testing::{Faults, Response, Server};

use crate::{graph::GraphService, in_memory, user};

/// Sends 100 calls, eight at a time, and returns the number of requests and of calls that failed.
async fn run(server: &Server) -> (usize, usize) {
    let service = GraphService::new(server.client());
    let tasks: Vec<_> = (0..8)
        .map(|lane| {
            let service = service.clone();
            tokio::spawn(async move {
                let mut failed = 0;
                for number in (lane..100).step_by(8) {
                    failed += usize::from(service.users().by_id(number.to_string()).get().send().await.is_err());
                }
                failed
            })
        })
        .collect();
    let mut failed = 0;
    for task in tasks {
        failed += task.await.unwrap();
    }
    (server.requests().len(), failed)
}

#[tokio::test(start_paused = true)]
async fn faults_are_reproducible_and_take_no_time() {
    let begun = tokio::time::Instant::now();
    let mut results = Vec::new();
    for seed in [42, 42, 43] {
        let server = Server::in_memory();
        server.faults(Faults::seeded(seed).throttle(0.2).unavailable(0.1).drop_connection(0.1));
        server.when_request("GET", "/users/{id}").answers(Response::object(user("a", "Ann"))).times(100);
        results.push(run(&server).await);
        server.verify();
    }
    assert_eq!(results[0], results[1]);
    assert_ne!(results[0].0, results[2].0);
    assert!(results[0].0 > 130, "{results:?}");
    assert_eq!(results[0].1, 0, "all calls succeed in the end");
    assert!(begun.elapsed() >= Duration::from_secs(3), "virtual time passes");
}

#[tokio::test(start_paused = true)]
async fn a_lost_response_may_have_had_an_effect() {
    let (server, service) = in_memory();
    let reprocess = || service.users().by_id("a").reprocess_license_assignment();
    let expectation = server.when(reprocess()).answers(user("a", "Ann"));
    server.faults(Faults::seeded(1).lose_response(1.0));
    let error = reprocess().send().await.unwrap_err();
    assert!(error.may_have_been_sent());
    assert_eq!(expectation.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn slow_responses_time_out() {
    let (server, service) = in_memory();
    server.when(service.users().get()).answers(Response::no_content().after(Duration::from_secs(3600))).any_times();
    let begun = tokio::time::Instant::now();
    let error = service.users().get().send().await.unwrap_err();
    assert!(error.to_string().contains("time"), "{error}");
    assert!(begun.elapsed() >= Duration::from_secs(100) && begun.elapsed() < Duration::from_secs(301));
}

#[tokio::test]
async fn connections_are_closed_on_loopback_too() {
    let server = Server::start().await.unwrap();
    let service = GraphService::new(server.client());
    let reprocess = || service.users().by_id("a").reprocess_license_assignment();
    server.when(reprocess()).answers(Response::lost());
    let error = reprocess().send().await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_sent()), (graph_runtime::ErrorKind::Transport, true));
}
