//! The time limit of a call bounds attempts, waits, the throttled service, the credential and redirects together.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::sample::GraphService;
use bytes::Bytes;
use graph_runtime::{
    AccessToken, Backoff, BoxFuture, CallOptions, Client, ClientBuilder, Error, ErrorKind, Limits, Transport,
    TransportError, credential_fn, http, transport::TransportErrorKind,
};
use tokio::time::{Instant, sleep};

/// What a service does with every request.
#[derive(Clone, Copy, Debug)]
enum Does {
    /// Responds after this time.
    Respond(Duration, u16, &'static [(&'static str, &'static str)]),
    /// Never responds.
    Hang,
    /// Cannot be reached.
    Refuse,
}

#[derive(Clone, Debug)]
struct Service(Does, Arc<AtomicUsize>);

impl Transport for Service {
    fn execute(
        &self,
        _: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        self.1.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            match self.0 {
                Does::Respond(time, status, headers) if time < limits.time => {
                    sleep(time).await;
                    let mut response = http::Response::builder().status(status);
                    for (name, value) in headers {
                        response = response.header(*name, *value);
                    }
                    Ok(response.body(Bytes::from_static(b"{\"value\": []}")).unwrap())
                }
                Does::Respond(..) | Does::Hang => {
                    sleep(limits.time).await;
                    Err(TransportError::new(TransportErrorKind::Timeout, None))
                }
                Does::Refuse => Err(TransportError::new(TransportErrorKind::Connect, None)),
            }
        })
    }
}

fn settings(does: Does) -> (ClientBuilder, Arc<AtomicUsize>) {
    let seen = Arc::<AtomicUsize>::default();
    (Client::builder().base_url("http://127.0.0.1/v1.0").transport(Service(does, seen.clone())), seen)
}

fn service(builder: ClientBuilder) -> GraphService {
    GraphService::new(builder.build().unwrap())
}

const SECOND: Duration = Duration::from_secs(1);

/// Sends calls at once. Returns their errors, and when the last one ended.
async fn all(service: &GraphService, calls: usize) -> (Vec<Error>, Duration) {
    let begun = Instant::now();
    let calls: Vec<_> = (0..calls).map(|_| tokio::spawn(service.users().get().send())).collect();
    let mut errors = Vec::new();
    for call in calls {
        errors.extend(call.await.unwrap().err());
    }
    (errors, begun.elapsed())
}

#[tokio::test(start_paused = true)]
async fn endless_throttling_ends_all_calls_in_time() {
    for (calls, wait) in [(1, "100"), (100, "100"), (500, "100"), (100, "1"), (100, "299"), (100, "0")] {
        let headers: &'static [_] = match wait {
            "100" => &[("retry-after", "100")],
            "1" => &[("retry-after", "1")],
            "299" => &[("retry-after", "299")],
            _ => &[("retry-after", "0")],
        };
        let (builder, seen) = settings(Does::Respond(SECOND / 10, 429, headers));
        let (errors, time) = all(&service(builder.timeout(5 * SECOND)), calls).await;
        assert_eq!(errors.len(), calls);
        assert!(time <= 300 * SECOND, "{calls} calls, {wait}: {time:?}");
        for error in &errors {
            assert!(error.is_throttled(), "{error}");
        }
        println!("{calls} calls, Retry-After: {wait}: {time:?}, {} requests", seen.load(Ordering::SeqCst));
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_cannot_start_in_time_fails_at_once() {
    let (builder, seen) = settings(Does::Respond(SECOND / 10, 429, &[("retry-after", "100")]));
    let service = service(builder.call_timeout(30 * SECOND));
    let error = service.users().get().send().await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Service, 429));
    assert_eq!(error.time_spent().unwrap().attempts, 1);
    let text = error.to_string();
    assert!(text.contains("a retry would exceed the time limit of 30s (1 attempt took 100.0ms)"), "{text}");

    sleep(20 * SECOND).await;
    let begun = Instant::now();
    let error = service.users().get().send().await.unwrap_err();
    assert!(error.is_throttled() && error.is_timeout() && !error.may_have_been_sent());
    assert_eq!((error.kind(), begun.elapsed()), (ErrorKind::CallTimeout, Duration::ZERO));
    assert_eq!((error.retry_after(), error.time_limit()), (Some(80 * SECOND), Some(30 * SECOND)));
    let text = error.to_string();
    assert!(text.contains("throttles the client for another 80.0s, beyond the time limit of 30s"), "{text}");
    assert_eq!(seen.load(Ordering::SeqCst), 1);

    // A call with more time waits.
    let patient = CallOptions::default().call_timeout(90 * SECOND);
    let error = service.users().get().with_options(patient).send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), begun.elapsed().as_secs()), (429, 80));
    assert_eq!(error.time_spent().unwrap().throttled.as_secs(), 80);
}

