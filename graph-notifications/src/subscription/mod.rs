//! Subscriptions: creating them, and keeping them alive.

mod graph_subscriptions;
mod keeper;
mod operations;
mod renewal;
mod request;
mod service;

pub use self::{
    graph_subscriptions::GraphSubscriptions,
    keeper::{KeeperEvent, KeeperHandle, SubscriptionKeeper},
    renewal::{Action, Outcome, Renewal},
    request::SubscriptionRequest,
    service::{Subscription, SubscriptionService},
};
