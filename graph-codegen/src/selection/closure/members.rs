//! The properties, navigation properties and operations that a selector lists.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, closest},
    edm::{Model, OperationId, TypeId, TypeKind},
    selection::{
        graph::{ResourceShape, ServiceGraph},
        selector::MemberPattern,
        walk::bound_elsewhere,
    },
};

/// A member list, resolved for a type.
#[derive(Debug, Default)]
pub(super) struct MemberList {
    /// Structural properties to include.
    pub properties: BTreeSet<String>,
    /// Structural properties to exclude.
    pub without: BTreeSet<String>,
    /// Navigation properties to include.
    pub navigation: BTreeSet<String>,
    /// Operations to include, each on the entity or on the collection.
    pub operations: Vec<(ResourceShape, OperationId)>,
}

/// Resolves a member list for a type.
pub(super) fn members(
    patterns: &[MemberPattern],
    id: TypeId,
    graph: &ServiceGraph<'_>,
    diagnostics: &mut Diagnostics,
) -> MemberList {
    let model = graph.model();
    let mut list = MemberList::default();
    let is_enumeration =
        matches!(&model.type_(id).kind, TypeKind::Enum(enumeration) if !enumeration.members.is_empty());
    for pattern in patterns {
        let mut found = false;
        for name in matching_properties(pattern, id, model) {
            found = true;
            let set = if pattern.is_exclusion { &mut list.without } else { &mut list.properties };
            set.insert(name.to_owned());
        }
        let name = pattern.name.as_str();
        if pattern.name.is_literal() && !pattern.is_exclusion && model.navigation_property(id, name).is_some() {
            found = true;
            list.navigation.insert(name.to_owned());
        }
        for (shape, operation) in matching_operations(pattern, id, graph) {
            found = true;
            if pattern.is_exclusion {
                list.operations.retain(|(_, known)| *known != operation);
            } else {
                list.operations.push((shape, operation));
            }
        }
        if !found && pattern.name.is_literal() && is_enumeration {
            diagnostics.push(
                Diagnostic::error(
                    Code::Unsupported,
                    "the members of an enumeration type cannot be selected one by one",
                )
                .at(pattern.span),
            );
        } else if !found {
            diagnostics.push(unknown_member(pattern, id, graph));
        }
    }
    list
}

/// Whether a pattern matches a property, navigation property or operation of a type.
pub(super) fn has_member(pattern: &MemberPattern, id: TypeId, graph: &ServiceGraph<'_>) -> bool {
    let model = graph.model();
    let navigation = || model.navigation_properties(id).into_iter();
    !matching_properties(pattern, id, model).is_empty()
        || navigation().any(|(_, property)| pattern.name.matches(&property.name, '.'))
        || !matching_operations(pattern, id, graph).is_empty()
}

/// The properties that a pattern matches. A name is looked up, since a selection may list thousands one by one.
fn matching_properties<'m>(pattern: &MemberPattern, id: TypeId, model: &'m Model) -> Vec<&'m str> {
    if pattern.name.is_literal() {
        let found = model.property(id, pattern.name.as_str());
        return found.into_iter().map(|(_, property)| property.name.as_str()).collect();
    }
    let names = model.properties(id).into_iter().map(|(_, property)| property.name.as_str());
    names.filter(|name| pattern.name.matches(name, '.')).collect()
}

/// The operations that a pattern matches, on the entity and on the collection.
fn matching_operations(
    pattern: &MemberPattern,
    id: TypeId,
    graph: &ServiceGraph<'_>,
) -> Vec<(ResourceShape, OperationId)> {
    let text = pattern.name.as_str();
    let mut found = Vec::new();
    for shape in [ResourceShape::Entity(id), ResourceShape::Collection(id)] {
        let operations = match pattern.name.is_literal() {
            true => graph.operations_named(shape, text.rsplit('.').next().unwrap_or(text)),
            false => graph.operations_on(shape),
        };
        let matching = operations
            .into_iter()
            .filter(|(_, found)| pattern.name.matches(found.name.name(), '.') || text == found.name.as_str());
        found.extend(matching.map(|(operation, _)| (shape, operation)));
    }
    found
}

/// The error for a pattern that matches nothing of a type.
pub(super) fn unknown_member(pattern: &MemberPattern, id: TypeId, graph: &ServiceGraph<'_>) -> Diagnostic {
    let model = graph.model();
    let (text, type_name) = (pattern.name.as_str(), &model.type_(id).name);
    if let Some(diagnostic) = bound_elsewhere(text, type_name.as_str(), pattern.span, graph) {
        return diagnostic;
    }
    let diagnostic =
        Diagnostic::error(Code::SelectorUnknown, format!("`{type_name}` has no property or operation `{text}`"))
            .at(pattern.span);
    let properties = model.properties(id).into_iter().map(|(_, property)| property.name.as_str());
    let navigation = model.navigation_properties(id).into_iter().map(|(_, property)| property.name.as_str());
    let shapes = [ResourceShape::Entity(id), ResourceShape::Collection(id)].into_iter();
    let operations = shapes.flat_map(|shape| graph.operations_on(shape)).map(|(_, operation)| operation.name.name());
    match closest(text, properties.chain(navigation).chain(operations)) {
        Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
        None => diagnostic,
    }
}
