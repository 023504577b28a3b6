//! Throttling of a client's calls, with a simulated service and virtual time.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::sample::GraphService;
use bytes::Bytes;
use graph_runtime::{BoxFuture, Client, ErrorKind, Limits, NoRetry, Throttle, Transport, TransportError, http};
use tokio::time::{Instant, sleep, timeout};

/// What the service has received.
#[derive(Debug, Default)]
struct Seen {
    /// Time since the start, path, and whether it was rejected.
    requests: Vec<(Duration, String, bool)>,
    window: VecDeque<Instant>,
}

/// Accepts `limit` requests per window, and rejects others until the oldest has left the window.
#[derive(Clone, Debug)]
struct Service {
    limit: usize,
    window: Duration,
    tells: bool,
    scope: Option<&'static str>,
    latency: Duration,
    begun: Instant,
    seen: Arc<Mutex<Seen>>,
}

impl Service {
    fn new(limit: usize, window: u64) -> Self {
        let (window, latency) = (Duration::from_secs(window), Duration::from_millis(20));
        Self { limit, window, tells: false, scope: None, latency, begun: Instant::now(), seen: Arc::default() }
    }

    fn client(&self) -> GraphService {
        GraphService::new(self.settings().build().unwrap())
    }

    fn settings(&self) -> graph_runtime::ClientBuilder {
        Client::builder().base_url("http://127.0.0.1/v1.0").transport(self.clone())
    }

    fn refused(&self) -> usize {
        self.seen.lock().unwrap().requests.iter().filter(|(_, _, refused)| *refused).count()
    }

    fn taken(&self) -> usize {
        self.seen.lock().unwrap().requests.iter().filter(|(_, _, refused)| !refused).count()
    }

    fn answer(&self, path: &str) -> http::Response<Bytes> {
        let (now, mut seen) = (Instant::now(), self.seen.lock().unwrap());
        while seen.window.front().is_some_and(|first| now.duration_since(*first) >= self.window) {
            seen.window.pop_front();
        }
        let refused = seen.window.len() >= self.limit;
        seen.requests.push((now - self.begun, path.to_owned(), refused));
        let mut answer = http::Response::builder();
        if refused {
            let wait = seen.window.front().map_or(self.window, |first| self.window - now.duration_since(*first));
            answer = answer.status(429).header("retry-after", format!("{:.3}", wait.as_secs_f64()));
        } else {
            seen.window.push_back(now);
        }
        let used = seen.window.len() as f64 / self.limit as f64;
        if self.tells && used >= 0.8 {
            answer = answer.header("x-ms-throttle-limit-percentage", format!("{used:.2}"));
        }
        if let Some(scope) = self.scope {
            answer = answer.header("x-ms-throttle-scope", scope);
        }
        answer.body(Bytes::from_static(b"{\"value\": []}")).unwrap()
    }
}

impl Transport for Service {
    fn execute(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            sleep(self.latency / 2).await;
            let answer = self.answer(request.uri().path());
            sleep(self.latency / 2).await;
            Ok(answer)
        })
    }
}

