use std::sync::Arc;

use crate::{
    diagnostic::Span,
    edm::{OperationId, TypeId},
    selection::graph::ResourceShape,
};

/// Why an element is selected. Following the elements it names leads to a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A selector names it.
    Selector {
        /// The selector, as written.
        text: Arc<str>,
        /// Where the selector is.
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
    /// It is what an operation returns.
    ReturnedBy(OperationId),
    /// It is what a resource holds.
    ReadFrom(ResourceShape),
    /// It is what requests that change a resource send.
    SentTo(ResourceShape),
    /// It leads to a resource.
    PathTo(ResourceShape),
}
