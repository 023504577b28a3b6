use super::{Identifier, Path, Returns, ValueType};
use crate::{
    edm::{OperationId, QualifiedName},
    facts::OperationFacts,
};

/// The call of a function.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Function {
    /// The method.
    pub name: Identifier,
    /// The overload.
    pub origin: OperationId,
    /// The type it is called on, or the container of an import.
    pub owner: QualifiedName,
    /// The source name, by the type it is called on: `microsoft.graph.user/reminderView`.
    pub source: String,
    /// What is called: the path segment without parentheses, and its arguments.
    pub call: FunctionCall,
    /// The path template of the function.
    pub template: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// What it returns.
    pub returns: Returns,
    /// The properties it asks for unless told otherwise; empty for the service's own choice.
    pub default_select: Vec<String>,
    /// What compilers say of its use, where it is deprecated.
    pub deprecation: Option<String>,
    /// Permissions, roles and clouds.
    pub facts: OperationFacts,
}

/// A method that leads through a function to what it returns.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FunctionResult {
    /// The method.
    pub name: Identifier,
    /// The overload.
    pub origin: OperationId,
    /// What is called.
    pub call: FunctionCall,
    /// The request builder it returns.
    pub builder: Path,
    /// Documentation, one line.
    pub doc: String,
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
    /// It has to.
    Required,
    /// It may be left away (`Core.OptionalParameter`).
    Optional,
}
