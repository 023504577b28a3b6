use graph_codegen::{
    extension::{Element, Extension, View},
    plan::{Identifier, Method, MethodKind, RequestBuilder, Structure, StructureOrigin},
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

/// An extension that renames properties by a rule, and adds items beside types and operations.
pub(crate) struct Licensing;

impl Extension for Licensing {
    /// Renames `…_date_time` to `…_at`: `created_date_time` becomes `created_at`.
    fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier> {
        match element {
            Element::Property { .. } => Identifier::new(&format!("{}_at", default.strip_suffix("_date_time")?)),
            _ => None,
        }
    }

    /// Implements `Named` for entity types with a display name.
    fn items_beside_structure(&self, _: View<'_>, structure: &Structure) -> TokenStream {
        let StructureOrigin::Entity(_) = structure.origin else { return TokenStream::new() };
        let Some(field) = structure.fields.iter().find(|field| field.wire_name == "displayName") else {
            return TokenStream::new();
        };
        let (structure, field) = (ident(&structure.name), ident(&field.name));
        quote! {
            impl crate::Named for #structure {
                fn name(&self) -> Option<&str> {
                    self.#field.as_deref()
                }
            }
        }
    }

    /// Adds a constant with the permissions of each action.
    fn items_beside_method(&self, _: View<'_>, _: &RequestBuilder, method: &Method) -> TokenStream {
        let MethodKind::Action(action) = &method.kind else { return TokenStream::new() };
        let permissions = &action.exchange.facts.application_least;
        let name = format_ident!("{}_PERMISSIONS", method.name.as_str().to_uppercase());
        let doc = format!(
            "The least privileged application permissions for `{}`; empty if they are not known.",
            action.exchange.source
        );
        quote! {
            #[doc = #doc]
            pub const #name: &[&str] = &[#(#permissions),*];
        }
    }
}

fn ident(identifier: &Identifier) -> Ident {
    if identifier.is_raw() {
        Ident::new_raw(identifier.as_str(), Span::call_site())
    } else {
        Ident::new(identifier.as_str(), Span::call_site())
    }
}
