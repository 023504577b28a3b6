use super::{Identifier, Path, ValueType};
use crate::{
    edm::{OperationId, OperationKind, TypeId},
    facts::OperationFacts,
    selection::ResourceShape,
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
    /// Request builders, sorted by name.
    pub builders: Vec<RequestBuilder>,
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
    /// The name of the field that holds what is not declared.
    pub extra: Identifier,
    /// Whether `$select` can name its properties.
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
    /// The variant for text that is no member.
    pub unrecognized: Identifier,
}

/// A variant: one member.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Variant {
    /// Its name.
    pub name: Identifier,
    /// The name on the wire.
    pub wire_name: String,
    /// Documentation, one line.
    pub doc: String,
}

/// The entry point, named after the EntityContainer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Service {
    /// Its name.
    pub name: Identifier,
    /// The container's qualified name.
    pub source: String,
    /// Entity sets and singletons, sorted by name.
    pub roots: Vec<Root>,
}

/// A method that leads from the service, or along a navigation property, to a resource.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Root {
    /// The method.
    pub name: Identifier,
    /// The path segment.
    pub segment: String,
    /// The request builder it returns.
    pub builder: Path,
    /// Documentation, one line.
    pub doc: String,
}

/// A request builder: what can be done with an entity of a type, or with a collection of them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestBuilder {
    /// Its name.
    pub name: Identifier,
    /// What it addresses.
    pub shape: ResourceShape,
    /// The qualified name of the entity type.
    pub source: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// Its methods, in the order they are shown.
    pub methods: Vec<Method>,
}

/// A method of a request builder.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Method {
    /// Addresses an entity of the collection.
    Key {
        /// The method.
        name: Identifier,
        /// The key properties.
        parameters: Vec<KeyParameter>,
        /// The request builder it returns.
        builder: Path,
    },
    /// Follows a navigation property.
    Navigation(Root),
    /// `GET` of the resource.
    Get(Get),
    /// Calls an action.
    Action(Box<Action>),
}

/// A part of a key.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KeyParameter {
    /// The argument.
    pub name: Identifier,
    /// The key property's name on the wire, or its alias.
    pub wire_name: String,
}

/// `GET` of an entity or a collection.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Get {
    /// The method.
    pub name: Identifier,
    /// The entity type's struct.
    pub structure: ValueType,
    /// Whether it reads a collection.
    pub is_collection: bool,
    /// The path template of the resource.
    pub template: String,
    /// The source name: `microsoft.graph.user`.
    pub source: String,
    /// The properties it asks for unless told otherwise; empty for the service's own choice.
    pub default_select: Vec<String>,
}

/// A bound action.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Action {
    /// The method.
    pub name: Identifier,
    /// The overload.
    pub origin: OperationId,
    /// Action or function.
    pub kind: OperationKind,
    /// The source name, by the type it is called on: `microsoft.graph.user/reprocessLicenseAssignment`.
    pub source: String,
    /// The path segment.
    pub segment: String,
    /// The path template of the operation.
    pub template: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// The struct of its parameters, if it has any.
    pub parameters: Option<Path>,
    /// What it returns.
    pub returns: Returns,
    /// Permissions, roles and clouds.
    pub facts: OperationFacts,
}

/// What an operation returns.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Returns {
    /// Nothing.
    Nothing,
    /// An entity or complex value, as it is.
    Structure(ValueType),
    /// A primitive or enumeration value, as `{"value": …}`.
    Single(ValueType),
    /// A collection, as `{"value": […]}`.
    Collection(ValueType),
}
