use super::{Enumeration, Path, RequestBuilder, Service, Structure, TypeTable, Union};
use crate::naming::Identifier;

/// All generated code.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Package {
    /// The path of the runtime, as in [`Builder::runtime`](crate::Builder::runtime).
    pub runtime: String,
    /// The root module, which has no name.
    pub root: Module,
    /// The entry point, if the selection has paths.
    pub service: Option<Service>,
    /// The selected types that another crate has, sorted by name.
    pub extern_types: Vec<ExternType>,
    /// Whether other crates use the types and request builders, as in [`Builder::export`](crate::Builder::export).
    pub is_exported: bool,
    /// The Rust types of the types of the metadata that it uses.
    pub types: TypeTable,
}

/// A selected type that another crate has.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExternType {
    /// The path of its struct or enum.
    pub path: Path,
    /// Its qualified name in the metadata.
    pub source: String,
    /// Whether it is an enumeration type.
    pub is_enumeration: bool,
    /// The base types that are generated here.
    pub generated_bases: Vec<Path>,
}

/// A module for a namespace.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Module {
    /// Its name; `None` for the root.
    pub name: Option<Identifier>,
    /// The namespace whose types it holds, if it holds any.
    pub namespace: Option<String>,
    /// Paragraphs of documentation. Those of the root are written if it is a module by itself.
    pub docs: Vec<String>,
    /// Structs for entity types, complex types and parameters of actions, sorted by name.
    pub structures: Vec<Structure>,
    /// Enums for enumeration types, sorted by name.
    pub enumerations: Vec<Enumeration>,
    /// Enums of derived types, sorted by name.
    pub unions: Vec<Union>,
    /// Request builders, sorted by name.
    pub builders: Vec<RequestBuilder>,
    /// Its submodules, sorted by name.
    pub modules: Vec<Module>,
}
