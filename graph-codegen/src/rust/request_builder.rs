use super::{Change, Function, FunctionResult, Identifier, Path, QueryOption, ValueType};
use crate::{
    edm::{OperationId, OperationKind, QualifiedName},
    facts::OperationFacts,
    selection::{ResourceMethod, ResourceShape},
};

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
    /// Imports of actions and functions, sorted by name.
    pub imports: Vec<Method>,
}

/// A method that leads along a segment of the path to a resource.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Root {
    /// The method.
    pub name: Identifier,
    /// The path segment.
    pub segment: String,
    /// The request builder it returns.
    pub builder: Path,
    /// What compilers say of its use, where it is deprecated.
    pub deprecation: Option<String>,
    /// Documentation, one line.
    pub doc: String,
}

/// A request builder: what can be done with an entity of a type, or with a collection of them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestBuilder {
    /// Its name: an alias of the runtime's request builder.
    pub name: Identifier,
    /// The [`Place`](super::Place) of its type.
    pub place: Identifier,
    /// The struct of those of its methods that are generated, where there are any.
    pub leads: Option<Identifier>,
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
        /// Which key it is.
        kind: KeyKind,
        /// The key properties.
        parameters: Vec<KeyParameter>,
        /// The request builder it returns.
        builder: Path,
    },
    /// Follows a navigation property, a complex property or a cast.
    Navigation(Root),
    /// `GET` of the resource.
    Get(Get),
    /// Changes, counts or refers to the resource.
    Change(Box<Change>),
    /// Calls an action.
    Action(Box<Action>),
    /// Calls a function.
    Function(Box<Function>),
    /// Leads to what a function returns.
    FunctionResult(Box<FunctionResult>),
}

impl Method {
    /// Whether the runtime's request builders have it, so that nothing is generated but that it is there: addressing by a key called `id`,
    /// reading, creating, updating, deleting, counting. Generated, these would be half of the methods of Graph.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        match self {
            Self::Key { kind: KeyKind::Own, parameters, .. } => {
                matches!(parameters.as_slice(), [one] if one.name.as_str() == "id")
            }
            Self::Get(_) => true,
            Self::Change(change) => matches!(
                change.method,
                ResourceMethod::Create | ResourceMethod::Update | ResourceMethod::Delete | ResourceMethod::Count
            ),
            _ => false,
        }
    }
}

/// Which of an entity's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// The one that its type declares.
    Own,
    /// An alternate key, whose parts are always written with their names.
    Alternate,
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
    /// Query options that the service does not support, wherever the type is read.
    pub unsupported: Vec<QueryOption>,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// Whether what is read are Graph's directory objects, to which some queries need `ConsistencyLevel: eventual`.
    pub is_directory: bool,
}

/// The call of an action.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Action {
    /// The method.
    pub name: Identifier,
    /// The overload.
    pub origin: OperationId,
    /// Action or function.
    pub kind: OperationKind,
    /// The type it is called on, or the container of an import.
    pub owner: QualifiedName,
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
    /// What compilers say of its use, where it is deprecated.
    pub deprecation: Option<String>,
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
    /// A collection of entities or complex values, as `{"value": […]}`.
    Structures(ValueType),
    /// What changed in a collection of entities: the items, and those that are gone.
    Changes(ValueType),
    /// A collection of primitive or enumeration values, as `{"value": […]}`.
    Collection(ValueType),
    /// A stream: the bytes of the answer.
    Stream,
}
