use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    emit::{
        description::{Described, description},
        token::{Place, docs, ident},
    },
    rust::Change,
    selection::{Answered, ResourceMethod, Sent},
};

/// A request on the resource itself.
pub(super) fn change(place: Place<'_>, change: &Change) -> TokenStream {
    let (name, docs) = (ident(&change.name), docs(&change.docs));
    let http = Ident::new(&change.method.http().as_str().to_ascii_lowercase(), Span::call_site());
    let Described { items, value: description } =
        description(&quote!(#http), &change.source, &change.template, &change.facts);
    let entity = change.structure.as_ref().map(|structure| place.value_type(structure));
    let segment = match change.method.segment() {
        Some(segment) => quote!(Some(#segment)),
        None => quote!(None),
    };
    let answer = match change.method.answers() {
        Answered::Resource => quote!(#entity),
        Answered::ResourceOrNothing => quote!(Option<#entity>),
        _ => quote!(()),
    };
    let (signature, body) = match (change.method.sends(), change.method.answers()) {
        // Only a body for `create` may set what is settled on creation, and `replace` may create.
        (Sent::Entity, _) if change.method == ResourceMethod::Update => (
            quote!(<D: rt::DerivedFrom<#entity>>(&self, body: rt::Body<D>) -> rt::Write<#answer>),
            quote!(rt::Write::body::<#entity, D, rt::ForUpdate>(&self.resource, #description, body)),
        ),
        (Sent::Entity, _) => (
            quote!(<D: rt::DerivedFrom<#entity>, F>(&self, body: rt::Body<D, F>) -> rt::Write<#answer>),
            quote!(rt::Write::body::<#entity, D, F>(&self.resource, #description, body)),
        ),
        (Sent::Reference, _) => {
            let constructor = match change.method {
                ResourceMethod::RemoveReferenceById => quote!(without_reference),
                _ => quote!(reference),
            };
            (
                quote!((&self, to: impl Into<rt::Reference>) -> rt::Write<#answer>),
                quote!(rt::Write::#constructor(&self.resource, #description, to)),
            )
        }
        (Sent::Stream, _) => (
            quote!((&self, content: impl Into<rt::UploadBody>) -> rt::Upload),
            quote!(rt::Upload::new(&self.resource, #segment, #description, "application/octet-stream", content)),
        ),
        (Sent::Nothing, Answered::Count) => {
            let eventual = change.is_directory.then(|| quote!(.eventual()));
            (quote!((&self) -> rt::Count<#entity>), quote!(rt::Count::new(&self.resource, #description)#eventual))
        }
        (Sent::Nothing, Answered::References) => (
            quote!((&self) -> rt::List<rt::Link>),
            quote!(rt::List::new(&self.resource.child("$ref"), #description, &[])),
        ),
        (Sent::Nothing, Answered::Reference) => (
            quote!((&self) -> rt::Get<rt::Link>),
            quote!(rt::Get::new(&self.resource.child("$ref"), #description, &[])),
        ),
        (Sent::Nothing, Answered::Stream) => {
            (quote!((&self) -> rt::Download), quote!(rt::Download::new(&self.resource, #segment, #description)))
        }
        (Sent::Nothing, _) => {
            (quote!((&self) -> rt::Write<#answer>), quote!(rt::Write::empty(&self.resource, #segment, #description)))
        }
    };
    quote! {
        #docs
        #[inline]
        pub fn #name #signature {
            #items
            #body
        }
    }
}
