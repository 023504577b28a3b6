use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    emit::token::{Place, docs, ident},
    rust::Get,
};

/// `GET` of a resource.
pub(super) fn get(place: Place<'_>, get: &Get) -> TokenStream {
    let Get { template, source, default_select, docs: paragraphs, .. } = get;
    let (name, structure) = (ident(&get.name), place.value_type(&get.structure));
    let docs = docs(paragraphs);
    let kind = match get.is_collection {
        true => quote!(List),
        false => quote!(Get),
    };
    let capabilities = get.unsupported.iter().rev().fold(None, |inner, option| {
        let without = Ident::new(option.without(), Span::call_site());
        Some(inner.map_or_else(|| quote!(rt::#without), |inner| quote!(rt::#without<#inner>)))
    });
    let capabilities = capabilities.map(|capabilities| quote!(, #capabilities));
    let directory = get.is_directory.then(|| quote!(.of_directory_objects()));
    quote! {
        #docs
        #[inline]
        pub fn #name(&self) -> rt::#kind<#structure #capabilities> {
            rt::#kind::new(&self.resource, rt::Description::get(#source, #template), &[#(#default_select),*])#directory
        }
    }
}
