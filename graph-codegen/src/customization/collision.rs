use std::cell::RefCell;

use super::setting::Setting;
use crate::{
    diagnostic::{Code, Diagnostic, Sources, Span},
    edm::{Model, TypeId},
};

/// A name that a customization chose for an element, although another element has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Collision {
    /// The source name of the element that is renamed.
    pub(crate) renamed: String,
    /// The chosen name.
    pub(crate) name: String,
    /// The source name of the other element.
    pub(crate) other: String,
    /// Whether the other element is renamed too.
    pub(crate) is_other_renamed: bool,
}

/// The collisions that the plan has found.
#[derive(Clone, Debug, Default)]
pub(super) struct Collisions {
    list: RefCell<Vec<Collision>>,
}

impl Collisions {
    pub(super) fn add(&self, collision: Collision) {
        // Fields collide by their names and by their constants.
        let mut list = self.list.borrow_mut();
        let is_known = |known: &Collision| known.renamed == collision.renamed && known.other == collision.other;
        if !list.last().is_some_and(is_known) {
            list.push(collision);
        }
    }

    pub(super) fn take(&self) -> Vec<Collision> {
        self.list.take()
    }
}

impl Collision {
    /// The error, at the pattern of the rename unless an extension chose the name.
    pub(super) fn diagnostic(self, setting: Option<&Setting>, model: &Model, sources: &mut Sources) -> Diagnostic {
        let Self { renamed, name, other, is_other_renamed } = self;
        let message = match is_other_renamed {
            false => format!("`{renamed}` cannot be renamed to `{name}`: that is the name of `{other}`"),
            true => format!("`{renamed}` and `{other}` are both renamed to `{name}`"),
        };
        let declared = other.split('/').next().and_then(|of| model.find_type(of));
        let mut diagnostic = Diagnostic::error(Code::Extension, message);
        if let Some(id) = declared {
            let note = format!("`{other}` is declared here");
            diagnostic = diagnostic.note(note, span_of(&other, id, model));
        }
        let diagnostic = diagnostic.at(setting.map(|setting| setting.span(sources)));
        match (is_other_renamed, setting.is_some_and(|setting| !setting.pattern.is_literal())) {
            (_, true) => diagnostic.help("choose another name, or a pattern that matches fewer elements"),
            (false, false) => diagnostic.help(format!("choose another name, or rename `{other}` too")),
            (true, false) => diagnostic.help("choose another name for one of them"),
        }
    }
}

/// The span of a type or of its property.
fn span_of(source_name: &str, id: TypeId, model: &Model) -> Span {
    let member = source_name.split_once('/').map(|(_, member)| member);
    let property = member.and_then(|name| model.property(id, name)).map(|(_, property)| property.span);
    let navigation = member.and_then(|name| model.navigation_property(id, name)).map(|(_, property)| property.span);
    property.or(navigation).unwrap_or(model.type_(id).span)
}
