use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    edm::Model,
    emit::{
        description::description,
        token::{Place, docs, ident},
    },
    extension::{Customs, Element},
    rust::{Action, RequestBuilder, Returns},
};

/// The call of an action.
pub(super) fn action(
    place: Place<'_>,
    builder: &RequestBuilder,
    action: &Action,
    model: &Model,
    customs: &Customs,
) -> TokenStream {
    let Action { segment, .. } = action;
    let (name, docs, description) = (ident(&action.name), docs(&action.docs), description(action));
    let on = &model.type_(builder.shape.entity_type()).name;
    let operation = model.operation(action.origin).name.name();
    let attributes = customs.attributes(&Element::Operation { on, name: operation });
    let answer = match &action.returns {
        Returns::Nothing => quote!(()),
        Returns::Structure(value_type) => place.value_type(value_type),
        Returns::Single(value_type) => {
            let value_type = place.value_type(value_type);
            quote!(rt::Single<#value_type>)
        }
        Returns::Collection(value_type) => {
            let value_type = place.value_type(value_type);
            quote!(rt::Page<#value_type>)
        }
    };
    let (argument, body) = match &action.parameters {
        None => (None, quote!(rt::Call::post(&self.resource, #segment, &DESCRIPTION))),
        Some(parameters) => {
            let parameters = place.path(parameters);
            (
                Some(quote!(, parameters: &#parameters)),
                quote!(rt::Call::post_json(&self.resource, #segment, &DESCRIPTION, parameters)),
            )
        }
    };
    quote! {
        #docs
        #(#attributes)*
        pub fn #name(&self #argument) -> rt::Call<#answer> {
            static DESCRIPTION: rt::Description = #description;
            #body
        }
    }
}
