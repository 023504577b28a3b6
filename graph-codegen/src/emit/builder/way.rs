//! Methods that lead to other request builders.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::token::{Place, deprecated, doc, ident},
    rust::{Identifier, KeyKind, KeyParameter, Path, Root},
};

/// To the entity with a key.
pub(super) fn key(
    place: Place<'_>,
    name: &Identifier,
    kind: KeyKind,
    parameters: &[KeyParameter],
    builder: &Path,
) -> TokenStream {
    let (step, doc) = match kind {
        KeyKind::Own => (quote!(key), doc("Addresses the entity with a key.")),
        KeyKind::Alternate => (quote!(alternate_key), doc("Addresses the entity with an alternate key.")),
    };
    let (name, builder) = (ident(name), place.path(builder));
    let arguments: Vec<_> = parameters.iter().map(|parameter| ident(&parameter.name)).collect();
    let wire_names = parameters.iter().map(|parameter| &parameter.wire_name);
    quote! {
        #doc
        #[inline]
        pub fn #name(&self, #(#arguments: impl Into<rt::Key>),*) -> #builder {
            #builder { resource: self.resource.#step(&[#((#wire_names, #arguments.into())),*]) }
        }
    }
}

/// Along a segment of the path.
pub(super) fn navigation(place: Place<'_>, root: &Root) -> TokenStream {
    let Root { segment, .. } = root;
    let (name, builder, doc) = (ident(&root.name), place.path(&root.builder), doc(&root.doc));
    let deprecated = deprecated(root.deprecation.as_ref());
    quote! {
        #doc
        #deprecated
        #[inline]
        pub fn #name(&self) -> #builder {
            #builder { resource: self.resource.child(#segment) }
        }
    }
}
