use std::collections::BTreeSet;

use super::{ResourceMethod, Selection, table::ByType};
use crate::edm::{Model, TypeId};

impl Selection {
    /// Types that bodies are made of: those of entities that are created or updated, types derived from them, and the complex types of
    /// their properties; of these, the ones that are selected.
    #[must_use]
    pub fn written_types(&self, model: &Model) -> BTreeSet<TypeId> {
        let mut found: ByType<()> = ByType::new(model);
        // Derived types are visited once for all their base types, and also behind one that is not selected.
        let mut derived: ByType<()> = ByType::new(model);
        let mut queue: Vec<TypeId> = Vec::new();
        for (shape, resource) in &self.resources {
            if resource.methods.keys().any(ResourceMethod::has_body) {
                queue.push(shape.entity_type());
            }
        }
        while let Some(id) = queue.pop() {
            let Some(selected) = self.types.get(&id).filter(|_| !found.contains(id)) else { continue };
            found.insert(id, ());
            let mut bases = vec![id];
            while let Some(base) = bases.pop() {
                if derived.insert(base, ()) {
                    bases.extend(model.directly_derived_types(base));
                    queue.extend(model.directly_derived_types(base));
                }
            }
            for (_, property) in model.properties(id) {
                if let Some(target) = property.type_ref.type_id()
                    && selected.members.contains(&property.name)
                {
                    queue.push(target);
                }
            }
        }
        found.keys().filter(|id| model.type_(*id).structured().is_some()).collect()
    }
}
