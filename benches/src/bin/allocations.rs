//! Allocations of one call through generated code: what the runtime does itself, with a transport that answers at once.

use std::{
    future::{Future, ready},
    pin::pin,
    process::ExitCode,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use graph_benches::readers::graph;
use graph_runtime::{BoxFuture, Client, Limits, StaticToken, Transport, TransportError};

const ANSWER: &str =
    r#"{"displayName":"Adele Vance","id":"11111111-2222-3333-4444-555555555555","mail":"adele@contoso.com"}"#;
/// Calls that are counted; the first ones, which fill tables, are not.
const CALLS: u64 = 100;

#[derive(Debug)]
struct AtOnce;

impl Transport for AtOnce {
    fn execute(
        &self,
        _: graph_runtime::http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<graph_runtime::http::Response<Bytes>, TransportError>> {
        Box::pin(ready(Ok(graph_runtime::http::Response::new(Bytes::from_static(ANSWER.as_bytes())))))
    }
}

fn main() -> ExitCode {
    let client = Client::builder().transport(AtOnce).credential(StaticToken::new("token")).build();
    let service = match client {
        Ok(client) => graph::GraphService::new(client),
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let call = || {
        let sent = service.users().by_id("11111111-2222-3333-4444-555555555555").reprocess_license_assignment().send();
        matches!(pin!(sent).poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Ok(_)))
    };
    let mut all_answered = (0..10).all(|_| call());
    let counted = allocation_counter::measure(|| all_answered &= (0..CALLS).all(|_| call()));
    if !all_answered {
        eprintln!("a call was not answered");
        return ExitCode::FAILURE;
    }
    println!("{} allocations and {} bytes a call", counted.count_total / CALLS, counted.bytes_total / CALLS);
    ExitCode::SUCCESS
}
