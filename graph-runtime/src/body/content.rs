use bytes::Bytes;
use serde_json::value::to_raw_value;

use super::{
    fields::{Body, ForCreate, ForUpdate},
    json_forms::JsonForms,
    node::Node,
};
use crate::value::{
    Binary, CreateOnly, DerivedFrom, Enumerated, Extra, Flags, JsonError, Many, Member, NavigationProperty, NotNull,
    Object, One, Property, RequestJson, Structured, Value, Writable, object_in_request, value_in_request,
};

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
impl<F, A: SettableIn<F>> SettableIn<F> for NotNull<A> {}

/// What a body of a `T` can set: a [`Property`], or a [`NavigationProperty`] for new entities.
///
/// A property of another type and the parameter of another action are compile errors.
#[diagnostic::on_unimplemented(
    message = "this is not a property of `{T}`",
    label = "expected a property of `{T}`",
    note = "a body is made of the constants of its type, and the parameters of an action of those of its struct"
)]
pub trait BodyProperty<T, F>: sealed::Sealed {
    /// The type of the values, as in the generated struct; for a navigation property, `Object<V>` or `Vec<Object<V>>`.
    type Value;

    /// Returns the name on the wire.
    #[doc(hidden)]
    fn name_on_wire(&self) -> &'static str;
}

impl<T, V, A: SettableIn<F>, F> BodyProperty<T, F> for Property<T, V, A> {
    type Value = V;

    fn name_on_wire(&self) -> &'static str {
        self.name()
    }
}

impl<T, V, F> BodyProperty<T, F> for NavigationProperty<T, V, One> {
    type Value = Object<V>;

    fn name_on_wire(&self) -> &'static str {
        self.name()
    }
}

impl<T, V, F> BodyProperty<T, F> for NavigationProperty<T, V, Many> {
    type Value = Vec<Object<V>>;

    fn name_on_wire(&self) -> &'static str {
        self.name()
    }
}

/// Prevents other crates from implementing the trait.
mod sealed {
    pub trait Sealed {}

    impl<T, V, A> Sealed for crate::value::Property<T, V, A> {}
    impl<T, V, M> Sealed for crate::value::NavigationProperty<T, V, M> {}
}

/// The values that a property of type `V` can be set to.
///
/// | type | values |
/// |---|---|
/// | any | a value of that type |
/// | `String` | `&str`, `&String` |
/// | [`Binary`] | `Vec<u8>`, `&[u8]`, `[u8; N]`, [`Bytes`] |
/// | `Member<E>` | a member of `E` |
/// | `Flags<E>` | a member of `E`, or an array of members |
/// | `Object<V>` | a `V`, a [`Body`] of it, or those of a type derived from `V`, whose name is sent |
/// | `Option<V>`, an item of a collection | the above, or `Some` and `None` of a value |
/// | `Vec<V>` | an array or `Vec` of the above, or a tuple of two to eight, also of several types |
///
/// An [`Object`] of a derived type is converted with [`Object::into_base`].
#[diagnostic::on_unimplemented(
    message = "the property's values are `{V}`, not `{Self}`",
    label = "expected a value of type `{V}`",
    note = "values such as dates, durations and GUIDs are parsed from text: `\"PT1H\".parse::<Duration>()?`",
    note = "bytes are `b\"…\"`, a `Vec<u8>` or `Bytes`",
    note = "an `Object` of a derived type is converted: `Object::into_base::<Base>(object)`",
    note = "to link an existing entity, pass its URL or path to `bind` instead of `set`"
)]
pub trait BodyValue<V, F> {
    /// Returns the value as a part of a body.
    #[doc(hidden)]
    fn into_part(self) -> Part;
}

/// A part of a body, or why it cannot be written. `Debug` hides it.
pub struct Part(pub(super) Result<Node, String>);

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Part(…)")
    }
}

/// Converts JSON text to a part. It is not generic, so that it is compiled once.
fn raw(json: Result<RequestJson, JsonError>) -> Part {
    let json = json.map_err(|problem| problem.to_string());
    Part(json.and_then(|json| JsonForms::of(json).map_err(|problem| problem.to_string())).map(Node::Raw))
}

fn list<V, F, X: BodyValue<V, F>>(items: impl IntoIterator<Item = X>) -> Part {
    parts(items.into_iter().map(BodyValue::into_part))
}

fn parts(items: impl IntoIterator<Item = Part>) -> Part {
    Part(items.into_iter().map(|item| item.0).collect::<Result<_, _>>().map(Node::List))
}

impl<V: Value, F> BodyValue<V, F> for V {
    fn into_part(self) -> Part {
        raw(value_in_request(&self))
    }
}

// Items of collections that may be null. Otherwise the error of any other value would be about them.
#[diagnostic::do_not_recommend]
impl<V: Value, F> BodyValue<Option<V>, F> for V {
    fn into_part(self) -> Part {
        raw(value_in_request(&self))
    }
}

#[diagnostic::do_not_recommend]
impl<F> BodyValue<Option<String>, F> for &str {
    fn into_part(self) -> Part {
        BodyValue::<String, F>::into_part(self)
    }
}

#[diagnostic::do_not_recommend]
impl<F> BodyValue<Option<String>, F> for Option<&str> {
    fn into_part(self) -> Part {
        BodyValue::<Option<String>, F>::into_part(self.map(str::to_owned))
    }
}

