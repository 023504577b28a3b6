//! The files of a generated directory, and the file that each item is in.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::{Module, StructureOrigin};
use crate::{
    edm::{Model, TypeId},
    naming::{Identifier, Scope, snake},
};

/// The name of the file for a namespace's enumerations, without `.rs`.
pub const ENUMERATIONS: &str = "enumerations";

/// Names of devices, which are not valid file names on Windows, with any extension.
const DEVICES: [&str; 28] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "com¹", "com²",
    "com³", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "lpt¹", "lpt²", "lpt³",
];

/// Whether a name in lower case, without extension, is that of a device on Windows.
pub(crate) fn is_device(name: &str) -> bool {
    DEVICES.contains(&name)
}

/// The maximum length in bytes of a name before a suffix is added. Most file systems allow 255 with the extension.
const MAX_LENGTH: usize = 200;

/// The names of a module's files and directories.
#[derive(Debug)]
pub struct FileNames {
    /// The files by type, without `.rs`.
    pub files: BTreeMap<TypeId, String>,
    /// The directories of the submodules, in their order.
    pub directories: Vec<String>,
}

/// Returns the file names of a module.
///
/// A type's file holds its struct, request builders, parameter structs and union. Names depend on the selection only if
/// they collide. They are valid on all file systems: on Windows, on those that ignore case, and with 255 bytes.
#[must_use]
pub fn file_names(module: &Module, model: &Model) -> FileNames {
    let structures = module.structures.iter().filter_map(|structure| home(structure.origin, model));
    let builders = module.builders.iter().map(|builder| builder.shape.entity_type());
    let unions = module.unions.iter().map(|union| union.origin);
    let types: BTreeSet<TypeId> = structures.chain(builders).chain(unions).collect();
    let mut types: Vec<TypeId> = types.into_iter().collect();
    model.sort_types(&mut types);
    let taken: Vec<&str> = ["mod", ENUMERATIONS].into_iter().chain(DEVICES).collect();
    let mut scope = Scope::with(&taken);
    let mut claim = |name: &str, suffix: &str| {
        scope.claim_or(Identifier::forced(&portable(name)), suffix, name).as_str().to_owned()
    };
    let modules = module.modules.iter().filter_map(|module| module.name.as_ref());
    let directories = modules.map(|name| claim(name.as_str(), "_module")).collect();
    let mut files = BTreeMap::new();
    for id in types {
        files.insert(id, claim(&snake(model.type_(id).name.name()), "_type"));
    }
    FileNames { files, directories }
}

/// Returns a text that is equal for all paths that a file system may regard as equal: some ignore case, and some the
/// difference between composed and decomposed characters.
pub(crate) fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    let composed: String = path.nfc().collect();
    composed.to_uppercase().to_lowercase().nfc().collect()
}

/// Returns a name of bounded length that is equal for all names that a file system may regard as equal.
fn portable(name: &str) -> String {
    let mut folded = folded(name);
    let mut end = folded.len().min(MAX_LENGTH);
    while !folded.is_char_boundary(end) {
        end -= 1;
    }
    folded.truncate(end);
    folded
}

/// Returns the type whose file holds a struct.
///
/// This is its own type, or the type that an action is declared for. Returns `None` for parameters of imported actions,
/// which are in `mod.rs`.
#[must_use]
pub fn home(origin: StructureOrigin, model: &Model) -> Option<TypeId> {
    match origin {
        StructureOrigin::Entity(id) | StructureOrigin::Complex(id) => Some(id),
        StructureOrigin::Parameters(id) => model.operation(id).binding_parameter()?.type_ref.type_id(),
    }
}
