use std::collections::BTreeMap;

use super::{Identifier, Path, lower::Lowering, scope::Scope};
use crate::edm::TypeId;

/// An enum of the selected types that a value of a base type may be: `AnyDirectoryObject`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Union {
    /// Its name.
    pub name: Identifier,
    /// The base type.
    pub origin: TypeId,
    /// The base type's qualified name.
    pub source: String,
    /// The base type's struct.
    pub base: Path,
    /// The derived types, sorted by name.
    pub variants: Vec<UnionVariant>,
    /// The variant for everything else.
    pub other: Identifier,
}

/// A derived type that a value may be of.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnionVariant {
    /// Its name.
    pub name: Identifier,
    /// The derived type's struct.
    pub structure: Path,
    /// The qualified names of the types that are read as this one, sorted: its own, and those of types derived from it that are not selected.
    pub sources: Vec<String>,
}

/// The unions of a selection, and the modules they belong to: one for each type that something is declared to be of, and that has derived
/// types among the selected ones.
pub(super) fn unions(lowering: &mut Lowering<'_>) -> Vec<(Vec<Identifier>, Union)> {
    let model = lowering.model;
    let mut declared: Vec<TypeId> = lowering.selection.declared_types(model).into_iter().collect();
    declared.sort_by_key(|id| &model.type_(*id).name);
    declared.into_iter().filter_map(|id| union(lowering, id)).collect()
}

fn union(lowering: &mut Lowering<'_>, id: TypeId) -> Option<(Vec<Identifier>, Union)> {
    let model = lowering.model;
    let base = lowering.path(id)?.clone();
    let is_value = |id: &TypeId| model.type_(*id).structured().is_some_and(|of| of.is_abstract != Some(true));
    let mut readers: BTreeMap<&str, (Path, Vec<String>)> = BTreeMap::new();
    for derived in model.derived_types(id).into_iter().filter(is_value) {
        let mut nearest = model.lineage(derived).take_while(|(of, _)| *of != id);
        let reader = nearest.find(|(of, _)| is_value(of) && lowering.path(*of).is_some());
        let Some((reader, declared)) = reader else { continue };
        let path = lowering.path(reader)?.clone();
        let entry = readers.entry(declared.name.as_str()).or_insert((path, Vec::new()));
        entry.1.push(model.type_(derived).name.to_string());
    }
    if readers.is_empty() {
        return None;
    }
    let mut scope = Scope::with(&["Self"]);
    let other = scope.claim([Identifier::forced("Other")]);
    let variants = readers.into_values().map(|(structure, mut sources)| {
        sources.sort_unstable();
        UnionVariant { name: scope.claim([structure.name.clone()]), structure, sources }
    });
    let variants = variants.collect();
    let source = lowering.type_name(id);
    let name = Identifier::forced(&format!("Any{}", base.name.as_str()));
    let path = lowering.claim(source.namespace(), [name.clone(), name.with_suffix("Type")]);
    Some((path.modules, Union { name: path.name, origin: id, source: source.to_string(), base, variants, other }))
}
