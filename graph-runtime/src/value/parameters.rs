use serde::{Serialize, Serializer};
use serde_json::Error;

use super::{extra::Extra, object::Object, structured::Structured, writer::write_object};

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
/// #     fn build<R: rt::PropertyReader>(from: &mut R) -> Self { Self { comment: from.property() } }
/// #     fn write<'a, W: rt::PropertyWriter<'a>>(&'a self, to: &mut W) { to.put(&self.comment); }
/// # }
/// use graph_runtime::{Object, codegen::Parameters};
///
/// let reply = Reply { comment: Some("ok".to_owned()) };
/// assert_eq!(reply.to_json()?, br#"{"Comment":"ok"}"#);
/// let mut reply = Object::new(Reply::default());
/// reply.extra.set_null("Comment");
/// assert_eq!(reply.to_json()?, br#"{"Comment":null}"#);
/// # Ok::<(), serde_json::Error>(())
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
    fn to_json(&self) -> Result<Vec<u8>, Error>;
}

impl<T: Structured> private::Sealed for T {}
impl<T: Structured> private::Sealed for Object<T> {}

impl<T: Structured> Parameters for T {
    type Of = T;

    fn to_json(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(&Plain(self))
    }
}

impl<T: Structured> Parameters for Object<T> {
    type Of = T;

    fn to_json(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self)
    }
}

/// Prevents other crates from implementing the trait.
mod private {
    pub trait Sealed {}
}

/// Serializes declared properties with an empty `Extra`.
struct Plain<'a, T>(&'a T);

impl<T: Structured> Serialize for Plain<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_object(self.0, &Extra::new(), serializer)
    }
}
