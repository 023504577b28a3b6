use std::fmt;

use graph_runtime::{Object, codegen::Structured, query::NavigationProperty};
use serde_json::Value;

use super::{
    outcome::Refused,
    shared::{Guard, Shared, Transaction},
    state::{Dialect, State, Target},
};
use crate::{
    entity::{Cardinality, Entity},
    request::Request,
    response::Response,
    text::path_segments,
};

/// A small service with state: collections of entities that can be queried, created, updated and deleted.
///
/// It answers requests that no expectation is of:
///
/// | request | supported |
/// |---|---|
/// | collections | `$filter`, `$search`, `$orderby`, `$top`, `$skip`, `$count`, `$select`, `$expand`, pages with links |
/// | conditions | comparisons, `in`, `has`, `and`, `or`, `not`, `any`, `all`, functions of texts, dates and numbers, arithmetic, paths to related entities |
/// | `$expand` | nested, each with the options of collections, `$levels`, `$ref` |
/// | entities | read, create, update (`PATCH`, `PUT`), delete; ETags with `If-Match` and `If-None-Match` |
/// | references | `$ref` and `@odata.bind`, which add and remove; `$count` |
/// | changes | `delta`, with removed entities and tokens |
/// | batches | change sets and atomicity groups: all or nothing |
///
/// A query that is not valid gets status 400. What the tenant does not support gets status 501, and fails the test:
/// nothing is ignored. Clones share the state.
///
/// There is no metadata behind it. A property that an entity lacks is `null`, a condition on a type
/// (`microsoft.graph.user`) needs an entity that was added by [`add`](Self::add) or has `@odata.type`, and a navigation
/// property is known once an entity was added with it or below it, or [linked](Self::link).
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
#[derive(Clone)]
pub struct Tenant {
    state: Shared,
}

impl Default for Tenant {
    fn default() -> Self {
        Self::new()
    }
}

impl Tenant {
    /// Creates a tenant of Graph without collections: `$top` is the size of pages, and conditions ignore case.
    #[must_use]
    pub fn new() -> Self {
        Self { state: Shared::new(State::new(Dialect::Graph)) }
    }

    /// Creates the same of another service: `$top` is the number of all items, and case matters.
    #[must_use]
    pub fn odata() -> Self {
        Self { state: Shared::new(State::new(Dialect::OData)) }
    }

    /// Adds a collection with a key property, unless there is one at this path.
    ///
    /// The other methods add collections whose key is `id`. A collection may be below an entity: `users/a/messages`.
    pub fn collection(&self, path: &str, key: &str) {
        self.state.lock().collection_mut(&normal(path), key);
    }

    /// Adds an entity with the related ones of an [`Expanded`](crate::Expanded), or replaces the one with its key. If
    /// it has no key, it gets one.
    ///
    /// # Panics
    ///
    /// If the entity cannot be written as JSON.
    #[track_caller]
    pub fn add<Form>(&self, path: &str, entity: impl Entity<Form>) {
        let item = entity.into_item();
        self.state.lock().put_item(&normal(path), &item);
    }

    /// Adds an entity as JSON. Related entities within it are sent like complex values.
    ///
    /// # Panics
    ///
    /// If the entity is not a JSON object.
    #[track_caller]
    pub fn add_json(&self, path: &str, entity: Value) {
        assert!(entity.is_object(), "an entity of `{path}` is a JSON object, and this is {entity}");
        self.state.lock().put(&normal(path), entity, None);
    }

    /// Removes an entity; `false` if there is none with the key.
    pub fn remove(&self, path: &str, key: &str) -> bool {
        self.state.lock().remove(&Target::new(&normal(path), key))
    }

    /// Declares a navigation property of the entities of a collection, so that it is known although it leads nowhere.
    ///
    /// Entities can be created there, and an expansion of it is empty, not an error.
    pub fn navigation<T, V, M: Cardinality>(&self, path: &str, property: NavigationProperty<T, V, M>) {
        self.state.lock().declare(&normal(path), property.name(), M::IS_COLLECTION);
    }

