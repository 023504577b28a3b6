//! The generated root as a directory.

use std::collections::BTreeMap;

use super::{
    code::Code,
    file::{Head, header},
    module::{Items, head, tail},
    names::Names,
};
use crate::{
    extension::{Extensions, View},
    naming::Identifier,
    plan::{
        Module,
        layout::{self, ENUMERATIONS, FileNames},
    },
};

/// Writes the generated root as a directory.
///
/// Only the root's `mod.rs` shows the command and the version, so that changing them does not change every file.
///
/// Each module has a `mod.rs`, which includes a file for each type with `include!`. So items have the same paths and
/// visibility as in a single file.
pub fn emit_directory(view: View<'_>, head: &Head, extensions: &Extensions) -> Vec<(String, String)> {
    let mut files = Vec::new();
    // Not recursive: namespaces can be nested to any depth.
    let mut pending: Vec<(&Module, Vec<Identifier>, String)> = vec![(&view.package.root, Vec::new(), String::new())];
    while let Some((module, path, directory)) = pending.pop() {
        let names = layout::file_names(module, view.model);
        let header = if path.is_empty() { head.text() } else { header() };
        let (mut root, included) = module_files(view, module, &path, &names, &header, extensions);
        root.gap();
        for (name, code) in included {
            root.line(&["include!(\"", &name, ".rs\");"]);
            files.push((format!("{directory}{name}.rs"), code.finish()));
        }
        for (child, own) in module.modules.iter().zip(names.directories) {
            let Some(name) = &child.name else { continue };
            root.gap();
            root.docs(&child.docs);
            // Not every name of a module is a valid name of a directory.
            if own != name.as_str() {
                root.line(&["#[path = \"", &own, "/mod.rs\"]"]);
            }
            root.line(&["pub mod ", name.written(), ";"]);
            pending.push((child, path.iter().chain([name]).cloned().collect(), format!("{directory}{own}/")));
        }
        files.push((format!("{directory}mod.rs"), root.finish()));
    }
    files
}

/// The `mod.rs` of a module, and its other files by name.
fn module_files(
    view: View<'_>,
    module: &Module,
    path: &[Identifier],
    files: &FileNames,
    header_of_root: &str,
    extensions: &Extensions,
) -> (Code, BTreeMap<String, Code>) {
    let names = Names { modules: path };
    let mut root = Code::new(header_of_root);
    head(&mut root, view, module, path, extensions);
    let mut own = Items::default();
    let mut by_file: BTreeMap<&str, Items<'_>> = BTreeMap::new();
    for planned in &module.builders {
        let file = files.files.get(&planned.type_id());
        file.map_or(&mut own, |file| by_file.entry(file).or_default()).builders.push(planned);
    }
    for planned in &module.structures {
        let file = layout::home(planned.origin, view.model).and_then(|id| files.files.get(&id));
        file.map_or(&mut own, |file| by_file.entry(file).or_default()).structures.push(planned);
    }
    for planned in &module.unions {
        let file = files.files.get(&planned.origin);
        file.map_or(&mut own, |file| by_file.entry(file).or_default()).unions.push(planned);
    }
    for planned in &module.enumerations {
        by_file.entry(ENUMERATIONS).or_default().enumerations.push(planned);
    }
    own.emit(&mut root, view, names, extensions);
    tail(&mut root, view, module, path, extensions);
    let mut emitted = BTreeMap::new();
    for (file, items) in by_file {
        let mut code = Code::new(&header());
        items.emit(&mut code, view, names, extensions);
        emitted.insert(file.to_owned(), code);
    }
    (root, emitted)
}
