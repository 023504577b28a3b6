use std::sync::Arc;

use crate::{
    diagnostic::Span,
    edm::{OperationId, TypeId},
    selection::graph::ResourceShape,
};

/// The reason why an element is selected.
///
/// A chain of reasons ends at a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A selector names it.
    Selector {
        /// The text of the selector.
        text: Arc<str>,
        /// The span of the selector.
        span: Span,
    },
    /// A selected type is derived from it.
    BaseOf(TypeId),
    /// It is the type of a property.
    PropertyOf {
        /// The type that declares the property.
        of: TypeId,
        /// The property.
        property: String,
    },
    /// It is the underlying type of a type definition.
    UnderlyingTypeOf(TypeId),
    /// It is the type of a parameter.
    ParameterOf {
        /// The operation.
        operation: OperationId,
        /// The parameter.
        parameter: String,
    },
    /// It is the return type of an operation.
    ReturnedBy(OperationId),
    /// It is the type of a resource that is read.
    ReadFrom(ResourceShape),
    /// It is the type of the bodies that are sent to a resource.
    SentTo(ResourceShape),
    /// It is on the path to a resource.
    PathTo(ResourceShape),
}
