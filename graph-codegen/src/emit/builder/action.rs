use proc_macro2::TokenStream;
use quote::quote;

use super::answer::answer;
use crate::{
    emit::{
        description::{Described, description},
        token::{Place, deprecated, docs, ident},
    },
    extension::{Customs, Element},
    rust::Action,
};

/// The call of an action.
pub(super) fn action(place: Place<'_>, action: &Action, customs: &Customs) -> TokenStream {
    let Action { segment, source, template, facts, owner, .. } = action;
    let (name, docs) = (ident(&action.name), docs(&action.docs));
    let Described { items, value: description } = description(&quote!(post), source, template, facts);
    let operation = source.rsplit('/').next().unwrap_or(source);
    let attributes = customs.attributes(&Element::Operation { on: owner, name: operation });
    let deprecated = deprecated(action.deprecation.as_ref());
    let answer = answer(place, &action.returns);
    let (argument, body) = match &action.parameters {
        None => (None, quote!(rt::Call::post(&self.resource, #segment, #description))),
        Some(parameters) => {
            let parameters = place.path(parameters);
            (
                Some(quote!(, parameters: &#parameters)),
                quote!(rt::Call::post_json(&self.resource, #segment, #description, parameters)),
            )
        }
    };
    quote! {
        #docs
        #deprecated
        #(#attributes)*
        #[inline]
        pub fn #name(&self #argument) -> rt::Call<#answer> {
            #items
            #body
        }
    }
}
