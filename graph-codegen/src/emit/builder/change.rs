use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    emit::{
        description::description,
        token::{Place, docs, ident},
    },
    rust::Change,
    selection::ResourceMethod,
};

/// A request on the resource itself.
pub(super) fn change(place: Place<'_>, change: &Change) -> TokenStream {
    let (name, docs) = (ident(&change.name), docs(&change.docs));
    let http = match &change.method {
        ResourceMethod::Create | ResourceMethod::AddReference => quote!(post),
        ResourceMethod::Update => quote!(patch),
        ResourceMethod::Replace | ResourceMethod::SetReference | ResourceMethod::Upload(_) => quote!(put),
        ResourceMethod::Delete
        | ResourceMethod::RemoveReference
        | ResourceMethod::RemoveReferenceById
        | ResourceMethod::DeleteStream(_) => quote!(delete),
        ResourceMethod::Get
        | ResourceMethod::Count
        | ResourceMethod::ListReferences
        | ResourceMethod::GetReference
        | ResourceMethod::Download(_) => quote!(get),
    };
    let description = description(&http, &change.source, &change.template, &change.facts);
    let entity = change.structure.as_ref().map(|structure| place.value_type(structure));
    let segment = change.method.segment();
    let (signature, body) = match &change.method {
        ResourceMethod::Create => (
            quote!(<D: rt::DerivedFrom<#entity>, F>(&self, body: rt::Body<D, F>) -> rt::Write<#entity>),
            quote!(rt::Write::body::<#entity, D, F>(&self.resource, &DESCRIPTION, body)),
        ),
        ResourceMethod::Replace => (
            quote!(<D: rt::DerivedFrom<#entity>, F>(&self, body: rt::Body<D, F>) -> rt::Write<Option<#entity>>),
            quote!(rt::Write::body::<#entity, D, F>(&self.resource, &DESCRIPTION, body)),
        ),
        ResourceMethod::Update => (
            quote!(<D: rt::DerivedFrom<#entity>>(&self, body: rt::Body<D>) -> rt::Write<Option<#entity>>),
            quote!(rt::Write::body::<#entity, D, rt::ForUpdate>(&self.resource, &DESCRIPTION, body)),
        ),
        ResourceMethod::Get | ResourceMethod::Delete => {
            (quote!((&self) -> rt::Write<()>), quote!(rt::Write::empty(&self.resource, None, &DESCRIPTION)))
        }
        ResourceMethod::RemoveReference | ResourceMethod::DeleteStream(_) => {
            (quote!((&self) -> rt::Write<()>), quote!(rt::Write::empty(&self.resource, Some(#segment), &DESCRIPTION)))
        }
        ResourceMethod::Count => (quote!((&self) -> rt::Count), quote!(rt::Count::new(&self.resource, &DESCRIPTION))),
        ResourceMethod::ListReferences => (
            quote!((&self) -> rt::List<rt::Link>),
            quote!(rt::List::new(&self.resource.child("$ref"), &DESCRIPTION, &[])),
        ),
        ResourceMethod::GetReference => (
            quote!((&self) -> rt::Get<rt::Link>),
            quote!(rt::Get::new(&self.resource.child("$ref"), &DESCRIPTION, &[])),
        ),
        ResourceMethod::AddReference | ResourceMethod::SetReference => (
            quote!((&self, to: impl Into<rt::Reference>) -> rt::Write<()>),
            quote!(rt::Write::reference(&self.resource, &DESCRIPTION, to)),
        ),
        ResourceMethod::RemoveReferenceById => (
            quote!((&self, to: impl Into<rt::Reference>) -> rt::Write<()>),
            quote!(rt::Write::without_reference(&self.resource, &DESCRIPTION, to)),
        ),
        ResourceMethod::Download(_) => {
            (quote!((&self) -> rt::Download), quote!(rt::Download::new(&self.resource, Some(#segment), &DESCRIPTION)))
        }
        ResourceMethod::Upload(_) => (
            quote!((&self, content: impl Into<rt::Bytes>) -> rt::Upload),
            quote!(rt::Upload::new(&self.resource, Some(#segment), &DESCRIPTION, "application/octet-stream", content)),
        ),
    };
    quote! {
        #docs
        pub fn #name #signature {
            static DESCRIPTION: rt::Description = #description;
            #body
        }
    }
}
