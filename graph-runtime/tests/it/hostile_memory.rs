//! A hostile server, memory: it is bounded by the limit, whatever comes. In a process of its own, whose peak is measured.

use crate::loopback::{Loopback, Reply, clock::Clock};
use crate::own_process::{self, peak};
use crate::sample::GraphService;
use graph_runtime::{Client, ErrorKind};

#[tokio::test]
async fn answers_without_end_take_no_more_than_the_limit() {
    if !own_process::is_of("hostile_memory::answers_without_end_take_no_more_than_the_limit") {
        return;
    }
    let server = Loopback::start(|_| {
        let chunk = [b"10000\r\n".to_vec(), vec![b' '; 0x10000], b"\r\n".to_vec()].concat();
        Reply::Endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(), chunk)
    });
    let client = Client::builder().base_url(server.root()).max_answer_size(1 << 20).timer(Clock::default());
    let service = GraphService::new(client.build().unwrap());
    assert!(service.me().get().send().await.is_err());
    let before = peak();
    for _ in 0..50 {
        assert!(service.me().get().send().await.is_err_and(|error| error.kind() == ErrorKind::Transport));
    }
    assert!(peak() < before + 40, "{} MB, {before} MB before", peak());
}
