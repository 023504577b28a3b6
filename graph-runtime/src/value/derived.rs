//! Values of derived types.

use std::any::Any;

use super::{
    codec::to_json,
    extra::Extra,
    json::{JsonError, JsonReader},
    object::Object,
    request_json::{RequestJson, object_in_request},
    structured::Structured,
};

/// Converts a value to a type that is derived from its own.
///
/// Nothing is lost: properties that the declared type does not have are read from [`Extra`](crate::Extra).
///
/// # Errors
///
/// Returns the value unchanged if it cannot be converted, for example if an array was sent instead of an object, or if
/// the derived type takes more memory than [a response may](crate::ClientBuilder::max_response_memory).
pub fn derived<B: Structured, D: DerivedFrom<B>>(base: Object<B>) -> Result<Object<D>, Object<B>> {
    if base.extra.whole().is_some() {
        return Err(base);
    }
    let read = to_json(&base).and_then(|text| Object::read_any(&mut base.extra.reader(&text)));
    read.map_err(|_| base)
}

/// Converts a value to a variant of a union: the derived type if possible, otherwise the variant for other types.
#[inline]
pub fn derived_or<B: Structured, D: DerivedFrom<B>, U>(
    base: Object<B>,
    variant: fn(Object<D>) -> U,
    other: fn(Object<B>) -> U,
) -> U {
    derived(base).map_or_else(other, variant)
}

/// A type derived from `B`, or `B` itself; implemented by generated code.
///
/// Values of derived types are accepted where their base type is declared.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `{B}` or a type derived from it",
    label = "expected `{B}` or a type derived from it"
)]
pub trait DerivedFrom<B>: Structured {}

impl<T: Structured> DerivedFrom<T> for T {}

/// A value of the type, or of a type derived from it, whose name is kept in [`Extra`] as `@odata.type`.
///
/// Properties that the base type does not have are kept in [`Extra`] too, so that nothing is lost.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # #[derive(Default)]
/// # struct Attachment { name: Option<String> }
/// # impl rt::Structured for Attachment {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.attachment";
/// #     fn properties() -> &'static [&'static str] { &["name"] }
/// #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { name: from.property() } }
/// #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.name); }
/// # }
/// # #[derive(Default)]
/// # struct FileAttachment { name: Option<String>, content_bytes: Option<rt::Binary> }
/// # impl rt::Structured for FileAttachment {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.fileAttachment";
/// #     fn properties() -> &'static [&'static str] { &["name", "contentBytes"] }
/// #     fn build(from: &mut rt::PropertyReader<'_>) -> Self {
/// #         Self { name: from.property(), content_bytes: from.property() }
/// #     }
/// #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) {
/// #         to.put(&self.name);
/// #         to.put(&self.content_bytes);
/// #     }
/// # }
/// # impl rt::DerivedFrom<Attachment> for FileAttachment {}
/// use graph_runtime::Object;
///
/// let file = FileAttachment { name: Some("a.txt".to_owned()), content_bytes: Some(b"a".into()) };
/// let attachments: Vec<Object<Attachment>> = vec![file.into()];
/// assert_eq!(attachments[0].name.as_deref(), Some("a.txt"));
/// assert_eq!(attachments[0].extra.odata_type().as_deref(), Some("microsoft.graph.fileAttachment"));
/// assert_eq!(attachments[0].extra.value("contentBytes"), Some("YQ==".into()));
/// ```
impl<B: Structured, D: Structured + DerivedFrom<B>> From<D> for Object<B> {
    fn from(value: D) -> Self {
        let mut value = Some(value);
        if let Some(same) = take_as::<D, B>(&mut value) {
            return Self::new(same);
        }
        value.map_or_else(Self::default, |value| {
            read_base(object_in_request(&value, &Extra::new(), B::TYPE_NAME).map(RequestJson::into_text))
        })
    }
}

impl<T: Structured> Object<T> {
    /// Converts a value to a base type of its own, for places that declare the base type.
    ///
    /// Nothing is lost: [`Extra`] keeps what the base type does not have, and the name of the type as `@odata.type`.
    /// For a struct use `into()`.
    ///
    /// This is an associated function so that it cannot hide a field or method of `T`.
    #[must_use]
    pub fn into_base<B: Structured>(object: Self) -> Object<B>
    where
        T: DerivedFrom<B>,
    {
        let mut object = Some(object);
        if let Some(same) = take_as::<Self, Object<B>>(&mut object) {
            return same;
        }
        object.map_or_else(Object::default, |object| {
            read_base(object_in_request::<T>(&object, &object.extra, B::TYPE_NAME).map(RequestJson::into_text))
        })
    }
}

/// Takes a value as a `B` if that is its type.
fn take_as<D: 'static, B: 'static>(value: &mut Option<D>) -> Option<B> {
    (value as &mut dyn Any).downcast_mut::<Option<B>>()?.take()
}

/// Reads what was written as a value of a base type.
///
/// A text that cannot be read, since it is nested too deeply, is kept as a whole. An error is returned when the value
/// is sent.
fn read_base<B: Structured>(text: Result<String, JsonError>) -> Object<B> {
    let unread = |keep: &dyn Fn(&mut Extra)| {
        let mut base = Object::default();
        keep(&mut base.extra);
        base
    };
    match text {
        Ok(text) => {
            let read = Object::read_any(&mut JsonReader::new(&text));
            read.unwrap_or_else(|_| unread(&|extra| extra.set_whole(text.as_str().into())))
        }
        Err(problem) => unread(&|extra| extra.set_problem(problem.clone())),
    }
}
