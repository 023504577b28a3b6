//! The properties, navigation properties and operations that a selector lists.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, closest},
    edm::{OperationId, TypeId, TypeKind},
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
    let properties: Vec<&str> = model.properties(id).into_iter().map(|(_, property)| property.name.as_str()).collect();
    let navigation: Vec<&str> =
        model.navigation_properties(id).into_iter().map(|(_, property)| property.name.as_str()).collect();
    let operations: Vec<(ResourceShape, OperationId)> = [ResourceShape::Entity(id), ResourceShape::Collection(id)]
        .into_iter()
        .flat_map(|shape| graph.operations_on(shape).into_iter().map(move |(operation, _)| (shape, operation)))
        .collect();
    let mut list = MemberList::default();
    let enum_members: Vec<&str> = match &model.type_(id).kind {
        TypeKind::Enum(enumeration) => enumeration.members.iter().map(|member| member.name.as_str()).collect(),
        _ => Vec::new(),
    };
    for pattern in patterns {
        let mut found = false;
        for name in properties.iter().filter(|name| pattern.name.matches(name, '.')) {
            found = true;
            let set = if pattern.is_exclusion { &mut list.without } else { &mut list.properties };
            set.insert((*name).to_owned());
        }
        if pattern.name.is_literal() && !pattern.is_exclusion && navigation.contains(&pattern.name.as_str()) {
            found = true;
            list.navigation.insert(pattern.name.as_str().to_owned());
        }
        for (shape, operation_id) in &operations {
            let operation = model.operation(*operation_id);
            if pattern.name.matches(operation.name.name(), '.') || pattern.name.as_str() == operation.name.as_str() {
                if pattern.is_exclusion {
                    found = true;
                    list.operations.retain(|(_, known)| known != operation_id);
                } else {
                    found = true;
                    list.operations.push((*shape, *operation_id));
                }
            }
        }
        if !found && pattern.name.is_literal() && !enum_members.is_empty() {
            diagnostics.push(
                Diagnostic::error(
                    Code::Unsupported,
                    "the members of an enumeration type cannot be selected one by one",
                )
                .at(pattern.span),
            );
        } else if !found {
            let names = properties.iter().chain(&navigation).copied();
            let operation_names = operations.iter().map(|(_, id)| model.operation(*id).name.name());
            diagnostics.push(unknown(pattern, id, names.chain(operation_names), graph));
        }
    }
    list
}

fn unknown<'a>(
    pattern: &MemberPattern,
    id: TypeId,
    names: impl Iterator<Item = &'a str>,
    graph: &ServiceGraph<'_>,
) -> Diagnostic {
    let model = graph.model();
    let (text, type_name) = (pattern.name.as_str(), &model.type_(id).name);
    if let Some(diagnostic) = bound_elsewhere(text, type_name.as_str(), pattern.span, graph) {
        return diagnostic;
    }
    let diagnostic =
        Diagnostic::error(Code::SelectorUnknown, format!("`{type_name}` has no property or operation `{text}`"))
            .at(pattern.span);
    match closest(text, names) {
        Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
        None => diagnostic,
    }
}
