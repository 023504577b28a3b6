use super::{content::Part, node::Node, reference::Reference};
use crate::value::{Many, One};

/// The values that a navigation property can be bound to: one [`Reference`], or several for a collection.
#[diagnostic::on_unimplemented(
    message = "a navigation property to `{M}` cannot be bound to `{Self}`",
    note = "`One` takes a request builder, an entity, a URL or a path, `Many` an array or another collection of them"
)]
pub trait References<M> {
    #[doc(hidden)]
    fn into_references(self) -> Part;
}

impl<R: Into<Reference>> References<One> for R {
    fn into_references(self) -> Part {
        Part(self.into().into_node())
    }
}

impl<R: Into<Reference>, I: IntoIterator<Item = R>> References<Many> for I {
    fn into_references(self) -> Part {
        Part(self.into_iter().map(|reference| reference.into().into_node()).collect::<Result<_, _>>().map(Node::List))
    }
}
