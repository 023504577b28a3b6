//! Plans what refers to other crates: their types, and their request builders.

use std::collections::BTreeSet;

use super::{planner::Planner, service::Builders};
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::{TypeId, TypeKind},
    naming::Identifier,
    plan::{ExternType, Path},
    selection::{Reason, RequestKind, Resource, ResourceMethod, ResourceShape},
};

/// The selected types that another crate has, sorted by name.
pub(super) fn extern_types(planner: &Planner<'_>) -> Vec<ExternType> {
    let model = planner.model;
    let found = planner.names.iter().filter(|(_, path)| path.is_extern());
    let mut found: Vec<ExternType> = found
        .map(|(id, path)| {
            let bases = model.lineage(*id).skip(1).filter_map(|(base, _)| planner.path(base));
            ExternType {
                path: path.clone(),
                source: planner.type_name(*id).to_string(),
                is_enumeration: matches!(model.type_(*id).kind, TypeKind::Enum(_)),
                generated_bases: bases.filter(|base| !base.is_extern()).cloned().collect(),
            }
        })
        .collect();
    found.sort_by(|left, right| left.source.cmp(&right.source));
    found
}

/// The path of a request builder that another crate has.
pub(super) fn extern_builder(planner: &mut Planner<'_>, shape: ResourceShape, stem: &str) -> Option<Path> {
    let id = shape.entity_type();
    let name = planner.type_name(id);
    let module = planner.customizations.extern_builders(name)?;
    if planner.path(id).is_some_and(|path| !path.is_extern()) && matches!(shape, ResourceShape::Entity(_)) {
        let message = format!("the request builders of `{name}` are those of `{module}`, but its struct is generated");
        let help = format!("call `.extern_type(…)` for `{name}` too, as in `{module}::{}`", planner.path(id)?.name);
        planner.diagnostics.push(Diagnostic::error(Code::Extension, message).help(help));
    }
    let name = Identifier::forced(&format!("{stem}RequestBuilder"));
    Some(Path::of_extern(module, name))
}

/// The resources that generated request builders reach. Those below a request builder of another crate are its own.
pub(super) fn reached(planner: &mut Planner<'_>, builders: &Builders) -> BTreeSet<ResourceShape> {
    let selection = planner.selection;
    let is_extern = |shape: &ResourceShape| builders.get(shape).is_some_and(Path::is_extern);
    let roots = selection.roots.values().map(|root| root.shape);
    let imports = selection.imports.values().flatten().filter_map(|(_, selected)| selected.leads_to);
    let mut pending: Vec<ResourceShape> = roots.chain(imports).collect();
    let mut reached = BTreeSet::new();
    while let Some(shape) = pending.pop() {
        let Some(resource) = selection.resources.get(&shape).filter(|_| reached.insert(shape)) else { continue };
        if !is_extern(&shape) {
            pending.extend(next(shape, resource));
        }
    }
    for (shape, resource) in &selection.resources {
        if !reached.contains(shape) && !is_extern(shape) {
            let message = format!(
                "requests to `{}` are not generated, since its path leads through a request builder of another crate",
                resource.template
            );
            let diagnostic = Diagnostic::warning(Code::Unused, message);
            planner.diagnostics.push(diagnostic.help("select them where that request builder is generated"));
        }
    }
    warn_of_requests(planner, &reached, is_extern);
    reached
}

/// Warns of selectors that name requests of request builders of other crates. `GET` selects the first one of a path, so
/// that there is a method that returns it.
fn warn_of_requests(
    planner: &mut Planner<'_>,
    reached: &BTreeSet<ResourceShape>,
    is_extern: impl Fn(&ResourceShape) -> bool,
) {
    let mut warned = BTreeSet::new();
    for entry in &planner.selection.request_log.entries {
        let (shape, is_read) = match &entry.kind {
            RequestKind::Resource(shape, method) => (shape, *method == ResourceMethod::Get),
            RequestKind::Operation(Some(shape), _) => (shape, false),
            RequestKind::Operation(None, _) => continue,
        };
        let Reason::Selector { text, span } = &entry.reason else { continue };
        // `**` and names of types are not about single requests.
        let is_explicit = text.contains('/') && !text.contains("**");
        let is_entrance = is_read && reached.contains(shape);
        if !is_extern(shape) || !is_explicit || is_entrance || !warned.insert(*span) {
            continue;
        }
        let name = planner.type_name(shape.entity_type());
        let message = format!(
            "`{text}` names a request of `{name}`, whose request builders are those of another crate, and has no effect"
        );
        let warning = Diagnostic::warning(Code::Unused, message).at(*span);
        planner.diagnostics.push(warning.help("select it where that request builder is generated"));
    }
}

/// The resources that are one step from another one.
fn next(shape: ResourceShape, resource: &Resource) -> Vec<ResourceShape> {
    let id: TypeId = shape.entity_type();
    let is_addressed = resource.by_key.is_some() || resource.by_path.is_some() || !resource.alternate_keys.is_empty();
    let by_key = is_addressed.then_some(ResourceShape::Entity(id));
    let navigation = resource.navigation.values().map(|navigation| navigation.target);
    let casts = resource.casts.keys().map(|derived| shape.with_type(*derived));
    let results = resource.operations.values().filter_map(|selected| selected.leads_to);
    by_key.into_iter().chain(navigation).chain(casts).chain(results).collect()
}
