use proc_macro2::TokenStream;
use quote::quote;

use super::{
    description::description,
    token::{Place, doc, docs, ident},
};
use crate::{
    edm::Model,
    extension::{Customs, Element},
    rust::{Action, Get, Method, RequestBuilder, Returns, Root, Service},
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
        Method::Key { name, parameters, builder } => {
            let (name, builder) = (ident(name), place.path(builder));
            let arguments: Vec<_> = parameters.iter().map(|parameter| ident(&parameter.name)).collect();
            let wire_names = parameters.iter().map(|parameter| &parameter.wire_name);
            quote! {
                /// Addresses the entity with a key.
                pub fn #name(&self, #(#arguments: impl Into<rt::Key>),*) -> #builder {
                    #builder { resource: self.resource.key(&[#((#wire_names, #arguments.into())),*]) }
                }
            }
        }
        Method::Navigation(root) => navigation(place, root),
        Method::Get(get) => read(place, get),
        Method::Action(action) => call(place, builder, action, model, customs),
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

fn navigation(place: Place<'_>, root: &Root) -> TokenStream {
    let Root { segment, .. } = root;
    let (name, builder, doc) = (ident(&root.name), place.path(&root.builder), doc(&root.doc));
    quote! {
        #doc
        pub fn #name(&self) -> #builder {
            #builder { resource: self.resource.child(#segment) }
        }
    }
}

fn read(place: Place<'_>, get: &Get) -> TokenStream {
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

fn call(place: Place<'_>, builder: &RequestBuilder, action: &Action, model: &Model, customs: &Customs) -> TokenStream {
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
