use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::value::RawValue;

use super::change::Change;
use crate::{
    error::Error,
    value::{JsonError, Many, NavigationProperty, Object, Structured, expanded_entities, to_json},
};

/// Returns the error for a value that does not fit its type, with its text as the body.
fn undecodable(name: String, text: Option<&RawValue>, cause: JsonError) -> Error {
    let body = text.map(|text| Bytes::copy_from_slice(text.get().as_bytes())).unwrap_or_default();
    Error::undecodable(name, StatusCode::OK, &HeaderMap::new(), body, cause)
}

impl<T: Structured, V: Structured> NavigationProperty<T, V, Many> {
    /// Returns the changes of a collection that a delta query nests in an entity (`members@delta`); `None` if there are
    /// none.
    ///
    /// Graph sends them for members of groups, and OData 4.01 for expanded properties (JSON Format 4.01, section 15.2).
    ///
    /// ```
    /// # use graph_runtime::codegen as rt;
    /// # fn example<Group: rt::Structured, DirectoryObject: rt::Structured>(
    /// #     members: rt::NavigationProperty<Group, DirectoryObject, rt::Many>,
    /// #     group: rt::Object<Group>,
    /// # ) -> Result<(), graph_runtime::Error> {
    /// use graph_runtime::Change;
    ///
    /// // Group::MEMBERS.changes(&group)
    /// for change in members.changes(&group).transpose()?.unwrap_or_default() {
    ///     match change {
    ///         Change::Item(_member) => println!("added"),
    ///         Change::Removed(removed) => println!("removed: {:?}", removed.id()),
    ///         Change::Link(_) => {}
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// If the value is not an array of objects.
    pub fn changes(&self, from: &Object<T>) -> Option<Result<Vec<Change<Object<V>>>, Error>> {
        let name = format!("{}@delta", self.name());
        let read = expanded_entities(from, &name)?;
        let read = read.map(|items: Vec<Object<V>>| items.into_iter().map(Change::from).collect());
        Some(read.map_err(|cause| undecodable(format!("{}/{name}", T::TYPE_NAME), from.extra.get(&name), cause)))
    }
}

impl<T: Structured> Change<Object<T>> {
    /// Returns the entity set that the service names for the item, if it names one.
    ///
    /// A delta query with `expand` may return entities of another set among the items, with the context
    /// `$metadata#Orders/$entity`. Read them with [`read_as`](Self::read_as).
    #[must_use]
    pub fn entity_set(&self) -> Option<String> {
        let context = self.item().extra.control("@odata.context", "@context")?;
        let (_, fragment) = context.split_once('#')?;
        let set = fragment.split(['/', '(']).next().filter(|set| !set.is_empty())?;
        Some(set.to_owned())
    }

    /// Reads the item as an entity of another type, with everything that the service sent.
    ///
    /// # Errors
    ///
    /// If the item is not an object.
    pub fn read_as<V: Structured>(&self) -> Result<Object<V>, Error> {
        let item = self.item();
        let read = to_json(item).and_then(|text| Object::read_any(&mut item.extra.reader(&text)));
        read.map_err(|cause| undecodable(V::TYPE_NAME.to_owned(), item.extra.whole(), cause))
    }
}
