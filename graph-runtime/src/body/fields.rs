use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{Serialize, Serializer};
use serde_json::value::to_raw_value;

use super::{
    bind::References,
    content::{BodyProperty, BodyValue, SettableIn},
    node::{BIND, BodyTarget, Node, ObjectFor, ObjectNode},
};
use crate::value::{DerivedFrom, NavigationProperty, Property, Structured};

/// Marks a body that creations and updates accept.
#[derive(Clone, Copy, Debug)]
pub enum ForUpdate {}

/// Marks a body that only creations accept, because it may set properties that cannot be changed later.
#[derive(Clone, Copy, Debug)]
pub enum ForCreate {}

/// The body of a request that creates, updates or replaces a `T`, or the parameters of an action.
///
/// A body has only the properties that were set. An update does not change the others; `null` clears a property.
///
/// Properties are set by the constants of their type. A property of another type, a value of another type, and a
/// property that the metadata declares as computed or read-only are compile errors. A struct or an
/// [`Object`](crate::Object) becomes a body with `Body::from` or `into()`: `create(received.into())`.
/// Properties are written in the order in which they were set; setting one again replaces its value.
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
/// #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { display_name: from.property() } }
/// #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.display_name); }
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
/// `@odata.type` is written if the type is derived from the declared one, and for types that Graph's own SDKs always
/// send it for: those derived from a type that is not an abstract root. Paths in references are completed with the
/// service's root when the body is sent.
///
/// `F` is [`ForUpdate`](crate::codegen::ForUpdate) or [`ForCreate`]. If a value cannot be written as JSON, `send`
/// returns an error and sends nothing.
#[must_use = "a body does nothing by itself"]
pub struct Body<T, F = ForUpdate> {
    pub(super) object: ObjectNode,
    pub(super) marker: PhantomData<fn() -> (T, F)>,
}

impl<T: Structured> Body<T> {
    /// Creates an empty body, for updates and creations.
    pub fn new() -> Self {
        Self { object: ObjectNode::default(), marker: PhantomData }
    }
}

impl<T: Structured> Body<T, ForCreate> {
    /// Creates an empty body that may also set create-only properties.
    pub fn for_create() -> Self {
        Self { object: ObjectNode::default(), marker: PhantomData }
    }
}

impl<T: Structured, F> Body<T, F> {
    /// Sets a property, or adds new related entities that are created together with this one.
    ///
    /// The value is what the generated struct has, or something that stands for it, such as a `&str`, a member of an
    /// enumeration or another [`Body`]; see [`BodyValue`](crate::codegen::BodyValue).
    pub fn set<P: BodyProperty<T, F>>(mut self, property: P, value: impl BodyValue<P::Value, F>) -> Self {
        self.object.put(Cow::Borrowed(property.name_on_wire()), value.into_part().0);
        self
    }

    /// Clears a property: sends `null`.
    pub fn null<V, A: SettableIn<F>>(mut self, property: Property<T, V, A>) -> Self {
        self.object.put(Cow::Borrowed(property.name()), Ok(Node::Null));
        self
    }

    /// Removes a property that was set before, so that it is not sent.
    pub fn without<V, A>(mut self, property: Property<T, V, A>) -> Self {
        self.object.entries.retain(|(name, _)| name != property.name());
        self
    }

    /// Links existing entities to this one: `members@odata.bind`, or `@id` if the service's
    /// [profile](crate::profile::BindSyntax) says so.
    ///
    /// An update of a collection adds the references to it.
    pub fn bind<V, M>(mut self, property: NavigationProperty<T, V, M>, to: impl References<M>) -> Self {
        self.object.put(Cow::Owned(format!("{}{BIND}", property.name())), to.into_references().0);
        self
    }

    /// Sets a property by its name in JSON: an annotation, or one that the metadata does not declare.
    pub fn raw(mut self, name: &str, value: serde_json::Value) -> Self {
        let part = to_raw_value(&value).map(|raw| Node::Raw(raw.into())).map_err(|problem| problem.to_string());
        self.object.put(Cow::Owned(name.to_owned()), part);
        self
    }

    /// Converts the body to one of a base type, so that a list can hold several types.
    ///
    /// `@odata.type` is sent with the name of `T`. A list that is not built when the program runs can be a tuple of
    /// bodies instead.
    ///
    /// ```
    /// # use graph_runtime::codegen as rt;
    /// # macro_rules! structured {
    /// #     ($type:ident $name:literal) => {
    /// #         struct $type {}
    /// #         impl rt::Structured for $type {
    /// #             const TYPE_NAME: &'static str = $name;
    /// #             fn properties() -> &'static [&'static str] { &[] }
    /// #             fn build(_: &mut rt::PropertyReader<'_>) -> Self { Self {} }
    /// #             fn write<'a>(&'a self, _: &mut rt::PropertyWriter<'a>) {}
    /// #         }
    /// #     };
    /// # }
    /// # structured!(Message "example.message");
    /// # structured!(Attachment "example.attachment");
    /// # structured!(FileAttachment "example.fileAttachment");
    /// # structured!(ItemAttachment "example.itemAttachment");
    /// # impl rt::DerivedFrom<Attachment> for FileAttachment {}
    /// # impl rt::DerivedFrom<Attachment> for ItemAttachment {}
    /// # impl Message {
    /// #     const ATTACHMENTS: rt::NavigationProperty<Self, Attachment, rt::Many> = rt::navigation("attachments");
    /// # }
    /// # impl FileAttachment { const NAME: rt::Property<Self, String> = rt::property("name"); }
    /// # impl ItemAttachment { const NAME: rt::Property<Self, String> = rt::property("name"); }
    /// use graph_runtime::Body;
    ///
    /// let file = Body::new().set(FileAttachment::NAME, "menu.txt");
    /// let item = Body::new().set(ItemAttachment::NAME, "lunch");
    /// let two = Body::new().set(Message::ATTACHMENTS, (file.clone(), item.clone()));
    ///
    /// let mut attachments: Vec<Body<Attachment>> = vec![file.into_base()];
    /// attachments.push(item.into_base());
    /// let same = Body::new().set(Message::ATTACHMENTS, attachments);
    /// assert_eq!(serde_json::to_value(two)?, serde_json::to_value(same)?);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn into_base<B: Structured>(self) -> Body<B, F>
    where
        T: DerivedFrom<B>,
    {
        Body { object: self.into_object(B::TYPE_NAME), marker: PhantomData }
    }

    /// Returns whether the body sets nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.object.entries.is_empty() && self.object.problem.is_none()
    }

    /// Converts the body to a value of a declared type in another body.
    pub(super) fn into_node(self, declared: &str) -> Result<Node, String> {
        let object = self.into_object(declared);
        match object.problem {
            Some(problem) => Err(problem),
            None => Ok(Node::Object(object)),
        }
    }

    /// Converts the body to an object that names its type if necessary.
    pub(crate) fn into_object(mut self, declared: &str) -> ObjectNode {
        if T::SENDS_TYPE || T::TYPE_NAME != declared {
            // The body of a derived type has its name already.
            self.object.type_name.get_or_insert(T::TYPE_NAME);
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
    /// Shows only the names, since values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.object.entries.iter().map(|(name, _)| name)).finish()
    }
}

impl<T: Structured, F> Serialize for Body<T, F> {
    /// Serializes the body as it is sent, except that paths in references are not completed.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = self.object.clone();
        object.type_name = object.type_name.or(T::SENDS_TYPE.then_some(T::TYPE_NAME));
        ObjectFor { object: &object, target: BodyTarget::default() }.serialize(serializer)
    }
}
