//! Reading of expanded navigation properties.

use serde::de::Error as _;

use super::navigation::{Many, NavigationProperty, One};
use crate::value::{
    DerivedFrom, Object, Structured,
    json::{JsonError, JsonReader},
};

/// Reads a property of an entity, with the memory limit of its response; `None` if it is missing or `null`.
fn read<T, V>(
    from: &Object<T>,
    name: &str,
    read: fn(&mut JsonReader<'_>) -> Result<V, JsonError>,
) -> Option<Result<V, serde_json::Error>> {
    if from.extra.is_null(name) {
        return None;
    }
    let text = from.extra.text(name)?;
    Some(read(&mut JsonReader::with_memory(text, from.extra.memory_limit())).map_err(serde_json::Error::custom))
}

fn read_list<V: Structured>(json: &mut JsonReader<'_>) -> Result<Vec<Object<V>>, JsonError> {
    if json.peek() != b'[' {
        return Err(json.expected("an array"));
    }
    json.enter()?;
    let mut list = Vec::new();
    let mut has_more = !json.is_empty(b']');
    while has_more {
        json.charge(size_of::<Object<V>>())?;
        list.push(Object::read_any(json)?);
        has_more = json.next_entry(b']')?;
    }
    Ok(list)
}

impl<T: Structured, V: Structured> NavigationProperty<T, V, One> {
    /// Returns the expanded entity: see [`List::expand`](crate::List::expand). `None` if it is missing or `null`.
    ///
    /// ```
    /// # use graph_runtime::codegen as rt;
    /// # fn example<User: rt::Structured, V: rt::Structured>(
    /// #     manager: rt::NavigationProperty<User, V, rt::One>,
    /// #     user: rt::Object<User>,
    /// # ) -> Result<(), serde_json::Error> {
    /// // User::MANAGER.read(&user)
    /// if let Some(manager) = manager.read(&user).transpose()? {
    ///     println!("{manager:?}");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// If the value is not of the declared type, or takes more memory than
    /// [a response may](crate::ClientBuilder::max_response_memory).
    pub fn read(&self, from: &Object<T>) -> Option<Result<Object<V>, serde_json::Error>> {
        read(from, self.name(), Object::read_any)
    }

    /// Like [`read`](Self::read), as a type derived from the declared one.
    ///
    /// # Errors
    ///
    /// If the value is not an object, or takes more memory than
    /// [a response may](crate::ClientBuilder::max_response_memory).
    pub fn read_as<D: DerivedFrom<V>>(&self, from: &Object<T>) -> Option<Result<Object<D>, serde_json::Error>> {
        read(from, self.name(), Object::read_any)
    }
}

impl<T: Structured, V: Structured> NavigationProperty<T, V, Many> {
    /// Returns the expanded entities: see [`List::expand`](crate::List::expand). `None` if they are missing.
    ///
    /// If there are more, `PROPERTY@odata.nextLink` in [`Extra`](crate::Extra) is the link to the rest: see
    /// [`Client::resume`](crate::Client::resume).
    ///
    /// # Errors
    ///
    /// If the value is not of the declared type, or takes more memory than
    /// [a response may](crate::ClientBuilder::max_response_memory).
    pub fn read(&self, from: &Object<T>) -> Option<Result<Vec<Object<V>>, serde_json::Error>> {
        read(from, self.name(), read_list)
    }

    /// Like [`read`](Self::read), as a type derived from the declared one.
    ///
    /// # Errors
    ///
    /// If the value is not an array of objects, or takes more memory than
    /// [a response may](crate::ClientBuilder::max_response_memory).
    pub fn read_as<D: DerivedFrom<V>>(&self, from: &Object<T>) -> Option<Result<Vec<Object<D>>, serde_json::Error>> {
        read(from, self.name(), read_list)
    }
}
