use super::tuple::tuples;
use crate::property::{NavigationProperty, Property};

/// Properties of `T` to ask for: one [`Property`], or a tuple of up to sixteen. A navigation property asks for references to what it
/// leads to, where the service has it, as in Graph's delta queries. A property of another type does not compile.
#[diagnostic::on_unimplemented(
    message = "this is no property of `{T}`",
    label = "expected a property of `{T}`, or a tuple of them"
)]
pub trait SelectList<T> {
    /// Adds the names to a list.
    fn add_to(self, texts: &mut Vec<String>);
}

impl<T, V, A> SelectList<T> for Property<T, V, A> {
    fn add_to(self, texts: &mut Vec<String>) {
        texts.push(self.name().to_owned());
    }
}

impl<T, V, M> SelectList<T> for NavigationProperty<T, V, M> {
    fn add_to(self, texts: &mut Vec<String>) {
        texts.push(self.name().to_owned());
    }
}

tuples!(SelectList);
