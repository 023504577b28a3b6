//! A local server that imitates Graph and Entra: subscriptions, signing keys, delta queries, and a sender.
//!
//! It serves with axum, since it calls the endpoint before it responds to the creation of a subscription; the functions
//! of a [`graph_testing::Server`] do not wait. What it sends are [`NotificationPost`]s.

mod sealed;

use std::{
    error::Error,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, patch, post},
};
use graph_runtime::{
    Bytes, Limits, ReqwestTransport, Transport,
    http::{Request, Response},
};
use graph_testing::NotificationPost;
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

pub use sealed::Sealer;

/// The tenant whose users are subscribed to.
pub const TENANT: &str = "84bd8158-6d4d-4958-8b9f-9d6445542f95";
/// The application that subscribes.
pub const APP: &str = "8e460676-ae3f-4b1e-8790-ee0fb5d6148f";

/// A running server, which stops when it is dropped.
#[derive(Debug)]
pub struct StandIn {
    address: SocketAddr,
    state: Arc<Graph>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Graph {
    transport: ReqwestTransport,
    sealer: Sealer,
    /// The bodies of the subscriptions that exist, by id.
    subscriptions: Mutex<Vec<(String, Value)>>,
    calls: Mutex<Vec<String>>,
}

impl Graph {
    fn subscriptions(&self) -> MutexGuard<'_, Vec<(String, Value)>> {
        self.subscriptions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn log(&self, call: &str) {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).push(call.to_owned());
    }

    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Box<dyn Error + Send + Sync>> {
        Ok(self.transport.execute(request, Limits::default()).await?)
    }

    /// Sends a validation token, as Graph does before it creates a subscription.
    async fn shake_hands(&self, url: &str) -> bool {
        let token = format!("Validation: Testing <client> for {}", uuid::Uuid::new_v4());
        let expected = token.replace('<', "&lt;").replace('>', "&gt;");
        match self.send(NotificationPost::validation(url, &token)).await {
            Ok(response) => {
                let is_text = response
                    .headers()
                    .get("content-type")
                    .is_some_and(|kind| kind.to_str().unwrap_or_default().starts_with("text/plain"));
                response.status() == StatusCode::OK && is_text && response.body() == expected.as_bytes()
            }
            Err(_) => false,
        }
    }
}

impl StandIn {
    /// Starts a server on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// If the port cannot be bound, or there is no TLS.
    pub async fn start() -> Result<Self, Box<dyn Error + Send + Sync>> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let state = Arc::new(Graph {
            transport: ReqwestTransport::new()?,
            sealer: Sealer::new()?,
            subscriptions: Mutex::default(),
            calls: Mutex::default(),
        });
        let routes = Router::new()
            .route("/v1.0/subscriptions", post(create))
            .route("/v1.0/subscriptions/{id}", patch(renew))
            .route("/v1.0/subscriptions/{id}/reauthorize", post(reauthorize))
            .route("/v1.0/users/delta()", get(delta))
            .route("/common/discovery/v2.0/keys", get(keys))
            .with_state(Arc::clone(&state));
        let task = tokio::spawn(async move {
            // An error means that the port is gone; the caller then fails to connect.
            let _ = axum::serve(listener, routes).await;
        });
        Ok(Self { address, state, task })
    }

    /// Returns the base URL for a client.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1.0", self.address)
    }

    /// Returns the URL of the signing keys.
    #[must_use]
    pub fn keys_url(&self) -> String {
        format!("http://{}/common/discovery/v2.0/keys", self.address)
    }

    /// Returns what was called, without ids.
    #[must_use]
    pub fn calls(&self) -> Vec<String> {
        self.state.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets all subscriptions.
    pub fn forget_subscriptions(&self) {
        self.state.subscriptions().clear();
    }

    /// Sends a notification about a user to the last subscription: its id only.
    ///
    /// # Errors
    ///
    /// If the endpoint cannot be reached.
    pub async fn send_change(&self, change: &str, id: &str) -> Result<StatusCode, Box<dyn Error + Send + Sync>> {
        self.send(
            json!({"changeType": change, "resourceData": {"@odata.type": "#Microsoft.Graph.User", "id": id}}),
            true,
        )
        .await
    }

    /// Sends a notification with an encrypted user. `is_signed` says whether a validation token goes with it.
    ///
    /// # Errors
    ///
    /// If the endpoint cannot be reached, or the user cannot be encrypted.
    pub async fn send_user(&self, user: &Value, is_signed: bool) -> Result<StatusCode, Box<dyn Error + Send + Sync>> {
        let content = self.state.sealer.encrypt(&user.to_string(), "certificate-1")?;
        self.send(json!({"changeType": "updated", "encryptedContent": content}), is_signed).await
    }

    /// Sends a lifecycle notification.
    ///
    /// # Errors
    ///
    /// If the endpoint cannot be reached.
    pub async fn send_lifecycle(&self, event: &str) -> Result<StatusCode, Box<dyn Error + Send + Sync>> {
        self.send(json!({"lifecycleEvent": event}), true).await
    }

    async fn send(&self, mut item: Value, is_signed: bool) -> Result<StatusCode, Box<dyn Error + Send + Sync>> {
        let (id, subscription) = self.state.subscriptions().last().cloned().ok_or("nobody has subscribed")?;
        item["subscriptionId"] = id.into();
        item["resource"] = subscription["resource"].clone();
        item["subscriptionExpirationDateTime"] = subscription["expirationDateTime"].clone();
        let secret = subscription["clientState"].as_str().unwrap_or_default();
        let mut post = NotificationPost::new(secret).tenant(TENANT).item(item);
        if is_signed {
            post = post.validation_token(&self.state.sealer.token(TENANT, APP)?);
        }
        let url = subscription["notificationUrl"].as_str().unwrap_or_default();
        Ok(self.state.send(post.to_request(url)).await?.status())
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.task.abort();
    }
}

