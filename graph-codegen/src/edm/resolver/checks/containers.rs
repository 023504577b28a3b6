use std::collections::HashMap;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Quoted, Span},
    edm::{
        Annotation, EntityContainer, Expression, Model, ProfileSetting, QualifiedName,
        resolver::declarations::Declarations,
        vocabulary::{ODATA_VERSIONS, PROFILE},
    },
};

/// The maximum number of containers that a container may extend, directly or indirectly. A service has one container or
/// a few, so walking from each is cheap; the limit bounds the work for documents with thousands.
const MAX_EXTENDED: usize = 100;

/// Breaks cycles of containers that extend each other.
pub(super) fn check_extension(model: &mut Model, declared: &Declarations<'_, '_>, diagnostics: &mut Diagnostics) {
    for number in 0..model.containers.len() {
        let mut at = number;
        let mut steps = 0;
        while let Some(base) = &model.containers[at].extends {
            let element = model.index.elements.find_qualified(base.as_str());
            let Some(next) = element.and_then(|element| element.container) else { break };
            at = next as usize;
            steps += 1;
            if at == number || steps == MAX_EXTENDED {
                let written = declared.containers[number];
                let name = &model.containers[number].name;
                let message = if at == number {
                    format!("entity container `{name}` extends itself")
                } else {
                    format!("entity container `{name}` extends more than {MAX_EXTENDED} others")
                };
                diagnostics.push(
                    Diagnostic::error(Code::InheritanceCycle, message)
                        .at(written.extends.as_ref().map(|extends| extends.span))
                        .help("remove this `Extends`, or extend another container"),
                );
                model.containers[number].extends = None;
                break;
            }
        }
    }
}

/// Warns of children of the service's container that replace one of a container that it extends: the children of both
/// are those of the service (OData CSDL XML 4.01, section 13.2).
pub(super) fn check_children(model: &Model, diagnostics: &mut Diagnostics) {
    let Some(service) = model.service() else { return };
    let mut known: HashMap<&str, (&QualifiedName, Span)> = HashMap::new();
    for container in service.containers() {
        let children = children(container);
        for (name, span) in &children {
            let Some((other, first)) = known.get(name) else { continue };
            diagnostics.push(
                Diagnostic::warning(
                    Code::Duplicate,
                    format!(
                        "`{name}` of `{}` is ignored: `{other}`, which extends it, has a child of this name",
                        container.name
                    ),
                )
                .at(*span)
                .note("it is replaced by this", *first)
                .help("rename one of them"),
            );
        }
        children.into_iter().for_each(|(name, span)| {
            known.entry(name).or_insert((&container.name, span));
        });
    }
}

/// Names and places of the children of a container.
fn children(container: &EntityContainer) -> Vec<(&str, Span)> {
    let sets = container.entity_sets.iter().map(|child| (child.name.as_str(), child.span));
    let singletons = container.singletons.iter().map(|child| (child.name.as_str(), child.span));
    let actions = container.action_imports.iter().map(|child| (child.name.as_str(), child.span));
    let functions = container.function_imports.iter().map(|child| (child.name.as_str(), child.span));
    sets.chain(singletons).chain(actions).chain(functions).collect()
}

/// Warns if none of the versions that the service's container states is known.
pub(in crate::edm::resolver) fn check_versions(model: &Model, diagnostics: &mut Diagnostics) {
    let containers = model.service().map(|service| service.containers()).unwrap_or_default();
    let found = containers.iter().find_map(|container| Annotation::find(&container.annotations, ODATA_VERSIONS));
    let Some(annotation) = found else { return };
    let versions = annotation.value.as_ref().and_then(Expression::as_string).unwrap_or_default();
    if !versions.split_ascii_whitespace().any(|version| version == "4" || version.starts_with("4.")) {
        diagnostics.push(
            Diagnostic::warning(
                Code::Unsupported,
                format!("`Core.ODataVersions` has no version of OData 4: {}; 4.0 is assumed", Quoted(versions)),
            )
            .at(annotation.span)
            .help("set the version of the service: `ProfileSetting::Dialect`"),
        );
    }
}

/// Warns of settings of the profile that a slice has kept, and this version does not know.
pub(in crate::edm::resolver) fn check_profile_settings(model: &Model, diagnostics: &mut Diagnostics) {
    let containers = model.service().map(|service| service.containers()).unwrap_or_default();
    for annotation in containers.iter().filter_map(|container| Annotation::find(&container.annotations, PROFILE)) {
        let items = annotation.value.as_ref().and_then(Expression::as_collection).unwrap_or_default();
        for text in items.iter().filter_map(Expression::as_string) {
            if let Err(known) = text.parse::<ProfileSetting>() {
                let message = format!("`{PROFILE}` has an unknown setting, which is ignored: {}", Quoted(text));
                let warning = Diagnostic::warning(Code::Unsupported, message).at(annotation.span);
                diagnostics.push(warning.help(known.to_string()));
            }
        }
    }
}
