//! Which file of a directory an item goes to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Module, StructureOrigin};
use crate::{
    edm::{Model, TypeId},
    naming::{Identifier, Scope},
};

/// What the file of a namespace's enumerations is called, without `.rs`.
pub const ENUMERATIONS: &str = "enumerations";

/// Names that are no file names on Windows, whatever follows the dot.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The files of a module, without `.rs`, by the type whose struct, request builders, parameters and union each holds. Names depend on what
/// is selected only where they collide.
#[must_use]
pub fn files(module: &Module, model: &Model) -> BTreeMap<TypeId, String> {
    let structures = module.structures.iter().filter_map(|structure| home(structure.origin, model));
    let builders = module.builders.iter().map(|builder| builder.shape.entity_type());
    let unions = module.unions.iter().map(|union| union.origin);
    let types: BTreeSet<TypeId> = structures.chain(builders).chain(unions).collect();
    let mut types: Vec<TypeId> = types.into_iter().collect();
    types.sort_by_key(|id| &model.type_(*id).name);
    let modules = module.modules.iter().filter_map(|module| module.name.as_ref()).map(Identifier::as_str);
    let taken: Vec<&str> = modules.chain(["mod", ENUMERATIONS]).chain(RESERVED).collect();
    let mut scope = Scope::with(&taken);
    let named = types.into_iter().map(|id| {
        let name = Identifier::forced(&heck::AsSnakeCase(model.type_(id).name.name()).to_string());
        (id, scope.claim([name.clone(), name.with_suffix("_type")]).as_str().to_owned())
    });
    named.collect()
}

/// The type whose file a struct is in: its own, or the one that an action is declared for. Parameters of what is called on the service itself
/// are in the file of the service.
#[must_use]
pub fn home(origin: StructureOrigin, model: &Model) -> Option<TypeId> {
    match origin {
        StructureOrigin::Entity(id) | StructureOrigin::Complex(id) => Some(id),
        StructureOrigin::Parameters(id) => model.operation(id).binding_parameter()?.type_ref.type_id(),
    }
}
