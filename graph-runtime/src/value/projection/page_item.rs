use crate::value::{
    codec::{Decoded, Value},
    json::{JsonError, JsonReader},
};

/// What a [`Page`](crate::Page) can hold: a [`Value`](crate::codec::Value), or a [`Projection`](super::Projection).
#[diagnostic::on_unimplemented(
    message = "a page cannot hold `{Self}`",
    label = "expected an `Object` of a generated type, or a struct with `#[derive(Projection)]`"
)]
pub trait PageItem: Send + Sync + Sized + 'static {
    /// Reads an item.
    #[doc(hidden)]
    fn read_item(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError>;
}

impl<T: Value> PageItem for T {
    fn read_item(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        T::read(json)
    }
}
