//! The service and request builders: a file for each kind of method.

mod action;
mod answer;
mod change;
mod function;
mod get;
mod way;

use proc_macro2::TokenStream;
use quote::quote;

use self::{
    action::action,
    change::change,
    function::{function, function_result},
    get::get,
    way::{key, navigation},
};
use super::token::{Place, doc, docs, ident};
use crate::{
    extension::Customs,
    rust::{Method, RequestBuilder, Service},
};

/// The entry point.
pub(super) fn service(place: Place<'_>, service: &Service, customs: &Customs) -> TokenStream {
    let name = ident(&service.name);
    let summary = doc(&format!("The service, as `{}` describes it.", service.source));
    let roots = service.roots.iter().map(|root| navigation(place, root));
    let imports = service.imports.iter().map(|planned| method(place, planned, customs));
    quote! {
        #summary
        #[derive(Clone, Debug)]
        pub struct #name {
            resource: rt::Resource,
        }
        impl #name {
            /// The service behind a client.
            #[inline]
            pub fn new(client: rt::Client) -> Self {
                Self { resource: rt::Resource::root(client) }
            }
            #(#roots)*
            #(#imports)*
        }
    }
}

/// A request builder and its methods.
pub(super) fn request_builder(place: Place<'_>, builder: &RequestBuilder, customs: &Customs) -> TokenStream {
    let name = ident(&builder.name);
    let (docs, visibility) = (docs(&builder.docs), place.within_root());
    let methods = builder.methods.iter().map(|planned| method(place, planned, customs));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            #visibility resource: rt::Resource,
        }
        impl #name {
            #(#methods)*
        }
    }
}

fn method(place: Place<'_>, planned: &Method, customs: &Customs) -> TokenStream {
    match planned {
        Method::Key { name, kind, parameters, builder } => key(place, name, *kind, parameters, builder),
        Method::Navigation(root) => navigation(place, root),
        Method::Get(planned) => get(place, planned),
        Method::Change(planned) => change(place, planned),
        Method::Action(planned) => action(place, planned, customs),
        Method::Function(planned) => function(place, planned, customs),
        Method::FunctionResult(planned) => function_result(place, planned),
    }
}
