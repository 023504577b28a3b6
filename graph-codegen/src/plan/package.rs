use super::{Enumeration, RequestBuilder, Service, Structure, Union};
use crate::naming::Identifier;

/// Everything that is emitted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Package {
    /// The path to the runtime, as set.
    pub runtime: String,
    /// The root; it has no name of its own.
    pub root: Module,
    /// The entry point, where the selection has paths.
    pub service: Option<Service>,
}

/// A module: one namespace.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Module {
    /// Its name; `None` for the root.
    pub name: Option<Identifier>,
    /// The namespace whose types it holds, if it holds any.
    pub namespace: Option<String>,
    /// Entity and complex types and parameters of actions, sorted by name.
    pub structures: Vec<Structure>,
    /// Enumeration types, sorted by name.
    pub enumerations: Vec<Enumeration>,
    /// Enums of derived types, sorted by name.
    pub unions: Vec<Union>,
    /// Request builders, sorted by name.
    pub builders: Vec<RequestBuilder>,
    /// Modules below it, sorted by name.
    pub modules: Vec<Module>,
}
