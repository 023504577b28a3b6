use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::relations;
use super::token::{Place, deprecated, doc, docs, ident};
use crate::{
    edm::Model,
    extension::{Customs, Element},
    facts::Writing,
    rust::{Field, Structure, StructureOrigin, ValueType},
};

/// A struct, the table of its properties, and one line that calls the runtime for the rest.
pub(super) fn structure(place: Place<'_>, structure: &Structure, model: &Model, customs: &Customs) -> TokenStream {
    let name = ident(&structure.name);
    let docs = docs(&structure.docs);
    let attributes = attributes(structure, model, customs);
    let extra = ident(&structure.extra);
    let fields = structure.fields.iter().map(|field| {
        let (name, doc) = (ident(&field.name), doc(&field.doc));
        let attributes = field_attributes(structure, field, model, customs);
        let value_type = place.value_type(&field.value_type);
        let deprecated = deprecated(field.deprecation.as_ref());
        quote! { #doc #deprecated #(#attributes)* pub #name: Option<#value_type>, }
    });
    let constants = structure.is_selectable.then(|| constants(place, structure));
    let (about, bases) = (relations::within_structured(&structure.relations), relations::bases(place, structure));
    let type_deprecated = deprecated(structure.deprecation.as_ref());
    let source = &structure.source;
    let mut sorted: Vec<&Field> = structure.fields.iter().collect();
    sorted.sort_by(|left, right| left.wire_name.cmp(&right.wire_name));
    let wire_names = sorted.iter().map(|field| &field.wire_name);
    let reads = sorted.iter().enumerate().map(|(index, field)| {
        let (index, name) = (Literal::usize_unsuffixed(index), ident(&field.name));
        quote! { #index => from.read(&mut self.#name), }
    });
    // Written in declared order, so that what people see reads like the metadata.
    let writes = structure.fields.iter().map(|field| {
        let index = sorted.iter().position(|other| other.wire_name == field.wire_name).unwrap_or_default();
        let (index, name) = (Literal::usize_unsuffixed(index), ident(&field.name));
        quote! { to.put(#index, &self.#name); }
    });
    // Each `None` is a constant, where a derive would call a function for each field, and care for what to drop if it panics.
    let names = structure.fields.iter().map(|field| ident(&field.name));
    let (index, from, to) = match structure.fields.is_empty() {
        false => (quote!(index), quote!(from), quote!(to)),
        true => (quote!(_), quote!(_), quote!(_)),
    };
    let read = match structure.fields.is_empty() {
        false => quote! { match index { #(#reads)* _ => {} } },
        true => TokenStream::new(),
    };
    quote! {
        #docs
        #type_deprecated
        #(#attributes)*
        pub struct #name {
            #(#fields)*
            /// What the service sent beyond the declared properties, or in a form that does not fit them.
            pub #extra: rt::Extra,
        }
        #constants
        impl rt::Structured for #name {
            const TYPE_NAME: &'static str = #source;
            const PROPERTIES: &'static [&'static str] = &[#(#wire_names),*];
            #about
            #[inline]
            fn extra(&self) -> &rt::Extra {
                &self.#extra
            }
            #[inline]
            fn extra_mut(&mut self) -> &mut rt::Extra {
                &mut self.#extra
            }
            fn read<R: rt::PropertyReader>(&mut self, #index: usize, #from: &mut R) {
                #read
            }
            fn write<'a, W: rt::PropertyWriter<'a>>(&'a self, #to: &mut W) {
                #(#writes)*
            }
        }
        impl ::core::default::Default for #name {
            #[inline]
            fn default() -> Self {
                Self { #(#names: None,)* #extra: rt::Extra::new() }
            }
        }
        rt::structured!(#name);
        #bases
    }
}

/// Constants that name the properties in queries and bodies.
fn constants(place: Place<'_>, structure: &Structure) -> TokenStream {
    if structure.fields.is_empty() && structure.relations.navigation.is_empty() {
        return TokenStream::new();
    }
    let name = ident(&structure.name);
    let constants = structure.fields.iter().map(|field| {
        let (constant, wire_name) = (ident(&field.constant), &field.wire_name);
        let value_type = match &field.value_type {
            // A box is the field's business.
            ValueType::Boxed(inner) => place.value_type(inner),
            other => place.value_type(other),
        };
        let (access, note) = match field.writing {
            Writing::Always => (None, "for queries and bodies."),
            Writing::OnCreate => (Some(quote!(, rt::CreateOnly)), "for queries and bodies of `create`."),
            Writing::Never => (Some(quote!(, rt::ReadOnly)), "for queries."),
        };
        let doc = doc(&format!("`{wire_name}`, {note}"));
        let deprecated = deprecated(field.deprecation.as_ref());
        quote! { #doc #deprecated pub const #constant: rt::Property<Self, #value_type #access> = rt::Property::new(#wire_name); }
    });
    let navigation = relations::navigation(place, &structure.relations);
    quote! { impl #name { #(#constants)* #navigation } }
}

fn attributes(structure: &Structure, model: &Model, customs: &Customs) -> Vec<TokenStream> {
    match structure.origin {
        StructureOrigin::Entity(id) | StructureOrigin::Complex(id) => {
            customs.attributes(&Element::Type(&model.type_(id).name))
        }
        StructureOrigin::Parameters(_) => match parameters_of(structure, model) {
            Some((on, operation)) => customs.attributes(&Element::Parameters { on, operation }),
            None => Vec::new(),
        },
    }
}

fn field_attributes(structure: &Structure, field: &Field, model: &Model, customs: &Customs) -> Vec<TokenStream> {
    if let Some((on, operation)) = parameters_of(structure, model) {
        return customs.attributes(&Element::Parameter { on, operation, name: &field.wire_name });
    }
    let declaring = field.source.split('/').next().unwrap_or_default();
    match model.find_type(declaring) {
        Some(id) => customs.attributes(&Element::Property { of: &model.type_(id).name, name: &field.wire_name }),
        None => Vec::new(),
    }
}

/// The type and operation that a struct of parameters belongs to.
fn parameters_of<'a>(structure: &'a Structure, model: &'a Model) -> Option<(&'a crate::edm::QualifiedName, &'a str)> {
    let StructureOrigin::Parameters(_) = structure.origin else { return None };
    let (on, operation) = structure.source.split_once('/')?;
    Some((&model.type_(model.find_type(on)?).name, operation))
}