#[tokio::test(start_paused = true)]
async fn calls_in_the_queue_end_in_time() {
    // The first call is rejected; the others wait for their turns at one call each second.
    let (builder, _) = settings(Does::Respond(
        SECOND / 10,
        200,
        &[("x-ms-throttle-limit-percentage", "4"), ("x-ms-resource-unit", "1000")],
    ));
    let service = service(builder.call_timeout(10 * SECOND));
    let (errors, _) = all(&service, 20).await;
    assert!(errors.is_empty());
    let (errors, time) = all(&service, 100).await;
    assert!((80..=95).contains(&errors.len()) && time <= 10 * SECOND, "{} failed, {time:?}", errors.len());
    for error in errors {
        let spent = error.time_spent().unwrap();
        // A call may start just before its end.
        assert!(error.is_throttled() != (spent.attempts == 1), "{error}");
        assert_eq!(error.may_have_been_sent(), spent.attempts == 1);
        assert!(spent.throttled <= 10 * SECOND);
    }
}

#[tokio::test(start_paused = true)]
async fn absurd_costs_do_not_hold_up_calls_that_succeed() {
    let (builder, _) = settings(Does::Respond(
        SECOND / 10,
        200,
        &[("x-ms-throttle-limit-percentage", "4"), ("x-ms-resource-unit", "1000")],
    ));
    let service = service(builder);
    assert!(all(&service, 10).await.0.is_empty());
    let (errors, time) = all(&service, 100).await;
    assert!(errors.is_empty() && time < 110 * SECOND, "{} failed, {time:?}", errors.len());
}

#[tokio::test(start_paused = true)]
async fn attempts_share_the_time() {
    let (builder, seen) = settings(Does::Hang);
    let begun = Instant::now();
    let error = service(builder).users().get().send().await.unwrap_err();
    assert_eq!((error.kind(), begun.elapsed()), (ErrorKind::CallTimeout, 300 * SECOND));
    assert!(error.is_timeout() && !error.is_throttled() && error.may_have_been_sent());
    assert_eq!(error.transport_error().unwrap().kind(), TransportErrorKind::Timeout);
    let spent = error.time_spent().unwrap();
    assert_eq!((spent.attempts, seen.load(Ordering::SeqCst)), (3, 3));
    assert_eq!(spent.in_attempts + spent.between_attempts, 300 * SECOND);
    assert!(error.to_string().contains("time limit of 300s (3 attempts took 29"), "{error}");

    // An attempt that ends by its own limit is a timeout of the attempt.
    let (builder, _) = settings(Does::Hang);
    let error = service(builder).me().retire().send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Transport && error.is_timeout() && error.time_spent().is_none());
}

