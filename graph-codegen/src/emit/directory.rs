use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    module::{builder_items, enumeration_items, head, module_doc, structure_items},
    token::{Place, ident},
    union::union,
};
use crate::{
    extension::{Customs, View},
    rust::{
        Identifier, Module,
        layout::{self, ENUMERATIONS},
    },
};

/// The generated root as a directory: `mod.rs` for each module, and beside it a file a type, which it includes. So the items are where they
/// are in one file, by name and by what they see.
pub fn emit_directory(view: View<'_>, customs: &Customs) -> Vec<(String, TokenStream)> {
    let mut files = Vec::new();
    // Namespaces nest as deep as the document says.
    let mut waiting: Vec<(&Module, Vec<Identifier>)> = vec![(&view.package.root, Vec::new())];
    while let Some((module, path)) = waiting.pop() {
        let directory: String = path.iter().flat_map(|name| [name.as_str(), "/"]).collect();
        let (mut root, included) = module_files(view, module, &path, customs);
        for (name, tokens) in included {
            let file = format!("{name}.rs");
            root.extend(quote! { include!(#file); });
            files.push((format!("{directory}{file}"), tokens));
        }
        for child in &module.modules {
            let Some(name) = &child.name else { continue };
            let (doc, module_name) = (module_doc(child), ident(name));
            root.extend(quote! { #[doc = #doc] pub mod #module_name; });
            waiting.push((child, path.iter().chain([name]).cloned().collect()));
        }
        files.push((format!("{directory}mod.rs"), root));
    }
    files
}

/// What is in a module's own file, and its other files by name.
fn module_files(
    view: View<'_>,
    module: &Module,
    path: &[Identifier],
    customs: &Customs,
) -> (TokenStream, BTreeMap<String, TokenStream>) {
    let place = Place { modules: path };
    let mut root = head(view, module, path, customs);
    let names = layout::files(module, view.model);
    let mut files: BTreeMap<String, TokenStream> = BTreeMap::new();
    for planned in &module.structures {
        let tokens = structure_items(view, place, planned, customs);
        match layout::home(planned.origin, view.model).and_then(|id| names.get(&id)) {
            Some(name) => files.entry(name.clone()).or_default().extend(tokens),
            None => root.extend(tokens),
        }
    }
    let unions = module.unions.iter().map(|planned| (planned.origin, union(place, planned)));
    let builders = module.builders.iter().map(|planned| {
        let tokens = builder_items(view, place, planned, customs);
        (planned.shape.entity_type(), tokens)
    });
    for (id, tokens) in unions.chain(builders) {
        match names.get(&id) {
            Some(name) => files.entry(name.clone()).or_default().extend(tokens),
            None => root.extend(tokens),
        }
    }
    for planned in &module.enumerations {
        files.entry(ENUMERATIONS.to_owned()).or_default().extend(enumeration_items(view, planned, customs));
    }
    (root, files)
}
