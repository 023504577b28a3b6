use proc_macro2::TokenStream;
use quote::quote;

use crate::{emit::token::Place, rust::Returns};

/// What the answer of a call becomes: the parameter of `rt::Call`.
pub(super) fn answer(place: Place<'_>, returns: &Returns) -> TokenStream {
    match returns {
        Returns::Nothing => quote!(()),
        Returns::Stream => quote!(rt::Content),
        Returns::Structure(value_type) => place.value_type(value_type),
        Returns::Single(value_type) => {
            let value_type = place.value_type(value_type);
            quote!(rt::Single<#value_type>)
        }
        Returns::Changes(value_type) => {
            let value_type = place.value_type(value_type);
            quote!(rt::Page<rt::Change<#value_type>>)
        }
        Returns::Structures(value_type) | Returns::Collection(value_type) => {
            let value_type = place.value_type(value_type);
            quote!(rt::Page<#value_type>)
        }
    }
}
