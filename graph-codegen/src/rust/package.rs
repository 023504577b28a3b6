use super::{Identifier, Place, Relations, RequestBuilder, Service, Union, ValueType};
use crate::{
    edm::{OperationId, TypeId},
    facts::Writing,
};

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
    /// What the runtime's request builders need to know, sorted by name.
    pub places: Vec<Place>,
    /// Modules below it, sorted by name.
    pub modules: Vec<Module>,
}

/// What a [`Structure`] stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructureOrigin {
    /// An entity type.
    Entity(TypeId),
    /// A complex type.
    Complex(TypeId),
    /// The parameters of an action.
    Parameters(OperationId),
}

/// A struct.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Structure {
    /// Its name.
    pub name: Identifier,
    /// What it stands for.
    pub origin: StructureOrigin,
    /// The qualified name of the type, or `type/action` for parameters.
    pub source: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// The fields, in declared order, base types first.
    pub fields: Vec<Field>,
    /// What bodies need to know of it.
    pub relations: Relations,
    /// What compilers say of its use, where it is deprecated.
    pub deprecation: Option<String>,
    /// Whether queries and bodies can name its properties.
    pub is_selectable: bool,
}

/// A field: one property or parameter.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Field {
    /// Its name.
    pub name: Identifier,
    /// The constant that names the property in a query.
    pub constant: Identifier,
    /// The name on the wire.
    pub wire_name: String,
    /// The source name: `microsoft.graph.user/displayName`, by the type that declares it.
    pub source: String,
    /// Documentation, one line.
    pub doc: String,
    /// The type of the value; the field is an `Option` of it.
    pub value_type: ValueType,
    /// What compilers say of its use, where it is deprecated.
    pub deprecation: Option<String>,
    /// When a body may set the property.
    pub writing: Writing,
}

/// An enum: an enumeration type.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Enumeration {
    /// Its name.
    pub name: Identifier,
    /// The type.
    pub origin: TypeId,
    /// The qualified name of the type.
    pub source: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// The members, in declared order.
    pub variants: Vec<Variant>,
    /// What compilers say of its use, where it is deprecated.
    pub deprecation: Option<String>,
}

/// A variant: one member.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Variant {
    /// Its name.
    pub name: Identifier,
    /// The name on the wire.
    pub wire_name: String,
    /// What compilers say of its use, where it is deprecated.
    pub deprecation: Option<String>,
    /// Documentation, one line.
    pub doc: String,
}
