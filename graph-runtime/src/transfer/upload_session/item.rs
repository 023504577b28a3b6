use crate::{
    operation::Respond,
    value::{Object, Structured},
};

/// What an upload session creates: an entity of a generated type, an `Option` of it if the service may respond without
/// one, or `()` if the response is not read.
///
/// Outlook, for example, responds without an attachment.
#[diagnostic::on_unimplemented(
    message = "an upload session does not create a `{Self}`",
    label = "expected a generated struct without `Object`, an `Option` of it, or `()`"
)]
pub trait SessionItem: sealed::Sealed {
    /// The response to the last chunk.
    type Response: Respond;
}

impl<T: Structured> SessionItem for T {
    type Response = Object<T>;
}

/// The entity, if the response has one.
impl<T: Structured> SessionItem for Option<T> {
    type Response = Option<Object<T>>;
}

impl SessionItem for () {
    type Response = Self;
}

/// Prevents other crates from implementing the trait.
mod sealed {
    pub trait Sealed {}

    impl<T: super::Structured> Sealed for T {}
    impl<T: super::Structured> Sealed for Option<T> {}
    impl Sealed for () {}
}
