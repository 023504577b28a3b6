//! Runs the service and the local server, and shows what happens to a subscription.

use std::{error::Error, net::Ipv4Addr};

use graph_notifications::{KeeperEvent, PublishedKeys, Receiver, TokenValidator};
use graph_runtime::{Client, Cloud, ReqwestTransport, transport::TokioTimer};
use notifications::{
    service::{Worker, keeper, routes},
    stand_in::{APP, StandIn},
};
use serde_json::json;
use tokio::{net::TcpListener, sync::mpsc};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    // For Graph itself, give the client a credential and no base URL, use `PublishedKeys::new`, and put the service
    // behind https at a public URL.
    let graph = StandIn::start().await?;
    let client = Client::builder().base_url(graph.base_url()).build()?;

    let secret = uuid::Uuid::new_v4().to_string();
    let receiver = Receiver::builder()
        .client_state(secret.as_str())
        .key("certificate-1", include_str!("../keys/certificate-key.pem"))
        .tokens(
            TokenValidator::new(Cloud::Global, [APP]),
            PublishedKeys::at(graph.keys_url(), ReqwestTransport::new()?),
        )
        .build()?;
    let (sender, mut queue) = mpsc::channel(100);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/notifications", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, routes(receiver, sender)).await });

    let mut keeper = keeper(client.clone(), &url, &secret, include_str!("../keys/certificate.pem"));
    let mut worker = Worker::new(client, keeper.handle());
    let timer = TokioTimer::new();
    if let KeeperEvent::Created(subscription) = keeper.next(&timer).await? {
        println!("subscribed: {}", subscription.id);
    }
    println!("users: {}", worker.synchronize().await?.len());

    graph.send_change("created", "87d349ed").await?;
    graph.send_user(&json!({"id": "87d349ed", "displayName": "Adele"}), true).await?;
    graph.send_lifecycle("missed").await?;
    for _ in 0..3 {
        let Some(notification) = queue.recv().await else { break };
        println!("{:?}: {:?}", notification.event(), worker.process(&notification)?);
    }
    if keeper.next(&timer).await? == KeeperEvent::Resynchronize {
        println!("changes since: {}", worker.synchronize().await?.len());
    }
    Ok(())
}
