//! The application: an endpoint with axum, and a worker.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
    routing::any,
};
use graph_notifications::{
    Event, GraphSubscriptions, KeeperEvent, KeeperHandle, Notification, Receiver, Renewal, ResourceError,
    SubscriptionKeeper, SubscriptionRequest,
};
use graph_runtime::{Change, Client, Error, Object, transport::Timer};
use tokio::sync::mpsc;

use crate::graph::{self, GraphService};

/// The state of the endpoint.
#[derive(Debug)]
pub struct Endpoint {
    receiver: Receiver,
    /// Stands for a queue that survives a crash.
    queue: mpsc::Sender<Notification>,
}

/// Returns the routes of the endpoint, which serves for notifications and lifecycle notifications.
pub fn routes(receiver: Receiver, queue: mpsc::Sender<Notification>) -> Router {
    Router::new().route("/notifications", any(receive)).with_state(Arc::new(Endpoint { receiver, queue }))
}

async fn receive(State(endpoint): State<Arc<Endpoint>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, endpoint.receiver.limits().body_size).await else {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = axum::http::StatusCode::PAYLOAD_TOO_LARGE;
        return response;
    };
    let received = endpoint.receiver.receive(&head.method, head.uri.query(), &body).await;
    for rejection in &received.rejections {
        eprintln!("{rejection}");
    }
    // All are stored, or none is: Graph sends the request again.
    let response = match endpoint.queue.try_reserve_many(received.notifications.len()) {
        Ok(permits) => {
            permits.zip(received.notifications.iter().cloned()).for_each(|(permit, item)| permit.send(item));
            received.persisted()
        }
        Err(_) => received.not_persisted(),
    };
    response.map(Body::from)
}

/// Processes what the endpoint has stored.
#[derive(Debug)]
pub struct Worker {
    client: Client,
    keeper: KeeperHandle,
    delta_link: Option<String>,
}

/// What the worker did with a notification.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum Done {
    /// The notification contained the user.
    User(Object<graph::User>),
    /// The notification contained the id only.
    Id(Option<String>),
    /// The keeper was told.
    Lifecycle,
}

impl Worker {
    /// Creates a worker.
    #[must_use]
    pub const fn new(client: Client, keeper: KeeperHandle) -> Self {
        Self { client, keeper, delta_link: None }
    }

    /// Processes a notification.
    ///
    /// # Errors
    ///
    /// If the resource is not a user.
    pub fn process(&self, notification: &Notification) -> Result<Done, ResourceError> {
        Ok(match notification.event() {
            Event::Lifecycle(_) => {
                self.keeper.notify(notification);
                Done::Lifecycle
            }
            _ if notification.is_encrypted() => Done::User(notification.resource::<graph::User>()?),
            _ => Done::Id(notification.resource_id()),
        })
    }

    /// Reads what has changed since the last time, with a delta query.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn synchronize(&mut self) -> Result<Vec<Change<Object<graph::User>>>, Error> {
        let mut changes = match self.delta_link.take() {
            Some(link) => self.client.resume_delta::<graph::User>(link).items(),
            None => GraphService::new(self.client.clone()).users().delta().items(),
        };
        let mut all = Vec::new();
        while let Some(change) = changes.next().await {
            all.push(change?);
        }
        self.delta_link = changes.delta_link().map(str::to_owned);
        Ok(all)
    }
}

/// Returns a keeper of a subscription to users, with their properties.
pub fn keeper(client: Client, url: &str, secret: &str, certificate: &str) -> SubscriptionKeeper<GraphSubscriptions> {
    let request = SubscriptionRequest::new("users?$select=id,displayName", "created,updated", url)
        .lifecycle_url(url)
        .client_state(secret)
        .resource_data(certificate, "certificate-1");
    SubscriptionKeeper::new(GraphSubscriptions::new(client, request), Renewal::new(Duration::from_secs(24 * 3600)))
}

/// Keeps the subscription alive, and synchronizes when changes may be lost. It ends if that fails.
///
/// # Errors
///
/// The error of a delta query.
pub async fn keep_alive(
    keeper: &mut SubscriptionKeeper<GraphSubscriptions>,
    worker: &mut Worker,
    timer: &dyn Timer,
) -> Result<Infallible, Error> {
    loop {
        match keeper.next(timer).await {
            Ok(KeeperEvent::Resynchronize) => drop(worker.synchronize().await?),
            Ok(event) => println!("{event:?}"),
            Err(error) => eprintln!("{error}"),
        }
    }
}
