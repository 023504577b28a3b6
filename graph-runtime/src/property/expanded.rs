//! What came along with an entity because it was asked for by `expand`.

use serde::de::DeserializeOwned;

use super::{Many, NavigationProperty, One};
use crate::json::{DerivedFrom, Structured};

/// Reads what an entity has under a name; `None` where nothing came, or `null`.
fn read<T: Structured, V: DeserializeOwned>(from: &T, name: &str) -> Option<Result<V, serde_json::Error>> {
    let extra = from.extra();
    if extra.is_null(name) { None } else { extra.read(name) }
}

impl<T: Structured, V: DeserializeOwned> NavigationProperty<T, V, One> {
    /// The entity that was read along with this one: see [`List::expand`](crate::List::expand). `None` where nothing came, or `null`.
    ///
    /// # Errors
    ///
    /// Where what came is not of the declared type.
    ///
    /// ```
    /// # use graph_runtime as rt;
    /// # fn example<User: rt::Structured, V: serde::de::DeserializeOwned + std::fmt::Debug>(
    /// #     manager: rt::NavigationProperty<User, V, rt::One>, user: User) -> Result<(), serde_json::Error> {
    /// // User::MANAGER.read(&user)
    /// if let Some(manager) = manager.read(&user).transpose()? {
    ///     println!("{manager:?}");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn read(&self, from: &T) -> Option<Result<V, serde_json::Error>> {
        read(from, self.name())
    }

    /// The same as a type derived from the declared one.
    ///
    /// # Errors
    ///
    /// Where what came is no object.
    pub fn read_as<D: DerivedFrom<V> + DeserializeOwned>(&self, from: &T) -> Option<Result<D, serde_json::Error>> {
        read(from, self.name())
    }
}

impl<T: Structured, V: DeserializeOwned> NavigationProperty<T, V, Many> {
    /// The entities that were read along with this one: see [`List::expand`](crate::List::expand). `None` where nothing came. Where there
    /// are more than came, `PROPERTY@odata.nextLink` of [`Extra`](crate::Extra) leads to the rest: see
    /// [`Client::resume`](crate::Client::resume).
    ///
    /// # Errors
    ///
    /// Where what came is not of the declared type.
    pub fn read(&self, from: &T) -> Option<Result<Vec<V>, serde_json::Error>> {
        read(from, self.name())
    }

    /// The same as a type derived from the declared one.
    ///
    /// # Errors
    ///
    /// Where what came is no array of objects.
    pub fn read_as<D: DerivedFrom<V> + DeserializeOwned>(&self, from: &T) -> Option<Result<Vec<D>, serde_json::Error>> {
        read(from, self.name())
    }
}
