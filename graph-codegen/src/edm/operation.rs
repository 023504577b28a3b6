use super::{Annotation, Facets, QualifiedName, TypeId, TypeRef};
use crate::diagnostic::Span;

/// Whether an operation may have side effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OperationKind {
    /// May have side effects; called with `POST`.
    Action,
    /// Has no side effects; called with `GET`.
    Function,
}

/// An overload of an action or function.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The namespace and `Name`, which all overloads share.
    pub name: QualifiedName,
    /// The kind of operation.
    pub kind: OperationKind,
    /// `IsBound`, if it is written.
    pub is_bound: Option<bool>,
    /// `IsComposable`, if it is written.
    pub is_composable: Option<bool>,
    /// `EntitySetPath`.
    pub entity_set_path: Option<String>,
    /// `Parameter` elements; the first is the binding parameter if the operation is bound.
    pub parameters: Vec<Parameter>,
    /// `ReturnType`.
    pub return_type: Option<ReturnType>,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is in the source.
    pub span: Span,
}

impl Operation {
    /// Returns whether it is bound (`IsBound="true"`).
    #[must_use]
    pub fn is_bound(&self) -> bool {
        self.is_bound == Some(true)
    }

    /// Returns the parameter that it is bound to.
    #[must_use]
    pub fn binding_parameter(&self) -> Option<&Parameter> {
        if self.is_bound() { self.parameters.first() } else { None }
    }

    /// Returns the declared type that it is bound to; for a collection, the type of the items.
    #[must_use]
    pub fn binding_type(&self) -> Option<TypeId> {
        self.binding_parameter()?.type_ref.type_id()
    }

    /// Returns the parameters that a caller passes.
    #[must_use]
    pub fn call_parameters(&self) -> &[Parameter] {
        &self.parameters[usize::from(self.is_bound()).min(self.parameters.len())..]
    }
}

/// `Parameter`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// `Name`.
    pub name: String,
    /// `Type`.
    pub type_ref: TypeRef,
    /// `Nullable`, if it is written.
    pub nullable: Option<bool>,
    /// Facets.
    pub facets: Facets,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is in the source.
    pub span: Span,
}

/// `ReturnType`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReturnType {
    /// `Type`.
    pub type_ref: TypeRef,
    /// `Nullable`, if it is written.
    pub nullable: Option<bool>,
    /// Facets.
    pub facets: Facets,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
}
