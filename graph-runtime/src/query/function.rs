//! OData's functions: [part 2, section 5.1.1] of the specification.
//!
//! [part 2, section 5.1.1]: https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_SystemQueryOptionfilter

use super::{
    expression::{Expression, ToText, on_values},
    filter::{Condition, Filter},
    operand::Operand,
    text::Text,
};
use crate::value::{Date, DateTimeOffset, Decimal, TimeOfDay};

fn binary<T, V>(name: &'static str, value: Text, operand: Text) -> Expression<T, V> {
    Expression::new(Text::call(name, [value, operand]))
}

fn unary<T, V>(name: &'static str, value: Text) -> Expression<T, V> {
    Expression::new(Text::call(name, [value]))
}

on_values! {
    [] String {
        /// `contains`: contains the text.
        #[must_use]
        pub fn contains(self, text: impl Operand<T, String>) -> Filter<T> {
            binary::<_, bool>("contains", self.to_query_text(), text.into_text()).into_filter()
        }

        /// `startswith`: starts with the text.
        #[must_use]
        pub fn starts_with(self, text: impl Operand<T, String>) -> Filter<T> {
            binary::<_, bool>("startswith", self.to_query_text(), text.into_text()).into_filter()
        }

        /// `endswith`: ends with the text.
        #[must_use]
        pub fn ends_with(self, text: impl Operand<T, String>) -> Filter<T> {
            binary::<_, bool>("endswith", self.to_query_text().advanced(), text.into_text()).into_filter()
        }

        /// `matchesPattern`: matches an ECMAScript regular expression.
        #[must_use]
        pub fn matches_pattern(self, pattern: impl Operand<T, String>) -> Filter<T> {
            binary::<_, bool>("matchesPattern", self.to_query_text(), pattern.into_text()).into_filter()
        }

        /// `length`: the number of characters.
        #[must_use]
        pub fn length(self) -> Expression<T, i32> {
            unary("length", self.to_query_text())
        }

        /// `indexof`: the index of the text in characters, from 0, or -1.
        #[must_use]
        pub fn index_of(self, text: impl Operand<T, String>) -> Expression<T, i32> {
            binary("indexof", self.to_query_text(), text.into_text())
        }

        /// `substring`: the text from this character on.
        #[must_use]
        pub fn substring(self, start: impl Operand<T, i32>) -> Expression<T, String> {
            binary("substring", self.to_query_text(), start.into_text())
        }

        /// `tolower`: the text in lower case.
        #[must_use]
        pub fn to_lower(self) -> Expression<T, String> {
            unary("tolower", self.to_query_text())
        }

        /// `toupper`: the text in upper case.
        #[must_use]
        pub fn to_upper(self) -> Expression<T, String> {
            unary("toupper", self.to_query_text())
        }

        /// `trim`: the text without leading and trailing white space.
        #[must_use]
        pub fn trim(self) -> Expression<T, String> {
            unary("trim", self.to_query_text())
        }

        /// `concat`: the text followed by another.
        #[must_use]
        pub fn concat(self, text: impl Operand<T, String>) -> Expression<T, String> {
            binary("concat", self.to_query_text(), text.into_text())
        }
    }

    [] DateTimeOffset {
        /// `date`: the date.
        #[must_use]
        pub fn date(self) -> Expression<T, Date> {
            unary("date", self.to_query_text())
        }

        /// `time`: the time of day.
        #[must_use]
        pub fn time(self) -> Expression<T, TimeOfDay> {
            unary("time", self.to_query_text())
        }

        /// `fractionalseconds`: the fraction of a second.
        #[must_use]
        pub fn fractional_seconds(self) -> Expression<T, Decimal> {
            unary("fractionalseconds", self.to_query_text())
        }
    }
}

/// Components of dates and times.
macro_rules! parts {
    ($([$($type:ty)*] $name:ident $doc:literal)*) => {$($(
        on_values! {
            [] $type {
                #[doc = $doc]
                #[must_use]
                pub fn $name(self) -> Expression<T, i32> {
                    unary(stringify!($name), self.to_query_text())
                }
            }
        }
    )*)*};
}

parts! {
    [DateTimeOffset Date] year "`year`: the year."
    [DateTimeOffset Date] month "`month`: the month, from 1."
    [DateTimeOffset Date] day "`day`: the day of the month, from 1."
    [DateTimeOffset TimeOfDay] hour "`hour`: the hour, from 0."
    [DateTimeOffset TimeOfDay] minute "`minute`: the minute, from 0."
    [DateTimeOffset TimeOfDay] second "`second`: the second, from 0."
}

/// Arithmetic. Each operation is written in parentheses, so that it keeps its meaning in any context.
macro_rules! numbers {
    ($($type:ty)*) => {$(
        on_values! {
            [] $type {
                /// `add`: the sum.
                #[must_use]
                pub fn plus(self, number: impl Operand<T, $type>) -> Expression<T, $type> {
                    arithmetic(self.to_query_text(), " add ", number.into_text())
                }

                /// `sub`: the difference.
                #[must_use]
                pub fn minus(self, number: impl Operand<T, $type>) -> Expression<T, $type> {
                    arithmetic(self.to_query_text(), " sub ", number.into_text())
                }

                /// `mul`: the product.
                #[must_use]
                pub fn times(self, number: impl Operand<T, $type>) -> Expression<T, $type> {
                    arithmetic(self.to_query_text(), " mul ", number.into_text())
                }

                /// `div`: the quotient; for integers an integer.
                #[must_use]
                pub fn divided_by(self, number: impl Operand<T, $type>) -> Expression<T, $type> {
                    arithmetic(self.to_query_text(), " div ", number.into_text())
                }

                /// `mod`: the remainder.
                #[must_use]
                pub fn modulo(self, number: impl Operand<T, $type>) -> Expression<T, $type> {
                    arithmetic(self.to_query_text(), " mod ", number.into_text())
                }
            }
        }
    )*};
}

fn arithmetic<T, V>(value: Text, operator: &'static str, operand: Text) -> Expression<T, V> {
    Expression::new(value.then(operator).join(operand).enclosed())
}

numbers!(i16 i32 i64 f32 f64 Decimal);

/// Rounding.
macro_rules! fractions {
    ($($type:ty)*) => {$(
        on_values! {
            [] $type {
                /// `round`: the nearest integer.
                #[must_use]
                pub fn round(self) -> Expression<T, $type> {
                    unary("round", self.to_query_text())
                }

                /// `floor`: the greatest integer that is not greater.
                #[must_use]
                pub fn floor(self) -> Expression<T, $type> {
                    unary("floor", self.to_query_text())
                }

                /// `ceiling`: the least integer that is not less.
                #[must_use]
                pub fn ceiling(self) -> Expression<T, $type> {
                    unary("ceiling", self.to_query_text())
                }
            }
        }
    )*};
}

fractions!(f32 f64 Decimal);
