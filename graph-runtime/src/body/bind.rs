use super::{content::Part, node::Node, reference::Reference};
use crate::value::{Many, One};

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
