use std::time::SystemTime;

use graph_runtime::http::Method;

#[cfg(feature = "rich")]
use super::rich::Rich;
use super::{
    builder::ReceiverBuilder,
    client_states::ClientStates,
    handshake,
    limits::Limits,
    received::Received,
    rejection::{Part, Rejection},
};
use crate::{
    json::members,
    notification::{Envelope, EnvelopeError, Item, Notification},
    reason::Reason,
};

/// The endpoint that Graph sends notifications to, without a web framework.
///
/// It answers handshakes, reads notifications, checks their `clientState`, and, with the feature `rich`, validates the
/// tokens of encrypted ones and decrypts them. Use it for both `notificationUrl` and `lifecycleNotificationUrl`.
///
/// ```
/// use graph_notifications::{Event, Receiver};
/// use graph_runtime::{Bytes, http};
///
/// # async fn example(method: &http::Method, uri: &http::Uri, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
/// let receiver = Receiver::builder().client_state("the secret of the subscription").build()?;
///
/// // In the handler of a web framework:
/// let received = receiver.receive(method, uri.query(), body).await;
/// for rejection in &received.rejections {
///     eprintln!("{rejection}");
/// }
/// for notification in &received.notifications {
///     match notification.event() {
///         Event::Change(change) => println!("{change}: {:?}", notification.resource_id()),
///         Event::Lifecycle(event) => println!("{event}: {}", notification.subscription_id()),
///         _ => {}
///     }
/// }
/// let response: http::Response<Bytes> = received.persisted();
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Receiver {
    /// `None` accepts any.
    pub(super) client_states: Option<ClientStates>,
    pub(super) limits: Limits,
    #[cfg(feature = "rich")]
    pub(super) rich: Option<Rich>,
}

/// A notification whose `clientState` was accepted.
pub(super) struct Accepted<'a> {
    pub(super) at: usize,
    pub(super) notification: Notification,
    /// `encryptedContent` as JSON text.
    pub(super) encrypted: Option<&'a str>,
}

impl Receiver {
    /// Returns a builder.
    pub fn builder() -> ReceiverBuilder {
        ReceiverBuilder::default()
    }

    /// Returns the limits, for the web server that reads the body.
    #[must_use]
    pub const fn limits(&self) -> Limits {
        self.limits
    }

    /// Reads a request. `query` is the part of the URL after `?`.
    pub async fn receive(&self, method: &Method, query: Option<&str>, body: &[u8]) -> Received {
        self.receive_at(method, query, body, SystemTime::now()).await
    }

    /// Reads a request at a given time.
    pub async fn receive_at(&self, method: &Method, query: Option<&str>, body: &[u8], now: SystemTime) -> Received {
        if method != Method::POST {
            return Received::refused(Reason::Method);
        }
        match handshake::token(query.unwrap_or_default(), self.limits.handshake_size) {
            Some(Ok(token)) => Received::handshake(token),
            Some(Err(reason)) => Received::refused(reason),
            None => self.read(body, now).await,
        }
    }

    /// Reads notifications that came in another way than a web request, such as from Event Hubs.
    ///
    /// The body is a collection of notifications, or a CloudEvent, or an array of them. The response has no meaning.
    pub async fn read(&self, body: &[u8], now: SystemTime) -> Received {
        if body.len() > self.limits.body_size {
            return Received::refused(Reason::BodyTooLarge);
        }
        let envelope = match Envelope::read(body, self.limits.items, self.limits.tokens) {
            Ok(envelope) => envelope,
            Err(EnvelopeError::Malformed) => return Received::refused(Reason::Malformed),
            Err(EnvelopeError::TooManyItems) => return Received::refused(Reason::TooManyItems),
            Err(EnvelopeError::TooManyTokens) => return Received::refused(Reason::TooManyTokens),
        };
        let mut rejections = Vec::new();
        let accepted = envelope.items.iter().enumerate().filter_map(|(at, json)| match self.accept(at, json) {
            Ok(accepted) => Some(accepted),
            Err(rejection) => {
                rejections.push(rejection);
                None
            }
        });
        let accepted: Vec<_> = accepted.collect();
        #[cfg(feature = "rich")]
        if let Some(rich) = self.rich.as_ref().filter(|_| accepted.iter().any(|item| item.encrypted.is_some())) {
            return rich.open(accepted, &envelope.tokens, self.limits.token_size, now, rejections).await;
        }
        #[cfg(not(feature = "rich"))]
        let _ = (now, envelope.tokens);
        refuse_encrypted(accepted, rejections)
    }

    /// Reads an item and checks its `clientState`.
    fn accept<'a>(&self, at: usize, json: &'a str) -> Result<Accepted<'a>, Rejection> {
        let refused = |reason| Rejection::new(Part::Item(at), reason);
        if is_connection_check(json) {
            return Err(refused(Reason::ConnectionCheck));
        }
        let item = Item::read(json).ok_or_else(|| refused(Reason::Malformed))?;
        let is_known = match (&self.client_states, &item.client_state) {
            (None, _) => true,
            (Some(states), Some(state)) => states.contain(state),
            (Some(_), None) => false,
        };
        let accepted = Accepted { at, notification: item.notification, encrypted: item.encrypted };
        if is_known { Ok(accepted) } else { Err(accepted.refused(Reason::ClientState)) }
    }
}

impl Accepted<'_> {
    pub(super) fn refused(&self, reason: Reason) -> Rejection {
        let subscription_id = Some(self.notification.subscription_id().to_owned());
        Rejection { subscription_id, ..Rejection::new(Part::Item(self.at), reason) }
    }
}

/// Accepts what is not encrypted; nothing else can be read.
fn refuse_encrypted(accepted: Vec<Accepted<'_>>, mut rejections: Vec<Rejection>) -> Received {
    let mut notifications = Vec::with_capacity(accepted.len());
    for item in accepted {
        match item.encrypted {
            None => notifications.push(item.notification),
            Some(_) => rejections.push(item.refused(Reason::NotExpected)),
        }
    }
    Received::accepted(notifications, rejections)
}

/// Whether an item only checks the connection to Event Hubs.
///
/// Source: <https://learn.microsoft.com/graph/change-notifications-delivery-event-hubs>.
fn is_connection_check(json: &str) -> bool {
    members(json, ["subscriptionId"]).is_ok_and(|[id]| id == Some("\"NA\""))
}
