use super::names::application_type;
use crate::plan::Parameter;

/// A variable in the expression of a [`Chain`](super::Chain).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Argument {
    /// Its name: `user_id`.
    pub name: String,
    /// A type that it can have: `&str`, `graph_runtime::Literal<i32>`, `&graph::UserSendMail`.
    pub rust_type: String,
}

impl Argument {
    pub(super) fn new(name: impl Into<String>, rust_type: impl Into<String>) -> Self {
        Self { name: name.into(), rust_type: rust_type.into() }
    }

    /// The variable for the value of a parameter.
    pub(super) fn given(parameter: &Parameter) -> Self {
        Self::new(parameter.name.as_str(), application_type(&parameter.accepts))
    }

    /// The variable for a parameter; `None` if the parameter is optional.
    pub(crate) fn of(parameter: &Parameter) -> Option<Self> {
        (!parameter.is_optional).then(|| Self::given(parameter))
    }
}
