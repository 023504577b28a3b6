//! Requests on resources, added to a closure.

use super::{Place, Reason, ResourceMethod, SelectedMethod, closure::Closure};

impl Closure<'_> {
    /// Adds a request on the resource at the end of a place's way.
    pub(super) fn request(&mut self, place: &Place, method: ResourceMethod, reason: &Reason) {
        let route = &place.route;
        if method == ResourceMethod::Get {
            return self.read(route, reason);
        }
        let template = place.template(self.surroundings);
        let Some(shape) = route.end() else { return };
        let id = shape.entity_type();
        let is_out = self.exclusions.has_path(&route.template)
            || self.exclusions.has_path(&template)
            || self.exclusions.has_type(id);
        if is_out {
            return;
        }
        self.pave(route, reason);
        if method.has_body() {
            self.add_type(id, &Reason::SentTo(shape));
        }
        let Some(resource) = self.selection.resources.get_mut(&shape) else { return };
        let way = self.request_ways.entry((shape, method.clone())).or_insert_with(|| route.clone());
        match resource.methods.get_mut(&method) {
            Some(known) if route.is_better_than(way) => {
                way.clone_from(route);
                known.template = template;
            }
            Some(_) => {}
            None => {
                let facts = method.facts(place, self.surroundings);
                let selected = SelectedMethod { reason: reason.clone(), template, facts };
                resource.methods.insert(method, selected);
            }
        }
    }
}
