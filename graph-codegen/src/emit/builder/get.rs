use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::token::{Place, doc, ident},
    rust::Get,
};

/// `GET` of a resource.
pub(super) fn get(place: Place<'_>, get: &Get) -> TokenStream {
    let Get { template, source, default_select, .. } = get;
    let (name, structure) = (ident(&get.name), place.value_type(&get.structure));
    let doc = doc(&format!("`GET {template}`"));
    let kind = match get.is_collection {
        true => quote!(List),
        false => quote!(Get),
    };
    quote! {
        #doc
        pub fn #name(&self) -> rt::#kind<#structure> {
            static DESCRIPTION: rt::Description = rt::Description::get(#source, #template);
            rt::#kind::new(&self.resource, &DESCRIPTION, &[#(#default_select),*])
        }
    }
}
