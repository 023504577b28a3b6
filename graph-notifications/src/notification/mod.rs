//! Notifications, and the requests that carry them.

mod envelope;
mod event;
mod item;
mod notification;
mod resource_error;

pub(crate) use self::{
    envelope::{Envelope, EnvelopeError},
    item::Item,
};
pub use self::{
    event::{ChangeType, Event, LifecycleEvent},
    notification::Notification,
    resource_error::{ResourceError, ResourceErrorKind},
};
