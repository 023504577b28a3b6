use super::{expression::Expression, text::Text};
use crate::{
    path::UrlLiteral,
    value::{Decimal, Enumerated, Member, Property},
};

/// What a value of type `V` can be compared with: a value, or another property or expression of that type.
///
/// It is implemented for `V` and `&V`, for `&str` if `V` is `String`, for the members of an enumeration, for `i32` if
/// `V` is a wider number, and for properties and expressions of the same item. A type of your own implements
/// [`UrlLiteral`].
#[diagnostic::on_unimplemented(
    message = "the values to compare are `{V}`, not `{Self}`",
    label = "expected a value of type `{V}`, or a property of `{T}` with such values",
    note = "values such as dates and GUIDs are parsed from text: `\"2026-01-31T00:00:00Z\".parse::<DateTimeOffset>()?`",
    note = "a member of an enumeration is its constant, such as `RiskLevel::High`, or `Member::named(\"high\")`",
    note = "to send an expression as text, use `filter_raw` of the request, or `Filter::raw`"
)]
pub trait Operand<T, V> {
    /// Returns the text of the operand. Its type cannot be named, so that only this crate implements the trait.
    #[doc(hidden)]
    fn into_text(self) -> Text;
}

impl<T, V: UrlLiteral> Operand<T, V> for V {
    fn into_text(self) -> Text {
        Text::literal(&self)
    }
}

impl<T, V: UrlLiteral> Operand<T, V> for &V {
    fn into_text(self) -> Text {
        Text::literal(self)
    }
}

impl<T> Operand<T, String> for &str {
    fn into_text(self) -> Text {
        Text::literal(self)
    }
}

impl<T, E: Enumerated> Operand<T, Member<E>> for E {
    fn into_text(self) -> Text {
        Text::literal(&self)
    }
}

macro_rules! widened {
    ($($type:ty)*) => {$(
        impl<T> Operand<T, $type> for i32 {
            fn into_text(self) -> Text {
                Text::literal(&<$type>::from(self))
            }
        }
    )*};
}

widened!(i64 f64);

impl<T> Operand<T, Decimal> for i32 {
    fn into_text(self) -> Text {
        Text::literal(&Decimal::from(i64::from(self)))
    }
}

impl<T, V> Operand<T, V> for Expression<T, V> {
    fn into_text(self) -> Text {
        Expression::into_text(self)
    }
}

impl<T, V, A> Operand<T, V> for Property<T, V, A> {
    fn into_text(self) -> Text {
        Expression::from(self).into_text()
    }
}
