//! Requests on resources, added to a closure.

use std::sync::Arc;

use super::{
    Reason, ResourceMethod,
    closure::{Closure, Request},
    restriction::Restrictions,
    ways::WayId,
};

impl Closure<'_> {
    /// Adds a request on the resource at the end of a way.
    pub(super) fn request(&mut self, way: WayId, method: ResourceMethod, reason: &Reason) {
        if method == ResourceMethod::Get {
            return self.read(way, reason);
        }
        let Some(shape) = self.ways.end(way) else { return };
        let id = shape.entity_type();
        let is_out = self.exclusions.has_type(id)
            || self.exclusions.has_path(self.ways.template(way))
            || self.exclusions.has_path_that(|| method.template(self.ways.template(way)));
        if is_out {
            return;
        }
        self.pave(way, reason);
        if method.has_body() {
            self.add_type(id, || Reason::SentTo(shape));
        }
        let Some(found) = self.resources.get_mut(shape) else { return };
        match found.requests.binary_search_by(|known| known.method.cmp(&method)) {
            Ok(at) => {
                let known = &mut found.requests[at];
                if self.ways.is_better(way, known.way) {
                    known.way = way;
                }
            }
            Err(at) => {
                let facts = match method.facts_of(&Restrictions::of(self.ways.backwards(way), self.surroundings)) {
                    Some(facts) => Arc::new(facts),
                    None => Arc::clone(&self.unknown),
                };
                found.requests.insert(at, Request { method, way, reason: reason.clone(), facts });
            }
        }
    }
}

impl ResourceMethod {
    /// The path template of the request on a resource.
    pub(super) fn template(&self, resource: &str) -> String {
        match self.segment() {
            Some(segment) => [resource, "/", segment].concat(),
            None => resource.to_owned(),
        }
    }
}
