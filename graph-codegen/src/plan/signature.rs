use super::RustType;
use crate::naming::Identifier;

/// The signature of a method on a request builder, which takes `&self`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Signature {
    /// Generic parameters, in order.
    pub generics: Vec<GenericParameter>,
    /// Parameters after `&self`, in order.
    pub parameters: Vec<Parameter>,
    /// The return type.
    pub returns: RustType,
}

/// A generic parameter of a method.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GenericParameter {
    /// Its name: `D`.
    pub name: &'static str,
    /// The trait bound, if any.
    pub bound: Option<RustType>,
}

/// A parameter of a method.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name.
    pub name: Identifier,
    /// Its declared type: `impl Into<rt::Key>`.
    pub declared: RustType,
    /// The type of an argument that callers can pass: `&str`.
    pub accepts: RustType,
    /// Whether callers can pass `None`.
    pub is_optional: bool,
}

impl Signature {
    /// Creates a signature without parameters.
    #[must_use]
    pub fn returning(returns: RustType) -> Self {
        Self { generics: Vec::new(), parameters: Vec::new(), returns }
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with(mut self, parameter: Parameter) -> Self {
        self.parameters.push(parameter);
        self
    }

    /// Adds a generic parameter.
    #[must_use]
    pub fn with_generic(mut self, name: &'static str, bound: Option<RustType>) -> Self {
        self.generics.push(GenericParameter { name, bound });
        self
    }
}

impl Parameter {
    /// Creates a required parameter.
    #[must_use]
    pub fn new(name: Identifier, declared: RustType, accepts: RustType) -> Self {
        Self { name, declared, accepts, is_optional: false }
    }

    /// Makes the parameter optional.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }
}
