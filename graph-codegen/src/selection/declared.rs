use std::collections::BTreeSet;

use super::{Selection, table::ByType};
use crate::edm::{Model, TypeId};

impl Selection {
    /// The types that values are declared to be of, which may be of derived types then: those of resources that are read, of what
    /// operations return, and of properties; of these, the entity and complex types that are selected.
    #[must_use]
    pub fn declared_types(&self, model: &Model) -> BTreeSet<TypeId> {
        let resources = self.resources.iter().filter(|(_, resource)| resource.get.is_some());
        let resources = resources.map(|(shape, _)| shape.entity_type());
        let called = self.called_operations();
        let returned = called.filter_map(|id| model.operation(id).return_type.as_ref()?.type_ref.type_id());
        let mut declared: ByType<()> = ByType::new(model);
        for id in resources.chain(returned) {
            declared.insert(id, ());
        }
        for (id, selected) in &self.types {
            for (_, property) in model.properties(*id) {
                if let Some(target) = property.type_ref.type_id()
                    && selected.members.contains(&property.name)
                {
                    declared.insert(target, ());
                }
            }
        }
        let is_structured = |id: &TypeId| self.types.contains_key(id) && model.type_(*id).structured().is_some();
        declared.keys().filter(is_structured).collect()
    }
}
