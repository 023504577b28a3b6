use std::{cell::RefCell, collections::HashSet};

use super::setting::Setting;
use crate::{
    diagnostic::{Code, Diagnostic, Sources, Span},
    edm::{Model, TypeId},
    naming::Clash,
};

/// What has names that must differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScopeKind {
    /// A module, for the modules within it.
    Modules,
    /// A module, for its items.
    Items,
    /// A struct.
    Fields,
    /// The constants of a struct.
    Constants,
    /// An enum.
    Variants,
    /// A request builder.
    Methods,
    /// The service.
    Service,
    /// A function.
    Parameters,
}

impl ScopeKind {
    /// Why a name is not available.
    const fn reason(self) -> &'static str {
        match self {
            Self::Modules => "generated code imports the runtime by this name",
            Self::Items => "generated code uses the name for something else",
            Self::Fields => "the runtime's `Object`, which holds the struct, has a field with this name",
            Self::Methods => "the name is reserved for a request, or for a method of the standard library",
            Self::Service => {
                "the name is reserved for a function of the service, or for a method of the standard library"
            }
            Self::Constants | Self::Variants | Self::Parameters => "the name is reserved",
        }
    }
}

/// A name that a customization chose for an element, although something else has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Collision {
    clash: Clash,
    scope: ScopeKind,
}

/// The collisions that the plan has found.
#[derive(Clone, Debug, Default)]
pub(super) struct Collisions {
    list: RefCell<Vec<Collision>>,
}

impl Collisions {
    pub(super) fn add(&self, clashes: Vec<Clash>, scope: ScopeKind) {
        self.list.borrow_mut().extend(clashes.into_iter().map(|clash| Collision { clash, scope }));
    }

    /// Takes the collisions, one for each pair of elements: methods also collide by their constants, and fields in each
    /// struct that inherits them.
    pub(super) fn take(&self) -> Vec<Collision> {
        let mut seen = HashSet::new();
        let mut list = self.list.take();
        list.retain(|Collision { clash, .. }| seen.insert((clash.renamed.clone(), clash.other.clone())));
        list
    }
}

impl Collision {
    /// Finds the setting that chose the name; there is none if an extension did.
    pub(super) fn setting<'s>(&self, renames: &'s [Setting]) -> Option<&'s Setting> {
        renames.iter().find(|setting| setting.is_used() && setting.matches(&self.clash.renamed))
    }

    /// The error, at the pattern of the rename unless an extension chose the name.
    pub(super) fn diagnostic(self, setting: Option<&Setting>, model: &Model, sources: &mut Sources) -> Diagnostic {
        let Self { clash: Clash { identifier, renamed, other, is_other_renamed }, scope } = self;
        let name = identifier.as_str();
        let message = match (&other, scope, is_other_renamed) {
            (None, _, _) => format!("`{renamed}` cannot be renamed to `{name}`: {}", scope.reason()),
            (Some(other), ScopeKind::Constants, _) => {
                format!("`{renamed}` cannot be renamed: `{name}` is the constant of `{other}` too")
            }
            (Some(other), _, false) => {
                format!("`{renamed}` cannot be renamed to `{name}`: that is the name of `{other}`")
            }
            (Some(other), _, true) => format!("`{renamed}` and `{other}` are both renamed to `{name}`"),
        };
        let mut diagnostic = Diagnostic::error(Code::Extension, message);
        let declared = other.as_deref().and_then(|other| Some((other, model.find_type(other.split('/').next()?)?)));
        if let Some((other, id)) = declared {
            let note = format!("`{other}` is declared here");
            diagnostic = diagnostic.note(note, span_of(other, id, model));
        }
        let diagnostic = diagnostic.at(setting.map(|setting| setting.span(sources)));
        let is_pattern = setting.is_some_and(|setting| !setting.pattern.is_literal());
        diagnostic.help(match &other {
            _ if is_pattern => "choose another name, or a pattern that matches fewer elements".to_owned(),
            None => "choose another name".to_owned(),
            Some(_) if is_other_renamed => "choose another name for one of them".to_owned(),
            Some(other) => format!("choose another name, or rename `{other}` too"),
        })
    }
}

/// The span of a type or of its property.
fn span_of(source_name: &str, id: TypeId, model: &Model) -> Span {
    let member = source_name.split_once('/').map(|(_, member)| member);
    let property = member.and_then(|name| model.property(id, name)).map(|(_, property)| property.span);
    let navigation = member.and_then(|name| model.navigation_property(id, name)).map(|(_, property)| property.span);
    property.or(navigation).unwrap_or(model.type_(id).span)
}
