use proc_macro2::TokenStream;
use quote::quote;

use super::token::{deprecated, doc, docs, ident};
use crate::{
    edm::Model,
    extension::{Customs, Element},
    rust::Enumeration,
};

/// An enum and the table of its members.
pub(super) fn enumeration(enumeration: &Enumeration, model: &Model, customs: &Customs) -> TokenStream {
    let name = ident(&enumeration.name);
    let docs = docs(&enumeration.docs);
    let qualified = &model.type_(enumeration.origin).name;
    let attributes = customs.attributes(&Element::Type(qualified));
    let type_deprecated = deprecated(enumeration.deprecation.as_ref());
    let source = &enumeration.source;
    let unrecognized = ident(&enumeration.unrecognized);
    let variants = enumeration.variants.iter().map(|variant| {
        let (name, doc) = (ident(&variant.name), doc(&variant.doc));
        let attributes = customs.attributes(&Element::Member { of: qualified, name: &variant.wire_name });
        let deprecated = deprecated(variant.deprecation.as_ref());
        quote! { #doc #deprecated #(#attributes)* #name, }
    });
    let members = enumeration.variants.iter().map(|variant| {
        let (name, wire_name) = (ident(&variant.name), &variant.wire_name);
        quote! { (#wire_name, Self::#name) }
    });
    // Nothing is left where there are no members, and rustc warns of a pattern that says otherwise.
    let others = (!enumeration.variants.is_empty()).then(|| quote!(_ => None,));
    quote! {
        #docs
        #type_deprecated
        #[derive(Clone, PartialEq, Eq, Hash)]
        #(#attributes)*
        pub enum #name {
            #(#variants)*
            /// A member that was not declared when this code was generated, as sent.
            #unrecognized(Box<str>),
        }
        impl rt::Enumerated for #name {
            const TYPE_NAME: &'static str = #source;
            const MEMBERS: &'static [(&'static str, Self)] = &[#(#members),*];
            #[inline]
            fn unrecognized(name: &str) -> Self {
                Self::#unrecognized(name.into())
            }
            #[inline]
            fn as_unrecognized(&self) -> Option<&str> {
                match self {
                    Self::#unrecognized(name) => Some(name),
                    #others
                }
            }
        }
        rt::enumerated!(#name);
    }
}
