//! What came along with an entity because it was asked for by `expand`.

use serde::de::DeserializeOwned;

use super::navigation::{Many, NavigationProperty, One};
use crate::value::{DerivedFrom, Object, Structured};

/// Reads what an entity has under a name; `None` where nothing came, or `null`.
fn read<T, V: DeserializeOwned>(from: &Object<T>, name: &str) -> Option<Result<V, serde_json::Error>> {
    let extra = &from.extra;
    if extra.is_null(name) { None } else { extra.read(name) }
}

impl<T: Structured, V: Structured> NavigationProperty<T, V, One> {
    /// The entity that was read along with this one: see [`List::expand`](crate::List::expand). `None` where nothing came, or `null`.
    ///
    /// # Errors
    ///
    /// Where what came is not of the declared type.
    ///
    /// ```
    /// # use graph_runtime::codegen as rt;
    /// # fn example<User: rt::Structured, V: rt::Structured>(
    /// #     manager: rt::NavigationProperty<User, V, rt::One>, user: rt::Object<User>) -> Result<(), serde_json::Error> {
    /// // User::MANAGER.read(&user)
    /// if let Some(manager) = manager.read(&user).transpose()? {
    ///     println!("{manager:?}");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn read(&self, from: &Object<T>) -> Option<Result<Object<V>, serde_json::Error>> {
        read(from, self.name())
    }

    /// The same as a type derived from the declared one.
    ///
    /// # Errors
    ///
    /// Where what came is no object.
    pub fn read_as<D: DerivedFrom<V>>(&self, from: &Object<T>) -> Option<Result<Object<D>, serde_json::Error>> {
        read(from, self.name())
    }
}

impl<T: Structured, V: Structured> NavigationProperty<T, V, Many> {
    /// The entities that were read along with this one: see [`List::expand`](crate::List::expand). `None` where nothing came. Where there
    /// are more than came, `PROPERTY@odata.nextLink` of [`Extra`](crate::Extra) leads to the rest: see
    /// [`Client::resume`](crate::Client::resume).
    ///
    /// # Errors
    ///
    /// Where what came is not of the declared type.
    pub fn read(&self, from: &Object<T>) -> Option<Result<Vec<Object<V>>, serde_json::Error>> {
        read(from, self.name())
    }

    /// The same as a type derived from the declared one.
    ///
    /// # Errors
    ///
    /// Where what came is no array of objects.
    pub fn read_as<D: DerivedFrom<V>>(&self, from: &Object<T>) -> Option<Result<Vec<Object<D>>, serde_json::Error>> {
        read(from, self.name())
    }
}
