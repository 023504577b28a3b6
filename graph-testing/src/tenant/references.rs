//! Requests that add and remove references: `$ref`. OData 4.01, part 1, section 11.4.6.

use serde_json::Value;

use super::{
    address::Place,
    outcome::Refused,
    state::{State, Target},
};
use crate::{request::Request, response::Response};

impl State {
    pub(super) fn change_reference(
        &mut self,
        place: Place,
        request: &Request,
        root: &str,
    ) -> Result<Response, Refused> {
        let method = request.method().as_str();
        match (place, method) {
            (Place::Related { from, name }, "POST") => {
                let target = self.referred(request, root)?;
                if !self.add_link(&from.path_of(&name), target) {
                    let message = "One or more added object references already exist for the following modified \
                                   properties: '{name}'.";
                    return Err(Refused::bad_request(&message.replace("{name}", &name)));
                }
                self.declare(&from.collection, &name, true);
            }
            // A navigation property that is not known yet leads to one entity, by its method.
            (Place::Related { from, name }, "PUT") if self.navigation(&from, &name).is_none() => {
                self.refer(&from, &name, request, root)?;
            }
            (Place::Entity { link: Some((from, name)), .. } | Place::Nothing { from, name }, "PUT" | "POST")
                if self.navigation(&from, &name) == Some(false) =>
            {
                self.refer(&from, &name, request, root)?;
            }
            (Place::Related { from, name }, "DELETE") => {
                let id = request.option("$id").or_else(|| request.option("id"));
                let id = id.ok_or_else(|| Refused::bad_request("`$id` is missing."))?;
                let target = self.find(&id, root)?;
                self.unlink(&from, &name, &target)?;
            }
            (Place::Entity { target, link: Some((from, name)) }, "DELETE") => self.unlink(&from, &name, &target)?,
            (Place::Nothing { from, name }, _) => return Err(Refused::not_found(&from.path_of(&name))),
            _ => return Err(Refused::Unsupported(format!("{method} of `$ref` is not supported here"))),
        }
        Ok(Response::no_content())
    }

    fn refer(&mut self, from: &Target, name: &str, request: &Request, root: &str) -> Result<(), Refused> {
        let target = self.referred(request, root)?;
        self.declare(&from.collection, name, false);
        self.set_link(&from.path_of(name), Some(target));
        Ok(())
    }

    fn unlink(&mut self, from: &Target, name: &str, target: &Target) -> Result<(), Refused> {
        if self.remove_link(&from.path_of(name), target) {
            return Ok(());
        }
        let contains = self.related(&from.path_of(name), true).contains(target);
        Err(match contains {
            true => Refused::bad_request("An entity that is contained has no reference to delete."),
            false => Refused::not_found(&target.path()),
        })
    }

    /// Returns the entity to which the body of a request refers.
    fn referred(&self, request: &Request, root: &str) -> Result<Target, Refused> {
        let body: Value = request.json().unwrap_or_default();
        self.bound(&body, request, root)
    }
}
