use proc_macro2::TokenStream;
use quote::quote;

use super::token::{Place, deprecated, doc, ident};
use crate::rust::{Relations, Structure};

/// What bodies need of a structured type, within its implementation of the runtime's trait.
pub(super) fn within_structured(relations: &Relations) -> TokenStream {
    let Relations { sends_type, fixed, .. } = relations;
    let sends_type = sends_type.then(|| quote! { const SENDS_TYPE: bool = true; });
    let fixed = (!fixed.is_empty()).then(|| quote! { const FIXED: &'static [&'static str] = &[#(#fixed),*]; });
    quote! { #sends_type #fixed }
}

/// The types that values of this one can stand for.
pub(super) fn bases(place: Place<'_>, structure: &Structure) -> TokenStream {
    let name = ident(&structure.name);
    let bases = structure.relations.bases.iter().map(|base| place.path(base));
    quote! { #(impl rt::DerivedFrom<#bases> for #name {})* }
}

/// Constants that name navigation properties.
pub(super) fn navigation(place: Place<'_>, relations: &Relations) -> TokenStream {
    let constants = relations.navigation.iter().map(|planned| {
        let (constant, wire_name) = (ident(&planned.name), &planned.wire_name);
        let target = planned.target.as_ref().map_or_else(|| quote!(rt::Unselected), |target| place.path(target));
        let number = if planned.is_collection { quote!(rt::Many) } else { quote!(rt::One) };
        let doc = doc(&format!("`{wire_name}`, which leads on."));
        let deprecated = deprecated(planned.deprecation.as_ref());
        quote! {
            #doc
            #deprecated
            pub const #constant: rt::NavigationProperty<Self, #target, #number> = rt::NavigationProperty::new(#wire_name);
        }
    });
    quote! { #(#constants)* }
}
