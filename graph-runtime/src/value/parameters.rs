use super::{
    codec::Value,
    contents,
    extra::Extra,
    json::{JsonError, JsonWriter},
    object::Object,
    property_writer::fields,
    structured::Structured,
};

/// The parameters of an action: the generated struct, or an [`Object`] of it.
///
/// An [`Object`] can also send an explicit `null`, or a parameter that the metadata does not declare.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # #[derive(Default)]
/// # struct Reply { comment: Option<String> }
/// # impl rt::Structured for Reply {
/// #     const TYPE_NAME: &'static str = "microsoft.graph.message/reply";
/// #     fn properties() -> &'static [&'static str] { &["Comment"] }
/// #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { comment: from.property() } }
/// #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.comment); }
/// # }
/// use graph_runtime::{Object, codegen::Parameters};
///
/// let reply = Reply { comment: Some("ok".to_owned()) };
/// assert_eq!(reply.to_json()?, br#"{"Comment":"ok"}"#);
/// let mut reply = Object::new(Reply::default());
/// reply.extra.set_null("Comment");
/// assert_eq!(reply.to_json()?, br#"{"Comment":null}"#);
/// # Ok::<(), graph_runtime::codec::JsonError>(())
/// ```
pub trait Parameters: private::Sealed {
    /// The generated struct.
    type Of: Structured;

    /// Returns the request body. Parameters that are `None` are omitted.
    ///
    /// # Errors
    ///
    /// If a value cannot be serialized as JSON.
    #[rust_analyzer::completions(ignore_flyimport)]
    fn to_json(&self) -> Result<Vec<u8>, JsonError>;
}

impl<T: Structured> private::Sealed for T {}
impl<T: Structured> private::Sealed for Object<T> {}

impl<T: Structured> Parameters for T {
    type Of = T;

    fn to_json(&self) -> Result<Vec<u8>, JsonError> {
        let mut json = JsonWriter::default();
        contents::write(T::properties(), fields(self), &Extra::new(), &mut json);
        json.finish()
    }
}

impl<T: Structured> Parameters for Object<T> {
    type Of = T;

    fn to_json(&self) -> Result<Vec<u8>, JsonError> {
        let mut json = JsonWriter::default();
        self.write(&mut json);
        json.finish()
    }
}

/// Prevents other crates from implementing the trait.
mod private {
    pub trait Sealed {}
}
