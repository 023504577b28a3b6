use std::collections::{BTreeMap, BTreeSet};

use super::Selection;
use crate::edm::{Model, TypeId};

/// Finds the properties through which a type would contain itself by value, and marks them as boxed.
///
/// A property is boxed where its type can reach the property's owner again without passing a collection. Base properties are
/// flattened into the derived types, so a derived type owns them too.
pub(super) fn mark_boxed(model: &Model, selection: &mut Selection) {
    let mut contains: BTreeMap<TypeId, Vec<(String, TypeId)>> = BTreeMap::new();
    for (id, selected) in &selection.types {
        let edges = model
            .properties(*id)
            .into_iter()
            .filter(|(_, property)| !property.type_ref.is_collection && selected.members.contains(&property.name))
            .filter_map(|(_, property)| {
                let target =
                    property.type_ref.type_id().filter(|target| model.type_(*target).structured().is_some())?;
                Some((property.name.clone(), target))
            })
            .filter(|(_, target)| selection.types.contains_key(target))
            .collect();
        contains.insert(*id, edges);
    }
    for (id, edges) in &contains {
        for (property, target) in edges {
            if reaches(&contains, *target, *id)
                && let Some(selected) = selection.types.get_mut(id)
            {
                selected.boxed.insert(property.clone());
            }
        }
    }
}

fn reaches(contains: &BTreeMap<TypeId, Vec<(String, TypeId)>>, from: TypeId, to: TypeId) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut stack = vec![from];
    while let Some(current) = stack.pop() {
        if current == to {
            return true;
        }
        for (_, next) in contains.get(&current).into_iter().flatten() {
            if seen.insert(*next) {
                stack.push(*next);
            }
        }
    }
    false
}
