//! Requests that create, update and delete entities.

use serde_json::Value;

use super::{
    address::{Address, End, Place},
    collection::key_text,
    outcome::Refused,
    reading::is_current,
    state::{State, Target},
};
use crate::{request::Request, response::Response};

impl State {
    /// Responds to a request that changes something.
    pub(super) fn change(&mut self, address: Address, request: &Request, root: &str) -> Result<Response, Refused> {
        let method = request.method().as_str();
        if let Some((name, _)) = request.options().first().filter(|_| address.end != End::Reference) {
            return Err(Refused::Unsupported(format!("`{name}` is not supported with {method}")));
        }
        match (address.place, address.end, method) {
            (place, End::Reference, _) => self.change_reference(place, request, root),
            (Place::Collection(path), End::Value, "POST") => self.create(&path, request, root),
            (Place::Related { from, name }, End::Value, "POST") => {
                self.declare(&from.collection, &name, true);
                self.create(&from.path_of(&name), request, root)
            }
            (Place::Entity { target, .. }, End::Value, "PATCH" | "PUT") => self.update(&target, request, root),
            (Place::Entity { target, .. }, End::Value, "DELETE") => {
                self.check(&target, request)?;
                self.remove(&target);
                Ok(Response::no_content())
            }
            (Place::Nothing { from, name }, ..) => Err(Refused::not_found(&from.path_of(&name))),
            _ => Err(Refused::Unsupported(format!("{method} is not supported here"))),
        }
    }

    /// Creates the entity in the body of a request.
    fn create(&mut self, path: &str, request: &Request, root: &str) -> Result<Response, Refused> {
        let (mut value, links) = self.body(request, root)?;
        let key = self.collection(path).map_or("id", |collection| &collection.key);
        let known = value.get(key).filter(|key| !key.is_null()).map(key_text);
        if known.is_some_and(|known| self.entity(&Target::new(path, &known)).is_some()) {
            let message = "An entity with this key exists already.";
            return Err(Response::error(409, "Request_ResourceConflict", message).into());
        }
        let related = self.take_related(path, &mut value);
        let target = self.put(path, value, None);
        for (name, value) in related {
            self.put_related(&target, &name, value);
        }
        self.set_links(&target, links);
        let entity = self.entity(&target).map(|stored| stored.value.clone()).unwrap_or_default();
        let location = self.url(&target, root);
        let response = if prefers(request, "return=minimal") {
            Response::no_content().with_header("odata-entityid", &location)
        } else {
            Response::json(201, &entity)
        };
        let etag = entity["@odata.etag"].as_str().unwrap_or_default();
        Ok(response.with_header("location", &location).with_header("etag", etag))
    }

    /// Updates an entity: `PATCH` merges, `PUT` replaces.
    fn update(&mut self, target: &Target, request: &Request, root: &str) -> Result<Response, Refused> {
        self.check(target, request)?;
        let (changes, links) = self.body(request, root)?;
        let Some(stored) = self.entity(target) else { return Err(Refused::not_found(&target.path())) };
        let key = self.collection(&target.collection).map_or("id", |collection| &collection.key);
        if changes.get(key).is_some_and(|changed| key_text(changed) != target.key) {
            return Err(Refused::bad_request(&format!("The key `{key}` cannot be changed.")));
        }
        let mut value = stored.value.clone();
        if request.method() == "PUT" {
            value = serde_json::json!({ key: value[key] });
        }
        merge(&mut value, changes);
        let type_name = stored.type_name;
        self.put(&target.collection, value, type_name);
        self.set_links(target, links);
        let entity = self.entity(target).map(|stored| stored.value.clone()).unwrap_or_default();
        let etag = entity["@odata.etag"].as_str().unwrap_or_default();
        let wants = prefers(request, "return=representation");
        let response = if wants { Response::json(200, &entity) } else { Response::no_content() };
        Ok(response.with_header("etag", etag))
    }

