use proc_macro2::TokenStream;

use super::{CloudRestriction, Path, QueryOption, RequiredOption, RustType, Signature, ValueType};
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
    /// The source name: `microsoft.graph.user/assignLicense`, `microsoft.graph.user/RequestBuilder/get`.
    pub source: String,
    /// Its parameters and what it returns.
    pub signature: Signature,
    /// What it does.
    pub kind: MethodKind,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// The text of `#[deprecated]`, if the metadata deprecates the element.
    pub deprecation: Option<String>,
    /// Attributes that customizations add.
    pub attributes: Vec<TokenStream>,
    /// The clouds that have what it addresses or calls, if others have its request builder.
    pub clouds: Option<CloudRestriction>,
    /// Whether hand-written code has the method, which is then not generated.
    pub is_replaced: bool,
}

/// What a method of a request builder or service does.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum MethodKind {
    /// Addresses an entity of the collection.
    Key(Key),
    /// Addresses an entity by its path below another one.
    ItemPath(ItemPath),
    /// Appends a path segment: an entity set, a singleton, a navigation or complex property, or a cast.
    Segment(Segment),
    /// Addresses the result of a function.
    FunctionResult(FunctionResult),
    /// Creates a request to the resource itself.
    Request(Request),
    /// Calls an action.
    Action(Action),
    /// Calls a function.
    Function(Function),
}

impl MethodKind {
    /// Returns the request that the method creates, if it does.
    #[must_use]
    pub fn exchange(&self) -> Option<&Exchange> {
        match self {
            Self::Key(_) | Self::ItemPath(_) | Self::Segment(_) | Self::FunctionResult(_) => None,
            Self::Request(request) => Some(&request.exchange),
            Self::Action(action) => Some(&action.exchange),
            Self::Function(function) => Some(&function.exchange),
        }
    }

    /// Returns the query options and headers that parameters of the method set.
    #[must_use]
    pub fn options(&self) -> &[RequiredOption] {
        match self {
            Self::Segment(segment) => &segment.options,
            other => other.exchange().map_or(&[], |exchange| &exchange.options),
        }
    }
}

/// What all requests have in common.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// The source name: `microsoft.graph.user/reprocessLicenseAssignment`, or the type for requests to a resource.
    pub source: String,
    /// The path template: `/users/{id}/reprocessLicenseAssignment`.
    pub template: String,
    /// The type of the body, if there is one.
    pub body: Option<RustType>,
    /// The type that `send` returns.
    pub output: RustType,
    /// Query options and headers that parameters of the method set.
    pub options: Vec<RequiredOption>,
    /// Permissions, roles and clouds.
    pub facts: OperationFacts,
}

/// The kind of an entity's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// The key that its type declares.
    Own,
    /// An alternate key, whose parts are always named in paths.
    Alternate,
}

/// A method that addresses an entity by a key.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Key {
    /// The kind of key.
    pub kind: KeyKind,
    /// The wire names of the key's parts, one for each parameter.
    pub parts: Vec<String>,
    /// The request builder it returns.
    pub builder: Path,
}

/// A method that addresses an entity by its path below another one: `root:/A/B.txt`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ItemPath {
    /// The key of the other entity, which is the first parameter; `None` to begin at the resource itself.
    pub host_key: Option<String>,
    /// The request builder it returns.
    pub builder: Path,
}

/// A method that appends a path segment.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Segment {
    /// The path segment.
    pub segment: String,
    /// Query options and headers that parameters of the method set, for `GET` requests to the resource.
    pub options: Vec<RequiredOption>,
    /// The request builder it returns.
    pub builder: Path,
}

/// A request to a resource itself: read, create, update, delete, count, references or streams.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// The kind of request.
    pub method: ResourceMethod,
    /// The request.
    pub exchange: Exchange,
    /// The struct of the resource's type, if it is generated.
    pub entity: Option<ValueType>,
    /// The properties it requests by default; empty to let the service choose.
    pub default_select: Vec<String>,
    /// Whether it creates a media entity from its content instead of its properties.
    pub sends_content: bool,
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
    /// The request.
    pub exchange: Exchange,
    /// The struct of its parameters, if it has any.
    pub parameters: Option<Path>,
    /// Whether it can be called without a body, because all parameters are optional.
    pub is_body_optional: bool,
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
    /// The request.
    pub exchange: Exchange,
    /// What it returns.
    pub returns: Returns,
    /// The properties it requests by default; empty to let the service choose.
    pub default_select: Vec<String>,
}

/// A method that addresses the result of a function.
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
    /// Its form in a URL.
    pub form: ArgumentForm,
    /// Whether it is required.
    pub presence: Presence,
}

/// The form of an argument in a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgumentForm {
    /// A literal in the path.
    Literal(ValueType),
    /// JSON in a parameter alias.
    Json(ValueType),
    /// A JSON array of such items in a parameter alias.
    JsonList(ValueType),
}

impl ArgumentForm {
    /// Returns the type of the argument's value.
    #[must_use]
    pub fn value(&self) -> RustType {
        match self {
            Self::Literal(value) | Self::Json(value) => value.value(),
            Self::JsonList(item) => RustType::plain_of("Vec", item.value()),
        }
    }
}

/// Whether a parameter is required.
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
    /// The changes in a collection of entities: items that were added or changed, and items that were removed.
    Changes(ValueType),
    /// A collection of primitive or enumeration values, as `{"value": […]}`.
    Collection(ValueType),
    /// A stream: the bytes of the response.
    Stream,
}

impl Returns {
    /// Returns the parameter of the runtime's `Call`, which determines how the response is read.
    #[must_use]
    pub fn response(&self) -> RustType {
        match self {
            Self::Single(value) => RustType::runtime_of("Single", value.value()),
            other => other.output(),
        }
    }

    /// Returns the type of the result of `send`.
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

/// The type of a page of items.
pub(super) fn page(item: RustType) -> RustType {
    RustType::runtime_of("Page", item)
}

/// The second parameter of the runtime's `List` and `Get`, which removes query options; `None` if all are supported.
pub(super) fn capabilities(unsupported: &[QueryOption]) -> Option<RustType> {
    unsupported.iter().rev().fold(None, |inner, option| {
        Some(match inner {
            None => RustType::Runtime(option.without()),
            Some(inner) => RustType::runtime_of(option.without(), inner),
        })
    })
}
