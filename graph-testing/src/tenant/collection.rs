use serde_json::{Value, json};

use super::options::Options;
use crate::{request::Request, response::Response};

/// A collection of entities, in the order in which they were created.
#[derive(Debug)]
pub(super) struct Collection {
    /// The name of the key property.
    pub(super) key: String,
    pub(super) entities: Vec<Value>,
    /// The number of changes so far, for ids and ETags.
    changes: u64,
}

/// The largest page, as in Graph's directory.
const MAX_PAGE: usize = 999;
const DEFAULT_PAGE: usize = 100;

impl Collection {
    pub(super) fn new(key: &str) -> Self {
        Self { key: key.to_owned(), entities: Vec::new(), changes: 0 }
    }

    /// Adds an entity, with a key if it has none, and returns its index.
    pub(super) fn add(&mut self, mut entity: Value) -> usize {
        self.changes += 1;
        if entity[&self.key].is_null() {
            entity[&self.key] = format!("00000000-0000-0000-0000-{:012}", self.changes).into();
        }
        entity["@odata.etag"] = self.etag().into();
        self.entities.push(entity);
        self.entities.len() - 1
    }

    fn etag(&self) -> String {
        format!("W/\"{}\"", self.changes)
    }

    pub(super) fn position(&self, key: &str) -> Option<usize> {
        self.entities.iter().position(|entity| match &entity[&self.key] {
            Value::String(text) => text == key,
            other => key.parse::<Value>().is_ok_and(|key| key == *other),
        })
    }

    /// Responds to a query, at the URL of the collection.
    pub(super) fn query(&self, request: &Request, url: &str) -> Result<Response, String> {
        let options = Options::read(request)?;
        let mut found = self.filtered(&options);
        options.sort(&mut found);
        let (count, limit) = (found.len(), options.top.unwrap_or(DEFAULT_PAGE).min(MAX_PAGE));
        let start = options.skip.saturating_add(options.start).min(count);
        let end = start.saturating_add(limit).min(count);
        let items: Vec<Value> = found[start..end].iter().map(|entity| options.project(entity)).collect();
        let mut page = json!({ "value": items });
        if options.counts && options.start == 0 {
            page["@odata.count"] = count.into();
        }
        // With `$top`, Graph divides the collection into pages of this size.
        if end < count && limit > 0 {
            let others = request.query().unwrap_or_default().split('&');
            let others: Vec<&str> = others.filter(|pair| !pair.is_empty() && !pair.contains("skiptoken=")).collect();
            let token = format!("$skiptoken={}", end - options.skip);
            let query = others.into_iter().chain([token.as_str()]).collect::<Vec<_>>().join("&");
            page["@odata.nextLink"] = format!("{url}?{query}").into();
        }
        Ok(Response::json(200, &page))
    }

    /// Responds to `$count`.
    pub(super) fn count(&self, request: &Request) -> Result<Response, String> {
        let count = self.filtered(&Options::read(request)?).len();
        Ok(Response::content("text/plain", count.to_string()))
    }

    fn filtered(&self, options: &Options) -> Vec<&Value> {
        let holds = |entity: &&Value| options.filter.as_ref().is_none_or(|filter| filter.holds(entity));
        self.entities.iter().filter(holds).collect()
    }

    /// Creates the entity in the body of a request, at the URL of the collection.
    pub(super) fn create(&mut self, request: &Request, url: &str) -> Result<Response, String> {
        let body = body(request)?;
        if let Some(key) = body[&self.key].as_str()
            && self.position(key).is_some()
        {
            return Ok(Response::error(409, "Request_ResourceConflict", "An entity with this key exists already."));
        }
        let index = self.add(body);
        let entity = &self.entities[index];
        let location = format!("{url}/{}", entity[&self.key].as_str().unwrap_or_default());
        Ok(respond(201, entity, request, "return=minimal").with_header("location", &location))
    }

    /// Reads, changes or deletes an entity.
    pub(super) fn entity(&mut self, request: &Request, index: usize) -> Result<Response, String> {
        let etag = self.entities[index]["@odata.etag"].as_str().unwrap_or_default().to_owned();
        let is_current = |header: &str| request.header(header).map(|wanted| wanted == "*" || wanted == etag);
        if is_current("if-match") == Some(false) {
            return Ok(Response::precondition_failed());
        }
        match request.method().as_str() {
            "GET" if is_current("if-none-match") == Some(true) => Ok(Response::status(304)),
            "GET" => {
                let options = Options::read(request)?;
                Ok(Response::json(200, &options.project(&self.entities[index])).with_header("etag", &etag))
            }
            "PATCH" => {
                let body = body(request)?;
                self.changes += 1;
                let etag = self.etag();
                let entity = &mut self.entities[index];
                merge(entity, body);
                entity["@odata.etag"] = etag.into();
                let wants = request.header("prefer").is_some_and(|prefer| prefer.contains("return=representation"));
                Ok(if wants { Response::json(200, entity) } else { Response::no_content() })
            }
            "DELETE" => {
                self.entities.remove(index);
                Ok(Response::no_content())
            }
            method => Err(format!("the tenant does not support {method} for an entity")),
        }
    }
}

/// Responds with an entity, unless the request prefers an empty response.
fn respond(status: u16, entity: &Value, request: &Request, empty: &str) -> Response {
    let is_empty = request.header("prefer").is_some_and(|prefer| prefer.contains(empty));
    if is_empty { Response::no_content() } else { Response::json(status, entity) }
}

/// Returns the body of a request, which is an object of properties only.
fn body(request: &Request) -> Result<Value, String> {
    let body = request.json().ok().filter(Value::is_object).ok_or("the body is not a JSON object")?;
    let names = body.as_object().into_iter().flatten().map(|(name, _)| name);
    match names.into_iter().find(|name| name.ends_with("@odata.bind")) {
        Some(name) => Err(format!("the tenant does not support `{name}`")),
        None => Ok(body),
    }
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
