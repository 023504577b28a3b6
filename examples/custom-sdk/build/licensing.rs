use graph_codegen::{
    extension::{Element, Extension, ExtensionFile, Item, View, proc_macro2::TokenStream, quote, quote::quote},
    plan::{Identifier, MethodKind, StructureOrigin},
};

/// An extension that renames properties by a rule, documents what the service computes, and adds items and a file.
pub(crate) struct Licensing;

impl Extension for Licensing {
    /// Renames `…_date_time` to `…_at`: `created_date_time` becomes `created_at`.
    fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier> {
        match element {
            Element::Property { .. } => Identifier::new(&format!("{}_at", default.strip_suffix("_date_time")?)),
            _ => None,
        }
    }

    /// Says which properties only the service sets.
    fn docs(&self, view: View<'_>, item: Item<'_>, docs: &mut Vec<String>) {
        let computed = view.annotation(item, "Org.OData.Core.V1.Computed");
        if let (Item::Field(..), Some(_)) = (item, computed) {
            docs.push("Only the service sets it.".to_owned());
        }
    }

    /// Implements `Named` for entity types with a display name, and adds the permissions of each action.
    fn items(&self, view: View<'_>, item: Item<'_>) -> TokenStream {
        match item {
            Item::Structure(structure) if matches!(structure.origin, StructureOrigin::Entity(_)) => {
                let Some(field) = structure.fields.iter().find(|field| field.wire_name == "displayName") else {
                    return TokenStream::new();
                };
                let (structure, field) = (&structure.name, &field.name);
                quote! {
                    impl crate::Named for #structure {
                        fn name(&self) -> Option<&str> {
                            self.#field.as_deref()
                        }
                    }
                }
            }
            Item::Method(_, method) => {
                let MethodKind::Action(action) = &method.kind else { return TokenStream::new() };
                let permissions = &action.exchange.facts.application_least;
                let name = quote::format_ident!("{}_PERMISSIONS", method.name.as_str().to_uppercase());
                let result = view.tokens(&action.exchange.output).to_string().replace(' ', "");
                let doc = format!(
                    "The least privileged application permissions for `{}`, which returns `{result}`; empty if they are \
                     not known.",
                    action.exchange.source
                );
                quote! {
                    #[doc = #doc]
                    pub const #name: &[&str] = &[#(#permissions),*];
                }
            }
            _ => TokenStream::new(),
        }
    }

    /// Adds a function that returns the ids of a person's licenses, for `src/licenses.rs`.
    fn files(&self, view: View<'_>) -> Vec<ExtensionFile> {
        let view = view.from_outside("crate::graph");
        let types = ["microsoft.graph.user", "microsoft.graph.assignedLicense/skuId"];
        let [Some(person), Some(id)] = types.map(|name| view.type_of(name)) else { return Vec::new() };
        let items = quote! {
            /// Returns the ids of the products that a person has licenses for.
            pub fn licensed_products(person: &#person) -> Vec<#id> {
                person.assigned_licenses.iter().flatten().filter_map(|license| license.sku_id).collect()
            }
        };
        vec![ExtensionFile::rust("licenses.rs", items)]
    }
}
