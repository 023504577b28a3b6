use super::rust_type::rust_type;
use crate::rust::{ArgumentForm, FunctionArgument, Presence};

/// A variable in a chain.
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

    /// The variable for a parameter of a function; `None` for one that may be left away.
    pub(super) fn of_function(argument: &FunctionArgument) -> Option<Self> {
        if argument.presence == Presence::Optional {
            return None;
        }
        let rust_type = match &argument.form {
            ArgumentForm::Literal(value) => format!("graph_runtime::Literal<{}>", rust_type(value)),
            ArgumentForm::Json(value) => format!("&{}", rust_type(value)),
            ArgumentForm::JsonList(item) => format!("&[{}]", rust_type(item)),
        };
        Some(Self::new(argument.name.as_str(), rust_type))
    }
}
