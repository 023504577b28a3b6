use std::fmt;

use graph_runtime::{
    DateTimeOffset, Object,
    codec::{Decoded, from_json},
    codegen::Structured,
    projection::Projection,
};

use super::{
    event::Event,
    resource_error::{ResourceError, ResourceErrorKind},
};
use crate::json::{members, string};

/// A notification that the receiver has verified.
///
/// `Debug` does not show the resource's properties.
#[derive(Clone, PartialEq, Eq)]
pub struct Notification {
    pub(super) id: Option<String>,
    pub(super) subscription_id: String,
    pub(super) subscription_expiration: Option<DateTimeOffset>,
    pub(super) tenant_id: Option<String>,
    pub(super) event: Event,
    pub(super) resource: Option<String>,
    /// `resourceData` as JSON.
    pub(super) data: Option<Box<str>>,
    /// The decrypted `encryptedContent`, which is JSON.
    pub(super) content: Option<Box<str>>,
}

impl Notification {
    /// Returns the id of the notification. Graph can send one notification more than once.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns the id of the subscription.
    #[must_use]
    pub fn subscription_id(&self) -> &str {
        &self.subscription_id
    }

    /// Returns when the subscription expires.
    #[must_use]
    pub const fn subscription_expiration(&self) -> Option<&DateTimeOffset> {
        self.subscription_expiration.as_ref()
    }

    /// Returns the id of the tenant. It is proved by a token only if the notification [was
    /// encrypted](Self::is_encrypted), and otherwise only by the `clientState`.
    #[must_use]
    pub fn tenant_id(&self) -> Option<&str> {
        self.tenant_id.as_deref()
    }

    /// Returns what happened.
    #[must_use]
    pub const fn event(&self) -> &Event {
        &self.event
    }

    /// Returns the path of the resource, relative to the service: `Users/{id}`.
    ///
    /// The sender wrote it. Use the id of the resource with a generated request builder, which encodes it, rather than
    /// this text as a URL.
    #[must_use]
    pub fn resource_path(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    /// Returns the `id` of the resource that has changed.
    #[must_use]
    pub fn resource_id(&self) -> Option<String> {
        let id = |json: &Option<Box<str>>| members(json.as_deref()?, ["id"]).ok()?[0].and_then(string);
        // What was encrypted comes first, as in the other functions: all of them speak of one resource.
        id(&self.content).or_else(|| id(&self.data))
    }

    /// Returns the `@odata.type` of the resource: `#Microsoft.Graph.User`.
    #[must_use]
    pub fn resource_type(&self) -> Option<String> {
        let name = |json: &str| members(json, ["@odata.type", "@type"]).ok()?.into_iter().flatten().find_map(string);
        self.content.as_deref().and_then(name).or_else(|| self.data.as_deref().and_then(name))
    }

    /// Returns whether the properties of the resource were encrypted, and are decrypted.
    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        self.content.is_some()
    }

    /// Returns the properties of the resource as JSON: all that the subscription selects if they were encrypted,
    /// otherwise usually the id only.
    #[must_use]
    pub fn resource_json(&self) -> Option<&str> {
        self.content.as_deref().or(self.data.as_deref())
    }

    /// Reads the properties of the resource.
    ///
    /// ```
    /// # use graph_runtime::codegen as rt;
    /// # struct User { id: Option<String> }
    /// # impl rt::Structured for User {
    /// #     const TYPE_NAME: &'static str = "microsoft.graph.user";
    /// #     fn properties() -> &'static [&'static str] { &["id"] }
    /// #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { id: from.property() } }
    /// #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.id); }
    /// # }
    /// use graph_notifications::{Notification, ResourceError};
    ///
    /// fn changed(notification: &Notification) -> Result<Option<String>, ResourceError> {
    ///     let user = notification.resource::<User>()?; // an `Object<User>`
    ///     Ok(user.id.clone())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// If the notification has no properties, they are not JSON of an object, or `@odata.type` is another type than
    /// `T`. Case is ignored, since Graph writes `#Microsoft.Graph.User`.
    pub fn resource<T: Structured>(&self) -> Result<Object<T>, ResourceError> {
        match from_json(self.resource_of::<T>()?).map_err(ResourceError::json)? {
            Decoded::Value(object) => Ok(object),
            _ => Err(ResourceError::new(ResourceErrorKind::Json)),
        }
    }

    /// Reads the properties of the resource as a struct of your own, which says what is read.
    ///
    /// The subscription should select the same properties. A change of a subscription's resource that is not encrypted
    /// usually has the id only.
    ///
    /// ```
    /// use graph_notifications::{Notification, ResourceError};
    /// use graph_runtime::projection::Projection;
    ///
    /// /// `Row` is a struct with `#[derive(Projection)]`.
    /// fn changed<Row: Projection>(notification: &Notification) -> Result<Row, ResourceError> {
    ///     notification.project::<Row>()
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`resource`](Self::resource), and if a property does not fit its field. The
    /// [source](std::error::Error::source) of the error says which one.
    pub fn project<P: Projection>(&self) -> Result<P, ResourceError> {
        P::from_json(self.resource_of::<P::Of>()?).map_err(ResourceError::unprojected)
    }

    /// Returns the JSON of the resource, if it does not say that it is of another type.
    fn resource_of<T: Structured>(&self) -> Result<&str, ResourceError> {
        let json = self.resource_json().ok_or_else(|| ResourceError::new(ResourceErrorKind::Missing))?;
        let found = members(json, ["@odata.type", "@type"]).map_err(ResourceError::json)?;
        let found = found.into_iter().flatten().find_map(string);
        match found.filter(|found| !found.trim_start_matches('#').eq_ignore_ascii_case(T::TYPE_NAME)) {
            Some(found) => Err(ResourceError::other_type(T::TYPE_NAME, found)),
            None => Ok(json),
        }
    }

    #[cfg(feature = "rich")]
    pub(crate) fn set_content(&mut self, content: Box<str>) {
        self.content = Some(content);
    }
}

impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification")
            .field("id", &self.id)
            .field("subscription_id", &self.subscription_id)
            .field("tenant_id", &self.tenant_id)
            .field("event", &self.event)
            .field("is_encrypted", &self.is_encrypted())
            .finish_non_exhaustive()
    }
}
