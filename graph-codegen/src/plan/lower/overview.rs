//! Adds the documentation that depends on the whole plan: links from types to their requests, and sentences of modules.

use std::collections::BTreeMap;

use crate::{
    edm::TypeId,
    naming::Identifier,
    plan::{Action, Method, MethodKind, Module, Service, StructureOrigin, docs::fact},
};

/// Completes the documentation of all modules.
///
/// This is not recursive: modules can be nested to any depth.
pub(super) fn complete(root: &mut Module, service: Option<&Service>) {
    root.docs = root_docs(root, service);
    let service = service.map(|service| (&service.name, service.methods.as_slice()));
    link(root, &[], service);
    let below = |module: &Module, path: &[Identifier]| path.iter().chain(&module.name).cloned().collect();
    let mut pending: Vec<(&mut Module, Vec<Identifier>)> = Vec::new();
    pending.extend(root.modules.iter_mut().map(|module| {
        let path = below(module, &[]);
        (module, path)
    }));
    while let Some((module, path)) = pending.pop() {
        module.docs = vec![namespace_docs(module)];
        link(module, &path, None);
        pending.extend(module.modules.iter_mut().map(|module| {
            let path = below(module, &path);
            (module, path)
        }));
    }
}

/// The documentation of the root, which is a module of its own in some layouts.
fn root_docs(root: &Module, service: Option<&Service>) -> Vec<String> {
    let namespace = root.namespace.as_ref().map(|namespace| format!(" of `{namespace}`")).unwrap_or_default();
    vec![match service {
        Some(service) => format!("Requests and types{namespace}. Requests begin at [`{}`].", service.name),
        None => format!("Types{namespace}."),
    }]
}

fn namespace_docs(module: &Module) -> String {
    if let Some(namespace) = &module.namespace {
        let what = if module.builders.is_empty() { "Types" } else { "Types and request builders" };
        return format!("{what} of the namespace `{namespace}`.");
    }
    // A module for the first part of several namespaces, which the name of any of them begins with.
    let mut below = module;
    let mut depth = 0;
    while let (None, Some(next)) = (&below.namespace, below.modules.first()) {
        below = next;
        depth += 1;
    }
    let first = below.namespace.as_deref().and_then(|namespace| namespace.rsplitn(depth + 1, '.').nth(depth));
    match first {
        Some(first) => format!("The namespaces that begin with `{first}`."),
        None => "Namespaces.".to_owned(),
    }
}

/// The methods that take the structs of parameters, by the names of these.
///
/// The struct of an action is shared by the request builders of derived types, and names that of the declaring type.
fn callers<'m>(
    module: &'m Module,
    path: &[Identifier],
    service: Option<(&'m Identifier, &'m [Method])>,
) -> BTreeMap<Identifier, (&'m Identifier, &'m Method)> {
    let builders = module.builders.iter().map(|builder| (&builder.name, builder.methods.as_slice()));
    let sources = module.structures.iter().map(|structure| (&structure.name, structure.source.as_str()));
    let sources: BTreeMap<&Identifier, &str> = sources.collect();
    let mut found = BTreeMap::new();
    for (caller, method) in builders.chain(service).flat_map(|(of, methods)| methods.iter().map(move |one| (of, one))) {
        let MethodKind::Action(Action { parameters: Some(parameters), .. }) = &method.kind else { continue };
        if parameters.is_extern() || *parameters.modules != *path {
            continue;
        }
        let is_declared_here = sources.get(&parameters.name) == Some(&method.source.as_str());
        if is_declared_here || !found.contains_key(&parameters.name) {
            found.insert(parameters.name.clone(), (caller, method));
        }
    }
    found
}

/// Links the structs of a module to request builders and unions, which are in the module of their type.
fn link(module: &mut Module, path: &[Identifier], service: Option<(&Identifier, &[Method])>) {
    let mut builders: BTreeMap<TypeId, Vec<String>> = BTreeMap::new();
    for builder in &module.builders {
        builders.entry(builder.type_id()).or_default().push(format!("[`{}`]", builder.name));
    }
    let unions = module.unions.iter().map(|union| (union.origin, format!("[`{}`]", union.name)));
    let unions: BTreeMap<TypeId, String> = unions.collect();
    let callers = callers(module, path, service).into_iter().map(|(name, (caller, method))| {
        // Hand-written code may have the method, so the link leads to its request builder.
        (name, format!("The parameters of [`{caller}::{}`]({caller}), `{}`.", method.name.as_str(), method.source))
    });
    let mut callers: BTreeMap<Identifier, String> = callers.collect();
    for structure in &mut module.structures {
        match structure.origin {
            StructureOrigin::Entity(id) | StructureOrigin::Complex(id) => {
                structure.docs.extend(fact("Requests", builders.remove(&id).unwrap_or_default()));
                structure.docs.extend(fact("Derived types", unions.get(&id).cloned()));
            }
            StructureOrigin::Parameters(_) => {
                if let (Some(first), Some(text)) = (structure.docs.first_mut(), callers.remove(&structure.name)) {
                    *first = text;
                }
            }
        }
    }
}
