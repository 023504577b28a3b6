//! Turns a selection into a plan.
//!
//! [`lower`] is the entry point, [`Planner`](planner::Planner) is the shared state, and `methods/` has a file for each
//! kind of method.

mod builder;
mod caller;
mod client_functions;
mod enumeration;
mod externs;
mod fields;
mod methods;
mod namespaces;
mod operation_namespace;
mod options;
mod overview;
mod permissions;
mod planner;
mod returns;
mod service;
mod service_profile;
mod structure;
mod unions;

use self::{planner::Planner, unions::unions};
use crate::{
    customization::Customizations,
    diagnostic::{Code, Diagnostic, Diagnostics},
    edm::{Model, TypeKind},
    naming::Identifier,
    plan::{Module, Package},
    selection::Selection,
};

/// Plans the Rust code for a selection, of any size.
pub fn lower(
    model: &Model,
    selection: &Selection,
    customizations: &Customizations,
    runtime: &str,
    diagnostics: &mut Diagnostics,
) -> Package {
    lower_within(model, selection, customizations, runtime, usize::MAX, diagnostics)
}

/// Plans the names, types and signatures of the code for a selection, without what it says of permissions and clouds,
/// which takes as long as a third of the rest.
#[cfg(feature = "tools")]
pub(crate) fn lower_signatures(
    model: &Model,
    selection: &Selection,
    customizations: &Customizations,
    runtime: &str,
    max_output: usize,
    diagnostics: &mut Diagnostics,
) -> Package {
    check_runtime(runtime, diagnostics);
    let planner = Planner::without_facts(model, selection, customizations, max_output, diagnostics);
    plan(planner, runtime, max_output)
}

/// Plans the Rust code for a selection, of about `max_output` bytes at most.
pub(crate) fn lower_within(
    model: &Model,
    selection: &Selection,
    customizations: &Customizations,
    runtime: &str,
    max_output: usize,
    diagnostics: &mut Diagnostics,
) -> Package {
    check_runtime(runtime, diagnostics);
    plan(Planner::new(model, selection, customizations, max_output, diagnostics), runtime, max_output)
}

fn check_runtime(runtime: &str, diagnostics: &mut Diagnostics) {
    if syn::parse_str::<syn::Path>(runtime).is_err() {
        diagnostics.push(
            Diagnostic::error(Code::Setting, format!("the path of the runtime, `{runtime}`, is not a valid Rust path"))
                .help("write it as in `::graph_runtime`"),
        );
    }
}

fn plan(mut planner: Planner<'_>, runtime: &str, max_output: usize) -> Package {
    let (model, selection) = (planner.model, planner.selection);
    let mut structures = service::Structures::default();
    let service = service::lower(&mut planner, &mut structures);
    let mut root = Module::default();
    for (id, selected) in &selection.types {
        if planner.is_too_large() {
            break;
        }
        let Some(path) = planner.names.get(id).filter(|path| !path.is_extern()).cloned() else { continue };
        let module = module_at(&mut root, &path.modules);
        match &model.type_(*id).kind {
            TypeKind::Enum(enumeration) => {
                module.enumerations.push(enumeration::enumeration(&planner, *id, enumeration, path.name));
            }
            TypeKind::Entity(_) | TypeKind::Complex(_) => {
                module.structures.push(structure::structure(&mut planner, *id, selected, path.name));
            }
            TypeKind::Definition(_) => {}
        }
    }
    for (modules, list) in structures.by_module {
        module_at(&mut root, &modules).structures.extend(list);
    }
    for (modules, planned) in unions(&mut planner) {
        module_at(&mut root, &modules).unions.push(planned);
    }
    let service::Planned { service, builders } = service;
    for (modules, builder) in builders {
        module_at(&mut root, &modules).builders.push(builder);
    }
    if planner.is_too_large() {
        planner.diagnostics.push(too_large(max_output));
    }
    sort(&mut root);
    for schema in model.schemas() {
        let path = planner.namespaces.path(&schema.namespace);
        if (schema.namespace == planner.namespaces.root() || !path.is_empty())
            && let Some(module) = existing_module(&mut root, &path)
        {
            module.namespace = Some(schema.namespace.clone());
        }
    }
    overview::complete(&mut root, service.as_ref());
    let extern_types = externs::extern_types(&planner);
    let is_exported = planner.customizations.is_exported();
    let types = planner.types();
    Package { runtime: runtime.to_owned(), root, service, extern_types, is_exported, types }
}

/// The error for code that is larger than the settings allow.
pub(crate) fn too_large(max_output: usize) -> Diagnostic {
    let message = format!("the generated code would have more than {max_output} bytes");
    Diagnostic::error(Code::Limit, message).help(
        "select less, such as `n.type::{id, name}` instead of `**`; `Limits::output` or `--max-output` allows more",
    )
}

fn module_at<'a>(root: &'a mut Module, path: &[Identifier]) -> &'a mut Module {
    let mut module = root;
    for name in path {
        let index = match module.modules.iter().position(|known| known.name.as_ref() == Some(name)) {
            Some(index) => index,
            None => {
                module.modules.push(Module { name: Some(name.clone()), ..Module::default() });
                module.modules.len() - 1
            }
        };
        module = &mut module.modules[index];
    }
    module
}

fn existing_module<'a>(root: &'a mut Module, path: &[Identifier]) -> Option<&'a mut Module> {
    let mut module = root;
    for name in path {
        module = module.modules.iter_mut().find(|known| known.name.as_ref() == Some(name))?;
    }
    Some(module)
}

/// Sorts items by name, so their order in the document does not matter.
///
/// This is not recursive: modules can be nested to any depth, since namespaces can have any number of dots.
fn sort(root: &mut Module) {
    let mut stack = vec![root];
    while let Some(module) = stack.pop() {
        sort_by_name(&mut module.structures, |item| Some(&item.name));
        sort_by_name(&mut module.enumerations, |item| Some(&item.name));
        sort_by_name(&mut module.unions, |item| Some(&item.name));
        sort_by_name(&mut module.builders, |item| Some(&item.name));
        sort_by_name(&mut module.modules, |item| item.name.as_ref());
        stack.extend(&mut module.modules);
    }
}

/// Sorts items by name. Those with the same name keep their order.
///
/// Only names and indices are sorted, so that rustc compiles one sort instead of one for each type.
fn sort_by_name<T>(items: &mut Vec<T>, name: impl Fn(&T) -> Option<&Identifier>) {
    let mut names: Vec<(Option<&Identifier>, usize)> = items.iter().map(name).zip(0..).collect();
    names.sort_unstable();
    let order: Vec<usize> = names.into_iter().map(|(_, index)| index).collect();
    let mut slots: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| slots[index].take()));
}
