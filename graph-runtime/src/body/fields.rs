use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{Serialize, Serializer};
use serde_json::value::to_raw_value;

use super::{
    bind::{Insert, References},
    content::{BodyValue, SettableIn},
    node::{Node, ObjectFor, ObjectNode},
};
use crate::value::{NavigationProperty, Property, Structured};

/// A body fits creations and updates.
#[derive(Clone, Copy, Debug)]
pub enum ForUpdate {}

/// A body fits creations only: it may have values of properties that cannot be changed later.
#[derive(Clone, Copy, Debug)]
pub enum ForCreate {}

/// The body of a creation or an update of a `T`. What is not named in it is left as it is, or to the service; `null` takes a value
/// away.
///
/// Properties are named by the constants of their type, and keep the metadata's names on the wire. A property of another type, a value
/// of another type, and a property that the metadata says is computed or can only be read do not compile. Names go out in the order
/// they were set; of two values for one name the last counts.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # struct User { display_name: Option<String> }
/// # impl User {
/// #     const DISPLAY_NAME: rt::Property<Self, String> = rt::property("displayName");
/// #     const JOB_TITLE: rt::Property<Self, String> = rt::property("jobTitle");
/// #     const MANAGER: rt::NavigationProperty<Self, User, rt::One> = rt::navigation("manager");
/// # }
/// # impl rt::Structured for User {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.user";
/// #     fn properties() -> &'static [&'static str] { &["displayName"] }
/// #     fn build<R: rt::PropertyReader>(from: &mut R) -> Self { Self { display_name: from.property() } }
/// #     fn write<'a, W: rt::PropertyWriter<'a>>(&'a self, to: &mut W) { to.put(&self.display_name); }
/// # }
/// use graph_runtime::Body;
///
/// let body = Body::<User>::new()
///     .set(User::DISPLAY_NAME, "Adele")
///     .null(User::JOB_TITLE)
///     .bind(User::MANAGER, "/users/11111111-2222-3333-4444-555555555555")
///     .raw("extension_color", "teal".into());
/// assert_eq!(
///     serde_json::to_value(&body)?,
///     serde_json::json!({
///         "displayName": "Adele",
///         "jobTitle": null,
///         "manager@odata.bind": "/users/11111111-2222-3333-4444-555555555555",
///         "extension_color": "teal",
///     })
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `@odata.type` is written where a service needs it: for a type derived from the one that is declared in its place, and for types
/// derived from others than an abstract root, for which Graph's own SDKs send it always. Paths in references are completed with the
/// service's root when the body is sent.
///
/// `F` is [`ForUpdate`] or [`ForCreate`]. What cannot be written as JSON is reported by `send`, before anything is sent.
#[must_use = "a body does nothing by itself"]
pub struct Body<T, F = ForUpdate> {
    pub(super) object: ObjectNode,
    pub(super) marker: PhantomData<fn() -> (T, F)>,
}

impl<T: Structured> Body<T> {
    /// A body without anything in it, for updates and creations.
    pub fn new() -> Self {
        Self { object: ObjectNode::default(), marker: PhantomData }
    }
}

impl<T: Structured> Body<T, ForCreate> {
    /// A body without anything in it, which may also set what is settled on creation.
    pub fn for_create() -> Self {
        Self { object: ObjectNode::default(), marker: PhantomData }
    }
}

impl<T: Structured, F> Body<T, F> {
    /// Sets a property. A value is of the property's type, text for a `String`, or a [`Body`]: see [`BodyValue`].
    pub fn set<V, A: SettableIn<F>>(mut self, property: Property<T, V, A>, value: impl BodyValue<V, F>) -> Self {
        self.object.put(Cow::Borrowed(property.name()), value.into_part().0);
        self
    }

    /// Takes the value of a property away: sends `null`.
    pub fn null<V, A: SettableIn<F>>(mut self, property: Property<T, V, A>) -> Self {
        self.object.put(Cow::Borrowed(property.name()), Ok(Node::Null));
        self
    }

    /// Leaves a property out that was set before.
    pub fn without<V, A>(mut self, property: Property<T, V, A>) -> Self {
        self.object.entries.retain(|(name, _)| name != property.name());
        self
    }

    /// Relates the entity to others that exist (`members@odata.bind`). In an update, a collection's references are added.
    pub fn bind<V, M>(mut self, property: NavigationProperty<T, V, M>, to: impl References<M>) -> Self {
        self.object.put(Cow::Owned(format!("{}@odata.bind", property.name())), to.into_references().0);
        self
    }

    /// Creates related entities together with this one.
    pub fn insert<V, M>(mut self, property: NavigationProperty<T, V, M>, new: impl Insert<V, M>) -> Self {
        self.object.put(Cow::Borrowed(property.name()), new.into_new().0);
        self
    }

    /// Sets anything by its name on the wire: a property of an open type, an annotation, what the metadata does not know.
    pub fn raw(mut self, name: &str, value: serde_json::Value) -> Self {
        let part = to_raw_value(&value).map(Node::Raw).map_err(|problem| problem.to_string());
        self.object.put(Cow::Owned(name.to_owned()), part);
        self
    }

    /// The body as part of another, where a value of a declared type stands.
    pub(super) fn into_node(self, declared: &str) -> Result<Node, String> {
        let object = self.into_object(declared);
        match object.problem {
            Some(problem) => Err(problem),
            None => Ok(Node::Object(object)),
        }
    }

    /// The body as an object that says its type where it has to.
    pub(crate) fn into_object(mut self, declared: &str) -> ObjectNode {
        if T::SENDS_TYPE || T::TYPE_NAME != declared {
            self.object.type_name = Some(T::TYPE_NAME);
        }
        self.object
    }
}

impl<T: Structured> Default for Body<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, F> Clone for Body<T, F> {
    fn clone(&self) -> Self {
        Self { object: self.object.clone(), marker: PhantomData }
    }
}

impl<T, F> fmt::Debug for Body<T, F> {
    /// Names only: values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.object.entries.iter().map(|(name, _)| name)).finish()
    }
}

impl<T: Structured, F> Serialize for Body<T, F> {
    /// As it is sent, but for paths in references, which stay as they are.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = self.object.clone();
        object.type_name = T::SENDS_TYPE.then_some(T::TYPE_NAME);
        ObjectFor { object: &object, root: None }.serialize(serializer)
    }
}
