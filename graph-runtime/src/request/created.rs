use std::fmt;

use super::preference::PreferenceFor;
use crate::{
    error::Error,
    operation::{Answer, CreatesEntity, Respond, Sealed},
    transfer::Upload,
    value::{Object, Structured},
};

/// The response to a request that creates an entity and [prefers an empty response](crate::Preference::MINIMAL).
///
/// ```no_run
/// # use graph_runtime::{Error, Object, Preference, Write, codegen::Structured};
/// # async fn example<User: Structured>(create: Write<Object<User>>) -> Result<(), Error> {
/// // let create = service.users().create(user);
/// let created = create.prefer(Preference::MINIMAL).send().await?;
/// println!("created {:?}", created.entity_id());
/// # Ok(()) }
/// ```
pub struct Created<T> {
    entity: Option<Object<T>>,
    entity_id: Option<String>,
}

impl<T> Created<T> {
    /// Returns the entity, if the service sent it nevertheless.
    #[must_use]
    pub const fn entity(&self) -> Option<&Object<T>> {
        self.entity.as_ref()
    }

    /// Converts the response to the entity, if the service sent it.
    #[must_use]
    pub fn into_entity(self) -> Option<Object<T>> {
        self.entity
    }

    /// Returns the URL of the entity: the header `OData-EntityId`, or else `Location`.
    #[must_use]
    pub fn entity_id(&self) -> Option<&str> {
        self.entity_id.as_deref()
    }
}

impl<T: Structured> Sealed for Created<T> {}

impl<T: Structured> Respond for Created<T> {
    type Output = Self;

    fn respond(response: &Answer<'_>) -> Result<Self, Error> {
        let header = |name: &str| response.headers.get(name)?.to_str().ok().map(str::to_owned);
        let entity_id = header("odata-entityid").or_else(|| header("location"));
        Ok(Self { entity: Option::<Object<T>>::respond(response)?, entity_id })
    }
}

impl<T: Structured> CreatesEntity for Upload<Created<T>> {}

impl<T: Structured> Upload<Object<T>> {
    /// Adds a preference for how the service responds (`Prefer`).
    ///
    /// With [`Preference::MINIMAL`](crate::Preference::MINIMAL), the request returns
    /// [`Created`](crate::codegen::Created), for the entity may be missing.
    pub fn prefer<P: PreferenceFor<Object<T>>>(self, preference: P) -> Upload<P::Response> {
        self.preferring(&preference.into_text())
    }
}

impl<T> fmt::Debug for Created<T>
where
    Object<T>: fmt::Debug,
{
    /// Omits the URL, which contains the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Created").field("entity", &self.entity).finish_non_exhaustive()
    }
}
