//! Plans methods that cast a resource to a derived type.

use super::{super::builder::BuilderPlanner, segment};
use crate::{
    naming::{Identifier, snake},
    plan::Method,
};

impl BuilderPlanner<'_, '_> {
    /// Adds a method such as `as_group` for each selected cast.
    pub(in crate::plan::lower) fn add_casts(&mut self) {
        let mut casts: Vec<_> = self.resource.casts.keys().map(|id| (self.planner.type_name(*id), *id)).collect();
        casts.sort();
        let of_builder = self.planner.clouds_of_type(self.type_id());
        for (qualified, id) in casts {
            let Some(builder) = self.builders.get(&self.shape.with_type(id)) else { continue };
            // If the type is renamed, so is the method.
            let name = match self.planner.path(id) {
                Some(path) => path.name.as_str(),
                None => qualified.name(),
            };
            let default = Identifier::forced(&["as_", &snake(name)].concat());
            let clouds = self.planner.clouds_of_type(id);
            let docs = [format!("Casts to the derived type `{qualified}`.")].into_iter();
            let docs = docs.chain(self.planner.cloud_docs(clouds)).collect();
            let Method { signature, kind, .. } = segment(&self.planner.graph.cast_segment(id), builder);
            let restriction = self.planner.restriction(clouds, of_builder);
            let named = self.own_method(default, Some("_type"), signature, kind);
            self.methods.push(Method { docs, clouds: restriction, ..named });
        }
    }
}
