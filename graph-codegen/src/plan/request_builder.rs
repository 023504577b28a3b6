use proc_macro2::TokenStream;

use super::{ClientFunctions, Method, ValueType};
use crate::{edm::TypeId, naming::Identifier, selection::ResourceShape};

/// The entry point, named after the entity container.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Service {
    /// Its name.
    pub name: Identifier,
    /// The container's qualified name.
    pub source: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// Attributes that customizations add.
    pub attributes: Vec<TokenStream>,
    /// Selectors that add methods; rustc shows them if a method is missing.
    pub hint: String,
    /// The version of Graph that it calls, if settings say it: `beta`.
    pub version: Option<&'static str>,
    /// The profile of a service other than Graph, as setters of the runtime's `ServiceProfile`; `None` for Graph's.
    pub profile: Option<ServiceProfile>,
    /// The functions that create a client, unless every client calls the service by default.
    pub client_functions: Option<ClientFunctions>,
    /// Whether the root has to be set, since the service is not Graph.
    pub requires_root: bool,
    /// The table of the permissions of requests, in the form that the runtime reads, if they are known.
    pub permissions: Option<String>,
    /// Whether it is known in which clouds its requests are available.
    pub has_clouds: bool,
    /// Entity sets and singletons, sorted by name, then imports of actions and functions.
    pub methods: Vec<Method>,
}

/// How the service speaks OData, as a constant of the runtime and what differs from it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceProfile {
    /// The constant: `ServiceProfile::V4_0`.
    pub base: &'static str,
    /// Setters and their arguments: `.with_key_syntax` and `KeySyntax::Segment`.
    pub setters: Vec<(&'static str, &'static str)>,
}

/// A request builder for a resource of a type, or for a collection of them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestBuilder {
    /// Its name.
    pub name: Identifier,
    /// The resource that it addresses.
    pub shape: ResourceShape,
    /// The qualified name of the type.
    pub source: String,
    /// The struct of the type, if it is generated.
    pub item: Option<ValueType>,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// Attributes that users and extensions gave.
    pub attributes: Vec<TokenStream>,
    /// Selectors that add methods; rustc shows them if a method is missing.
    pub hint: String,
    /// The properties that requests select by default; empty to let the service choose.
    pub default_select: Vec<String>,
    /// The properties that are the key of a collection's items; empty if it addresses one resource, or if they have no
    /// key.
    pub key: Vec<String>,
    /// Whether it addresses a collection of Graph's directory objects, some queries of which are eventually consistent.
    pub is_directory: bool,
    /// Its methods, in order.
    pub methods: Vec<Method>,
}

impl RequestBuilder {
    /// Returns the type of the resource, or of the collection's items.
    #[must_use]
    pub fn type_id(&self) -> TypeId {
        self.shape.entity_type()
    }

    /// Whether it addresses a collection.
    #[must_use]
    pub fn is_collection(&self) -> bool {
        matches!(self.shape, ResourceShape::Collection(_))
    }
}
