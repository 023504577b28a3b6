use std::marker::PhantomData;

use super::{expression::Expression, text::Text};
use crate::{
    path::{EnumSyntax, UrlLiteral},
    value::{Decimal, Enumerated, Member, Property},
};

/// The right-hand side of a comparison with a `V`: a value, or another expression about the same item.
pub struct Operand<T, V> {
    text: Text,
    marker: PhantomData<fn() -> (T, V)>,
}

impl<T, V> Operand<T, V> {
    pub(crate) fn into_text(self) -> Text {
        self.text
    }

    fn of(value: &(impl UrlLiteral + ?Sized)) -> Self {
        Self { text: Text::raw(value.literal(EnumSyntax::default())), marker: PhantomData }
    }
}

impl<T, V: UrlLiteral> From<V> for Operand<T, V> {
    fn from(value: V) -> Self {
        Self::of(&value)
    }
}

impl<T, V: UrlLiteral> From<&V> for Operand<T, V> {
    fn from(value: &V) -> Self {
        Self::of(value)
    }
}

impl<T> From<&str> for Operand<T, String> {
    fn from(text: &str) -> Self {
        Self::of(text)
    }
}

impl<T, E: Enumerated> From<E> for Operand<T, Member<E>> {
    fn from(member: E) -> Self {
        Self::of(&member)
    }
}

/// Integer literals are `i32` by default.
macro_rules! widened {
    ($($type:ty)*) => {$(
        impl<T> From<i32> for Operand<T, $type> {
            fn from(value: i32) -> Self {
                Self::of(&<$type>::from(value))
            }
        }
    )*};
}

widened!(i64 f64);

impl<T> From<i32> for Operand<T, Decimal> {
    fn from(value: i32) -> Self {
        Self::of(&Decimal::from(i64::from(value)))
    }
}

impl<T, V> From<Expression<T, V>> for Operand<T, V> {
    fn from(expression: Expression<T, V>) -> Self {
        Self { text: expression.into_text(), marker: PhantomData }
    }
}

impl<T, V, A> From<Property<T, V, A>> for Operand<T, V> {
    fn from(property: Property<T, V, A>) -> Self {
        Expression::from(property).into()
    }
}
