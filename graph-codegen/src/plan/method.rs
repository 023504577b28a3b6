use proc_macro2::TokenStream;

use super::{Path, QueryOption, RustType, Signature, ValueType};
use crate::{
    edm::{OperationId, QualifiedName},
    facts::OperationFacts,
    naming::Identifier,
    selection::ResourceMethod,
};

/// A method of a request builder, or of the service.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Method {
    /// Its name.
    pub name: Identifier,
    /// Its parameters and what it returns.
    pub signature: Signature,
    /// What it does.
    pub kind: MethodKind,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// The text of `#[deprecated]`, where the metadata calls it deprecated.
    pub deprecation: Option<String>,
    /// Attributes that users and extensions gave.
    pub attributes: Vec<TokenStream>,
}

/// What a method of a request builder does.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum MethodKind {
    /// Addresses an entity of the collection.
    Key(Key),
    /// Follows a segment of the path: an entity set, a singleton, a navigation or complex property, a cast.
    Segment(Segment),
    /// Follows a function to its result.
    FunctionResult(FunctionResult),
    /// Sends a request to the resource itself.
    Request(Request),
    /// Calls an action.
    Action(Action),
    /// Calls a function.
    Function(Function),
}

impl MethodKind {
    /// What is sent, where something is.
    #[must_use]
    pub fn exchange(&self) -> Option<&Exchange> {
        match self {
            Self::Key(_) | Self::Segment(_) | Self::FunctionResult(_) => None,
            Self::Request(request) => Some(&request.exchange),
            Self::Action(action) => Some(&action.exchange),
            Self::Function(function) => Some(&function.exchange),
        }
    }
}

/// What every request that can be sent has.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// The source name: `microsoft.graph.user/reprocessLicenseAssignment`, or the type for requests to a resource.
    pub source: String,
    /// The path template: `/users/{id}/reprocessLicenseAssignment`.
    pub template: String,
    /// The type of the body, where there is one.
    pub body: Option<RustType>,
    /// The type that `send` gives.
    pub output: RustType,
    /// Permissions, roles and clouds.
    pub facts: OperationFacts,
}

/// Which of an entity's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// The one that its type declares.
    Own,
    /// An alternate key, whose parts are always written with their names.
    Alternate,
}

/// Addressing an entity by a key.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Key {
    /// Which key it is.
    pub kind: KeyKind,
    /// The names of the key's parts on the wire, one for each parameter.
    pub parts: Vec<String>,
    /// The request builder it returns.
    pub builder: Path,
}

/// Following a segment of the path.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Segment {
    /// The path segment.
    pub segment: String,
    /// The request builder it returns.
    pub builder: Path,
}

/// A request to a resource itself: read, create, update, delete, count, references, streams.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// Which request it is.
    pub method: ResourceMethod,
    /// What is sent.
    pub exchange: Exchange,
    /// The struct of the resource's type, where the request reads or writes it.
    pub entity: Option<ValueType>,
    /// The properties it asks for unless told otherwise; empty for the service's own choice.
    pub default_select: Vec<String>,
    /// Whether the resources are Graph's directory objects, which need `ConsistencyLevel: eventual` for some queries.
    pub is_directory: bool,
}

/// The call of an action.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Action {
    /// The overload.
    pub origin: OperationId,
    /// The type it is called on, or the container of an import.
    pub owner: QualifiedName,
    /// The path segment.
    pub segment: String,
    /// What is sent.
    pub exchange: Exchange,
    /// The struct of its parameters, if it has any.
    pub parameters: Option<Path>,
    /// What it returns.
    pub returns: Returns,
}

/// The call of a function.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Function {
    /// The overload.
    pub origin: OperationId,
    /// The type it is called on, or the container of an import.
    pub owner: QualifiedName,
    /// What is called: the path segment without parentheses, and its arguments.
    pub call: FunctionCall,
    /// What is sent.
    pub exchange: Exchange,
    /// What it returns.
    pub returns: Returns,
    /// The properties it asks for unless told otherwise; empty for the service's own choice.
    pub default_select: Vec<String>,
}

/// Following a function to its result.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FunctionResult {
    /// The overload.
    pub origin: OperationId,
    /// What is called.
    pub call: FunctionCall,
    /// The request builder it returns.
    pub builder: Path,
}

/// A path segment with arguments: `range(address='A1')`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FunctionCall {
    /// The name.
    pub segment: String,
    /// The arguments, in declared order.
    pub arguments: Vec<FunctionArgument>,
}

/// A parameter of a function.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FunctionArgument {
    /// The argument.
    pub name: Identifier,
    /// The parameter's name on the wire.
    pub wire_name: String,
    /// How it is written.
    pub form: ArgumentForm,
    /// Whether it has to be given.
    pub presence: Presence,
}

/// How the value of a parameter is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgumentForm {
    /// As a literal in the path.
    Literal(ValueType),
    /// As JSON, behind a parameter alias.
    Json(ValueType),
    /// As a JSON array of such items, behind a parameter alias.
    JsonList(ValueType),
}

/// Whether a parameter has to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is required.
    Required,
    /// It may be omitted (`Core.OptionalParameter`).
    Optional,
}

/// What an operation returns.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Returns {
    /// Nothing.
    Nothing,
    /// An entity or complex value.
    Structure(ValueType),
    /// A primitive or enumeration value, as `{"value": …}`.
    Single(ValueType),
    /// A collection of entities or complex values, as `{"value": […]}`.
    Structures(ValueType),
    /// What changed in a collection of entities: the items, and those that were removed.
    Changes(ValueType),
    /// A collection of primitive or enumeration values, as `{"value": […]}`.
    Collection(ValueType),
    /// A stream: the bytes of the answer.
    Stream,
}

impl Returns {
    /// The type that says how the answer is read: the parameter of the runtime's `Call`.
    #[must_use]
    pub fn response(&self) -> RustType {
        match self {
            Self::Single(value) => RustType::runtime_of("Single", value.value()),
            other => other.output(),
        }
    }

    /// The type that `send` gives.
    #[must_use]
    pub fn output(&self) -> RustType {
        match self {
            Self::Nothing => RustType::Plain("()"),
            Self::Stream => RustType::Runtime("Content"),
            Self::Structure(value) => value.object(),
            Self::Single(value) => value.value(),
            Self::Changes(item) => page(RustType::runtime_of("Change", item.object())),
            Self::Structures(item) => page(item.object()),
            Self::Collection(item) => page(item.value()),
        }
    }
}

/// A page of items.
pub(super) fn page(item: RustType) -> RustType {
    RustType::runtime_of("Page", item)
}

/// What a request leaves out of queries, as the second parameter of the runtime's `List` and `Get`; `None` where it supports everything.
pub(super) fn capabilities(unsupported: &[QueryOption]) -> Option<RustType> {
    unsupported.iter().rev().fold(None, |inner, option| {
        let without = RustType::Runtime(option.without());
        Some(match inner {
            None => without,
            Some(inner) => RustType::Generic(Box::new(without), vec![inner]),
        })
    })
}
