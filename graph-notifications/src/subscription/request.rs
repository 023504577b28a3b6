use std::fmt;

use graph_runtime::DateTimeOffset;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

/// What to subscribe to, and how to be notified.
///
/// ```
/// use graph_notifications::SubscriptionRequest;
///
/// let request = SubscriptionRequest::new("users", "created,updated", "https://example.com/notifications")
///     .lifecycle_url("https://example.com/notifications")
///     .client_state("the secret of the subscription");
/// ```
///
/// Source: <https://learn.microsoft.com/graph/api/resources/subscription>.
#[derive(Clone)]
#[must_use]
pub struct SubscriptionRequest {
    resource: String,
    change_type: String,
    notification_url: String,
    lifecycle_url: Option<String>,
    client_state: Option<SecretString>,
    certificate: Option<(String, String)>,
    properties: Map<String, Value>,
}

impl SubscriptionRequest {
    /// Subscribes to changes of a resource, such as `users` or `chats/getAllMessages`.
    ///
    /// `change_type` is a list such as `created,updated,deleted`.
    pub fn new(
        resource: impl Into<String>,
        change_type: impl Into<String>,
        notification_url: impl Into<String>,
    ) -> Self {
        Self {
            resource: resource.into(),
            change_type: change_type.into(),
            notification_url: notification_url.into(),
            lifecycle_url: None,
            client_state: None,
            certificate: None,
            properties: Map::new(),
        }
    }

    /// Sets the URL for lifecycle notifications. Graph requires it if the subscription lasts longer than an hour.
    pub fn lifecycle_url(mut self, url: impl Into<String>) -> Self {
        self.lifecycle_url = Some(url.into());
        self
    }

    /// Sets the secret that each notification repeats, the one of [`ReceiverBuilder::client_state`].
    ///
    /// [`ReceiverBuilder::client_state`]: crate::ReceiverBuilder::client_state
    pub fn client_state(mut self, secret: impl Into<SecretString>) -> Self {
        self.client_state = Some(secret.into());
        self
    }

    /// Requests the properties of resources, encrypted for a certificate.
    ///
    /// `certificate` is the certificate with the public key: a PEM file, of which the first certificate is sent, or DER
    /// in base64. Creating the subscription fails with [`ErrorKind::InvalidRequest`] if it is neither. `id` is of your
    /// choice, and the one of the key that the receiver has.
    ///
    /// [`ErrorKind::InvalidRequest`]: graph_runtime::ErrorKind::InvalidRequest
    pub fn resource_data(mut self, certificate: impl Into<String>, id: impl Into<String>) -> Self {
        self.certificate = Some((certificate.into(), id.into()));
        self
    }

    /// Sets another property of the subscription, such as `notificationQueryOptions`.
    pub fn property(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.properties.insert(name.into(), value.into());
        self
    }

    /// Returns the body of the request, or an error message.
    pub(super) fn body(&self, expiration: &DateTimeOffset) -> Result<Value, &'static str> {
        let mut body = self.properties.clone();
        let mut set = |name: &str, value: Value| body.insert(name.to_owned(), value);
        set("resource", self.resource.as_str().into());
        set("changeType", self.change_type.as_str().into());
        set("notificationUrl", self.notification_url.as_str().into());
        set("expirationDateTime", expiration.to_string().into());
        if let Some(url) = &self.lifecycle_url {
            set("lifecycleNotificationUrl", url.as_str().into());
        }
        if let Some(secret) = &self.client_state {
            set("clientState", secret.expose_secret().into());
        }
        if let Some((certificate, id)) = &self.certificate {
            set("includeResourceData", true.into());
            let certificate = base64(certificate).ok_or("the certificate for resource data is not in PEM or base64")?;
            set("encryptionCertificate", certificate.into());
            set("encryptionCertificateId", id.as_str().into());
        }
        Ok(Value::Object(body))
    }
}

/// Returns the certificate in DER and base64 of a text in PEM, or of one that is base64 already.
fn base64(text: &str) -> Option<String> {
    let encoded = match text.split_once("-----BEGIN CERTIFICATE-----") {
        Some((_, rest)) => rest.split_once("-----END CERTIFICATE-----")?.0,
        None => text,
    };
    let encoded: String = encoded.split_ascii_whitespace().collect();
    let digits = encoded.trim_end_matches('=');
    let is_base64 = encoded.len().is_multiple_of(4)
        && encoded.len() - digits.len() <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    // DER begins with the tag of a sequence, 0x30.
    (is_base64 && encoded.starts_with('M')).then_some(encoded)
}

impl fmt::Debug for SubscriptionRequest {
    /// Does not show the URLs and properties, which can contain secrets, nor the client state.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscriptionRequest")
            .field("resource", &self.resource)
            .field("change_type", &self.change_type)
            .finish_non_exhaustive()
    }
}
