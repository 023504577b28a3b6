//! Plans unions: enums of derived types.

use std::collections::BTreeMap;

use super::{namespaces::Modules, planner::Planner};
use crate::{
    customization::Element,
    edm::{QualifiedName, TypeId},
    naming::{Identifier, Qualifier, Scope, Wanted, camel, natural_order, qualified_camel},
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
    let mut by_reader: BTreeMap<&QualifiedName, (Path, Vec<String>)> = BTreeMap::new();
    let derived_types = model.derived_types(id);
    for derived in derived_types.iter().copied().filter(is_value) {
        let mut nearest = model.lineage(derived).take_while(|(of, _)| *of != id);
        let reader = nearest.find(|(of, _)| is_value(of) && planner.path(*of).is_some());
        let Some((reader, declared)) = reader else { continue };
        let path = planner.path(reader)?.clone();
        let entry = by_reader.entry(&declared.name).or_insert((path, Vec::new()));
        entry.1.push(model.type_(derived).name.to_string());
    }
    if by_reader.is_empty() {
        return None;
    }
    let source = planner.type_name(id);
    let names = derived_types.iter().chain([&id]).map(|id| planner.type_name(*id));
    let qualifier = Qualifier::new(source.namespace(), names.map(|name| (name.namespace(), name.name())));
    let mut scope = Scope::with(&["Self"]);
    let other = scope.claim_or(Identifier::forced("Other"), "", "");
    let mut by_reader: Vec<_> = by_reader.into_iter().collect();
    by_reader.sort_by(|(left, _), (right, _)| natural_order(left.as_str(), right.as_str()));
    let variants = by_reader.into_iter().map(|(declared, (structure, mut sources))| {
        sources.sort_unstable();
        // A type that is renamed has a name that users chose.
        let name = match structure.name.as_str() == camel(declared.name()) {
            true => {
                let before = qualifier.qualification(declared.namespace(), declared.name());
                Identifier::forced(&qualified_camel(&before, declared.name()))
            }
            false => structure.name.clone(),
        };
        UnionVariant { name: scope.claim_or(name, "Type", declared.as_str()), structure, sources }
    });
    let variants = variants.collect();
    let element = Element::DerivedTypes(source);
    let default = Identifier::forced(&format!("Any{}", base.name.as_str()));
    let wanted = planner.customizations.wanted(&element, Wanted::own(default));
    let attributes = planner.customizations.attributes(&element);
    let source_name = element.source_name();
    let path = planner.claim(source.namespace(), wanted, "Type", &source_name, || source_name.clone());
    let docs = vec![
        format!("A value of a selected type derived from {}.", type_link(source.as_str(), Some(&base), &path.modules)),
        "`from` converts a value of the base type.".to_owned(),
    ];
    let source = source.to_string();
    let planned = Union { name: path.name, origin: id, source, base, variants, other, docs, attributes };
    Some((path.modules, planned))
}
