//! Requests on resources beyond calls of operations.

use crate::{
    edm::Annotation,
    facts::OperationFacts,
    selection::{
        graph::{Capability, Restrictions},
        selector::Method,
    },
};

/// A request on a resource itself. Each becomes a method of the resource's request builder.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ResourceMethod {
    /// `GET` of an entity or collection.
    Get,
    /// `POST` to a collection: a new entity.
    Create,
    /// `PATCH` of an entity.
    Update,
    /// `PUT` of an entity.
    Replace,
    /// `DELETE` of an entity.
    Delete,
    /// `GET …/$count` of a collection.
    Count,
    /// `GET …/$ref` of a collection: references to its entities.
    ListReferences,
    /// `POST …/$ref` to a collection.
    AddReference,
    /// `DELETE …/$ref?@id=…` of a collection.
    RemoveReferenceById,
    /// `GET …/$ref` of one entity: a reference to it.
    GetReference,
    /// `PUT …/$ref` of one entity.
    SetReference,
    /// `DELETE …/$ref` of one entity.
    RemoveReference,
    /// `GET` of the stream property of a name, or of the media stream.
    Download(Option<String>),
    /// `PUT` of the stream property of a name, or of the media stream.
    Upload(Option<String>),
    /// `DELETE` of the stream property of a name, or of the media stream.
    DeleteStream(Option<String>),
}

/// What a request sends, in its body or its query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyKind {
    /// Nothing.
    Nothing,
    /// An entity, or a part of one.
    Entity,
    /// A reference to an entity.
    Reference,
    /// A stream.
    Stream,
}

/// What a successful response holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseKind {
    /// Nothing.
    Nothing,
    /// The resource.
    Resource,
    /// The entity or nothing, as the service chooses or `Prefer` asks.
    ResourceOrNothing,
    /// A number.
    Count,
    /// References to entities.
    References,
    /// A reference to an entity.
    Reference,
    /// A stream.
    Stream,
    /// The entity that has the stream, or nothing.
    Uploaded,
}

impl ResourceMethod {
    /// The HTTP method.
    #[must_use]
    pub const fn http(&self) -> Method {
        match self {
            Self::Get | Self::Count | Self::ListReferences | Self::GetReference | Self::Download(_) => Method::Get,
            Self::Create | Self::AddReference => Method::Post,
            Self::Update => Method::Patch,
            Self::Replace | Self::SetReference | Self::Upload(_) => Method::Put,
            Self::Delete | Self::RemoveReference | Self::RemoveReferenceById | Self::DeleteStream(_) => Method::Delete,
        }
    }

    /// The path segment behind the resource, if the request has one.
    #[must_use]
    pub fn segment(&self) -> Option<&str> {
        match self {
            Self::Get | Self::Create | Self::Update | Self::Replace | Self::Delete => None,
            Self::Count => Some("$count"),
            Self::ListReferences | Self::AddReference | Self::RemoveReferenceById => Some("$ref"),
            Self::GetReference | Self::SetReference | Self::RemoveReference => Some("$ref"),
            Self::Download(name) | Self::Upload(name) | Self::DeleteStream(name) => {
                Some(name.as_deref().unwrap_or("$value"))
            }
        }
    }

    /// The path template of the request, given that of the resource.
    pub(crate) fn template(&self, resource: &str) -> String {
        match self.segment() {
            Some(segment) => [resource, "/", segment].concat(),
            None => resource.to_owned(),
        }
    }

    /// What the request sends.
    #[must_use]
    pub const fn body_kind(&self) -> BodyKind {
        match self {
            Self::Create | Self::Update | Self::Replace => BodyKind::Entity,
            Self::AddReference | Self::SetReference | Self::RemoveReferenceById => BodyKind::Reference,
            Self::Upload(_) => BodyKind::Stream,
            Self::Get
            | Self::Delete
            | Self::Count
            | Self::ListReferences
            | Self::GetReference
            | Self::RemoveReference
            | Self::Download(_)
            | Self::DeleteStream(_) => BodyKind::Nothing,
        }
    }

    /// What a successful response holds.
    #[must_use]
    pub const fn response_kind(&self) -> ResponseKind {
        match self {
            Self::Get | Self::Create => ResponseKind::Resource,
            Self::Update | Self::Replace => ResponseKind::ResourceOrNothing,
            Self::Count => ResponseKind::Count,
            Self::ListReferences => ResponseKind::References,
            Self::GetReference => ResponseKind::Reference,
            Self::Download(_) => ResponseKind::Stream,
            Self::Upload(_) => ResponseKind::Uploaded,
            Self::Delete
            | Self::AddReference
            | Self::SetReference
            | Self::RemoveReference
            | Self::RemoveReferenceById
            | Self::DeleteStream(_) => ResponseKind::Nothing,
        }
    }

    /// Whether a request has an entity, or a part of one, as its body.
    #[must_use]
    pub fn has_body(&self) -> bool {
        self.body_kind() == BodyKind::Entity
    }

    /// Whether the service supports the request under these restrictions, as far as the metadata says.
    pub(crate) fn is_allowed(&self, restrictions: &Restrictions<'_>) -> bool {
        self.capability().is_none_or(|capability| restrictions.allow(capability) != Some(false))
    }

    /// The capability that restricts the request, if there is one.
    pub(crate) fn capability(&self) -> Option<Capability> {
        match self {
            Self::Get => Some(Capability::READ),
            Self::Create => Some(Capability::INSERT),
            Self::Update | Self::Replace => Some(Capability::UPDATE),
            Self::Delete => Some(Capability::DELETE),
            Self::Count => Some(Capability::COUNT),
            _ => None,
        }
    }

    /// What the restrictions say about who may send the request; `None` if they say nothing.
    pub(crate) fn facts_under(&self, restrictions: &Restrictions<'_>) -> Option<OperationFacts> {
        let capability = self.capability()?;
        let levels = restrictions.levels().iter();
        let levels = levels.filter(|level| Annotation::find(level, capability.term).is_some());
        let mut found = levels.map(|level| OperationFacts::of_term(level, capability.term));
        found.find(|facts| *facts != OperationFacts::default())
    }
}
