//! Modules.
//!
//! The items are in the order of interest to readers: the service, request builders, types, and implementations of the
//! runtime's traits last.

use super::{
    code::Code,
    enumeration::{enumeration, enumeration_wiring},
    extern_type::extern_types,
    file::header,
    names::Names,
    request_builder::{permission_table, request_builder, request_builder_wiring, service},
    structure::{structure, structure_wiring},
    union::{union, union_wiring},
};
use crate::{
    extension::{Extensions, View},
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

/// Writes the generated root as one file, with the command that generates it again.
pub fn emit(view: View<'_>, command: Option<&str>, extensions: &Extensions) -> String {
    let mut code = Code::new(&header(command));
    module(&mut code, view, &view.package.root, &[], extensions);
    let mut tasks = below(&view.package.root, &[]);
    while let Some(task) = tasks.pop() {
        match task {
            Task::Module(planned, path) => {
                let Some(name) = &planned.name else { continue };
                code.gap();
                code.doc(&module_doc(planned));
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
    head(code, view, module, path);
    let items = Items {
        builders: module.builders.iter().collect(),
        structures: module.structures.iter().collect(),
        unions: module.unions.iter().collect(),
        enumerations: module.enumerations.iter().collect(),
    };
    items.emit(code, view, Names { modules: path }, extensions);
    tail(code, view, path);
}

/// Writes the table of permissions, in the root.
pub(super) fn tail(code: &mut Code, view: View<'_>, path: &[Identifier]) {
    if let Some(planned) = view.package.service.as_ref().filter(|_| path.is_empty()) {
        permission_table(code, planned);
    }
}

/// Writes the import of the runtime and, in the root, the service.
pub(super) fn head(code: &mut Code, view: View<'_>, module: &Module, path: &[Identifier]) {
    let service_here = view.package.service.as_ref().filter(|_| path.is_empty());
    let has_items = !(module.structures.is_empty() && module.enumerations.is_empty() && module.builders.is_empty());
    let has_extern_types = path.is_empty() && !view.package.extern_types.is_empty();
    if has_items || service_here.is_some() || has_extern_types {
        code.line(&["use ", &view.package.runtime, "::codegen as rt;"]);
    }
    if path.is_empty() {
        extern_types(code, Names { modules: path }, &view.package.extern_types);
    }
    if let Some(planned) = service_here {
        service(code, Names { modules: path }, planned);
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
        for planned in &self.builders {
            request_builder(code, names, planned);
            extensions.items_beside_builder(view, planned).iter().for_each(|items| code.items(items));
        }
        for planned in &self.structures {
            structure(code, names, planned);
            extensions.items_beside_structure(view, planned).iter().for_each(|items| code.items(items));
        }
        self.unions.iter().for_each(|planned| union(code, names, planned));
        for planned in &self.enumerations {
            enumeration(code, planned);
            extensions.items_beside_enumeration(view, planned).iter().for_each(|items| code.items(items));
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

/// The documentation of a module.
pub(super) fn module_doc(module: &Module) -> String {
    match &module.namespace {
        Some(namespace) => format!("The namespace `{namespace}`."),
        None => "Namespaces.".to_owned(),
    }
}
