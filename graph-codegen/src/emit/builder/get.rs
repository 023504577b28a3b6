use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    emit::token::{Place, docs, ident},
    rust::{Get, QueryOption},
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
        let without = without(*option);
        Some(inner.map_or_else(|| quote!(rt::#without), |inner| quote!(rt::#without<#inner>)))
    });
    let capabilities = capabilities.map(|capabilities| quote!(, #capabilities));
    let directory = get.is_directory.then(|| quote!(.of_directory_objects()));
    quote! {
        #docs
        pub fn #name(&self) -> rt::#kind<#structure #capabilities> {
            static DESCRIPTION: rt::Description = rt::Description::get(#source, #template);
            rt::#kind::new(&self.resource, &DESCRIPTION, &[#(#default_select),*])#directory
        }
    }
}

/// The runtime's type for a service without a query option.
fn without(option: QueryOption) -> Ident {
    let name = match option {
        QueryOption::Filter => "NoFilter",
        QueryOption::OrderBy => "NoOrderBy",
        QueryOption::Search => "NoSearch",
        QueryOption::Expand => "NoExpand",
        QueryOption::Top => "NoTop",
        QueryOption::Skip => "NoSkip",
        QueryOption::Count => "NoCount",
    };
    Ident::new(name, Span::call_site())
}
