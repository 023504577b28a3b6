use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use graph_runtime::{Object, codegen::Structured};
use serde_json::Value;

use super::collection::Collection;
use crate::{
    request::Request,
    response::{Response, text_of},
    text::path_segments,
};

/// A small service with state: collections of entities that can be queried, created, updated and deleted.
///
/// It answers requests that no expectation is of: `$filter` with `eq`, `ne`, `startswith` and `and`, `$orderby`,
/// `$top`, `$skip`, `$select`, `$count`, pages with links, ETags with `If-Match`. Anything else about its collections
/// is an error with status 501. Clones share the state.
///
/// ```
/// graph_macros::graph! { select: ["/users#GET,POST", "/users/{id}#GET,PATCH,DELETE"] }
/// use graph::{GraphService, User};
/// use graph_runtime::{Body, empty};
/// use graph_testing::{Server, Tenant};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let (server, tenant) = (Server::in_memory(), Tenant::new());
/// tenant.add("users", User { id: Some("a".to_owned()), city: Some("Bonn".to_owned()), ..empty() });
/// server.serve(&tenant);
/// let service = GraphService::new(server.client());
///
/// let created = service.users().create(Body::for_create().set(User::CITY, "Kiel")).send().await?;
/// let in_kiel = service.users().get().filter(User::CITY.eq("Kiel")).send().await?;
/// assert_eq!((in_kiel.len(), &in_kiel[0].id), (1, &created.id));
///
/// service.users().by_id("a").update(Body::new().set(User::CITY, "Kiel")).send().await?;
/// assert_eq!(tenant.get::<User>("users", "a").and_then(|user| user.city.clone()).as_deref(), Some("Kiel"));
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct Tenant {
    collections: Arc<Mutex<BTreeMap<String, Collection>>>,
}

impl Tenant {
    /// Creates a tenant without collections.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a collection with a key property, unless there is one at this path.
    ///
    /// The other methods add collections whose key is `id`. A collection may be below an entity: `users/a/messages`.
    pub fn collection(&self, path: &str, key: &str) {
        let mut collections = self.lock();
        collections.entry(normal(path)).or_insert_with(|| Collection::new(key));
    }

    /// Adds an entity. If it has no key, it gets one.
    ///
    /// # Panics
    ///
    /// If the entity cannot be written as JSON.
    #[track_caller]
    pub fn add<T: Structured>(&self, path: &str, entity: T) {
        let entity = serde_json::from_str(&text_of(&Object::new(entity))).unwrap_or_default();
        self.add_json(path, entity);
    }

    /// Adds an entity as JSON.
    pub fn add_json(&self, path: &str, entity: Value) {
        self.collection(path, "id");
        if let Some(collection) = self.lock().get_mut(&normal(path)) {
            collection.add(entity);
        }
    }

    /// Returns an entity, if there is one with the key.
    #[must_use]
    pub fn get<T: Structured>(&self, path: &str, key: &str) -> Option<Object<T>> {
        let entity = self.get_json(path, key)?;
        serde_json::from_value(entity).ok()
    }

    /// Returns an entity as JSON, if there is one with the key.
    #[must_use]
    pub fn get_json(&self, path: &str, key: &str) -> Option<Value> {
        let collections = self.lock();
        let collection = collections.get(&normal(path))?;
        Some(collection.entities[collection.position(key)?].clone())
    }

    /// Returns the number of entities of a collection.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        self.lock().get(&normal(path)).map_or(0, |collection| collection.entities.len())
    }

    /// Responds to a request, if it is about one of the collections.
    pub(crate) fn respond(&self, request: &Request, root: &str) -> Option<Response> {
        let segments = path_segments(request.path());
        let mut collections = self.lock();
        let path = segments.join("/");
        let url = |path: &str| format!("{root}/{path}");
        let response = if let Some(collection) = collections.get_mut(&path) {
            match request.method().as_str() {
                "GET" => collection.query(request, &url(&path)),
                "POST" => collection.create(request, &url(&path)),
                method => Err(format!("the tenant does not support {method} for a collection")),
            }
        } else {
            let (path, last) = key_of(&segments)?;
            let collection = collections.get_mut(&path)?;
            match collection.position(&last) {
                _ if last == "$count" => collection.count(request),
                Some(index) => collection.entity(request, index),
                None => {
                    let message = format!("Resource '{last}' does not exist.");
                    Ok(Response::error(404, "Request_ResourceNotFound", &message))
                }
            }
        };
        Some(response.unwrap_or_else(|problem| Response::error(501, "graphTestingUnsupported", &problem)))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Collection>> {
        self.collections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the path of a collection as it is stored.
fn normal(path: &str) -> String {
    path.trim_matches('/').to_owned()
}

/// Returns the path of the collection and the key: of `users/a` or `users('a')`.
fn key_of(segments: &[String]) -> Option<(String, String)> {
    let (last, before) = segments.split_last()?;
    if let Some((name, key)) = last.strip_suffix(')').and_then(|last| last.split_once('(')) {
        let key = key.strip_prefix('\'').and_then(|key| key.strip_suffix('\'')).unwrap_or(key).replace("''", "'");
        let path = before.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("/");
        return Some((path, key));
    }
    Some((before.join("/"), last.clone()))
}

impl fmt::Debug for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let collections = self.lock();
        let counts = collections.iter().map(|(path, collection)| (path, collection.entities.len()));
        f.debug_map().entries(counts).finish()
    }
}
