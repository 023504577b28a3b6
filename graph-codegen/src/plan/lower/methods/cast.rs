//! Plans methods that cast a resource to a derived type.

use super::{super::builder::BuilderPlanner, segment};
use crate::{
    naming::{Identifier, Qualifier, camel, natural_order, qualified_snake, snake},
    plan::Method,
};

impl BuilderPlanner<'_, '_> {
    /// Adds a method such as `as_group` for each selected cast.
    pub(in crate::plan::lower) fn add_casts(&mut self) {
        let mut casts: Vec<_> = self.resource.casts.keys().map(|id| (self.planner.type_name(*id), *id)).collect();
        if casts.is_empty() {
            return;
        }
        casts.sort_by(|(left, _), (right, _)| natural_order(left.as_str(), right.as_str()));
        let of = self.planner.type_name(self.type_id());
        let derived_types = self.planner.model.derived_types(self.type_id()).into_iter();
        let names = derived_types.map(|id| self.planner.type_name(id)).chain([of]);
        let qualifier = Qualifier::new(of.namespace(), names.map(|name| (name.namespace(), name.name())));
        let of_builder = self.planner.clouds_of_type(self.type_id());
        for (qualified, id) in casts {
            let Some(builder) = self.builders.get(&self.shape.with_type(id)) else { continue };
            // If the type is renamed, so is the method.
            let renamed = self.planner.path(id).map(|path| path.name.as_str());
            let name = match renamed.filter(|name| *name != camel(qualified.name())) {
                Some(name) => Identifier::forced(&snake(name)),
                None => {
                    let before = qualifier.qualification(qualified.namespace(), qualified.name());
                    qualified_snake(&before, &Identifier::forced(&snake(qualified.name())))
                }
            };
            let default = Identifier::forced(&["as_", name.as_str()].concat());
            let clouds = self.planner.clouds_of_type(id);
            let docs = [format!("Casts to the derived type `{qualified}`.")].into_iter();
            let docs = docs.chain(self.planner.cloud_docs(clouds)).collect();
            let Method { signature, kind, .. } = segment(&self.planner.graph.cast_segment(id), builder);
            let restriction = self.planner.restriction(clouds, of_builder);
            let named = self.own_method(default, Some("_cast"), signature, kind);
            self.methods.push(Method { docs, clouds: restriction, ..named });
        }
    }
}
