//! Requests on resources, other than operations.

use crate::{
    edm::Annotation,
    facts::OperationFacts,
    selection::{
        graph::{Capability, Restrictions, path_syntax::append},
        selector::Method,
    },
};

/// A request on a resource itself, which becomes a method of its request builder.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ResourceMethod {
    /// `GET` of an entity or collection.
    Get,
    /// `POST` to a collection, which creates an entity.
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
    /// `DELETE …/$ref?$id=…` of a collection.
    RemoveReferenceById,
    /// `GET …/$ref` of one entity: a reference to it.
    GetReference,
    /// `PUT …/$ref` of one entity.
    SetReference,
    /// `DELETE …/$ref` of one entity.
    RemoveReference,
    /// `GET` of a stream property, or of the media stream.
    Download(Option<String>),
    /// `PUT` of a stream property, or of the media stream.
    Upload(Option<String>),
    /// `DELETE` of a stream property, or of the media stream.
    DeleteStream(Option<String>),
}

/// What a request sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyKind {
    /// Nothing.
    Nothing,
    /// An entity, or some of its properties.
    Entity,
    /// A reference to an entity.
    Reference,
    /// A stream.
    Stream,
}

/// What a successful response contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseKind {
    /// Nothing.
    Nothing,
    /// The resource.
    Resource,
    /// The resource or nothing; the service chooses unless the `Prefer` header is set.
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
    /// Returns the HTTP method.
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

    /// Returns the path segment that the request appends to the resource, if any.
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

    /// Returns the path template of the request, given that of the resource.
    pub(crate) fn template(&self, resource: &str) -> String {
        match self.segment() {
            Some(segment) => append(resource, segment),
            None => resource.to_owned(),
        }
    }

    /// Returns what the request sends.
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

    /// Returns what a successful response contains.
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

    /// Whether the body is an entity or some of its properties.
    #[must_use]
    pub fn has_body(&self) -> bool {
        self.body_kind() == BodyKind::Entity
    }

    /// Whether the restrictions allow the request.
    pub(crate) fn is_allowed(&self, restrictions: &Restrictions<'_>) -> bool {
        self.capability().is_none_or(|capability| restrictions.allow(capability) != Some(false))
    }

    /// The capability that restricts the request, if any.
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

    /// The permissions for the request in the restrictions, if any.
    pub(crate) fn facts_under(&self, restrictions: &Restrictions<'_>) -> Option<OperationFacts> {
        self.facts_in(restrictions.levels())
    }

    /// The permissions for the request in annotations, which are given in order of precedence.
    pub(crate) fn facts_in(&self, levels: &[&[Annotation]]) -> Option<OperationFacts> {
        let capability = self.capability()?;
        let levels = levels.iter();
        let levels = levels.filter(|level| Annotation::find(level, capability.term).is_some());
        let mut found = levels.map(|level| OperationFacts::of_term(level, capability.term));
        found.find(|facts| *facts != OperationFacts::default())
    }
}
