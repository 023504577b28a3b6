use super::{content::Part, fields::Body, node::Node, reference::Reference};
use crate::value::{DerivedFrom, Many, One, Structured};

/// The values that a navigation property can be bound to: one [`Reference`], or several for a collection.
#[diagnostic::on_unimplemented(
    message = "a navigation property to `{M}` cannot be bound to `{Self}`",
    note = "`One` takes a URL or path, `Many` an array or another collection of them"
)]
pub trait References<M> {
    #[doc(hidden)]
    fn into_references(self) -> Part;
}

impl<R: Into<Reference>> References<One> for R {
    fn into_references(self) -> Part {
        Part(Ok(Node::Reference(self.into())))
    }
}

impl<R: Into<Reference>, I: IntoIterator<Item = R>> References<Many> for I {
    fn into_references(self) -> Part {
        Part(Ok(Node::List(self.into_iter().map(|reference| Node::Reference(reference.into())).collect())))
    }
}

/// New entities that are created together with another one: one [`Body`], or several for a collection.
///
/// Their type is `V` or derived from it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be inserted through a navigation property to `{M}` of type `{V}`",
    note = "`One` takes a `Body` of the type or of a derived type, `Many` an array or another collection of them"
)]
pub trait Insert<V, M> {
    #[doc(hidden)]
    fn into_new(self) -> Part;
}

impl<V: Structured, D: DerivedFrom<V>, F> Insert<V, One> for Body<D, F> {
    fn into_new(self) -> Part {
        Part(self.into_node(V::TYPE_NAME))
    }
}

impl<V: Structured, D: DerivedFrom<V>, F, I: IntoIterator<Item = Body<D, F>>> Insert<V, Many> for I {
    fn into_new(self) -> Part {
        Part(self.into_iter().map(|body| body.into_node(V::TYPE_NAME)).collect::<Result<_, _>>().map(Node::List))
    }
}
