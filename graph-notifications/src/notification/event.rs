use std::fmt;

/// What a notification says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A resource has changed.
    Change(ChangeType),
    /// Something happened to the subscription itself.
    Lifecycle(LifecycleEvent),
}

/// How a resource has changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeType {
    /// It was created.
    Created,
    /// It was changed, or deleted so that it can be restored.
    Updated,
    /// It was deleted.
    Deleted,
    /// A type that is not documented.
    Other(Box<str>),
}

/// What happened to a subscription.
///
/// Source: <https://learn.microsoft.com/graph/change-notifications-lifecycle-events>.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LifecycleEvent {
    /// The access token behind it expires soon, or permissions have changed: reauthorize or renew the subscription.
    ReauthorizationRequired,
    /// It was removed: create another, then read the changes since then with a delta query.
    SubscriptionRemoved,
    /// Notifications were lost: read the changes since then with a delta query.
    Missed,
    /// An event that is not documented.
    Other(Box<str>),
}

impl ChangeType {
    pub(crate) fn new(name: &str) -> Self {
        match name {
            "created" => Self::Created,
            "updated" => Self::Updated,
            "deleted" => Self::Deleted,
            other => Self::Other(other.into()),
        }
    }

    /// Returns the name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
            Self::Other(name) => name,
        }
    }
}

impl LifecycleEvent {
    pub(crate) fn new(name: &str) -> Self {
        match name {
            "reauthorizationRequired" => Self::ReauthorizationRequired,
            "subscriptionRemoved" => Self::SubscriptionRemoved,
            "missed" => Self::Missed,
            other => Self::Other(other.into()),
        }
    }

    /// Returns the name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::ReauthorizationRequired => "reauthorizationRequired",
            Self::SubscriptionRemoved => "subscriptionRemoved",
            Self::Missed => "missed",
            Self::Other(name) => name,
        }
    }
}

impl fmt::Display for ChangeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_str().escape_debug())
    }
}

impl fmt::Display for LifecycleEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_str().escape_debug())
    }
}
