use serde_json::value::{RawValue, to_raw_value};

use super::{
    fields::{Body, ForCreate, ForUpdate},
    node::Node,
};
use crate::value::{CreateOnly, DerivedFrom, Enumerated, Flags, Member, Object, Structured, Value, Writable, to_json};

/// The kinds of properties that a body for `F` may set; see [`Property`](crate::query::Property) and [`Body`].
#[diagnostic::on_unimplemented(
    message = "a body cannot set this property: it is `{Self}`",
    label = "this property cannot be set here",
    note = "a `ReadOnly` property is computed by the service or can only be read",
    note = "a `CreateOnly` property can only be set on creation; start the body with `Body::for_create()`"
)]
pub trait SettableIn<F> {}

impl<F> SettableIn<F> for Writable {}
impl SettableIn<ForCreate> for CreateOnly {}

/// The values that a property of type `V` can be set to.
///
/// These are a `V`; a `&str` for a `String`; a [`Body`] of a structured type or of a type derived from it; an array or
/// `Vec` of those for a collection; a single member for flags.
#[diagnostic::on_unimplemented(
    message = "the property's values are `{V}`, not `{Self}`",
    label = "expected a value of type `{V}`"
)]
pub trait BodyValue<V, F> {
    /// Returns the value as a part of a body.
    #[doc(hidden)]
    fn into_part(self) -> Part;
}

/// A part of a body, or why it cannot be written.
#[derive(Debug)]
pub struct Part(pub(super) Result<Node, String>);

fn raw<T: Value>(value: &T) -> Part {
    let text = to_json(value).map_err(|problem| problem.to_string());
    Part(text.and_then(|text| RawValue::from_string(text).map_err(|problem| problem.to_string())).map(Node::Raw))
}

fn list<V, F, X: BodyValue<V, F>>(items: impl IntoIterator<Item = X>) -> Part {
    Part(items.into_iter().map(|item| item.into_part().0).collect::<Result<_, _>>().map(Node::List))
}

impl<V: Value, F> BodyValue<V, F> for V {
    fn into_part(self) -> Part {
        raw(&self)
    }
}

impl<F> BodyValue<String, F> for &str {
    fn into_part(self) -> Part {
        Part(to_raw_value(self).map(Node::Raw).map_err(|problem| problem.to_string()))
    }
}

impl<F> BodyValue<String, F> for &String {
    fn into_part(self) -> Part {
        BodyValue::<String, F>::into_part(self.as_str())
    }
}

impl<V: Structured, F> BodyValue<V, F> for Object<V> {
    fn into_part(self) -> Part {
        raw(&self)
    }
}

impl<E: Enumerated, F> BodyValue<Member<E>, F> for E {
    fn into_part(self) -> Part {
        raw(&Member::Known(self))
    }
}

impl<V: Structured, D: DerivedFrom<V>, F> BodyValue<V, F> for Body<D, F> {
    fn into_part(self) -> Part {
        Part(self.into_node(V::TYPE_NAME))
    }
}

impl<E: Enumerated, F> BodyValue<Flags<E>, F> for E {
    fn into_part(self) -> Part {
        raw(&Flags::from_iter([self]))
    }
}

impl<V, F, X: BodyValue<V, F>, const N: usize> BodyValue<Vec<V>, F> for [X; N] {
    fn into_part(self) -> Part {
        list(self)
    }
}

impl<E: Enumerated, F> BodyValue<Vec<Member<E>>, F> for Vec<E> {
    fn into_part(self) -> Part {
        list::<Member<E>, F, _>(self)
    }
}

impl<V: Structured, F> BodyValue<Vec<V>, F> for Vec<Object<V>> {
    fn into_part(self) -> Part {
        raw(&self)
    }
}

impl<V: Structured, D: DerivedFrom<V>, F> BodyValue<Vec<V>, F> for Vec<Body<D, F>> {
    fn into_part(self) -> Part {
        list::<V, F, _>(self)
    }
}

impl<F> BodyValue<Vec<String>, F> for Vec<&str> {
    fn into_part(self) -> Part {
        list::<String, F, _>(self)
    }
}

/// A body for updates can be part of a body for creations.
impl<V: Structured, D: DerivedFrom<V>> BodyValue<V, ForCreate> for Body<D, ForUpdate> {
    fn into_part(self) -> Part {
        Part(self.into_node(V::TYPE_NAME))
    }
}
