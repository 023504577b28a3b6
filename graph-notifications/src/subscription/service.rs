use std::time::SystemTime;

use graph_runtime::{BoxFuture, DateTimeOffset, Error};

/// A subscription that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subscription {
    /// The id.
    pub id: String,
    /// When it expires.
    pub expires: SystemTime,
}

impl Subscription {
    /// Creates a description of a subscription, from what an application has stored or its own call returned.
    pub fn new(id: impl Into<String>, expires: SystemTime) -> Self {
        Self { id: id.into(), expires }
    }
}

/// The calls that a [`SubscriptionKeeper`](super::SubscriptionKeeper) makes.
///
/// [`GraphSubscriptions`](super::GraphSubscriptions) makes them without generated code. Implement this trait to make
/// them with generated request builders, or to store the id of each subscription.
pub trait SubscriptionService: Send + Sync {
    /// Creates a subscription that expires then.
    fn create(&self, expiration: DateTimeOffset) -> BoxFuture<'_, Result<Subscription, Error>>;

    /// Extends a subscription, which also reauthorizes it.
    ///
    /// An error whose [`is_not_found`](Error::is_not_found) is true makes the keeper create another subscription.
    fn renew<'a>(&'a self, id: &'a str, expiration: DateTimeOffset) -> BoxFuture<'a, Result<Subscription, Error>>;

    /// Reauthorizes a subscription without extending it.
    fn reauthorize<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), Error>>;
}
