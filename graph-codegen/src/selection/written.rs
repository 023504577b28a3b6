use std::collections::BTreeSet;

use super::{ResourceMethod, Selection};
use crate::edm::{Model, TypeId};

impl Selection {
    /// Types that bodies are made of: those of entities that are created or updated, types derived from them, and the complex types of
    /// their properties; of these, the ones that are selected.
    #[must_use]
    pub fn written_types(&self, model: &Model) -> BTreeSet<TypeId> {
        let mut found = BTreeSet::new();
        let mut queue: Vec<TypeId> = Vec::new();
        for (shape, resource) in &self.resources {
            if resource.methods.keys().any(ResourceMethod::has_body) {
                queue.push(shape.entity_type());
            }
        }
        while let Some(id) = queue.pop() {
            if !self.types.contains_key(&id) || !found.insert(id) {
                continue;
            }
            queue.extend(model.derived_types(id));
            let members = self.types.get(&id).map(|selected| &selected.members);
            for (_, property) in model.properties(id) {
                if members.is_some_and(|members| members.contains(&property.name)) {
                    queue.extend(property.type_ref.type_id());
                }
            }
        }
        found.retain(|id| model.type_(*id).structured().is_some());
        found
    }
}
