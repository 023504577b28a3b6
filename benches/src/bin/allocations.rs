//! Counts the allocations of one call through generated code, with a transport that responds immediately.

use std::{
    future::{Future, ready},
    pin::pin,
    process::ExitCode,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use graph_benches::{readers::graph, row};
use graph_runtime::{BoxFuture, Client, Limits, StaticToken, Transport, TransportError};

const RESPONSE: &str =
    r#"{"displayName":"Adele Vance","id":"11111111-2222-3333-4444-555555555555","mail":"adele@contoso.com"}"#;
/// The number of calls that are counted, after a few that fill caches.
const CALLS: u64 = 100;

#[derive(Debug)]
struct ImmediateTransport;

impl Transport for ImmediateTransport {
    fn execute(
        &self,
        _: graph_runtime::http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<graph_runtime::http::Response<Bytes>, TransportError>> {
        Box::pin(ready(Ok(graph_runtime::http::Response::new(Bytes::from_static(RESPONSE.as_bytes())))))
    }
}

fn main() -> ExitCode {
    let client = Client::builder().transport(ImmediateTransport).credential(StaticToken::new("token")).build();
    let service = match client {
        Ok(client) => graph::GraphService::new(client),
        Err(error) => {
            eprintln!("error: {error:#}");
            return ExitCode::FAILURE;
        }
    };
    let call = || {
        let sent = service.users().by_id("11111111-2222-3333-4444-555555555555").reprocess_license_assignment().send();
        matches!(pin!(sent).poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Ok(_)))
    };
    let mut is_ok = (0..10).all(|_| call());
    let counted = allocation_counter::measure(|| is_ok &= (0..CALLS).all(|_| call()));
    if !is_ok {
        eprintln!("error: a call failed");
        return ExitCode::FAILURE;
    }
    row("allocations per call", None, counted.count_total as f64 / CALLS as f64);
    row("bytes allocated per call", None, counted.bytes_total as f64 / CALLS as f64);
    ExitCode::SUCCESS
}
