use super::{Identifier, ValueType};
use crate::{facts::OperationFacts, selection::ResourceMethod};

/// A request on a resource itself: create, update, delete, count, references, streams.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Change {
    /// The method.
    pub name: Identifier,
    /// Which request it is.
    pub method: ResourceMethod,
    /// The struct of what is sent and comes back, where it is a body.
    pub structure: Option<ValueType>,
    /// The source name: `microsoft.graph.user`.
    pub source: String,
    /// The path template.
    pub template: String,
    /// Paragraphs of documentation.
    pub docs: Vec<String>,
    /// Whether what is counted are Graph's directory objects, which need `ConsistencyLevel: eventual` for it.
    pub is_directory: bool,
    /// Permissions, as far as the metadata says.
    pub facts: OperationFacts,
}
