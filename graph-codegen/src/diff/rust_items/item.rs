use std::{collections::BTreeSet, fmt};

use crate::{
    facts::Writing,
    plan::{KeyKind, MethodKind},
    selection::ResourceMethod,
};

/// A generated item that code can name.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) role: Role,
    /// The key of the item that it is in; empty for items of a module.
    pub(super) owner: String,
    /// Its name; for items of a module, with the path from the generated root.
    pub(super) name: String,
    /// The parameters of a method, in which generated types have the names of the metadata.
    pub(super) parameters: String,
    /// Its type, or what a method returns; the base types of a struct.
    pub(super) result: String,
    /// When a body may set the property, for its constant.
    pub(super) writing: Option<Writing>,
    /// The element of the metadata: `microsoft.graph.user/displayName`.
    pub(super) element: String,
    /// The overload that is called, as findings name it if there are several: `microsoft.graph.user/delta(token)`.
    pub(super) overload: Option<String>,
    /// The import that is called, if it is one: `/resetAll`.
    pub(super) import: Option<String>,
    /// The types of the metadata that the signature depends on.
    pub(super) mentions: BTreeSet<String>,
}

impl Item {
    /// The elements that the item is about, the most specific one first.
    pub(super) fn elements(&self) -> impl Iterator<Item = &str> {
        [self.overload.as_deref(), Some(self.element.as_str()), self.import.as_deref()].into_iter().flatten()
    }

    /// The names among which its name is unique, and its name.
    pub(super) fn place(&self) -> (&str, &str, &str) {
        let kind = match self.role {
            Role::Field => "field",
            Role::Constant => "constant",
            Role::Variant => "variant",
            Role::Service | Role::Structure | Role::Parameters | Role::Enumeration | Role::Union | Role::Builder => {
                "item"
            }
            Role::Key
            | Role::AlternateKey
            | Role::ItemPath
            | Role::Segment
            | Role::FunctionResult
            | Role::Request(_)
            | Role::Call => "method",
        };
        (&self.owner, kind, &self.name)
    }

    /// Its signature, in which generated types have the names of the metadata.
    pub(super) fn signature(&self) -> String {
        if self.parameters.is_empty() { self.result.clone() } else { format!("{} -> {}", self.parameters, self.result) }
    }

    /// Whether code that uses the type of the item can use that of another one instead.
    pub(super) fn has_result_of(&self, other: &Self) -> bool {
        match self.role {
            // Further base types take nothing away.
            Role::Structure => self.mentions.is_subset(&other.mentions),
            _ => self.result == other.result,
        }
    }

    /// Whether bodies can set the property of another constant when they could set that of this one.
    pub(super) fn is_writable_as(&self, other: &Self) -> bool {
        let (was, is) = (self.writing, other.writing);
        was == is || is == Some(Writing::Always) || was == Some(Writing::Never)
    }
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Service,
    Structure,
    /// A struct of the parameters of an action.
    Parameters,
    Field,
    Constant,
    Enumeration,
    Union,
    Variant,
    Builder,
    /// A method that addresses an entity by its key.
    Key,
    AlternateKey,
    ItemPath,
    Segment,
    /// A method that continues paths after a function.
    FunctionResult,
    Request(ResourceMethod),
    /// A method that calls an action or a function.
    Call,
}

impl Role {
    pub(super) fn of(kind: &MethodKind) -> Self {
        match kind {
            MethodKind::Key(key) if key.kind == KeyKind::Alternate => Self::AlternateKey,
            MethodKind::Key(_) => Self::Key,
            MethodKind::ItemPath(_) => Self::ItemPath,
            MethodKind::Segment(_) => Self::Segment,
            MethodKind::FunctionResult(_) => Self::FunctionResult,
            MethodKind::Request(request) => Self::Request(request.method.clone()),
            MethodKind::Action(_) | MethodKind::Function(_) => Self::Call,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Service => "the service",
            Self::Structure => "the struct",
            Self::Parameters => "the struct of parameters",
            Self::Field => "the field",
            Self::Constant => "the constant",
            Self::Enumeration | Self::Union => "the enum",
            Self::Variant => "the variant",
            Self::Builder => "the request builder",
            Self::Key
            | Self::AlternateKey
            | Self::ItemPath
            | Self::Segment
            | Self::FunctionResult
            | Self::Request(_)
            | Self::Call => "the method",
        })
    }
}
