//! The vectors, which `vectors.py` made with another implementation of the algorithms.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use graph_notifications::{FixedKeys, Received, Receiver, ReceiverBuilder, TokenValidator};
use graph_runtime::{Cloud, http::Method};
use serde_json::{Value, json};

pub struct Vectors(Value);

impl Vectors {
    pub fn new() -> Self {
        Self(serde_json::from_str(include_str!("../vectors/vectors.json")).unwrap())
    }

    pub fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }

    pub fn get(&self, name: &str) -> &Value {
        &self.0[name]
    }

    pub fn entries(&self, name: &str) -> impl Iterator<Item = (&str, &Value)> {
        self.0[name].as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value))
    }

    pub fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.0["now"].as_u64().unwrap())
    }

    pub fn validator(&self) -> TokenValidator {
        TokenValidator::new(Cloud::Global, [self.text("app")])
    }

    pub fn keys(&self) -> FixedKeys {
        FixedKeys::new(self.0["jwks"].to_string())
    }

    pub fn builder(&self) -> ReceiverBuilder {
        let keys = self.get("keys");
        Receiver::builder()
            .client_state(self.text("clientState"))
            .key("new", keys["new"].as_str().unwrap())
            .key("old", keys["old"].as_str().unwrap())
    }

    pub fn receiver(&self) -> Receiver {
        self.builder().tokens(self.validator(), self.keys()).build().unwrap()
    }

    pub fn item(&self, content: &Value) -> Value {
        json!({
            "subscriptionId": "7f105c7d-2dc5-4530-97cd-4e7ae6534c07",
            "clientState": self.text("clientState"),
            "changeType": "updated",
            "tenantId": self.text("tenant"),
            "resource": "users('87d349ed')",
            "resourceData": {"@odata.type": "#Microsoft.Graph.User", "id": "87d349ed"},
            "encryptedContent": content,
        })
    }

    /// Sends items to a receiver at the time of the vectors.
    pub async fn send(&self, receiver: &Receiver, items: &[Value], tokens: &[&str]) -> Received {
        let body = json!({"value": items, "validationTokens": tokens}).to_string();
        receiver.receive_at(&Method::POST, None, body.as_bytes(), self.now()).await
    }
}
