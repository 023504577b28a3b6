use std::collections::{BTreeMap, BTreeSet};

use super::Selection;
use crate::{
    diagnostic::{Code, Diagnostic, FileId, Span},
    edm::{Model, NavigationProperty, OperationId, TypeId, TypeKind},
};

/// The positions of the declarations that a selection needs, without their children.
///
/// Mistakes in other declarations are only warnings.
#[derive(Debug, Default)]
pub(crate) struct NeededDeclarations {
    /// The ends of ranges by their starts.
    ranges: BTreeMap<(FileId, u32), u32>,
    /// Ranges of declarations of which only the name is needed.
    names: BTreeMap<(FileId, u32), u32>,
}

impl NeededDeclarations {
    pub(crate) fn of(model: &Model, selection: &Selection) -> Self {
        let mut needed = Self::default();
        let mut types: BTreeSet<TypeId> = selection.resources.keys().map(|shape| shape.entity_type()).collect();
        types.extend(selection.types.keys());
        types.extend(selection.resources.values().flat_map(|resource| resource.casts.keys()));
        for id in types {
            needed.add_type(model, selection, id);
        }
        for (shape, resource) in &selection.resources {
            for name in resource.navigation.keys() {
                let found = model.navigation_property(shape.entity_type(), name).map(|(_, property)| property.span);
                let property = || model.property(shape.entity_type(), name).map(|(_, property)| property.span);
                found.or_else(property).into_iter().for_each(|span| needed.add(span));
            }
            resource.operations.keys().for_each(|id| needed.add_operation(model, *id));
        }
        for operations in selection.imports.values() {
            operations.keys().for_each(|id| needed.add_operation(model, *id));
        }
        let service = model.service();
        for name in selection.roots.keys().chain(selection.imports.keys()) {
            let child = service.as_ref().and_then(|service| service.find(name));
            child.into_iter().for_each(|child| needed.add(child.span()));
        }
        needed
    }

    /// Whether a diagnostic is about a declaration that is needed.
    pub(crate) fn contains(&self, diagnostic: &Diagnostic) -> bool {
        let Some(span) = diagnostic.span else { return true };
        // A second declaration matters to those who need the first.
        let first = diagnostic.notes.iter().filter(|_| diagnostic.code == Code::Duplicate).filter_map(|note| note.span);
        let is_duplicate_of_needed = first.into_iter().any(|first| self.has(first, diagnostic.code));
        self.has(span, diagnostic.code) || is_duplicate_of_needed
    }

    fn has(&self, span: Span, code: Code) -> bool {
        let is_in = |ranges: &BTreeMap<(FileId, u32), u32>| {
            let before = ranges.range(..=(span.file, span.start)).next_back();
            before.is_some_and(|((file, _), end)| *file == span.file && span.end <= *end)
        };
        is_in(&self.ranges) || (code == Code::Name && is_in(&self.names))
    }

    fn add(&mut self, span: Span) {
        self.ranges.insert((span.file, span.start), span.end);
    }

    fn add_type(&mut self, model: &Model, selection: &Selection, id: TypeId) {
        let members = selection.types.get(&id).map(|selected| &selected.members);
        for (_, declared) in model.lineage(id) {
            self.add(declared.span);
            match &declared.kind {
                TypeKind::Enum(enumeration) => enumeration.members.iter().for_each(|member| self.add(member.span)),
                TypeKind::Definition(definition) => self.add(definition.underlying_type.span),
                TypeKind::Entity(structured) | TypeKind::Complex(structured) => {
                    for property in &structured.properties {
                        if members.is_some_and(|members| members.contains(&property.name)) {
                            self.add(property.span);
                        }
                    }
                    // Constants for queries have these names.
                    for NavigationProperty { span, .. } in &structured.navigation_properties {
                        self.names.insert((span.file, span.start), span.end);
                    }
                }
            }
        }
    }

    fn add_operation(&mut self, model: &Model, id: OperationId) {
        let operation = model.operation(id);
        self.add(operation.span);
        operation.parameters.iter().for_each(|parameter| self.add(parameter.span));
        operation.return_type.iter().for_each(|returned| self.add(returned.type_ref.span));
    }
}
