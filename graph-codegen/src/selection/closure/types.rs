//! Adds types and their dependencies to a closure.

use std::collections::BTreeSet;

use super::{Closure, NamedMembers};
use crate::{
    diagnostic::{Code, Diagnostic, Span},
    edm::{ItemType, QualifiedName, TypeId, TypeKind, TypeRef},
    selection::result::{Members, Reason, SelectedType},
};

impl Closure<'_> {
    /// Adds the type of a parameter or return value.
    pub(super) fn add_signature(
        &mut self,
        type_ref: &TypeRef,
        reason: impl FnOnce() -> Reason,
        named_at: Option<Span>,
    ) {
        if let Some(id) = type_ref.type_id().filter(|id| self.exclusions.has_type(*id)) {
            let mut diagnostic = Diagnostic::error(
                Code::Setting,
                format!("`{}` is excluded by a selector, but a selected operation needs it", self.model.type_(id).name),
            );
            diagnostic.span = named_at;
            self.diagnostics.push(diagnostic.note("the operation refers to it here", type_ref.span));
            return;
        }
        self.add_item(type_ref, reason);
    }

    fn add_item(&mut self, type_ref: &TypeRef, reason: impl FnOnce() -> Reason) {
        match &type_ref.item {
            ItemType::Declared(id) => self.add_type(*id, reason),
            ItemType::Primitive(_) => {}
            ItemType::External(name) => self.not_given(name, type_ref.span),
        }
    }

    fn not_given(&mut self, name: &QualifiedName, span: Span) {
        // No document declares these; resolving has reported them.
        let is_reported = name.namespace() == "Edm" || name.as_str().contains('(');
        // Inherited properties are visited for each derived type.
        if is_reported || !self.not_given.insert(span) {
            return;
        }
        self.diagnostics.push(self.model.missing_document(name.namespace()).error(name).at(span));
    }

    /// Whether a type is selected already.
    pub(super) fn has_type(&self, id: TypeId) -> bool {
        self.types.contains(id)
    }

    /// Adds a type, unless it is excluded.
    pub(super) fn add_type(&mut self, id: TypeId, reason: impl FnOnce() -> Reason) {
        if self.types.contains(id) || self.exclusions.has_type(id) {
            return;
        }
        let selected = SelectedType { reason: reason(), members: Members::All };
        self.types.insert(id, selected);
        self.queue.push_back(id);
    }

    /// Trims types to the members that selectors list, before their dependencies are added.
    pub(super) fn trim(&mut self) {
        for (id, members) in std::mem::take(&mut self.named_members) {
            let Some(NamedMembers { only, without }) = members else { continue };
            let Some(selected) = self.types.get_mut(id) else { continue };
            if self.extern_types.contains(&id) {
                let message = format!("the properties of `{}` are those of another crate", self.model.type_(id).name);
                let span = match &selected.reason {
                    Reason::Selector { span, .. } => Some(*span),
                    _ => None,
                };
                let help = "select them where the type is generated, and the whole type here";
                self.diagnostics.push(Diagnostic::error(Code::Setting, message).at(span).help(help));
                continue;
            }
            selected.members = if only.is_empty() {
                Members::Without(without)
            } else {
                Members::Only(only.difference(&without).cloned().collect())
            };
        }
    }

    /// Adds dependencies of the selected types until there are no more.
    pub(super) fn run(&mut self) {
        while let Some(id) = self.queue.pop_front() {
            if self.extern_types.contains(&id) {
                continue;
            }
            self.remove_excluded_members(id);
            match &self.model.type_(id).kind {
                TypeKind::Enum(_) => {}
                TypeKind::Definition(definition) => {
                    self.add_item(&definition.underlying_type, || Reason::UnderlyingTypeOf(id));
                }
                TypeKind::Entity(structured) | TypeKind::Complex(structured) => {
                    let members = self.types.get(id).map_or(Members::All, |known| known.members.clone());
                    // A trimmed type does not depend on its base types, since it has copies of their properties.
                    if !matches!(members, Members::Only(_)) {
                        if let Some(base) = structured.base_type {
                            self.add_type(base, || Reason::BaseOf(id));
                        }
                        if let Some(base) = &structured.external_base_type {
                            self.not_given(base, self.model.type_(id).span);
                        }
                    }
                    for (of, property) in self.model.properties(id) {
                        if members.contains(&property.name) {
                            let why = || Reason::PropertyOf { of, property: property.name.clone() };
                            self.add_item(&property.type_ref, why);
                        }
                    }
                }
            }
        }
    }

    /// Removes properties that are excluded, or whose type is.
    fn remove_excluded_members(&mut self, id: TypeId) {
        if !self.exclusions.has_names() {
            return;
        }
        let mut excluded = BTreeSet::new();
        for (_, property) in self.model.properties(id) {
            let has_excluded_type = property.type_ref.type_id().is_some_and(|id| self.exclusions.has_type(id));
            if has_excluded_type || self.exclusions.has_member(self.model, id, &property.name) {
                excluded.insert(property.name.clone());
            }
        }
        if excluded.is_empty() {
            return;
        }
        if let Some(selected) = self.types.get_mut(id) {
            selected.members = match std::mem::replace(&mut selected.members, Members::All) {
                Members::All => Members::Without(excluded),
                Members::Without(mut names) => {
                    names.extend(excluded);
                    Members::Without(names)
                }
                Members::Only(names) => Members::Only(names.difference(&excluded).cloned().collect()),
            };
        }
    }
}
