use graph_runtime::{BoxFuture, Client, DateTimeOffset, Error};

use super::{
    operations::{Create, Reauthorize, Renew},
    request::SubscriptionRequest,
    service::{Subscription, SubscriptionService},
};

/// The subscriptions of Graph, through a client.
///
/// Creating a subscription makes Graph call the notification URL before it answers, so the receiver must run already.
#[derive(Clone, Debug)]
pub struct GraphSubscriptions {
    client: Client,
    request: SubscriptionRequest,
}

impl GraphSubscriptions {
    /// Creates subscriptions of one kind.
    pub const fn new(client: Client, request: SubscriptionRequest) -> Self {
        Self { client, request }
    }
}

impl SubscriptionService for GraphSubscriptions {
    fn create(&self, expiration: DateTimeOffset) -> BoxFuture<'_, Result<Subscription, Error>> {
        Box::pin(async move { self.client.execute(&Create { subscription: &self.request, expiration }).await })
    }

    fn renew<'a>(&'a self, id: &'a str, expiration: DateTimeOffset) -> BoxFuture<'a, Result<Subscription, Error>> {
        Box::pin(async move { self.client.execute(&Renew { id, expiration }).await })
    }

    fn reauthorize<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move { self.client.execute(&Reauthorize(id)).await })
    }
}
