//! A hostile server: the size limit bounds memory. The test runs in its own process, whose peak is measured.

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::own_process::{self, peak};
use crate::sample::GraphService;
use graph_runtime::{Client, ErrorKind};

#[tokio::test]
async fn endless_responses_use_bounded_memory() {
    if !own_process::is_of("hostile_memory::endless_responses_use_bounded_memory") {
        return;
    }
    let server = Loopback::start(|_| {
        let chunk = [b"10000\r\n".to_vec(), vec![b' '; 0x10000], b"\r\n".to_vec()].concat();
        Reply::Endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(), chunk)
    });
    let client = Client::builder().base_url(server.root()).max_response_size(1 << 20).timer(Clock::default());
    let service = GraphService::new(client.build().unwrap());
    assert!(service.me().get().send().await.is_err());
    let before = peak();
    for _ in 0..50 {
        assert!(service.me().get().send().await.is_err_and(|error| error.kind() == ErrorKind::Transport));
    }
    assert!(peak() < before + 40, "{} MB, {before} MB before", peak());
}
