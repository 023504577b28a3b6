//! A hostile server, memory: it is bounded by the limit, whatever comes. Alone in its process, whose peak is measured.
#![cfg(all(feature = "reqwest", target_os = "linux"))]

mod loopback;
mod sample;

use graph_runtime::{Client, ErrorKind};
use loopback::{Loopback, Reply, clock::Clock};
use sample::GraphService;

/// The largest amount of memory that this process ever had, in MiB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() / 1024
}

#[tokio::test]
async fn answers_without_end_take_no_more_than_the_limit() {
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
