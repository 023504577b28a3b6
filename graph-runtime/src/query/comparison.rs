//! Comparisons of values.

use super::{
    expression::{ToText, on_values},
    filter::Filter,
    operand::Operand,
    order::Order,
    text::Text,
};
use crate::{
    path::{EnumSyntax, UrlLiteral},
    value::{Enumerated, Flags},
};

fn compared<T, V>(value: Text, operator: &'static str, operand: Operand<T, V>) -> Filter<T> {
    Filter::new(value.then(operator).join(operand.into_text()))
}

on_values! {
    [V: UrlLiteral,] V {
        /// `eq`: equal to a value, or to another expression.
        #[must_use]
        pub fn eq(self, value: impl Into<Operand<T, V>>) -> Filter<T> {
            compared(self.to_query_text(), " eq ", value.into())
        }

        /// `ne`: not equal.
        #[must_use]
        pub fn ne(self, value: impl Into<Operand<T, V>>) -> Filter<T> {
            compared(self.to_query_text().advanced(), " ne ", value.into())
        }

        /// `lt`: less.
        #[must_use]
        pub fn lt(self, value: impl Into<Operand<T, V>>) -> Filter<T> {
            compared(self.to_query_text(), " lt ", value.into())
        }

        /// `le`: less or equal.
        #[must_use]
        pub fn le(self, value: impl Into<Operand<T, V>>) -> Filter<T> {
            compared(self.to_query_text(), " le ", value.into())
        }

        /// `gt`: greater.
        #[must_use]
        pub fn gt(self, value: impl Into<Operand<T, V>>) -> Filter<T> {
            compared(self.to_query_text(), " gt ", value.into())
        }

        /// `ge`: greater or equal.
        #[must_use]
        pub fn ge(self, value: impl Into<Operand<T, V>>) -> Filter<T> {
            compared(self.to_query_text(), " ge ", value.into())
        }

        /// `in`: one of these. Of none at all nothing is one: the condition is `false` then.
        #[must_use]
        pub fn is_in<I: Into<Operand<T, V>>>(self, values: impl IntoIterator<Item = I>) -> Filter<T> {
            let mut values = values.into_iter().map(|value| value.into().into_text());
            let Some(first) = values.next() else { return Filter::new(Text::raw("false")) };
            let list = values.fold(first, |list, value| list.then(",").join(value));
            Filter::new(self.to_query_text().then(" in ").join(list.enclosed()))
        }

        /// Sorted by this, the least first: `$orderby=… asc`.
        #[must_use]
        pub fn asc(self) -> Order<T> {
            Order::new(self.to_query_text().then(" asc"))
        }

        /// Sorted by this, the greatest first: `$orderby=… desc`.
        #[must_use]
        pub fn desc(self) -> Order<T> {
            Order::new(self.to_query_text().then(" desc"))
        }
    }

    [V,] V {
        /// `eq null`: there is no value.
        #[must_use]
        pub fn is_null(self) -> Filter<T> {
            Filter::new(self.to_query_text().then(" eq null"))
        }

        /// `ne null`: there is a value.
        #[must_use]
        pub fn is_not_null(self) -> Filter<T> {
            Filter::new(self.to_query_text().advanced().then(" ne null"))
        }
    }

    [E: Enumerated,] Flags<E> {
        /// `has`: these flags are set.
        #[must_use]
        pub fn has(self, flags: impl Into<Flags<E>>) -> Filter<T> {
            Filter::new(self.to_query_text().then(" has ").then(flags.into().literal(EnumSyntax::default())))
        }
    }
}
