//! Methods that lead to other request builders.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::token::{Place, doc, ident},
    rust::{Identifier, KeyParameter, Path, Root},
};

/// To the entity with a key.
pub(super) fn key(place: Place<'_>, name: &Identifier, parameters: &[KeyParameter], builder: &Path) -> TokenStream {
    let (name, builder) = (ident(name), place.path(builder));
    let arguments: Vec<_> = parameters.iter().map(|parameter| ident(&parameter.name)).collect();
    let wire_names = parameters.iter().map(|parameter| &parameter.wire_name);
    quote! {
        /// Addresses the entity with a key.
        pub fn #name(&self, #(#arguments: impl Into<rt::Key>),*) -> #builder {
            #builder { resource: self.resource.key(&[#((#wire_names, #arguments.into())),*]) }
        }
    }
}

/// Along a segment of the path.
pub(super) fn navigation(place: Place<'_>, root: &Root) -> TokenStream {
    let Root { segment, .. } = root;
    let (name, builder, doc) = (ident(&root.name), place.path(&root.builder), doc(&root.doc));
    quote! {
        #doc
        pub fn #name(&self) -> #builder {
            #builder { resource: self.resource.child(#segment) }
        }
    }
}
