//! The implementation that the derive macro emits.
//!
//! Tokens that rustc may point at have the place of the field's name or type, so that its messages are about the field.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, Path, Type, spanned::Spanned};

use crate::{
    attribute::StructAttribute,
    field::{Conversion, Field, Mode, Source, constant},
};

/// Returns the implementation for a struct.
pub fn of(name: &Ident, attribute: &StructAttribute, fields: &[Field<'_>]) -> TokenStream {
    let StructAttribute { of, runtime } = attribute;
    let from = Ident::new("from", Span::mixed_site());
    let locals: Vec<Ident> =
        (0..fields.len()).map(|index| format_ident!("field{index}", span = Span::mixed_site())).collect();
    let values = fields.iter().map(|field| value(field, of, runtime, &from));
    let names = fields.iter().map(|field| field.name);
    // One test for all fields: rustc takes cubic time to optimise a struct with a `?` for each.
    let body = quote! {
        let (#(::core::option::Option::Some(#locals),)*) = (#(#values,)*) else {
            return ::core::option::Option::None;
        };
        ::core::option::Option::Some(Self { #(#names: #locals,)* })
    };
    implementation(name, attribute, &from, &body)
}

/// Returns an implementation for a type with mistakes, which are reported beside it.
pub fn unread(name: &Ident, attribute: &StructAttribute) -> TokenStream {
    let from = Ident::new("_from", Span::mixed_site());
    implementation(name, attribute, &from, &quote!(::core::option::Option::None))
}

fn implementation(name: &Ident, attribute: &StructAttribute, from: &Ident, body: &TokenStream) -> TokenStream {
    let StructAttribute { of, runtime } = attribute;
    quote! {
        #[automatically_derived]
        // Conversions of `try_from` may be infallible.
        #[allow(clippy::unnecessary_fallible_conversions)]
        impl #runtime::projection::Projection for #name {
            type Of = #of;

            fn build(#from: &mut #runtime::projection::ProjectionReader<'_>) -> ::core::option::Option<Self> {
                #body
            }
        }

        #[automatically_derived]
        impl #runtime::projection::PageItem for #name {
            fn read_item(
                json: &mut #runtime::codec::JsonReader<'_>,
            ) -> ::core::result::Result<#runtime::codec::Decoded<Self>, #runtime::codec::JsonError> {
                #runtime::projection::read_projection(json).map(#runtime::codec::Decoded::Value)
            }
        }
    }
}

/// Returns the call that reads a field.
fn value(field: &Field<'_>, of: &Type, runtime: &Path, from: &Ident) -> TokenStream {
    let Field { value, source, mode, .. } = field;
    let span = value.span();
    let property = match source {
        Source::Control(name, short) => {
            return quote_spanned!(span=> #from.control::<#value>(#name, #short));
        }
        Source::Property(path) => property(field, path, of, runtime),
    };
    match mode {
        Mode::Checked => quote_spanned!(span=> #from.field::<#value, _>(#property)),
        Mode::Required => quote_spanned!(span=> #from.required::<#value, _>(#property)),
        Mode::Default => quote_spanned!(span=> #from.or_default::<#value, _>(#property)),
        Mode::Converted(conversion) => converted(*conversion, &property, from),
    }
}

fn converted(conversion: Conversion<'_>, property: &TokenStream, from: &Ident) -> TokenStream {
    let Conversion { to, item, is_optional, is_required } = conversion;
    let span = to.span();
    let method = match (is_optional, is_required) {
        (true, _) => Ident::new("optional_converted", span),
        (_, true) => Ident::new("required_converted", span),
        _ => Ident::new("converted", span),
    };
    let convert = |to: &Type| quote_spanned!(span=> <#to as ::core::convert::TryFrom<_>>::try_from(value).ok());
    let function = match item {
        Some(item) => {
            let convert = convert(item);
            quote_spanned!(span=> |values| {
                ::core::iter::Iterator::collect(::core::iter::Iterator::map(
                    ::core::iter::IntoIterator::into_iter(values),
                    |value| #convert,
                ))
            })
        }
        None => {
            let convert = convert(to);
            quote_spanned!(span=> |value| #convert)
        }
    };
    quote_spanned!(span=> #from.#method::<#to, _>(#property, #function))
}

/// Returns the constant of a property, or the path to it.
fn property(field: &Field<'_>, path: &[Ident], of: &Type, runtime: &Path) -> TokenStream {
    let mut steps = path.iter();
    let Some(first) = steps.next() else { return TokenStream::new() };
    let declaring = field.derived.as_ref().unwrap_or(of);
    let name = constant(first);
    let mut property = quote_spanned!(name.span()=> <#declaring>::#name);
    for step in steps {
        property = quote_spanned!(step.span()=> #runtime::projection::path(#property, |value| &value.#step));
    }
    if field.is_cast {
        property = quote_spanned!(name.span()=> #runtime::projection::cast(#property));
    }
    if let Some(derived) = &field.derived {
        property =
            quote_spanned!(derived.span()=> #runtime::projection::derived_property::<#of, #derived, _>(#property));
    }
    property
}
