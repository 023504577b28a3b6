use std::collections::BTreeMap;

use super::{
    builder::{by_place, resources},
    code::Code,
    module::{builder_items, enumeration_items, head, module_doc, structure_items},
    place::Place,
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
pub fn emit_directory(view: View<'_>, customs: &Customs) -> Vec<(String, String)> {
    let mut files = Vec::new();
    // Namespaces nest as deep as the document says.
    let mut waiting: Vec<(&Module, Vec<Identifier>)> = vec![(&view.package.root, Vec::new())];
    while let Some((module, path)) = waiting.pop() {
        let directory: String = path.iter().flat_map(|name| [name.as_str(), "/"]).collect();
        let (mut root, included) = module_files(view, module, &path, customs);
        root.gap();
        for (name, code) in included {
            root.line(&["include!(\"", &name, ".rs\");"]);
            files.push((format!("{directory}{name}.rs"), code.finish()));
        }
        for child in &module.modules {
            let Some(name) = &child.name else { continue };
            root.gap();
            root.doc(&module_doc(child));
            root.line(&["pub mod ", name.written(), ";"]);
            waiting.push((child, path.iter().chain([name]).cloned().collect()));
        }
        files.push((format!("{directory}mod.rs"), root.finish()));
    }
    files
}

/// What is in a module's own file, and its other files by name.
fn module_files(
    view: View<'_>,
    module: &Module,
    path: &[Identifier],
    customs: &Customs,
) -> (Code, BTreeMap<String, Code>) {
    let place = Place { modules: path };
    let mut root = Code::default();
    head(&mut root, view, module, path, customs);
    let names = layout::files(module, view.model);
    let mut files: BTreeMap<String, Code> = BTreeMap::new();
    for planned in &module.structures {
        let home = layout::home(planned.origin, view.model).and_then(|id| names.get(&id));
        let code = home.map_or(&mut root, |name| files.entry(name.clone()).or_default());
        structure_items(code, view, place, planned, customs);
    }
    for planned in &module.unions {
        let code = names.get(&planned.origin).map_or(&mut root, |name| files.entry(name.clone()).or_default());
        union(code, place, planned);
    }
    let builders = by_place(&module.builders);
    for planned in &module.places {
        let code = names.get(&planned.origin).map_or(&mut root, |name| files.entry(name.clone()).or_default());
        let own = builders.get(planned.name.as_str()).map_or(&[][..], Vec::as_slice);
        resources(code, place, planned, own);
        for builder in own {
            builder_items(code, view, place, builder, customs);
        }
    }
    for planned in &module.enumerations {
        enumeration_items(files.entry(ENUMERATIONS.to_owned()).or_default(), view, planned, customs);
    }
    (root, files)
}
