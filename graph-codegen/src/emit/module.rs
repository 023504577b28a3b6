use super::{
    builder::{by_place, request_builder, resources, service},
    code::Code,
    enumeration::enumeration,
    place::Place,
    structure::structure,
    union::union,
};
use crate::{
    extension::{Customs, View},
    rust::{Enumeration, Identifier, Method, Module, RequestBuilder, Structure},
};

/// Namespaces nest as deep as the document says, so what is to be done stands in a list, the next thing last.
enum Task<'a> {
    /// A module, and where it is.
    Module(&'a Module, Vec<Identifier>),
    /// Its end.
    End,
}

/// The modules below one.
fn below<'a>(module: &'a Module, path: &[Identifier]) -> Vec<Task<'a>> {
    let child = |child: &'a Module| Task::Module(child, path.iter().chain(&child.name).cloned().collect());
    module.modules.iter().rev().map(child).collect()
}

/// The items of the generated root: an import of the runtime, the service, request builders, types, modules.
pub fn emit(view: View<'_>, customs: &Customs) -> String {
    let mut code = Code::default();
    items(&mut code, view, &view.package.root, &[], customs);
    let mut tasks = below(&view.package.root, &[]);
    while let Some(task) = tasks.pop() {
        match task {
            Task::Module(module, path) => {
                let Some(name) = &module.name else { continue };
                code.gap();
                code.doc(&module_doc(module));
                code.open(&["pub mod ", name.written(), " {"]);
                items(&mut code, view, module, &path, customs);
                tasks.push(Task::End);
                tasks.extend(below(module, &path));
            }
            Task::End => code.close(),
        }
    }
    code.finish()
}

fn items(code: &mut Code, view: View<'_>, module: &Module, path: &[Identifier], customs: &Customs) {
    let place = Place { modules: path };
    head(code, view, module, path, customs);
    let builders = by_place(&module.builders);
    for planned in &module.places {
        let own = builders.get(planned.name.as_str()).map_or(&[][..], Vec::as_slice);
        resources(code, place, planned, own);
        for builder in own {
            builder_items(code, view, place, builder, customs);
        }
    }
    for planned in &module.structures {
        structure_items(code, view, place, planned, customs);
    }
    for planned in &module.unions {
        union(code, place, planned);
    }
    for planned in &module.enumerations {
        enumeration_items(code, view, planned, customs);
    }
}

/// What a module begins with: an import of the runtime, and the service in the root.
pub(super) fn head(code: &mut Code, view: View<'_>, module: &Module, path: &[Identifier], customs: &Customs) {
    let service_here = view.package.service.as_ref().filter(|_| path.is_empty());
    let has_items = !(module.structures.is_empty() && module.enumerations.is_empty() && module.places.is_empty());
    if has_items || service_here.is_some() {
        code.line(&["use ", &view.package.runtime, "::codegen as rt;"]);
    }
    if let Some(planned) = service_here {
        service(code, Place { modules: path }, planned, customs);
    }
}

/// A request builder, and what extensions put beside its operations.
pub(super) fn builder_items(
    code: &mut Code,
    view: View<'_>,
    place: Place<'_>,
    builder: &RequestBuilder,
    customs: &Customs,
) {
    request_builder(code, place, builder, customs);
    for method in &builder.methods {
        let Method::Action(action) = method else { continue };
        for extension in customs.extensions() {
            code.items(&extension.items_beside_operation(view, builder, action));
        }
    }
}

/// A struct, and what extensions put beside it.
pub(super) fn structure_items(
    code: &mut Code,
    view: View<'_>,
    place: Place<'_>,
    planned: &Structure,
    customs: &Customs,
) {
    structure(code, place, planned, view.model, customs);
    for extension in customs.extensions() {
        code.items(&extension.items_beside_structure(view, planned));
    }
}

/// An enum, and what extensions put beside it.
pub(super) fn enumeration_items(code: &mut Code, view: View<'_>, planned: &Enumeration, customs: &Customs) {
    enumeration(code, planned, view.model, customs);
    for extension in customs.extensions() {
        code.items(&extension.items_beside_enumeration(view, planned));
    }
}

/// The documentation of a module.
pub(super) fn module_doc(module: &Module) -> String {
    match &module.namespace {
        Some(namespace) => format!("The namespace `{namespace}`."),
        None => "Namespaces.".to_owned(),
    }
}
