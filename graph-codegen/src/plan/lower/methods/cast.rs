//! Plans methods that cast a resource to a derived type.

use super::{super::builder::BuilderPlanner, segment};
use crate::{
    naming::{Identifier, snake},
    plan::Method,
};

impl BuilderPlanner<'_, '_> {
    /// Adds a method such as `as_group` for each selected cast.
    pub(in crate::plan::lower) fn add_casts(&mut self) {
        let Self { planner, builders, shape, resource, scope, methods, .. } = self;
        let mut casts: Vec<_> = resource.casts.keys().map(|id| (planner.type_name(*id), *id)).collect();
        casts.sort();
        let of_builder = planner.clouds_of_type(shape.entity_type());
        for (qualified, id) in casts {
            let Some(builder) = builders.get(&shape.with_type(id)) else { continue };
            // If the type is renamed, so is the method.
            let name = match planner.path(id) {
                Some(path) => path.name.as_str(),
                None => qualified.name(),
            };
            let clouds = planner.clouds_of_type(id);
            let method = Identifier::forced(&["as_", &snake(name)].concat());
            methods.push(Method {
                name: scope.claim_or(method, "_type"),
                docs: [format!("Casts to the derived type `{qualified}`.")]
                    .into_iter()
                    .chain(planner.cloud_docs(clouds))
                    .collect(),
                clouds: planner.restriction(clouds, of_builder),
                ..segment(&planner.graph.cast_segment(id), builder)
            });
        }
    }
}
