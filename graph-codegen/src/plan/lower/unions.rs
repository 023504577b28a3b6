//! Plans unions: enums of derived types.

use std::collections::BTreeMap;

use super::{namespaces::Modules, planner::Planner};
use crate::{
    customization::Element,
    edm::TypeId,
    naming::{Identifier, Scope, Wanted},
    plan::{Path, Union, UnionVariant, docs::type_link},
};

/// Plans the unions of a selection, with their modules.
///
/// There is one for each type that a value is declared with and that has selected derived types.
pub(super) fn unions(planner: &mut Planner<'_>) -> Vec<(Modules, Union)> {
    let model = planner.model;
    let mut declared: Vec<TypeId> = planner.selection.declared_types(model).into_iter().collect();
    model.sort_types(&mut declared);
    declared.into_iter().filter_map(|id| union(planner, id)).collect()
}

fn union(planner: &mut Planner<'_>, id: TypeId) -> Option<(Modules, Union)> {
    let model = planner.model;
    let base = planner.path(id)?.clone();
    let is_value = |id: &TypeId| model.type_(*id).structured().is_some_and(|of| of.is_abstract != Some(true));
    let mut by_reader: BTreeMap<&str, (Path, Vec<String>)> = BTreeMap::new();
    for derived in model.derived_types(id).into_iter().filter(is_value) {
        let mut nearest = model.lineage(derived).take_while(|(of, _)| *of != id);
        let reader = nearest.find(|(of, _)| is_value(of) && planner.path(*of).is_some());
        let Some((reader, declared)) = reader else { continue };
        let path = planner.path(reader)?.clone();
        let entry = by_reader.entry(declared.name.as_str()).or_insert((path, Vec::new()));
        entry.1.push(model.type_(derived).name.to_string());
    }
    if by_reader.is_empty() {
        return None;
    }
    let mut scope = Scope::with(&["Self"]);
    let other = scope.claim([Identifier::forced("Other")]);
    let variants = by_reader.into_values().map(|(structure, mut sources)| {
        sources.sort_unstable();
        UnionVariant { name: scope.claim([structure.name.clone()]), structure, sources }
    });
    let variants = variants.collect();
    let source = planner.type_name(id);
    let element = Element::DerivedTypes(source);
    let default = Identifier::forced(&format!("Any{}", base.name.as_str()));
    let wanted = planner.customizations.wanted(&element, Wanted::own(default));
    let attributes = planner.customizations.attributes(&element);
    let path = planner.claim(source.namespace(), wanted, "Type", || element.source_name());
    let docs = vec![
        format!("A value of a selected type derived from {}.", type_link(source.as_str(), Some(&base), &path.modules)),
        "`from` converts a value of the base type.".to_owned(),
    ];
    let source = source.to_string();
    let planned = Union { name: path.name, origin: id, source, base, variants, other, docs, attributes };
    Some((path.modules, planned))
}
