use super::{Annotation, Facets, QualifiedName, TypeId, TypeRef};
use crate::diagnostic::Span;

/// Whether an operation may have side effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OperationKind {
    /// May have side effects; called by `POST`.
    Action,
    /// Has none; called by `GET`.
    Function,
}

/// One overload of an action or function.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Operation {
    /// Namespace and `Name`, shared by all overloads.
    pub name: QualifiedName,
    /// Action or function.
    pub kind: OperationKind,
    /// `IsBound`, if written.
    pub is_bound: Option<bool>,
    /// `IsComposable`, if written.
    pub is_composable: Option<bool>,
    /// `EntitySetPath`.
    pub entity_set_path: Option<String>,
    /// `Parameter` elements; the first one binds if the operation is bound, whatever its name.
    pub parameters: Vec<Parameter>,
    /// `ReturnType`.
    pub return_type: Option<ReturnType>,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is.
    pub span: Span,
}

impl Operation {
    /// Whether it is bound (`IsBound="true"`).
    #[must_use]
    pub fn is_bound(&self) -> bool {
        self.is_bound == Some(true)
    }

    /// The parameter that it is bound to.
    #[must_use]
    pub fn binding_parameter(&self) -> Option<&Parameter> {
        if self.is_bound() { self.parameters.first() } else { None }
    }

    /// The declared type that it is bound to, or to a collection of.
    #[must_use]
    pub fn binding_type(&self) -> Option<TypeId> {
        self.binding_parameter()?.type_ref.type_id()
    }

    /// The parameters that a caller gives.
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
    /// `Nullable`, if written.
    pub nullable: Option<bool>,
    /// Facets.
    pub facets: Facets,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
    /// Where it is.
    pub span: Span,
}

/// `ReturnType`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReturnType {
    /// `Type`.
    pub type_ref: TypeRef,
    /// `Nullable`, if written.
    pub nullable: Option<bool>,
    /// Facets.
    pub facets: Facets,
    /// Annotations, inline and out-of-line.
    pub annotations: Vec<Annotation>,
}