type Answer = (StatusCode, Json<Value>);

fn error(status: StatusCode, code: &str) -> Answer {
    (status, Json(json!({"error": {"code": code, "message": "The subscription is not valid."}})))
}

async fn create(State(graph): State<Arc<Graph>>, Json(mut body): Json<Value>) -> Answer {
    graph.log("create");
    for name in ["notificationUrl", "lifecycleNotificationUrl"] {
        if !graph.shake_hands(body[name].as_str().unwrap_or_default()).await {
            return error(StatusCode::BAD_REQUEST, "ValidationError");
        }
    }
    if body["encryptionCertificate"].as_str() != Some(&Sealer::certificate()) {
        return error(StatusCode::BAD_REQUEST, "InvalidCertificate");
    }
    let id = uuid::Uuid::new_v4().to_string();
    body["id"] = id.as_str().into();
    graph.subscriptions().push((id, body.clone()));
    (StatusCode::CREATED, Json(body))
}

async fn renew(State(graph): State<Arc<Graph>>, Path(id): Path<String>, Json(body): Json<Value>) -> Answer {
    graph.log("renew");
    let mut subscriptions = graph.subscriptions();
    match subscriptions.iter_mut().find(|(known, _)| *known == id) {
        Some((_, subscription)) => {
            subscription["expirationDateTime"] = body["expirationDateTime"].clone();
            (StatusCode::OK, Json(subscription.clone()))
        }
        None => error(StatusCode::NOT_FOUND, "ResourceNotFound"),
    }
}

async fn reauthorize(State(graph): State<Arc<Graph>>, Path(id): Path<String>) -> StatusCode {
    graph.log("reauthorize");
    let is_known = graph.subscriptions().iter().any(|(known, _)| *known == id);
    if is_known { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

async fn delta(State(graph): State<Arc<Graph>>, request: axum::extract::Request) -> Json<Value> {
    graph.log("delta");
    let host = request.headers().get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    Json(json!({
        "value": [{"id": "87d349ed", "displayName": "Adele"}],
        "@odata.deltaLink": format!("http://{host}/v1.0/users/delta()?$deltatoken=1"),
    }))
}

async fn keys(State(graph): State<Arc<Graph>>) -> Json<Value> {
    graph.log("keys");
    Json(graph.sealer.keys())
}
