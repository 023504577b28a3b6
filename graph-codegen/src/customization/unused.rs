//! Settings that were not applied.

use std::collections::BTreeSet;

use super::{
    Element, Pattern,
    setting::{Setting, SettingKind},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Sources, closest},
    edm::{Model, Multiplicity, Primitive, TypeId, TypeKind},
    selection::ServiceGraph,
};

/// Reports settings that were not applied: an error if nothing in the metadata matches, otherwise a warning, since the
/// selection may need it another time.
pub(super) fn report<'s>(
    settings: impl Iterator<Item = &'s Setting>,
    model: &Model,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) {
    let mut names = None;
    for setting in settings.filter(|setting| !setting.is_used()) {
        let names: &BTreeSet<String> = match setting.kind {
            SettingKind::Rename | SettingKind::Attribute => names.get_or_insert_with(|| source_names(model)),
            _ => &type_names(setting.kind, model),
        };
        let span = setting.span(sources);
        diagnostics.push(match is_known(setting, names) {
            true => Diagnostic::warning(Code::Unused, without_effect(setting)).at(span).help(match setting.kind {
                SettingKind::ExternType | SettingKind::ExternNamespace | SettingKind::ExternBuilders => {
                    "remove it, or select a request or type that needs it"
                }
                SettingKind::MapType => "remove it, or select a type that needs it; extern types are not mapped",
                SettingKind::Attribute if is_namespace(setting, model) => {
                    "remove it, since modules have no attributes; `microsoft.graph.*` matches the types of a namespace"
                }
                _ => "remove it, or select what it matches; types of other crates are not changed",
            }),
            false => unknown(setting, names).at(span),
        });
    }
}

/// Whether a pattern is the name of a namespace.
fn is_namespace(setting: &Setting, model: &Model) -> bool {
    model.schemas().iter().any(|schema| schema.namespace == setting.pattern.as_str())
}

fn without_effect(setting: &Setting) -> String {
    format!("`{setting}` has no effect: nothing that it matches is generated, or an earlier setting applies")
}

fn is_known(setting: &Setting, names: &BTreeSet<String>) -> bool {
    let text = setting.pattern.as_str();
    match setting.kind {
        SettingKind::ExternType | SettingKind::ExternNamespace => names.contains(text),
        // Which methods a request builder has depends on the selection.
        _ if text.contains("RequestBuilder/") => true,
        _ if setting.pattern.is_literal() => names.contains(text),
        _ => names.iter().any(|name| setting.matches(name)),
    }
}

fn unknown(setting: &Setting, names: &BTreeSet<String>) -> Diagnostic {
    let message = format!("`{setting}` does not match anything in the metadata");
    let diagnostic = Diagnostic::error(Code::Unused, message);
    let text = setting.pattern.as_str();
    let literal = text.replace('*', "");
    let similar =
        || closest(&literal, names.iter().map(String::as_str).filter(|name| has_member(name) == has_member(text)));
    let meant = closest_member(text, names).or_else(similar).map(str::to_owned);
    match meant.or_else(|| closest_pattern(text, names)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help(match setting.kind {
            SettingKind::ExternNamespace => "write a namespace of the metadata, such as `microsoft.graph`",
            SettingKind::MapType | SettingKind::ExternType | SettingKind::ExternBuilders => {
                "write a type with its namespace, such as `microsoft.graph.user`"
            }
            _ => "write source names: `microsoft.graph.user`, `microsoft.graph.user/displayName`",
        }),
    }
}

fn has_member(name: &str) -> bool {
    name.contains('/')
}

/// The member of another type with the same name as the last part of a pattern: an inherited property is declared by
/// its base type.
fn closest_member<'n>(text: &str, names: &'n BTreeSet<String>) -> Option<&'n str> {
    let (_, member) = text.rsplit_once('/')?;
    let found = names.iter().filter(|name| name.rsplit_once('/').is_some_and(|(_, own)| own == member));
    let found: Vec<&str> = found.map(String::as_str).collect();
    match found.as_slice() {
        [only] => Some(only),
        several => closest(text, several.iter().copied()),
    }
}

