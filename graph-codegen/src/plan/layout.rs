//! The files of a generated directory, and the file that each item is in.

use std::collections::{BTreeMap, BTreeSet};

use super::{Module, StructureOrigin};
use crate::{
    edm::{Model, TypeId},
    naming::{Identifier, Scope},
};

/// The name of the file for a namespace's enumerations, without `.rs`.
pub const ENUMERATIONS: &str = "enumerations";

/// Names that are not valid file names on Windows, with any extension.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Returns the file names of a module, without `.rs`, by type.
///
/// A type's file holds its struct, request builders, parameter structs and union. Names depend on the selection only if
/// they collide.
#[must_use]
pub fn files(module: &Module, model: &Model) -> BTreeMap<TypeId, String> {
    let structures = module.structures.iter().filter_map(|structure| home(structure.origin, model));
    let builders = module.builders.iter().map(|builder| builder.shape.entity_type());
    let unions = module.unions.iter().map(|union| union.origin);
    let types: BTreeSet<TypeId> = structures.chain(builders).chain(unions).collect();
    let mut types: Vec<TypeId> = types.into_iter().collect();
    model.sort_types(&mut types);
    let modules = module.modules.iter().filter_map(|module| module.name.as_ref()).map(Identifier::as_str);
    let taken: Vec<&str> = modules.chain(["mod", ENUMERATIONS]).chain(RESERVED).collect();
    let mut scope = Scope::with(&taken);
    let mut named = BTreeMap::new();
    for id in types {
        let name = Identifier::forced(&heck::AsSnakeCase(model.type_(id).name.name()).to_string());
        named.insert(id, scope.claim([name.clone(), name.with_suffix("_type")]).as_str().to_owned());
    }
    named
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
