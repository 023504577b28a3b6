//! OData's functions of values: [part 2, section 5.1.1] of the specification.
//!
//! [part 2, section 5.1.1]: https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_SystemQueryOptionfilter

use super::{
    expression::{Expression, ToText, on_values},
    filter::{Condition, Filter},
    operand::Operand,
    text::Text,
};
use crate::value::{Date, DateTimeOffset, Decimal, TimeOfDay};

fn called<T, V, P>(name: &'static str, value: Text, operand: Operand<T, P>) -> Expression<T, V> {
    Expression::new(Text::call(name, [value, operand.into_text()]))
}

fn of<T, V>(name: &'static str, value: Text) -> Expression<T, V> {
    Expression::new(Text::call(name, [value]))
}

on_values! {
    [] String {
        /// `contains`: the text is somewhere in it.
        #[must_use]
        pub fn contains(self, text: impl Into<Operand<T, String>>) -> Filter<T> {
            called::<_, bool, _>("contains", self.to_query_text(), text.into()).into_filter()
        }

        /// `startswith`: it begins with the text.
        #[must_use]
        pub fn starts_with(self, text: impl Into<Operand<T, String>>) -> Filter<T> {
            called::<_, bool, _>("startswith", self.to_query_text(), text.into()).into_filter()
        }

        /// `endswith`: it ends with the text.
        #[must_use]
        pub fn ends_with(self, text: impl Into<Operand<T, String>>) -> Filter<T> {
            called::<_, bool, _>("endswith", self.to_query_text().advanced(), text.into()).into_filter()
        }

        /// `matchesPattern`: it matches a regular expression of ECMAScript.
        #[must_use]
        pub fn matches_pattern(self, pattern: impl Into<Operand<T, String>>) -> Filter<T> {
            called::<_, bool, _>("matchesPattern", self.to_query_text(), pattern.into()).into_filter()
        }

        /// `length`: how many characters it has.
        #[must_use]
        pub fn length(self) -> Expression<T, i32> {
            of("length", self.to_query_text())
        }

        /// `indexof`: where the text is in it, counted in characters from 0, or -1.
        #[must_use]
        pub fn index_of(self, text: impl Into<Operand<T, String>>) -> Expression<T, i32> {
            called("indexof", self.to_query_text(), text.into())
        }

        /// `substring`: what is behind so many characters.
        #[must_use]
        pub fn substring(self, start: impl Into<Operand<T, i32>>) -> Expression<T, String> {
            called("substring", self.to_query_text(), start.into())
        }

        /// `tolower`: in small letters.
        #[must_use]
        pub fn to_lower(self) -> Expression<T, String> {
            of("tolower", self.to_query_text())
        }

        /// `toupper`: in capital letters.
        #[must_use]
        pub fn to_upper(self) -> Expression<T, String> {
            of("toupper", self.to_query_text())
        }

        /// `trim`: without blanks at both ends.
        #[must_use]
        pub fn trim(self) -> Expression<T, String> {
            of("trim", self.to_query_text())
        }

        /// `concat`: with a text behind it.
        #[must_use]
        pub fn concat(self, text: impl Into<Operand<T, String>>) -> Expression<T, String> {
            called("concat", self.to_query_text(), text.into())
        }
    }

    [] DateTimeOffset {
        /// `date`: the day.
        #[must_use]
        pub fn date(self) -> Expression<T, Date> {
            of("date", self.to_query_text())
        }

        /// `time`: the time of day.
        #[must_use]
        pub fn time(self) -> Expression<T, TimeOfDay> {
            of("time", self.to_query_text())
        }

        /// `fractionalseconds`: the part of a second.
        #[must_use]
        pub fn fractional_seconds(self) -> Expression<T, Decimal> {
            of("fractionalseconds", self.to_query_text())
        }
    }
}

/// Parts of points in time.
macro_rules! parts {
    ($([$($type:ty)*] $name:ident $doc:literal)*) => {$($(
        on_values! {
            [] $type {
                #[doc = $doc]
                #[must_use]
                pub fn $name(self) -> Expression<T, i32> {
                    of(stringify!($name), self.to_query_text())
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

/// Arithmetic of numbers. An operation stands in parentheses, so that what is made of it means the same.
macro_rules! numbers {
    ($($type:ty)*) => {$(
        on_values! {
            [] $type {
                /// `add`: the sum.
                #[must_use]
                pub fn plus(self, number: impl Into<Operand<T, $type>>) -> Expression<T, $type> {
                    reckoned(self.to_query_text(), " add ", number.into())
                }

                /// `sub`: the difference.
                #[must_use]
                pub fn minus(self, number: impl Into<Operand<T, $type>>) -> Expression<T, $type> {
                    reckoned(self.to_query_text(), " sub ", number.into())
                }

                /// `mul`: the product.
                #[must_use]
                pub fn times(self, number: impl Into<Operand<T, $type>>) -> Expression<T, $type> {
                    reckoned(self.to_query_text(), " mul ", number.into())
                }

                /// `div`: the quotient; of whole numbers a whole number.
                #[must_use]
                pub fn divided_by(self, number: impl Into<Operand<T, $type>>) -> Expression<T, $type> {
                    reckoned(self.to_query_text(), " div ", number.into())
                }

                /// `mod`: what is left of a division.
                #[must_use]
                pub fn modulo(self, number: impl Into<Operand<T, $type>>) -> Expression<T, $type> {
                    reckoned(self.to_query_text(), " mod ", number.into())
                }
            }
        }
    )*};
}

fn reckoned<T, V>(value: Text, operator: &'static str, operand: Operand<T, V>) -> Expression<T, V> {
    Expression::new(value.then(operator).join(operand.into_text()).enclosed())
}

numbers!(i16 i32 i64 f32 f64 Decimal);

/// Rounding of fractions.
macro_rules! fractions {
    ($($type:ty)*) => {$(
        on_values! {
            [] $type {
                /// `round`: the nearest whole number.
                #[must_use]
                pub fn round(self) -> Expression<T, $type> {
                    of("round", self.to_query_text())
                }

                /// `floor`: the greatest whole number that is not above it.
                #[must_use]
                pub fn floor(self) -> Expression<T, $type> {
                    of("floor", self.to_query_text())
                }

                /// `ceiling`: the least whole number that is not below it.
                #[must_use]
                pub fn ceiling(self) -> Expression<T, $type> {
                    of("ceiling", self.to_query_text())
                }
            }
        }
    )*};
}

fractions!(f32 f64 Decimal);
