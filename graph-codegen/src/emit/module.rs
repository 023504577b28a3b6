use proc_macro2::TokenStream;
use quote::quote;

use super::{
    builder::{request_builder, service},
    enumeration::enumeration,
    structure::structure,
    token::{Place, ident},
    union::union,
};
use crate::{
    extension::{Customs, View},
    rust::{Identifier, Method, Module},
};

/// The items of the generated root: an import of the runtime, the service, request builders, types, modules.
pub fn emit(view: View<'_>, customs: &Customs) -> TokenStream {
    // Namespaces nest as deep as the document says, so the modules below a module are built before it, without recursion.
    struct Frame<'a> {
        module: &'a Module,
        path: Vec<Identifier>,
        next: usize,
        inner: TokenStream,
    }
    let root = &view.package.root;
    let mut stack = vec![Frame { module: root, path: Vec::new(), next: 0, inner: TokenStream::new() }];
    loop {
        let Some(frame) = stack.last_mut() else { return TokenStream::new() };
        if let Some(child) = frame.module.modules.get(frame.next) {
            frame.next += 1;
            let path = frame.path.iter().chain(&child.name).cloned().collect();
            stack.push(Frame { module: child, path, next: 0, inner: TokenStream::new() });
            continue;
        }
        let Some(Frame { module, path, inner, .. }) = stack.pop() else { return TokenStream::new() };
        let items = items(view, module, &path, customs);
        let content = quote!(#items #inner);
        match (stack.last_mut(), &module.name) {
            (Some(parent), Some(name)) => {
                let name = ident(name);
                let doc = match &module.namespace {
                    Some(namespace) => format!(" The namespace `{namespace}`."),
                    None => " Namespaces.".to_owned(),
                };
                parent.inner.extend(quote! { #[doc = #doc] pub mod #name { #content } });
            }
            _ => return content,
        }
    }
}

fn items(view: View<'_>, module: &Module, path: &[Identifier], customs: &Customs) -> TokenStream {
    let View { model, package, .. } = view;
    let place = Place { modules: path };
    let mut tokens = TokenStream::new();
    let is_root = path.is_empty();
    let has_items = !(module.structures.is_empty() && module.enumerations.is_empty() && module.builders.is_empty());
    if has_items || (is_root && package.service.is_some()) {
        let runtime: TokenStream = package.runtime.parse().unwrap_or_default();
        tokens.extend(quote! { use #runtime as rt; });
    }
    if let Some(planned) = package.service.as_ref().filter(|_| is_root) {
        tokens.extend(service(place, planned, customs));
    }
    for builder in &module.builders {
        tokens.extend(request_builder(place, builder, customs));
        for method in &builder.methods {
            let Method::Action(action) = method else { continue };
            tokens
                .extend(customs.extensions().map(|extension| extension.items_beside_operation(view, builder, action)));
        }
    }
    for planned in &module.structures {
        tokens.extend(structure(place, planned, model, customs));
        tokens.extend(customs.extensions().map(|extension| extension.items_beside_structure(view, planned)));
    }
    tokens.extend(module.unions.iter().map(|planned| union(place, planned)));
    for planned in &module.enumerations {
        tokens.extend(enumeration(planned, model, customs));
        tokens.extend(customs.extensions().map(|extension| extension.items_beside_enumeration(view, planned)));
    }
    tokens
}