#[tokio::test(start_paused = true)]
async fn waits_between_attempts_count() {
    let (builder, _) = settings(Does::Refuse);
    let patient = Backoff::default().max_retries(100).first_wait(10 * SECOND);
    let begun = Instant::now();
    let error = service(builder.retry(patient)).me().retire().send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::CallTimeout && error.is_connect() && !error.may_have_been_sent());
    assert!(begun.elapsed() < 300 * SECOND);
    assert!(error.to_string().contains("a retry would exceed the time limit of 300s"), "{error}");
    assert_eq!(error.time_spent().unwrap().between_attempts, begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn the_credential_shares_the_time() {
    let slow = || {
        credential_fn(|_| async {
            sleep(40 * SECOND).await;
            Ok(AccessToken::new("token", None))
        })
    };
    let (builder, seen) = settings(Does::Hang);
    let error = service(builder.credential(slow()).call_timeout(30 * SECOND)).me().retire().send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::CallTimeout && !error.may_have_been_sent() && !error.is_credential());
    assert_eq!(error.time_spent().unwrap().in_credential, 30 * SECOND);
    assert!(error.to_string().contains("waited for an access token when its time limit of 30s"), "{error}");
    assert_eq!(seen.load(Ordering::SeqCst), 0);

    let (builder, _) = settings(Does::Hang);
    let begun = Instant::now();
    let error = service(builder.credential(slow()).call_timeout(60 * SECOND)).me().retire().send().await.unwrap_err();
    assert_eq!((error.kind(), begun.elapsed()), (ErrorKind::CallTimeout, 60 * SECOND));
    let spent = error.time_spent().unwrap();
    assert_eq!((spent.in_credential, spent.in_attempts), (40 * SECOND, 20 * SECOND));

    let (builder, _) = settings(Does::Hang);
    let limited = builder.credential(slow()).credential_timeout(7 * SECOND);
    assert_eq!(service(limited).me().retire().send().await.unwrap_err().kind(), ErrorKind::Credential);
}

#[tokio::test(start_paused = true)]
async fn redirects_share_the_time() {
    let (builder, seen) = settings(Does::Respond(12 * SECOND, 302, &[("location", "/v1.0/there")]));
    let begun = Instant::now();
    let error = service(builder.call_timeout(30 * SECOND)).me().report().send().await.unwrap_err();
    assert_eq!((error.kind(), begun.elapsed()), (ErrorKind::CallTimeout, 30 * SECOND));
    assert_eq!((error.time_spent().unwrap().redirected, seen.load(Ordering::SeqCst)), (24 * SECOND, 3));
}

#[tokio::test]
async fn streamed_bodies_are_limited_by_their_progress() {
    use crate::loopback::{Loopback, Reply};
    let server = Loopback::start(|_| Reply::json(200, "{}"));
    let client = Client::builder().base_url(server.root()).call_timeout(Duration::from_millis(100));
    let me = GraphService::new(client.build().unwrap()).me();
    // Each piece takes longer than the call may.
    let pieces = futures_util::stream::unfold(0, |number| async move {
        sleep(Duration::from_millis(300)).await;
        (number < 3).then(|| (Ok::<_, std::io::Error>(Bytes::from_static(b"0123456789")), number + 1))
    });
    me.put_photo(graph_runtime::UploadBody::stream(30, Box::pin(pieces))).send().await.unwrap();
    assert_eq!(server.last().body.len(), 30);
}

#[tokio::test(start_paused = true)]
async fn the_headers_of_a_streamed_download_share_the_time() {
    let (builder, _) = settings(Does::Hang);
    let me = service(builder.call_timeout(30 * SECOND)).me();
    let begun = Instant::now();
    let error = me.photo().stream().await.unwrap_err();
    assert_eq!((error.kind(), begun.elapsed()), (ErrorKind::CallTimeout, 30 * SECOND));
    assert!(error.may_have_been_sent() && error.time_limit() == Some(30 * SECOND), "{error}");
}

/// The body may take longer than the call, if it makes progress; its headers may not.
#[tokio::test]
async fn a_streamed_download_is_limited_by_its_headers_and_its_progress() {
    use crate::loopback::{Loopback, Reply, hostile::dripping};
    let call_timeout = Duration::from_millis(150);
    let to = |server: &Loopback| Client::builder().base_url(server.root()).call_timeout(call_timeout);
    let server = Loopback::start(|_| dripping(200));
    let mut stream = service(to(&server)).me().photo().stream().await.unwrap();
    let begun = std::time::Instant::now();
    while begun.elapsed() < 2 * call_timeout {
        stream.next().await.unwrap().unwrap();
    }
    for reply in [Reply::Stall(Vec::new(), SECOND), dripping(500)] {
        let server = Loopback::start(move |_| reply.clone());
        let error = service(to(&server)).me().photo().stream().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::CallTimeout, "{error}");
    }
}
