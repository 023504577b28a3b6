use proc_macro2::TokenStream;
use quote::quote;

use super::token::{Place, doc, ident};
use crate::rust::Union;

/// An enum of derived types, and how a value of the base type becomes one. `inline` keeps rustc from making machine code of what nobody
/// calls.
pub(super) fn union(place: Place<'_>, union: &Union) -> TokenStream {
    let (name, base, other) = (ident(&union.name), place.path(&union.base), ident(&union.other));
    let summary = doc(&format!("What a `{}` may be, of the selected types; made of one by `from`.", union.source));
    let rest = doc("Of another type, or of none that the service named; nothing of it is lost.");
    let variants = union.variants.iter().map(|variant| {
        let (name, structure) = (ident(&variant.name), place.path(&variant.structure));
        let doc = doc(&variant.sources.iter().map(|source| format!("`{source}`")).collect::<Vec<_>>().join(", "));
        quote! { #doc #name(#structure), }
    });
    let arms = union.variants.iter().map(|variant| {
        let (name, sources) = (ident(&variant.name), &variant.sources);
        quote! { Some(#(#sources)|*) => rt::derived(base).map_or_else(Self::#other, Self::#name), }
    });
    quote! {
        #summary
        #[derive(Clone, Debug)]
        pub enum #name {
            #(#variants)*
            #rest
            #other(#base),
        }
        impl ::core::convert::From<#base> for #name {
            #[inline]
            fn from(base: #base) -> Self {
                match rt::odata_type(&base).as_deref() {
                    #(#arms)*
                    _ => Self::#other(base),
                }
            }
        }
    }
}