/// A pattern whose last part is spelt otherwise: `*/Title` for `*/Titel`, and `*.Person` for `*.Peron`.
fn closest_pattern(text: &str, names: &BTreeSet<String>) -> Option<String> {
    let (start, last) = text.split_at(text.rfind(['/', '.'])? + 1);
    if last.contains('*') || !start.contains('*') {
        return None;
    }
    let parts = names.iter().filter(|name| has_member(name) == has_member(text));
    let parts = parts.filter_map(|name| name.rsplit(['/', '.']).next().filter(|part| !part.is_empty()));
    let known: BTreeSet<&str> = parts.collect();
    let meant = [start, closest(last, known)?].concat();
    let pattern = Pattern::from(meant.as_str());
    names.iter().any(|name| pattern.matches_name(name)).then_some(meant)
}

/// The names of types or namespaces that a setting can be about.
fn type_names(kind: SettingKind, model: &Model) -> BTreeSet<String> {
    if kind == SettingKind::ExternNamespace {
        return model.schemas().iter().map(|schema| schema.namespace.clone()).collect();
    }
    let mut names: BTreeSet<String> = model.types().map(|(_, declared)| declared.name.to_string()).collect();
    if kind == SettingKind::MapType {
        names.extend(Primitive::ALL.iter().map(|primitive| primitive.as_str().to_owned()));
    }
    names
}

/// The source names of all elements.
fn source_names(model: &Model) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut add = |element: Element<'_>| {
        names.insert(element.source_name());
    };
    model.schemas().iter().for_each(|schema| add(Element::Namespace(&schema.namespace)));
    for (id, declared) in model.types() {
        let of = &declared.name;
        match declared.kind {
            TypeKind::Enum(_) => add(Element::EnumType(of)),
            _ => add(Element::Type(of)),
        }
        add(Element::DerivedTypes(of));
        if let TypeKind::Enum(enumeration) = &declared.kind {
            enumeration.members.iter().for_each(|member| add(Element::Member { of, name: &member.name }));
        }
        let Some(structured) = declared.structured() else { continue };
        structured.properties.iter().for_each(|property| add(Element::Property { of, name: &property.name }));
        for (_, property) in model.navigation_properties(id) {
            add(Element::NavigationProperty { of, name: &property.name });
        }
        add(Element::RequestBuilder { of, is_collection: false });
        add(Element::RequestBuilder { of, is_collection: true });
        for operation in operations_on(id, model) {
            add(Element::Operation { on: of, name: operation });
        }
    }
    for (_, operation) in model.operations() {
        let Some(on) = operation.binding_type().map(|id| &model.type_(id).name) else { continue };
        let name = operation.name.name();
        add(Element::Parameters { on, operation: name });
        add(Element::FunctionResult { on, function: name });
        for parameter in operation.call_parameters() {
            add(Element::Parameter { on, operation: name, name: &parameter.name });
        }
    }
    for container in model.containers() {
        add(Element::Container(&container.name));
    }
    let graph = ServiceGraph::new(model);
    if let Some(service) = model.service() {
        let container = &service.container().name;
        service.children().iter().for_each(|child| add(Element::Root { container, name: child.name() }));
        for import in graph.imports() {
            add(Element::Parameters { on: container, operation: import.name });
            for parameter in import.overloads.iter().flat_map(|id| model.operation(*id).call_parameters()) {
                add(Element::Parameter { on: container, operation: import.name, name: &parameter.name });
            }
        }
    }
    names
}

/// The names of operations that are bound to a type, to one of its base types, or to collections of these.
fn operations_on(id: TypeId, model: &Model) -> impl Iterator<Item = &str> {
    let both = [Multiplicity::One, Multiplicity::Many];
    let bound = model.lineage(id).flat_map(move |(of, _)| both.map(|how| model.operations_declared_for(of, how)));
    bound.flatten().map(|id| model.operation(id).name.name())
}
