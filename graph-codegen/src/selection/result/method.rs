//! What can be done with a resource beyond calling operations.

use super::{
    End, Method, Place, ResourceShape, RootKind, Step, Surroundings,
    restriction::{self, Capability, Restrictions},
};
use crate::{edm::Annotation, facts::OperationFacts};

/// A request on a resource itself; each becomes a method of its request builder.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    /// `GET …/$ref` of a collection: where the entities are.
    ListReferences,
    /// `POST …/$ref` to a collection.
    AddReference,
    /// `DELETE …/$ref?@id=…` of a collection.
    RemoveReferenceById,
    /// `GET …/$ref` of one entity: where it is.
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

/// Why a method is not to be had: what to say, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoMethod {
    /// What is wrong.
    pub message: String,
    /// What to write instead, where there is something.
    pub help: Option<String>,
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

    /// The path segment behind the resource, if there is one.
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

    /// Whether the service does it at a place with these restrictions, as far as the metadata says.
    pub(super) fn is_allowed(&self, restrictions: &Restrictions<'_>) -> bool {
        self.capability().is_none_or(|capability| restrictions.allow(capability) != Some(false))
    }

    fn capability(&self) -> Option<Capability> {
        match self {
            Self::Get => Some(restriction::READ),
            Self::Create => Some(restriction::INSERT),
            Self::Update | Self::Replace => Some(restriction::UPDATE),
            Self::Delete => Some(restriction::DELETE),
            Self::Count => Some(restriction::COUNT),
            _ => None,
        }
    }

    /// The method that an HTTP method is at a place.
    ///
    /// # Errors
    ///
    /// Why there is none: HTTP has another one for it, or the metadata says that the service does not do it.
    pub fn at(place: &Place, method: Method, surroundings: &Surroundings<'_>) -> Result<Self, NoMethod> {
        let found = Self::named(place, method, surroundings)?;
        if let Some(capability) = found.capability()
            && Restrictions::of(place.route.steps.iter().rev(), surroundings).allow(capability) == Some(false)
        {
            let path = place.template(surroundings);
            let message = format!("the service has no {} of `{path}`: {}", method.as_str(), capability.denied());
            return Err(NoMethod { message, help: Some("leave it out of the selection".to_owned()) });
        }
        Ok(found)
    }

    fn named(place: &Place, method: Method, surroundings: &Surroundings<'_>) -> Result<Self, NoMethod> {
        let path = || place.template(surroundings);
        let no = |what: &str, help: Option<String>| {
            let message = format!("{}: {what}", method.as_str());
            Err(NoMethod { message, help: help.or_else(|| Some("write `#GET`, or leave the method away".to_owned())) })
        };
        let last = place.route.steps.last();
        match (&place.end, method) {
            (End::Resource(_), Method::Get) => Ok(Self::Get),
            (End::Resource(shape @ ResourceShape::Collection(id)), _) => {
                let is_entity = surroundings.model().type_(*id).is_entity();
                match method {
                    Method::Post if is_entity => Ok(Self::Create),
                    _ if is_entity => {
                        let key = surroundings.key_placeholder(shape.entity_type());
                        let help = format!("add the key: `{}/{{{key}}}#{}`", path(), method.as_str());
                        no("that is done to one entity, not to a collection", Some(help))
                    }
                    _ => no("a collection of complex values is changed with the entity that has it", None),
                }
            }
            (End::Resource(ResourceShape::Entity(_)), Method::Patch) => Ok(Self::Update),
            (End::Resource(ResourceShape::Entity(_)), Method::Put) => Ok(Self::Replace),
            (End::Resource(ResourceShape::Entity(_)), Method::Delete) => match last {
                Some(Step::Root { kind: RootKind::Singleton, .. }) => no("a singleton cannot be deleted", None),
                _ => Ok(Self::Delete),
            },
            (End::Resource(ResourceShape::Entity(_)), Method::Post) => {
                let path = path();
                let collection = path.rsplit_once("/{").map(|(collection, _)| collection);
                let help = collection.map(|collection| format!("leave the key away: `{collection}#POST`"));
                no("that is done to a collection, not to one entity", help)
            }
            (End::Count(_), Method::Get) => Ok(Self::Count),
            // Graph has references to what it declares as contained: `/deviceManagement/managedDevices/{id}/deviceCategory/$ref`.
            (End::Reference(_), _) => {
                Self::of_reference(place, method).map_or_else(|| no("references are not changed so", None), Ok)
            }
            (End::Value(_), Method::Get) => Ok(Self::Download(None)),
            (End::Value(_), Method::Put) => Ok(Self::Upload(None)),
            (End::Value(_), Method::Delete) => Ok(Self::DeleteStream(None)),
            (End::Stream { property, .. }, Method::Get) => Ok(Self::Download(Some(property.clone()))),
            (End::Stream { property, .. }, Method::Put) => Ok(Self::Upload(Some(property.clone()))),
            (End::Stream { property, .. }, Method::Delete) => Ok(Self::DeleteStream(Some(property.clone()))),
            _ => no("that is not how this is called", None),
        }
    }

    fn of_reference(place: &Place, method: Method) -> Option<Self> {
        let is_collection = matches!(place.end, End::Reference(ResourceShape::Collection(_)));
        let by_key = matches!(place.route.steps.last(), Some(Step::Key { .. } | Step::AlternateKey { .. }));
        match method {
            Method::Get if is_collection => Some(Self::ListReferences),
            Method::Get => Some(Self::GetReference),
            Method::Post if is_collection => Some(Self::AddReference),
            Method::Put if !is_collection && !by_key => Some(Self::SetReference),
            Method::Delete if is_collection => Some(Self::RemoveReferenceById),
            Method::Delete => Some(Self::RemoveReference),
            _ => None,
        }
    }

    /// What the annotations at a place say of who may do it.
    #[must_use]
    pub fn facts(&self, place: &Place, surroundings: &Surroundings<'_>) -> OperationFacts {
        self.facts_of(&Restrictions::of(place.route.steps.iter().rev(), surroundings)).unwrap_or_default()
    }

    /// What the annotations of a place say of who may do it; `None` if they say nothing.
    pub(super) fn facts_of(&self, restrictions: &Restrictions<'_>) -> Option<OperationFacts> {
        let capability = self.capability()?;
        let levels = restrictions.levels().iter();
        let levels = levels.filter(|level| Annotation::find(level, capability.term).is_some());
        let mut found = levels.map(|level| OperationFacts::of_term(level, capability.term));
        found.find(|facts| *facts != OperationFacts::default())
    }
}
