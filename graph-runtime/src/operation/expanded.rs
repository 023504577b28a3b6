//! Reading of expanded navigation properties.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::{
    error::Error,
    value::{
        DerivedFrom, JsonError, Many, NavigationProperty, Object, One, Structured, expanded_entities, expanded_entity,
    },
};

/// Returns the error for a property that does not fit its type, with its text as the body.
fn undecodable<T: Structured>(from: &Object<T>, name: &str, cause: JsonError) -> Error {
    let text = from.extra.get(name).map(|raw| Bytes::copy_from_slice(raw.get().as_bytes()));
    let property = format_args!("{}/{name}", T::TYPE_NAME).to_string();
    Error::undecodable(property, StatusCode::OK, &HeaderMap::new(), text.unwrap_or_default(), cause)
}

fn entity<T: Structured, V: Structured>(name: &str, from: &Object<T>) -> Option<Result<Object<V>, Error>> {
    Some(expanded_entity(from, name)?.map_err(|cause| undecodable(from, name, cause)))
}

fn entities<T: Structured, V: Structured>(name: &str, from: &Object<T>) -> Option<Result<Vec<Object<V>>, Error>> {
    Some(expanded_entities(from, name)?.map_err(|cause| undecodable(from, name, cause)))
}

impl<T: Structured, V: Structured> NavigationProperty<T, V, One> {
    /// Returns the expanded entity: see [`List::expand`](crate::List::expand). `None` if it is missing or `null`.
    ///
    /// ```
    /// # use graph_runtime::codegen as rt;
    /// # fn example<User: rt::Structured, V: rt::Structured>(
    /// #     manager: rt::NavigationProperty<User, V, rt::One>,
    /// #     user: rt::Object<User>,
    /// # ) -> Result<(), graph_runtime::Error> {
    /// // User::MANAGER.read(&user)
    /// if let Some(manager) = manager.read(&user).transpose()? {
    ///     println!("{manager:?}");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// If the value is not of the declared type.
    pub fn read(&self, from: &Object<T>) -> Option<Result<Object<V>, Error>> {
        entity(self.name(), from)
    }

    /// Like [`read`](Self::read), as a type derived from the declared one.
    ///
    /// # Errors
    ///
    /// If the value is not an object.
    pub fn read_as<D: DerivedFrom<V>>(&self, from: &Object<T>) -> Option<Result<Object<D>, Error>> {
        entity(self.name(), from)
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
    /// If the value is not of the declared type.
    pub fn read(&self, from: &Object<T>) -> Option<Result<Vec<Object<V>>, Error>> {
        entities(self.name(), from)
    }

    /// Like [`read`](Self::read), as a type derived from the declared one.
    ///
    /// # Errors
    ///
    /// If the value is not an array of objects.
    pub fn read_as<D: DerivedFrom<V>>(&self, from: &Object<T>) -> Option<Result<Vec<Object<D>>, Error>> {
        entities(self.name(), from)
    }
}