    /// Checks the conditions of a request.
    fn check(&self, target: &Target, request: &Request) -> Result<(), Refused> {
        let etag = self.entity(target).and_then(|stored| stored.value["@odata.etag"].as_str()).unwrap_or_default();
        let fails = request.header("if-match").is_some_and(|wanted| !is_current(wanted, etag))
            || request.header("if-none-match").is_some_and(|wanted| is_current(wanted, etag));
        if fails { Err(Response::precondition_failed().into()) } else { Ok(()) }
    }

    /// Returns the properties in a body, and where its references (`manager@odata.bind`) lead.
    fn body(&self, request: &Request, root: &str) -> Result<(Value, Vec<Bound>), Refused> {
        let body = request.json().ok().filter(Value::is_object);
        let mut body = body.ok_or_else(|| Refused::bad_request("The body is not a JSON object."))?;
        let mut bound = Vec::new();
        let Some(members) = body.as_object_mut() else { return Ok((body, bound)) };
        let names: Vec<String> = members.keys().filter(|name| name.contains('@')).cloned().collect();
        for name in names {
            let Some(property) = name.strip_suffix("@odata.bind").or_else(|| name.strip_suffix("@bind")) else {
                continue;
            };
            let value = members.remove(&name).unwrap_or_default();
            let urls = value.as_array().map_or_else(|| vec![&value], |urls| urls.iter().collect());
            let targets = urls.into_iter().map(|url| self.bound(url, request, root)).collect::<Result<_, _>>()?;
            bound.push(Bound { name: property.to_owned(), targets, is_collection: value.is_array() });
        }
        Ok((body, bound))
    }

    /// Finds the entity of a reference in a body.
    pub(super) fn bound(&self, url: &Value, request: &Request, root: &str) -> Result<Target, Refused> {
        // OData 4.01 writes an object with `@id`.
        let url = url.as_str().or_else(|| url["@odata.id"].as_str()).or_else(|| url["@id"].as_str());
        let url = url.ok_or_else(|| Refused::bad_request("A reference is not a URL."))?;
        self.find(&request.resolved(url), root)
    }

    fn set_links(&mut self, target: &Target, bound: Vec<Bound>) {
        for Bound { name, targets, is_collection } in bound {
            self.declare(&target.collection, &name, is_collection);
            let path = target.path_of(&name);
            for related in targets {
                if is_collection {
                    self.add_link(&path, related);
                } else {
                    self.set_link(&path, Some(related));
                }
            }
        }
    }

    /// Takes the new related entities out of a new entity: the values of known navigation properties.
    fn take_related(&self, path: &str, value: &mut Value) -> Vec<(String, Value)> {
        let of = Target::new(path, "");
        let Some(members) = value.as_object_mut() else { return Vec::new() };
        let names = members.keys().filter(|name| self.navigation(&of, name).is_some());
        let names: Vec<String> = names.cloned().collect();
        names.into_iter().filter_map(|name| members.remove_entry(&name)).collect()
    }

    fn put_related(&mut self, target: &Target, name: &str, value: Value) {
        let path = target.path_of(name);
        match value {
            Value::Array(items) => items.into_iter().for_each(|item| drop(self.put(&path, item, None))),
            Value::Object(_) => {
                let related = self.put(&path, value, None);
                self.set_link(&path, Some(related));
            }
            _ => {}
        }
    }
}

/// References in a body.
struct Bound {
    name: String,
    targets: Vec<Target>,
    is_collection: bool,
}

fn prefers(request: &Request, preference: &str) -> bool {
    request.header("prefer").is_some_and(|prefer| prefer.contains(preference))
}

/// Updates a value: complex values are merged, all others are replaced. OData 4.01, part 1, section 11.4.3.
fn merge(target: &mut Value, changes: Value) {
    match (target, changes) {
        (Value::Object(target), Value::Object(changes)) => {
            for (name, change) in changes {
                merge(target.entry(name).or_insert(Value::Null), change);
            }
        }
        (target, changes) => *target = changes,
    }
}
