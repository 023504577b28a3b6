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
    rust::{Enumeration, Identifier, Method, Module, RequestBuilder, Structure},
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
                let doc = module_doc(module);
                parent.inner.extend(quote! { #[doc = #doc] pub mod #name { #content } });
            }
            _ => return content,
        }
    }
}

fn items(view: View<'_>, module: &Module, path: &[Identifier], customs: &Customs) -> TokenStream {
    let place = Place { modules: path };
    let mut tokens = head(view, module, path, customs);
    tokens.extend(module.builders.iter().map(|builder| builder_items(view, place, builder, customs)));
    tokens.extend(module.structures.iter().map(|planned| structure_items(view, place, planned, customs)));
    tokens.extend(module.unions.iter().map(|planned| union(place, planned)));
    tokens.extend(module.enumerations.iter().map(|planned| enumeration_items(view, planned, customs)));
    tokens
}

/// What a module begins with: an import of the runtime, and the service in the root.
pub(super) fn head(view: View<'_>, module: &Module, path: &[Identifier], customs: &Customs) -> TokenStream {
    let service_here = view.package.service.as_ref().filter(|_| path.is_empty());
    let mut tokens = TokenStream::new();
    let has_items = !(module.structures.is_empty() && module.enumerations.is_empty() && module.builders.is_empty());
    if has_items || service_here.is_some() {
        let runtime: TokenStream = view.package.runtime.parse().unwrap_or_default();
        tokens.extend(quote! { use #runtime as rt; });
    }
    tokens.extend(service_here.map(|planned| service(Place { modules: path }, planned, customs)));
    tokens
}

/// A request builder, and what extensions put beside its operations.
pub(super) fn builder_items(
    view: View<'_>,
    place: Place<'_>,
    builder: &RequestBuilder,
    customs: &Customs,
) -> TokenStream {
    let mut tokens = request_builder(place, builder, customs);
    for method in &builder.methods {
        let Method::Action(action) = method else { continue };
        tokens.extend(customs.extensions().map(|extension| extension.items_beside_operation(view, builder, action)));
    }
    tokens
}

/// A struct, and what extensions put beside it.
pub(super) fn structure_items(view: View<'_>, place: Place<'_>, planned: &Structure, customs: &Customs) -> TokenStream {
    let mut tokens = structure(place, planned, view.model, customs);
    tokens.extend(customs.extensions().map(|extension| extension.items_beside_structure(view, planned)));
    tokens
}

/// An enum, and what extensions put beside it.
pub(super) fn enumeration_items(view: View<'_>, planned: &Enumeration, customs: &Customs) -> TokenStream {
    let mut tokens = enumeration(planned, view.model, customs);
    tokens.extend(customs.extensions().map(|extension| extension.items_beside_enumeration(view, planned)));
    tokens
}

/// The documentation of a module.
pub(super) fn module_doc(module: &Module) -> String {
    match &module.namespace {
        Some(namespace) => format!(" The namespace `{namespace}`."),
        None => " Namespaces.".to_owned(),
    }
}