    /// Lets a navigation property of an entity lead to another one, in addition to others if it leads to several.
    ///
    /// ```
    /// graph_macros::graph! { select: ["/groups/{id}#GET", "/groups/{id}/members", "/users/{id}#GET"] }
    /// use graph::{Group, User};
    /// use graph_runtime::empty;
    /// use graph_testing::Tenant;
    ///
    /// let tenant = Tenant::new();
    /// tenant.add("users", User { id: Some("a".to_owned()), ..empty() });
    /// tenant.add("groups", Group { id: Some("g".to_owned()), ..empty() });
    /// tenant.link("groups/g", Group::MEMBERS, "users/a");
    /// tenant.link("users/a", User::MANAGER, "users/a");
    /// assert_eq!(tenant.linked("groups/g", Group::MEMBERS), ["users/a"]);
    /// ```
    ///
    /// The other direction is a link of its own: `manager` and `directReports` are not related.
    ///
    /// # Panics
    ///
    /// If the tenant has no such entities.
    #[track_caller]
    pub fn link<T, V, M: Cardinality>(&self, from: &str, property: NavigationProperty<T, V, M>, to: &str) {
        let mut state = self.state.lock();
        let found = state.find(from, "").and_then(|from| Ok((from, state.find(to, "")?)));
        let Ok((from, to)) = found else {
            drop(state);
            panic!("`{from}` or `{to}` is not an entity of the tenant");
        };
        state.declare(&from.collection, property.name(), M::IS_COLLECTION);
        let path = from.path_of(property.name());
        if M::IS_COLLECTION {
            state.add_link(&path, to);
        } else {
            state.set_link(&path, Some(to));
        }
    }

    /// Returns the paths of the entities to which a navigation property leads.
    #[must_use]
    pub fn linked<T, V, M: Cardinality>(&self, from: &str, property: NavigationProperty<T, V, M>) -> Vec<String> {
        let state = self.state.lock();
        let Ok(from) = state.find(from, "") else { return Vec::new() };
        state.related(&from.path_of(property.name()), M::IS_COLLECTION).iter().map(Target::path).collect()
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
        Some(self.state.lock().entity(&Target::new(&normal(path), key))?.value.clone())
    }

    /// Returns the number of entities of a collection.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        self.state.lock().collection(&normal(path)).map_or(0, |collection| collection.len())
    }

    /// Responds to a request, if it is about one of the collections.
    ///
    /// # Errors
    ///
    /// What is not supported.
    pub(crate) fn respond(&self, request: &Request, root: &str) -> Option<Result<Response, String>> {
        let mut state = self.state.lock();
        match respond(&mut state, request, root) {
            Ok(response) => response.map(Ok),
            Err(Refused::Response(response)) => Some(Ok(*response)),
            Err(Refused::Unsupported(message)) => Some(Err(message)),
        }
    }

    /// Begins changes that are undone unless they are committed, in each of the tenants.
    pub(crate) fn begin_all(tenants: &[Self]) -> Vec<Transaction> {
        let mut states: Vec<&Shared> = tenants.iter().map(|tenant| &tenant.state).collect();
        states.sort_by_key(|state| state.order());
        states.into_iter().filter_map(Shared::begin).collect()
    }
}

fn respond(state: &mut Guard<'_>, request: &Request, root: &str) -> Result<Option<Response>, Refused> {
    if request.is_to_other_host() || !request.is_below_root() {
        return Ok(None);
    }
    let path = request.resolved(request.path());
    let path = path.strip_prefix(root).unwrap_or(&path);
    let adds = matches!(request.method().as_str(), "POST" | "PUT");
    let Some(address) = state.resolve(&path_segments(path), adds)? else { return Ok(None) };
    let response = match request.method().as_str() {
        "GET" => state.read(&address, request, root),
        _ => state.change(address, request, root),
    };
    response.map(Some)
}

/// Returns the path of a collection as it is stored.
fn normal(path: &str) -> String {
    path.trim_matches('/').to_owned()
}

impl fmt::Debug for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.lock();
        f.debug_map().entries(state.collections().map(|(path, collection)| (path, collection.len()))).finish()
    }
}
