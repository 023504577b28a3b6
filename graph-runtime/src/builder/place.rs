use http::Method;

use crate::{client::Client, description::Permissions, parts::Resource};

/// Where the generated methods of a request builder are: those that lead on, and those that call operations.
pub trait Leads: Sized {
    /// The methods of a resource.
    fn at(resource: Resource) -> Self;

    /// What is known of the permissions that a request on the resource itself needs.
    #[must_use]
    fn permissions(method: &Method) -> &'static Permissions {
        let _ = method;
        &Permissions::UNKNOWN
    }

    /// Which clouds are known to have a request on the resource itself.
    #[must_use]
    fn clouds(method: &Method) -> &'static [&'static str] {
        let _ = method;
        &[]
    }
}

/// The resources of a type: one of them, and collections of them. Generated code implements it for the methods of one.
pub trait Place: Leads {
    /// The type: a generated struct, or [`Unselected`](crate::codegen::Unselected).
    type Item;
    /// What can be done with one besides: see [`EntityMethods`](super::EntityMethods).
    type Entity;
    /// What can be done with a collection besides: see [`CollectionMethods`](super::CollectionMethods).
    type Collection;
    /// The generated methods of a collection, or [`Nothing`].
    type CollectionLeads: Leads;
    /// The qualified name of the type in the metadata: `microsoft.graph.user`.
    const TYPE_NAME: &'static str;
    /// The name of the key's only property.
    const KEY: &'static str = "id";
    /// Whether they are Graph's directory objects, to which some queries need `ConsistencyLevel: eventual`.
    const IS_DIRECTORY: bool = false;

    /// The properties that are asked for unless `select` is called; none for the service's own choice.
    #[must_use]
    fn default_select() -> &'static [&'static str] {
        &[]
    }
}

/// No generated methods.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

impl Leads for Nothing {
    fn at(_: Resource) -> Self {
        Self
    }
}

/// The generated methods of a resource, and the resource.
pub(super) struct Led<L> {
    pub(super) leads: L,
    pub(super) resource: Resource,
}

impl<L: Leads> Led<L> {
    pub(super) fn new(resource: Resource) -> Self {
        Self { leads: L::at(resource.clone()), resource }
    }

    pub(super) fn again(&self) -> Self {
        Self::new(self.resource.clone())
    }

    pub(super) const fn client(&self) -> &Client {
        self.resource.client()
    }
}