/// Runs this many calls, `together` at a time; returns how long it took and how many failed.
async fn bulk(service: &GraphService, calls: usize, together: usize) -> (Duration, usize) {
    let (begun, left, failed) = (Instant::now(), Arc::new(Mutex::new(calls)), Arc::new(Mutex::new(0)));
    let workers: Vec<_> = (0..together)
        .map(|_| {
            let (service, left, failed) = (service.clone(), left.clone(), failed.clone());
            tokio::spawn(async move {
                while let Some(next) = { left.lock().unwrap().checked_sub(1) } {
                    // Another worker may have decremented it meanwhile; one call more does no harm.
                    *left.lock().unwrap() = next;
                    if service.users().get().send().await.is_err() {
                        *failed.lock().unwrap() += 1;
                    }
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let failed = *failed.lock().unwrap();
    (begun.elapsed(), failed)
}

#[tokio::test(start_paused = true)]
async fn a_wait_applies_to_all_calls_of_a_workload() {
    let service = Service::new(1, 30);
    let client = service.client();
    client.users().get().send().await.unwrap();
    let refused = tokio::spawn(client.users().get().send());
    sleep(Duration::from_millis(100)).await;
    let others: Vec<_> = (0..5).map(|_| tokio::spawn(client.users().by_id("x").get().send())).collect();
    sleep(Duration::from_secs(29)).await;
    assert_eq!(service.seen.lock().unwrap().requests.len(), 2, "the others wait, too");
    // Other workloads do not wait.
    assert!(timeout(Duration::from_secs(1), client.me().get().send()).await.is_ok());
    refused.abort();
    for other in others {
        other.abort();
    }
}

#[tokio::test(start_paused = true)]
async fn workloads_of_one_scope_wait_together() {
    let service = Service { scope: Some("Tenant_Application/ReadWrite/a/b"), ..Service::new(2, 30) };
    let client = service.client();
    client.users().get().send().await.unwrap();
    client.me().retire().send().await.unwrap();
    let refused = tokio::spawn(client.users().get().send());
    sleep(Duration::from_millis(100)).await;
    assert!(timeout(Duration::from_secs(20), client.me().retire().send()).await.is_err());
    assert_eq!(service.seen.lock().unwrap().requests.len(), 3);
    refused.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn calls_are_independent_if_throttling_is_off() {
    let service = Service::new(1, 30);
    let client = GraphService::new(service.settings().throttle(Throttle::off()).retry(NoRetry).build().unwrap());
    for _ in 0..5 {
        let _ = timeout(Duration::from_secs(1), client.users().get().send()).await.unwrap();
    }
    assert_eq!(service.refused(), 4);
}

#[tokio::test(start_paused = true)]
async fn waits_are_bounded_by_max_wait() {
    let service = Service::new(1, 86_400);
    let throttle = Throttle::default().max_wait(Duration::from_secs(60));
    let client = GraphService::new(service.settings().throttle(throttle).build().unwrap());
    client.users().get().send().await.unwrap();
    for _ in 0..2 {
        let result = timeout(Duration::from_secs(61), client.users().get().send()).await.unwrap();
        assert!(result.is_err_and(|error| error.kind() == ErrorKind::Service));
    }
}

#[tokio::test(start_paused = true)]
async fn a_bulk_run_does_not_storm() {
    for (limit, window, tells) in [(100, 10, false), (100, 10, true), (500, 10, true), (50, 1, false), (600, 30, false)]
    {
        let calls = limit * 12;
        let ideal = Duration::from_secs(window * 11);
        let service = Service { tells, ..Service::new(limit, window) };
        let (time, failed) = bulk(&service.client(), calls, 100).await;
        println!(
            "{limit} in {window} s, told: {tells}: {calls} calls, {} rejected, {failed} failed, \
             {time:?} (at best {ideal:?})",
            service.refused()
        );
        assert!(failed * 1000 <= calls, "{failed} failed");
        assert!(service.taken() + failed >= calls);
        // Calls in flight at the first rejection cannot be recalled.
        assert!(service.refused() <= 100 + calls / 20, "{} rejected", service.refused());
        assert!(time < ideal.mul_f64(1.3), "{time:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn calls_start_in_order_and_dropped_calls_hold_up_none() {
    let service = Service::new(40, 10);
    let client = service.client();
    for _ in 0..40 {
        client.users().get().send().await.unwrap();
    }
    let refused = tokio::spawn(client.users().get().send());
    sleep(Duration::from_millis(100)).await;
    let waiting: Vec<_> = (0..30)
        .map(|number| {
            let call = client.users().by_id(format!("{number}")).get().send();
            tokio::spawn(call)
        })
        .collect();
    sleep(Duration::from_millis(100)).await;
    // Every second call is dropped, including the first in the queue.
    for call in waiting.iter().step_by(2) {
        call.abort();
    }
    for (number, call) in waiting.into_iter().enumerate() {
        let ended = timeout(Duration::from_secs(120), call).await.expect("every call is woken");
        assert_eq!(ended.is_err(), number % 2 == 0);
    }
    refused.await.unwrap().unwrap();
    let seen = service.seen.lock().unwrap();
    let order: Vec<u32> = seen
        .requests
        .iter()
        .filter(|(_, _, refused)| !refused)
        .filter_map(|(_, path, _)| path.strip_prefix("/v1.0/users/")?.parse().ok())
        .collect();
    assert_eq!(order, (0..30).filter(|number| number % 2 == 1).collect::<Vec<_>>());
}
