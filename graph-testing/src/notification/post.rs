use std::fmt;

use graph_runtime::{
    Bytes,
    http::{Request, Uri},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// The request by which Graph sends change notifications to an endpoint.
///
/// ```
/// use graph_notifications::{Event, Receiver};
/// use graph_testing::NotificationPost;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let receiver = Receiver::builder().client_state("the secret of the subscription").build()?;
/// let post = NotificationPost::new("the secret of the subscription")
///     .updated("f46d9c2b-6c5c-4dbe-8cf4-b4bb0a5bf7c2", "users/a")
///     .to_request("https://app.example.com/notifications");
///
/// let received = receiver.receive(post.method(), post.uri().query(), post.body()).await;
/// assert!(matches!(received.notifications[0].event(), Event::Change(_)));
/// # Ok(()) }
/// ```
///
/// Source: <https://learn.microsoft.com/graph/change-notifications-delivery-webhooks>.
#[derive(Clone)]
pub struct NotificationPost {
    client_state: String,
    tenant: String,
    items: Vec<Value>,
    validation_tokens: Vec<String>,
}

impl NotificationPost {
    /// Creates a post without notifications, with the secret of the subscription.
    #[must_use]
    pub fn new(client_state: &str) -> Self {
        let tenant = "84bd8158-6d4d-4958-8b9f-9d6445542f95".to_owned();
        Self { client_state: client_state.to_owned(), tenant, items: Vec::new(), validation_tokens: Vec::new() }
    }

    /// Sets the tenant of the notifications that are added from now on.
    #[must_use]
    pub fn tenant(mut self, id: &str) -> Self {
        id.clone_into(&mut self.tenant);
        self
    }

    /// Adds that a resource was created. The last segment of its path is its id.
    #[must_use]
    pub fn created(self, subscription: &str, resource: &str) -> Self {
        self.changed(subscription, resource, "created")
    }

    /// Adds that a resource was updated.
    #[must_use]
    pub fn updated(self, subscription: &str, resource: &str) -> Self {
        self.changed(subscription, resource, "updated")
    }

    /// Adds that a resource was deleted.
    #[must_use]
    pub fn deleted(self, subscription: &str, resource: &str) -> Self {
        self.changed(subscription, resource, "deleted")
    }

    /// Adds a lifecycle event: `reauthorizationRequired`, `subscriptionRemoved` or `missed`.
    #[must_use]
    pub fn lifecycle(self, subscription: &str, event: &str) -> Self {
        self.item(json!({ "subscriptionId": subscription, "lifecycleEvent": event }))
    }

    /// Adds a notification with other members; the secret, the tenant and the end of the subscription are added.
    #[must_use]
    pub fn item(mut self, mut item: Value) -> Self {
        for (name, value) in [
            ("clientState", self.client_state.as_str()),
            ("tenantId", &self.tenant),
            ("subscriptionExpirationDateTime", "2099-12-31T00:00:00.0000000Z"),
        ] {
            if item.get(name).is_none() {
                item[name] = value.into();
            }
        }
        self.items.push(item);
        self
    }

    /// Adds a validation token, which Graph sends with notifications that contain the resource.
    #[must_use]
    pub fn validation_token(mut self, token: &str) -> Self {
        self.validation_tokens.push(token.to_owned());
        self
    }

    fn changed(self, subscription: &str, resource: &str, change: &str) -> Self {
        let id = resource.rsplit('/').next().unwrap_or(resource);
        self.item(json!({
            "subscriptionId": subscription,
            "changeType": change,
            "resource": resource,
            "resourceData": { "@odata.id": resource, "id": id },
        }))
    }

    /// Returns the request to an endpoint.
    ///
    /// # Panics
    ///
    /// If the URL is not valid.
    #[must_use]
    #[track_caller]
    pub fn to_request(&self, url: &str) -> Request<Bytes> {
        let mut body = json!({ "value": self.items });
        if !self.validation_tokens.is_empty() {
            body["validationTokens"] = json!(self.validation_tokens);
        }
        let mut request = Request::new(body.to_string().into());
        request.headers_mut().insert("content-type", graph_runtime::http::HeaderValue::from_static("application/json"));
        *request.method_mut() = graph_runtime::http::Method::POST;
        *request.uri_mut() = uri(url);
        request
    }

    /// Returns the request that validates an endpoint when a subscription is created, which responds with the token.
    ///
    /// # Panics
    ///
    /// If the URL is not valid.
    #[must_use]
    #[track_caller]
    pub fn validation(url: &str, token: &str) -> Request<Bytes> {
        let separator = if url.contains('?') { '&' } else { '?' };
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = graph_runtime::http::Method::POST;
        *request.uri_mut() =
            uri(&format!("{url}{separator}validationToken={}", utf8_percent_encode(token, NON_ALPHANUMERIC)));
        request
    }
}

impl fmt::Debug for NotificationPost {
    /// Shows the number of notifications, and no secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotificationPost").field("notifications", &self.items.len()).finish_non_exhaustive()
    }
}

#[track_caller]
fn uri(url: &str) -> Uri {
    match url.parse() {
        Ok(uri) => uri,
        Err(problem) => panic!("`{url}` is not a URL: {problem}"),
    }
}
