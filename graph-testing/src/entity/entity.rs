use graph_runtime::{Object, codec::to_json, codegen::Structured};

use super::{expanded::Expanded, item::Item};

/// An entity in an answer: a generated struct, an [`Object`] of one, or an [`Expanded`].
///
/// The trait is sealed. `Form` tells the three apart; it is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    note = "an entity is a generated struct, an `Object` of one, or an `Expanded`"
)]
pub trait Entity<Form>: sealed::Sealed<Form> {
    /// The generated type.
    type Of: Structured;

    /// Converts it to JSON.
    #[doc(hidden)]
    fn into_item(self) -> Item;
}

/// Prevents other crates from implementing the trait.
mod sealed {
    pub trait Sealed<Form> {}
}

/// The form of a generated struct.
#[derive(Clone, Copy, Debug)]
pub enum Plain {}

/// The form of an [`Object`].
#[derive(Clone, Copy, Debug)]
pub enum WithExtra {}

/// The form of an [`Expanded`].
#[derive(Clone, Copy, Debug)]
pub enum WithRelated {}

impl<T: Structured> sealed::Sealed<Plain> for T {}
impl<T: Structured> sealed::Sealed<WithExtra> for Object<T> {}
impl<T: Structured> sealed::Sealed<WithRelated> for Expanded<T> {}

impl<T: Structured> Entity<Plain> for T {
    type Of = T;

    #[track_caller]
    fn into_item(self) -> Item {
        Object::new(self).into_item()
    }
}

impl<T: Structured> Entity<WithExtra> for Object<T> {
    type Of = T;

    #[track_caller]
    fn into_item(self) -> Item {
        match to_json(&self) {
            Ok(text) => Item::new(text, Some(T::TYPE_NAME)),
            Err(problem) => panic!("the entity cannot be written as JSON: {problem}"),
        }
    }
}

impl<T: Structured> Entity<WithRelated> for Expanded<T> {
    type Of = T;

    fn into_item(self) -> Item {
        self.into_inner()
    }
}
