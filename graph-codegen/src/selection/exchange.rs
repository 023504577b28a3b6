//! What requests on a resource send, and what is answered.

use super::ResourceMethod;

/// What a request has as its body, or names in its query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Nothing.
    Nothing,
    /// An entity, or a part of one.
    Entity,
    /// Where an entity is.
    Reference,
    /// A stream.
    Stream,
}

/// What a service answers to a request that succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// Nothing.
    Nothing,
    /// The resource.
    Resource,
    /// The entity, or nothing: as the service likes, or as `Prefer` says.
    ResourceOrNothing,
    /// A number.
    Count,
    /// Where entities are.
    References,
    /// Where an entity is.
    Reference,
    /// A stream.
    Stream,
    /// The entity that has the stream, or nothing.
    Uploaded,
}

impl ResourceMethod {
    /// What is sent.
    #[must_use]
    pub const fn sends(&self) -> Sent {
        match self {
            Self::Create | Self::Update | Self::Replace => Sent::Entity,
            Self::AddReference | Self::SetReference | Self::RemoveReferenceById => Sent::Reference,
            Self::Upload(_) => Sent::Stream,
            Self::Get
            | Self::Delete
            | Self::Count
            | Self::ListReferences
            | Self::GetReference
            | Self::RemoveReference
            | Self::Download(_)
            | Self::DeleteStream(_) => Sent::Nothing,
        }
    }

    /// What is answered.
    #[must_use]
    pub const fn answers(&self) -> Answered {
        match self {
            Self::Get | Self::Create => Answered::Resource,
            Self::Update | Self::Replace => Answered::ResourceOrNothing,
            Self::Count => Answered::Count,
            Self::ListReferences => Answered::References,
            Self::GetReference => Answered::Reference,
            Self::Download(_) => Answered::Stream,
            Self::Upload(_) => Answered::Uploaded,
            Self::Delete
            | Self::AddReference
            | Self::SetReference
            | Self::RemoveReference
            | Self::RemoveReferenceById
            | Self::DeleteStream(_) => Answered::Nothing,
        }
    }

    /// Whether a request has an entity, or a part of one, as its body.
    #[must_use]
    pub fn has_body(&self) -> bool {
        self.sends() == Sent::Entity
    }
}
