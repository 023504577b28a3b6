//! The service and request builders: a file for each kind of method.

mod action;
mod get;
mod way;

use proc_macro2::TokenStream;
use quote::quote;

use self::{
    action::action,
    get::get,
    way::{key, navigation},
};
use super::token::{Place, doc, docs, ident};
use crate::{
    edm::Model,
    extension::Customs,
    rust::{Method, RequestBuilder, Service},
};

/// The entry point.
pub(super) fn service(place: Place<'_>, service: &Service) -> TokenStream {
    let name = ident(&service.name);
    let summary = doc(&format!("The service, as `{}` describes it.", service.source));
    let roots = service.roots.iter().map(|root| navigation(place, root));
    quote! {
        #summary
        #[derive(Clone, Debug)]
        pub struct #name {
            resource: rt::Resource,
        }
        impl #name {
            /// The service behind a client.
            pub fn new(client: rt::Client) -> Self {
                Self { resource: rt::Resource::root(client) }
            }
            #(#roots)*
        }
    }
}

/// A request builder and its methods.
pub(super) fn request_builder(
    place: Place<'_>,
    builder: &RequestBuilder,
    model: &Model,
    customs: &Customs,
) -> TokenStream {
    let name = ident(&builder.name);
    let (docs, visibility) = (docs(&builder.docs), place.within_root());
    let methods = builder.methods.iter().map(|method| match method {
        Method::Key { name, parameters, builder } => key(place, name, parameters, builder),
        Method::Navigation(root) => navigation(place, root),
        Method::Get(planned) => get(place, planned),
        Method::Action(planned) => action(place, builder, planned, model, customs),
    });
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
