use std::{any::TypeId, fmt, marker::PhantomData};

use graph_runtime::{
    codegen::{DerivedFrom, Structured},
    query::{Many, NavigationProperty, One},
};
use serde_json::Value;

use super::{
    entity::Entity,
    item::{Item, Related},
};

/// An entity with related entities, which are sent if the request expands them.
///
/// ```
/// graph_macros::graph! { select: ["/users/{id}#GET"] }
/// use graph::{GraphService, User};
/// use graph_runtime::{Projection, empty};
/// use graph_testing::{Expanded, Server};
///
/// #[derive(Projection)]
/// #[projection(graph::User)]
/// struct Row {
///     id: String,
///     direct_reports: Vec<Report>,
/// }
///
/// #[derive(Projection)]
/// #[projection(graph::User)]
/// struct Report {
///     display_name: Option<String>,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let server = Server::in_memory();
/// let service = GraphService::new(server.client());
/// let get = || service.users().by_id("a").get().project::<Row>();
/// let user = |id: &str, name: &str| User { id: Some(id.into()), display_name: Some(name.into()), ..empty() };
/// server.when(get()).answers(Expanded::new(user("a", "Ann")).with_many(User::DIRECT_REPORTS, [user("b", "Bob")]));
///
/// let row = get().send().await?;
/// assert_eq!((row.id.as_str(), row.direct_reports[0].display_name.as_deref()), ("a", Some("Bob")));
/// # Ok(()) }
/// ```
#[must_use = "pass it to `answers`, or add it to a `Tenant`"]
pub struct Expanded<T> {
    item: Item,
    entity: PhantomData<fn() -> T>,
}

impl<T: Structured> Expanded<T> {
    /// Creates an entity without related ones.
    ///
    /// # Panics
    ///
    /// If the entity cannot be written as JSON.
    #[track_caller]
    pub fn new<Form>(entity: impl Entity<Form, Of = T>) -> Self {
        Self { item: entity.into_item(), entity: PhantomData }
    }

    /// Adds the related entity of a navigation property.
    ///
    /// # Panics
    ///
    /// If the entity cannot be written as JSON.
    #[track_caller]
    pub fn with_one<V: 'static, Form>(
        self,
        property: NavigationProperty<T, V, One>,
        entity: impl Entity<Form, Of: DerivedFrom<V>>,
    ) -> Self {
        let entities = vec![typed::<V, _, _>(entity)];
        self.with(Related { name: property.name(), entities, is_collection: false })
    }

    /// Adds that a navigation property leads to no entity: `null`.
    pub fn without<V>(self, property: NavigationProperty<T, V, One>) -> Self {
        self.with(Related { name: property.name(), entities: Vec::new(), is_collection: false })
    }

    /// Adds the related entities of a navigation property.
    ///
    /// # Panics
    ///
    /// If an entity cannot be written as JSON.
    #[track_caller]
    pub fn with_many<V: 'static, Form, E: Entity<Form, Of: DerivedFrom<V>>>(
        self,
        property: NavigationProperty<T, V, Many>,
        entities: impl IntoIterator<Item = E>,
    ) -> Self {
        let entities = entities.into_iter().map(typed::<V, _, _>).collect();
        self.with(Related { name: property.name(), entities, is_collection: true })
    }

    fn with(mut self, related: Related) -> Self {
        self.item.related.retain(|known| known.name != related.name);
        self.item.related.push(related);
        self
    }

    pub(super) fn into_inner(self) -> Item {
        self.item
    }
}

impl<T> Clone for Expanded<T> {
    fn clone(&self) -> Self {
        Self { item: self.item.clone(), entity: PhantomData }
    }
}

impl<T> fmt::Debug for Expanded<T> {
    /// Shows the names of the navigation properties.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.item.related.iter().map(|related| related.name).collect();
        f.debug_tuple("Expanded").field(&names).finish()
    }
}

/// Converts a related entity, with the name of its type unless that is the declared one.
#[track_caller]
fn typed<V: 'static, Form, E: Entity<Form>>(entity: E) -> Item {
    let mut item = entity.into_item();
    if TypeId::of::<V>() == TypeId::of::<E::Of>() {
        return item;
    }
    let name = <E::Of as Structured>::TYPE_NAME;
    if let Some(rest) = item.text.strip_prefix('{').filter(|_| !item.text.contains("\"@odata.type\"")) {
        let comma = if rest.trim_start().starts_with('}') { "" } else { "," };
        item.text = format!("{{\"@odata.type\":{}{comma}{rest}", Value::from(format!("#{name}")));
    }
    item
}

/// To how many entities a navigation property leads: [`One`] or [`Many`].
///
/// The trait is sealed.
pub trait Cardinality: cardinality::Sealed {
    /// Whether it leads to a collection.
    #[doc(hidden)]
    const IS_COLLECTION: bool;
}

/// Prevents other crates from implementing the trait.
mod cardinality {
    pub trait Sealed {}
}

impl cardinality::Sealed for One {}
impl cardinality::Sealed for Many {}

impl Cardinality for One {
    const IS_COLLECTION: bool = false;
}

impl Cardinality for Many {
    const IS_COLLECTION: bool = true;
}
