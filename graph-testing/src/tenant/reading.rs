//! Requests that read: collections, entities, counts, references and deltas.

use serde_json::json;

use super::{
    address::{Address, End, Place},
    delta,
    expand::Writer,
    outcome::Refused,
    page,
    state::{State, Target},
};
use crate::{query::Options, request::Request, response::Response};

impl State {
    /// Responds to `GET`.
    pub(super) fn read(&self, address: &Address, request: &Request, root: &str) -> Result<Response, Refused> {
        let options = Options::read(&request.options())?;
        let writer = Writer::new(self, root);
        let (targets, has_type) = match &address.place {
            Place::Collection(path) if address.end == End::Delta => {
                return delta::respond(&writer, request, path, &options);
            }
            Place::Collection(path) => (self.all(path), false),
            Place::Related { from, name } => {
                let path = from.path_of(name);
                (self.related(&path, true), true)
            }
            Place::Nothing { from, name } => return Err(Refused::not_found(&from.path_of(name))),
            Place::Entity { target, link } => {
                return match address.end {
                    End::Reference => Ok(Response::json(200, &writer.reference(target))),
                    _ => self.read_entity(&writer, target, link.is_some(), address, request, &options),
                };
            }
        };
        let of_type = |target: &Target| match &address.cast {
            Some(name) => self.entity(target).is_some_and(|stored| stored.is_of(name)),
            None => true,
        };
        let targets = targets.into_iter().filter(of_type).collect();
        let found = writer.found(targets, &options)?;
        match address.end {
            End::Count => Ok(Response::content("text/plain", found.len().to_string())),
            End::Reference => page::respond(&writer, request, found, &options, |target| Ok(writer.reference(target))),
            End::Value | End::Delta => {
                let has_type = has_type && address.cast.is_none();
                page::respond(&writer, request, found, &options, |target| {
                    writer.entity(target, &options.shape, has_type)
                })
            }
        }
    }

    fn all(&self, path: &str) -> Vec<Target> {
        let entities = self.collection(path).into_iter().flat_map(|collection| collection.iter());
        entities.map(|(key, _)| Target::new(path, &key)).collect()
    }

    fn read_entity(
        &self,
        writer: &Writer<'_>,
        target: &Target,
        has_type: bool,
        address: &Address,
        request: &Request,
        options: &Options,
    ) -> Result<Response, Refused> {
        let Some(stored) = self.entity(target) else { return Err(Refused::not_found(&target.path())) };
        if address.cast.as_ref().is_some_and(|name| !stored.is_of(name)) {
            return Err(Refused::not_found(&target.path()));
        }
        for (name, _) in request.options() {
            if !["select", "expand", "format"].contains(&name.trim_start_matches('$')) {
                return Err(Refused::bad_request(&format!("`{name}` is not an option of an entity")));
            }
        }
        let etag = stored.value["@odata.etag"].as_str().unwrap_or_default();
        if request.header("if-none-match").is_some_and(|wanted| is_current(wanted, etag)) {
            return Ok(Response::status(304).with_header("etag", etag));
        }
        if request.header("if-match").is_some_and(|wanted| !is_current(wanted, etag)) {
            return Err(Response::precondition_failed().into());
        }
        let entity = writer.entity(target, &options.shape, has_type && address.cast.is_none())?;
        Ok(Response::json(200, &json!(entity)).with_header("etag", etag))
    }
}

/// Returns whether an ETag is one of a condition: `*`, or a list.
pub(super) fn is_current(wanted: &str, etag: &str) -> bool {
    let opaque = |etag: &str| etag.trim().trim_start_matches("W/").to_owned();
    wanted.trim() == "*" || wanted.split(',').any(|wanted| opaque(wanted) == opaque(etag))
}
