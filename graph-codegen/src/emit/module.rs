//! Modules.
//!
//! The items are in the order of interest to readers: the service, request builders, types, and implementations of the
//! runtime's traits last.

use super::{
    code::Code,
    enumeration::{enumeration, enumeration_wiring},
    extern_type::extern_types,
    file::{CONTRACT, Head, RUNTIME},
    names::Names,
    request_builder::{request_builder, request_builder_wiring},
    service::{permission_table, service, service_wiring},
    structure::{structure, structure_wiring},
    union::{union, union_wiring},
};
use crate::{
    extension::{Extensions, Item, Owner, View},
    naming::Identifier,
    plan::{Enumeration, Module, RequestBuilder, Structure, Union},
};

/// A task on the stack of [`emit`], which is not recursive since namespaces can be nested to any depth.
enum Task<'a> {
    /// Begins a module, given with its path.
    Module(&'a Module, Vec<Identifier>),
    /// Ends the module.
    End,
}

/// The submodules of a module.
fn below<'a>(module: &'a Module, path: &[Identifier]) -> Vec<Task<'a>> {
    let child = |child: &'a Module| Task::Module(child, path.iter().chain(&child.name).cloned().collect());
    module.modules.iter().rev().map(child).collect()
}

/// Writes the generated root as one file.
pub fn emit(view: View<'_>, root: &Head, extensions: &Extensions) -> String {
    let mut code = Code::new(&root.text());
    module(&mut code, view, &view.package.root, &[], extensions);
    let mut tasks = below(&view.package.root, &[]);
    while let Some(task) = tasks.pop() {
        match task {
            Task::Module(planned, path) => {
                let Some(name) = &planned.name else { continue };
                code.gap();
                code.docs(&planned.docs);
                code.open(&["pub mod ", name.written(), " {"]);
                module(&mut code, view, planned, &path, extensions);
                tasks.push(Task::End);
                tasks.extend(below(planned, &path));
            }
            Task::End => code.close(),
        }
    }
    code.finish()
}

fn module(code: &mut Code, view: View<'_>, module: &Module, path: &[Identifier], extensions: &Extensions) {
    head(code, view, module, path, extensions);
    let items = Items {
        builders: module.builders.iter().collect(),
        structures: module.structures.iter().collect(),
        unions: module.unions.iter().collect(),
        enumerations: module.enumerations.iter().collect(),
    };
    items.emit(code, view, Names { modules: path }, extensions);
    tail(code, view, module, path, extensions);
}

/// Writes the items of extensions for the module and, in the root, the wiring of the service and the table of
/// permissions.
pub(super) fn tail(code: &mut Code, view: View<'_>, module: &Module, path: &[Identifier], extensions: &Extensions) {
    if let Some(planned) = view.package.service.as_ref().filter(|_| path.is_empty()) {
        service_wiring(code, planned);
        permission_table(code, planned);
    }
    add_items(code, view.in_module(path), Item::Module(module), extensions);
}

/// Writes what extensions add beside an item.
fn add_items(code: &mut Code, view: View<'_>, item: Item<'_>, extensions: &Extensions) {
    extensions.items(view, item).for_each(|items| code.items(&items));
}

/// Writes the import of the runtime and, in the root, the service.
///
/// The root imports the runtime by the version of its contract, and other modules import what the root imports. So a
/// runtime that does not fit is one error, with the line of the root.
pub(super) fn head(code: &mut Code, view: View<'_>, module: &Module, path: &[Identifier], extensions: &Extensions) {
    let service_here = view.package.service.as_ref().filter(|_| path.is_empty());
    let has_items = !(module.structures.is_empty() && module.enumerations.is_empty() && module.builders.is_empty());
    let has_extern_types = !view.package.extern_types.is_empty();
    if path.is_empty() && (has_items || service_here.is_some() || has_extern_types || !module.modules.is_empty()) {
        let hint = format!(" // for graph-runtime {RUNTIME}: with another version, generate this code again");
        code.line(&["use ", &view.package.runtime, "::codegen::", CONTRACT, " as rt;", &hint]);
    } else if has_items {
        code.line(&["use ", &"super::".repeat(path.len()), "rt;"]);
    }
    if path.is_empty() {
        extern_types(code, Names { modules: path }, &view.package.extern_types);
    }
    if let Some(planned) = service_here {
        service(code, Names { modules: path }, planned);
        let view = view.in_module(path);
        for method in &planned.methods {
            add_items(code, view, Item::Method(Owner::Service(planned), method), extensions);
        }
        add_items(code, view, Item::Service(planned), extensions);
    }
}

/// Items that are written to one file: all of a module, or those of one type in a directory.
#[derive(Debug, Default)]
pub(super) struct Items<'a> {
    pub(super) builders: Vec<&'a RequestBuilder>,
    pub(super) structures: Vec<&'a Structure>,
    pub(super) unions: Vec<&'a Union>,
    pub(super) enumerations: Vec<&'a Enumeration>,
}

impl Items<'_> {
    /// Writes the items, each followed by items of extensions, then the implementations of the runtime's traits.
    pub(super) fn emit(&self, code: &mut Code, view: View<'_>, names: Names<'_>, extensions: &Extensions) {
        let view = view.in_module(names.modules);
        for planned in &self.builders {
            request_builder(code, names, planned);
            for method in &planned.methods {
                add_items(code, view, Item::Method(Owner::RequestBuilder(planned), method), extensions);
            }
            add_items(code, view, Item::RequestBuilder(planned), extensions);
        }
        for planned in &self.structures {
            structure(code, names, planned);
            add_items(code, view, Item::Structure(planned), extensions);
        }
        for planned in &self.unions {
            union(code, names, planned);
            add_items(code, view, Item::Union(planned), extensions);
        }
        for planned in &self.enumerations {
            enumeration(code, planned);
            add_items(code, view, Item::Enumeration(planned), extensions);
        }
        if self.builders.is_empty() && self.structures.is_empty() && self.enumerations.is_empty() {
            return;
        }
        code.gap();
        code.line(&["// Implementations of the runtime's traits."]);
        self.builders.iter().for_each(|planned| request_builder_wiring(code, names, planned, view.package.is_exported));
        self.structures.iter().for_each(|planned| structure_wiring(code, names, planned));
        self.unions.iter().for_each(|planned| union_wiring(code, names, planned));
        self.enumerations.iter().for_each(|planned| enumeration_wiring(code, names, planned));
    }
}
