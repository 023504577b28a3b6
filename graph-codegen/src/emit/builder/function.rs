use proc_macro2::TokenStream;
use quote::quote;

use super::answer::answer;
use crate::{
    emit::{
        description::{Described, description},
        token::{Place, deprecated, doc, docs, ident},
    },
    extension::{Customs, Element},
    rust::{ArgumentForm, Function, FunctionArgument, FunctionCall, FunctionResult, Presence, Returns},
};

/// The call of a function.
pub(super) fn function(place: Place<'_>, function: &Function, customs: &Customs) -> TokenStream {
    let Function { source, template, facts, default_select, owner, .. } = function;
    let (name, docs) = (ident(&function.name), docs(&function.docs));
    let Described { items, value: description } = description(&quote!(get), source, template, facts);
    let operation = source.rsplit('/').next().unwrap_or(source);
    let attributes = customs.attributes(&Element::Operation { on: owner, name: operation });
    let deprecated = deprecated(function.deprecation.as_ref());
    let (parameters, resource) = (parameters(place, &function.call), resource(&function.call));
    let request = match &function.returns {
        Returns::Structure(value_type) => Some((quote!(Get), value_type)),
        Returns::Structures(value_type) => Some((quote!(List), value_type)),
        Returns::Changes(value_type) => Some((quote!(Delta), value_type)),
        _ => None,
    };
    let (kind, made) = match request {
        Some((request, value_type)) => {
            let value_type = place.value_type(value_type);
            (
                quote!(rt::#request<#value_type>),
                quote!(rt::#request::new(&#resource, #description, &[#(#default_select),*])),
            )
        }
        None => {
            let answer = answer(place, &function.returns);
            (quote!(rt::Call<#answer>), quote!(rt::Call::get(&#resource, #description)))
        }
    };
    quote! {
        #docs
        #deprecated
        #(#attributes)*
        #[inline]
        pub fn #name(&self #parameters) -> #kind {
            #items
            #made
        }
    }
}

/// The way through a function.
pub(super) fn function_result(place: Place<'_>, result: &FunctionResult) -> TokenStream {
    let (name, doc, builder) = (ident(&result.name), doc(&result.doc), place.path(&result.builder));
    let (parameters, resource) = (parameters(place, &result.call), resource(&result.call));
    quote! {
        #doc
        #[inline]
        pub fn #name(&self #parameters) -> #builder {
            #builder { resource: #resource }
        }
    }
}

fn parameters(place: Place<'_>, call: &FunctionCall) -> TokenStream {
    let parameters = call.arguments.iter().map(|argument| {
        let name = ident(&argument.name);
        let value_type = match (&argument.form, argument.presence) {
            (ArgumentForm::Literal(value_type), Presence::Required) => {
                let value_type = place.value_type(value_type);
                quote!(impl Into<rt::Literal<#value_type>>)
            }
            (ArgumentForm::Literal(value_type), Presence::Optional) => {
                let value_type = place.value_type(value_type);
                quote!(Option<rt::Literal<#value_type>>)
            }
            (form, presence) => {
                let value = match form {
                    ArgumentForm::JsonList(item) => {
                        let item = place.value_type(item);
                        quote!(&[#item])
                    }
                    ArgumentForm::Json(item) | ArgumentForm::Literal(item) => {
                        let item = place.value_type(item);
                        quote!(&#item)
                    }
                };
                match presence {
                    Presence::Required => value,
                    Presence::Optional => quote!(Option<#value>),
                }
            }
        };
        quote!(, #name: #value_type)
    });
    quote!(#(#parameters)*)
}

fn resource(call: &FunctionCall) -> TokenStream {
    let (segment, arguments) = (&call.segment, call.arguments.iter().map(argument));
    quote!(self.resource.function(#segment, &[#(#arguments),*]))
}

fn argument(argument: &FunctionArgument) -> TokenStream {
    let FunctionArgument { wire_name, .. } = argument;
    let name = ident(&argument.name);
    match (&argument.form, argument.presence) {
        (ArgumentForm::Literal(_), Presence::Required) => quote!(rt::Argument::new(#wire_name, #name.into())),
        (ArgumentForm::Literal(_), Presence::Optional) => quote!(rt::Argument::optional(#wire_name, #name)),
        (ArgumentForm::Json(_), Presence::Required) => quote!(rt::Argument::json(#wire_name, #name)),
        (ArgumentForm::Json(_), Presence::Optional) => quote!(rt::Argument::optional_json(#wire_name, #name)),
        (ArgumentForm::JsonList(_), Presence::Required) => quote!(rt::Argument::json_list(#wire_name, #name)),
        (ArgumentForm::JsonList(_), Presence::Optional) => quote!(rt::Argument::optional_json_list(#wire_name, #name)),
    }
}
