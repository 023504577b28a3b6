//! Change notifications of Microsoft Graph: receives, verifies and decrypts them, and keeps subscriptions alive.
//!
//! A [`Receiver`] is the endpoint that Graph sends notifications to, without a web framework: the method, query and
//! body of a request become notifications and a response. A [`SubscriptionKeeper`] creates, renews, reauthorizes and
//! replaces a subscription.
//!
//! ```
//! # use graph_runtime::codegen as rt;
//! # struct User { display_name: Option<String> }
//! # impl rt::Structured for User {
//! #     const TYPE_NAME: &'static str = "microsoft.graph.user";
//! #     fn properties() -> &'static [&'static str] { &["displayName"] }
//! #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { display_name: from.property() } }
//! #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.display_name); }
//! # }
//! use graph_notifications::{Event, Receiver};
//! use graph_runtime::http::Method;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let receiver = Receiver::builder().client_state("secret").build()?;
//!
//! let body = br##"{"value": [{
//!     "subscriptionId": "7f105c7d-2dc5-4530-97cd-4e7ae6534c07",
//!     "clientState": "secret",
//!     "changeType": "updated",
//!     "resource": "Users/87d349ed",
//!     "resourceData": {"@odata.type": "#Microsoft.Graph.User", "id": "87d349ed"}
//! }]}"##;
//! let received = receiver.receive(&Method::POST, None, body).await;
//! assert_eq!(received.response.status(), 202);
//! for notification in &received.notifications {
//!     if let Event::Change(change) = notification.event() {
//!         let user = notification.resource::<User>()?; // an `Object<User>`
//!         println!("{change}: {:?} {:?}", notification.resource_id(), user.display_name);
//!     }
//! }
//! # Ok(())
//! # }
//! # let mut future = std::pin::pin!(example());
//! # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! # let std::task::Poll::Ready(result) = future.as_mut().poll(&mut context) else { panic!() };
//! # use std::future::Future as _;
//! # result.unwrap();
//! ```
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `rich` | notifications with resource data: validation tokens and decryption, in Rust only |
//!
//! Without `rich`, an encrypted notification is refused, and reported as [`Reason::NotExpected`].
//!
//! # Security
//!
//! - Nothing is accepted unless it is proved: an item needs a known `clientState`, and an encrypted one a valid token
//!   of its tenant as well. Secrets are compared in constant time.
//! - The sender learns nothing about items: the response is 202 whether they are genuine or not.
//! - A body is bounded in size, items and tokens ([`Limits`]). Reading it takes linear time, and does not recurse.
//! - Signing keys are fetched only for items whose `clientState` is known, and at a limited rate.
//! - `Debug` and `Display` never show secrets, tokens or properties of resources.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "rich")]
mod content;
mod json;
mod notification;
mod reason;
mod receiver;
mod subscription;
#[cfg(feature = "rich")]
mod token;

pub use notification::{ChangeType, Event, LifecycleEvent, Notification, ResourceError, ResourceErrorKind};
pub use reason::Reason;
pub use receiver::{BuildError, Limits, Part, Received, Receiver, ReceiverBuilder, Rejection};
pub use subscription::{
    Action, GraphSubscriptions, KeeperEvent, KeeperHandle, Outcome, Renewal, Subscription, SubscriptionKeeper,
    SubscriptionRequest, SubscriptionService,
};
#[cfg(feature = "rich")]
#[cfg_attr(docsrs, doc(cfg(feature = "rich")))]
pub use token::{FixedKeys, KeySource, KeySourceError, PublishedKeys, TokenValidator};