#[diagnostic::do_not_recommend]
impl<E: Enumerated, F> BodyValue<Option<Member<E>>, F> for E {
    fn into_part(self) -> Part {
        raw(value_in_request(&Member::Known(self)))
    }
}

#[diagnostic::do_not_recommend]
impl<V: Structured, D: Structured + DerivedFrom<V>, F> BodyValue<Option<Object<V>>, F> for D {
    fn into_part(self) -> Part {
        BodyValue::<Object<V>, F>::into_part(self)
    }
}

#[diagnostic::do_not_recommend]
impl<V: Structured, D: DerivedFrom<V>, F> BodyValue<Option<Object<V>>, F> for Body<D, F> {
    fn into_part(self) -> Part {
        BodyValue::<Object<V>, F>::into_part(self)
    }
}

impl<F> BodyValue<String, F> for &str {
    fn into_part(self) -> Part {
        Part(to_raw_value(self).map(|raw| Node::Raw(raw.into())).map_err(|problem| problem.to_string()))
    }
}

impl<F> BodyValue<String, F> for &String {
    fn into_part(self) -> Part {
        BodyValue::<String, F>::into_part(self.as_str())
    }
}

/// Implements the values of `Edm.Binary`.
macro_rules! binary {
    ($([$($parameters:tt)*] $type:ty;)*) => {$(
        impl<$($parameters)* F> BodyValue<Binary, F> for $type {
            fn into_part(self) -> Part {
                raw(value_in_request(&Binary::from(self)))
            }
        }
    )*};
}

binary! {
    [] Vec<u8>;
    [] &[u8];
    [const N: usize,] &[u8; N];
    [const N: usize,] [u8; N];
    [] Bytes;
}

/// A struct of the declared type or of one derived from it.
// Otherwise the error of any other value would be about derived types.
#[diagnostic::do_not_recommend]
impl<V: Structured, D: Structured + DerivedFrom<V>, F> BodyValue<Object<V>, F> for D {
    fn into_part(self) -> Part {
        raw(object_in_request(&self, &Extra::new(), V::TYPE_NAME))
    }
}

impl<V: Structured, D: DerivedFrom<V>, F> BodyValue<Object<V>, F> for Body<D, F> {
    fn into_part(self) -> Part {
        Part(self.into_node(V::TYPE_NAME))
    }
}

/// A body for updates can be part of a body for creations.
impl<V: Structured, D: DerivedFrom<V>> BodyValue<Object<V>, ForCreate> for Body<D, ForUpdate> {
    fn into_part(self) -> Part {
        Part(self.into_node(V::TYPE_NAME))
    }
}

impl<E: Enumerated, F> BodyValue<Member<E>, F> for E {
    fn into_part(self) -> Part {
        raw(value_in_request(&Member::Known(self)))
    }
}

impl<E: Enumerated, F> BodyValue<Flags<E>, F> for E {
    fn into_part(self) -> Part {
        raw(value_in_request(&Flags::from(self)))
    }
}

impl<E: Enumerated, M: Into<Member<E>>, F, const N: usize> BodyValue<Flags<E>, F> for [M; N] {
    fn into_part(self) -> Part {
        raw(value_in_request(&Flags::from(self)))
    }
}

impl<V, F, X: BodyValue<V, F>, const N: usize> BodyValue<Vec<V>, F> for [X; N] {
    fn into_part(self) -> Part {
        list(self)
    }
}

/// Implements lists whose items have several types, such as bodies of types derived from the same base.
macro_rules! tuples {
    ($([$($item:ident)*])*) => {$(
        impl<V, F, $($item: BodyValue<V, F>),*> BodyValue<Vec<V>, F> for ($($item,)*) {
            fn into_part(self) -> Part {
                #[allow(non_snake_case)]
                let ($($item,)*) = self;
                parts([$($item.into_part()),*])
            }
        }
    )*};
}

tuples! {
    [A B]
    [A B C]
    [A B C D]
    [A B C D E]
    [A B C D E G]
    [A B C D E G H]
    [A B C D E G H I]
}

impl<F> BodyValue<Vec<String>, F> for Vec<&str> {
    fn into_part(self) -> Part {
        list::<String, F, _>(self)
    }
}

impl<E: Enumerated, F> BodyValue<Vec<Member<E>>, F> for Vec<E> {
    fn into_part(self) -> Part {
        list::<Member<E>, F, _>(self)
    }
}

impl<V: Structured, D: Structured + DerivedFrom<V>, F> BodyValue<Vec<Object<V>>, F> for Vec<D> {
    fn into_part(self) -> Part {
        list::<Object<V>, F, _>(self)
    }
}

impl<V: Structured, D: DerivedFrom<V>, F> BodyValue<Vec<Object<V>>, F> for Vec<Body<D, F>> {
    fn into_part(self) -> Part {
        list::<Object<V>, F, _>(self)
    }
}

/// A list of bodies for updates can be part of a body for creations.
impl<V: Structured, D: DerivedFrom<V>> BodyValue<Vec<Object<V>>, ForCreate> for Vec<Body<D, ForUpdate>> {
    fn into_part(self) -> Part {
        list::<Object<V>, ForCreate, _>(self)
    }
}
