//! Comparisons.

use super::{
    expression::{ToText, on_values},
    filter::Filter,
    operand::Operand,
    order::Order,
    text::Text,
};
use crate::{
    path::UrlLiteral,
    value::{Enumerated, Flags},
};

fn compare<T>(value: Text, operator: &'static str, operand: Text) -> Filter<T> {
    Filter::new(value.then(operator).join(operand))
}

on_values! {
    [V: UrlLiteral,] V {
        /// `eq`: is equal to a value or another expression.
        #[must_use]
        pub fn eq(self, value: impl Operand<T, V>) -> Filter<T> {
            compare(self.to_query_text(), " eq ", value.into_text())
        }

        /// `ne`: is not equal.
        #[must_use]
        pub fn ne(self, value: impl Operand<T, V>) -> Filter<T> {
            compare(self.to_query_text().advanced(), " ne ", value.into_text())
        }

        /// `lt`: is less.
        #[must_use]
        pub fn lt(self, value: impl Operand<T, V>) -> Filter<T> {
            compare(self.to_query_text(), " lt ", value.into_text())
        }

        /// `le`: is less or equal.
        #[must_use]
        pub fn le(self, value: impl Operand<T, V>) -> Filter<T> {
            compare(self.to_query_text(), " le ", value.into_text())
        }

        /// `gt`: is greater.
        #[must_use]
        pub fn gt(self, value: impl Operand<T, V>) -> Filter<T> {
            compare(self.to_query_text(), " gt ", value.into_text())
        }

        /// `ge`: is greater or equal.
        #[must_use]
        pub fn ge(self, value: impl Operand<T, V>) -> Filter<T> {
            compare(self.to_query_text(), " ge ", value.into_text())
        }

        /// `in`: is one of the values. Without values, the condition is `false`.
        #[must_use]
        pub fn is_in<I: Operand<T, V>>(self, values: impl IntoIterator<Item = I>) -> Filter<T> {
            let mut values = values.into_iter().map(Operand::into_text);
            let Some(first) = values.next() else { return Filter::new(Text::raw("false")) };
            let list = values.fold(first, |list, value| list.then(",").join(value));
            Filter::new(self.to_query_text().then(" in ").join(list.enclosed()))
        }

        /// Sorts in ascending order: `$orderby=… asc`.
        #[must_use]
        pub fn asc(self) -> Order<T> {
            Order::new(self.to_query_text().then(" asc"))
        }

        /// Sorts in descending order: `$orderby=… desc`.
        #[must_use]
        pub fn desc(self) -> Order<T> {
            Order::new(self.to_query_text().then(" desc"))
        }
    }

    [V,] V {
        /// `eq null`: has no value.
        #[must_use]
        pub fn is_null(self) -> Filter<T> {
            Filter::new(self.to_query_text().then(" eq null"))
        }

        /// `ne null`: has a value.
        #[must_use]
        pub fn is_not_null(self) -> Filter<T> {
            Filter::new(self.to_query_text().advanced().then(" ne null"))
        }
    }

    [E: Enumerated,] Flags<E> {
        /// `has`: has these flags set.
        #[must_use]
        pub fn has(self, flags: impl Into<Flags<E>>) -> Filter<T> {
            Filter::new(self.to_query_text().then(" has ").join(Text::literal(&flags.into())))
        }
    }
}
