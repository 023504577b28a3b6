//! Clients work as the first thing that a process does. Each test runs in a process of its own.

use crate::loopback::Loopback;
use crate::own_process;
use crate::sample::GraphService;
use graph_runtime::{Client, ReqwestTransport};

async fn assert_works(transport: ReqwestTransport) {
    let server = Loopback::json(200, r#"{"id": "1"}"#);
    let client = Client::builder().base_url(server.root()).transport(transport).build().unwrap();
    GraphService::new(client).me().get().send().await.unwrap();
}

#[tokio::test]
async fn a_reqwest_client_can_be_built_first() {
    if own_process::is_of("crypto_provider::a_reqwest_client_can_be_built_first") {
        let client = ReqwestTransport::client_builder().build().unwrap();
        assert_works(ReqwestTransport::with_client(client)).await;
    }
}

#[tokio::test]
async fn a_transport_can_be_built_first() {
    if own_process::is_of("crypto_provider::a_transport_can_be_built_first") {
        assert_works(ReqwestTransport::new().unwrap()).await;
    }
}
