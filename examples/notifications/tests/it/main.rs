//! The life of a subscription, end to end over loopback.

use std::{
    error::Error,
    net::Ipv4Addr,
    time::{Duration, SystemTime},
};

use axum::http::StatusCode;
use graph_notifications::{
    Event, GraphSubscriptions, KeeperEvent, LifecycleEvent, Notification, PublishedKeys, Receiver, SubscriptionKeeper,
    TokenValidator,
};
use graph_runtime::{Client, Cloud, ReqwestTransport, transport::TokioTimer};
use notifications::{
    service::{Done, Worker, keeper, routes},
    stand_in::{APP, StandIn},
};
use serde_json::json;
use tokio::{net::TcpListener, sync::mpsc};

struct Setup {
    graph: StandIn,
    keeper: SubscriptionKeeper<GraphSubscriptions>,
    worker: Worker,
    queue: mpsc::Receiver<Notification>,
}

type TestResult = Result<(), Box<dyn Error + Send + Sync>>;

const SECRET: &str = "the secret of the subscription";

async fn setup(app: &str, queue_size: usize) -> Result<Setup, Box<dyn Error + Send + Sync>> {
    let graph = StandIn::start().await?;
    let client = Client::builder().base_url(graph.base_url()).build()?;
    let receiver = Receiver::builder()
        .client_state(SECRET)
        .key("certificate-1", include_str!("../../keys/certificate-key.pem"))
        .tokens(
            TokenValidator::new(Cloud::Global, [app]),
            PublishedKeys::at(graph.keys_url(), ReqwestTransport::new()?),
        )
        .build()?;
    let (sender, queue) = mpsc::channel(queue_size);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/notifications", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, routes(receiver, sender)).await });
    let keeper = keeper(client.clone(), &url, SECRET, include_str!("../../keys/certificate.pem"));
    let worker = Worker::new(client, keeper.handle());
    Ok(Setup { graph, keeper, worker, queue })
}

#[tokio::test]
async fn a_subscription_lives() -> TestResult {
    let Setup { graph, mut keeper, mut worker, mut queue } = setup(APP, 10).await?;
    let timer = TokioTimer::new();

    // Created, after both URLs have answered the handshake.
    let KeeperEvent::Created(subscription) = keeper.next(&timer).await? else { panic!("not created") };
    assert_eq!(worker.synchronize().await?.len(), 1);

    // A notification with the id only.
    assert_eq!(graph.send_change("created", "87d349ed").await?, StatusCode::ACCEPTED);
    let notification = queue.recv().await.ok_or("no notification")?;
    assert_eq!(notification.subscription_id(), subscription.id);
    assert_eq!(worker.process(&notification)?, Done::Id(Some("87d349ed".to_owned())));

    // A notification with the encrypted user.
    let user = json!({"@odata.type": "#microsoft.graph.user", "id": "87d349ed", "displayName": "Adele", "city": "Ulm"});
    assert_eq!(graph.send_user(&user, true).await?, StatusCode::ACCEPTED);
    let Done::User(user) = worker.process(&queue.recv().await.ok_or("no notification")?)? else { panic!("no user") };
    assert_eq!(user.display_name.as_deref(), Some("Adele"));
    assert_eq!(user.extra.value("city"), Some("Ulm".into()));

    // Lifecycle notifications come to the same URL.
    graph.send_lifecycle("reauthorizationRequired").await?;
    assert_eq!(worker.process(&queue.recv().await.ok_or("no notification")?)?, Done::Lifecycle);
    assert_eq!(keeper.next(&timer).await?, KeeperEvent::Reauthorized);

    // Missed notifications are replaced by a delta query, which resumes.
    graph.send_lifecycle("missed").await?;
    worker.process(&queue.recv().await.ok_or("no notification")?)?;
    assert_eq!(keeper.next(&timer).await?, KeeperEvent::Resynchronize);
    assert_eq!(worker.synchronize().await?.len(), 1);

    // Later, it is renewed.
    let later = SystemTime::now() + Duration::from_secs(20 * 3600);
    let Some(KeeperEvent::Renewed(renewed)) = keeper.poll(later).await? else { panic!("not renewed") };
    assert_eq!(renewed.id, subscription.id);
    assert!(renewed.expires > subscription.expires);

    // Graph has removed it, and says so: another is created, and changes are read.
    graph.send_lifecycle("subscriptionRemoved").await?;
    graph.forget_subscriptions();
    let removed = queue.recv().await.ok_or("no notification")?;
    assert_eq!(removed.event(), &Event::Lifecycle(LifecycleEvent::SubscriptionRemoved));
    worker.process(&removed)?;
    let KeeperEvent::Created(other) = keeper.next(&timer).await? else { panic!("not created") };
    assert_ne!(other.id, subscription.id);
    assert_eq!(keeper.next(&timer).await?, KeeperEvent::Resynchronize);

    let expected = ["create", "delta", "keys", "reauthorize", "delta", "renew", "create"];
    assert_eq!(graph.calls(), expected);
    Ok(())
}

#[tokio::test]
async fn forged_notifications_are_not_delivered() -> TestResult {
    // The token of the sender is for another application.
    let Setup { graph, mut keeper, mut queue, .. } = setup("00000000-0000-0000-0000-000000000000", 10).await?;
    keeper.next(&TokioTimer::new()).await?;
    for is_signed in [true, false] {
        assert_eq!(graph.send_user(&json!({"id": "forged"}), is_signed).await?, StatusCode::ACCEPTED);
    }
    graph.send_change("created", "genuine").await?;
    assert_eq!(queue.recv().await.and_then(|first| first.resource_id()).as_deref(), Some("genuine"));
    Ok(())
}

#[tokio::test]
async fn notifications_that_cannot_be_stored_are_sent_again() -> TestResult {
    let Setup { graph, mut keeper, mut queue, .. } = setup(APP, 1).await?;
    keeper.next(&TokioTimer::new()).await?;
    assert_eq!(graph.send_change("created", "1").await?, StatusCode::ACCEPTED);
    assert_eq!(graph.send_change("created", "2").await?, StatusCode::SERVICE_UNAVAILABLE);
    queue.recv().await;
    assert_eq!(graph.send_change("created", "2").await?, StatusCode::ACCEPTED);
    Ok(())
}
