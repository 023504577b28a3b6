//! Streams are never held in memory as a whole. Runs in its own process, whose peak memory is measured.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::loopback::{Loopback, Reply};
use crate::own_process::{self, peak};
use crate::sample::GraphService;
use futures_util::{StreamExt, TryStreamExt};
use graph_runtime::Client;

fn service(server: &Loopback) -> GraphService {
    GraphService::new(Client::builder().base_url(server.root()).build().unwrap())
}

#[tokio::test]
async fn large_streams_need_little_memory() {
    if !own_process::is_of("streams_memory::large_streams_need_little_memory") {
        return;
    }
    // Pages of 100 KB, each with a link to the next, without end.
    let asked = AtomicUsize::new(0);
    let text = "x".repeat(1000);
    let pages = Loopback::start(move |_| {
        let number = asked.fetch_add(1, Ordering::SeqCst);
        let items = vec![format!(r#"{{"id":"{number}","displayName":"{text}"}}"#); 100].join(",");
        Reply::json(200, &format!(r#"{{"value":[{items}],"@odata.nextLink":"users?$skiptoken={number}"}}"#))
    });
    let contents = Loopback::start(|_| {
        Reply::Endless(b"HTTP/1.1 200 x\r\nContent-Type: image/jpeg\r\n\r\n".to_vec(), vec![7; 1 << 16])
    });
    // Warm-up, for what is set up once.
    service(&pages).users().get().items().take(1000).try_fold(0, async |count, _| Ok(count + 1)).await.unwrap();
    let limited = async |bytes| {
        let content = service(&contents).me().photo().stream().await.unwrap().limit(bytes);
        content.write_to(&mut tokio::io::sink()).await.unwrap_err()
    };
    limited(1 << 20).await;
    let before = peak();
    let items = service(&pages).users().get().items().take(100_000);
    assert_eq!(items.try_fold(0, async |count, _| Ok(count + 1)).await.unwrap(), 100_000);
    let error = limited(300 << 20).await;
    assert!(error.size_limit().is_some());
    assert!(peak() < before + 20, "{} MB, {before} MB before", peak());
}
