use std::{borrow::Cow, fmt, marker::PhantomData};

use super::{sealed::Sealed, text::Text};
use crate::value::Property;

/// An expression of type `V` about an item of type `T`: a property, a path to a property, or a function of one.
///
/// Methods of [`Property`] return expressions; an expression has the same methods.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # struct User;
/// # impl User {
/// #     const DISPLAY_NAME: rt::Property<Self, String> = rt::property("displayName");
/// #     const HIRE_DATE: rt::Property<Self, rt::DateTimeOffset> = rt::property("hireDate");
/// # }
/// let filter = User::DISPLAY_NAME.to_lower().length().gt(7) & User::HIRE_DATE.year().le(2020);
/// assert_eq!(filter.to_text(), "length(tolower(displayName)) gt 7 and year(hireDate) le 2020");
/// ```
pub struct Expression<T, V> {
    text: Text,
    marker: PhantomData<fn() -> (T, V)>,
}

impl<T, V> Expression<T, V> {
    pub(crate) fn new(text: Text) -> Self {
        Self { text, marker: PhantomData }
    }

    pub(crate) fn into_text(self) -> Text {
        self.text
    }

    /// Creates an expression from raw OData, not percent-encoded.
    #[must_use]
    pub fn raw(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Text::raw(text))
    }
}

impl<V> Expression<V, V> {
    /// Returns the item itself, for collections of primitive values.
    ///
    /// ```
    /// # use graph_runtime as rt;
    /// # struct Group;
    /// # impl Group { const LABELS: rt::query::Property<Self, Vec<String>> = rt::codegen::property("labels"); }
    /// let filter = Group::LABELS.any(rt::query::Expression::item().starts_with("a"));
    /// assert_eq!(filter.to_text(), "labels/any(x1:startswith(x1,'a'))");
    /// ```
    #[must_use]
    pub fn item() -> Self {
        Self::new(Text::item())
    }
}

impl<T, V, A> From<Property<T, V, A>> for Expression<T, V> {
    fn from(property: Property<T, V, A>) -> Self {
        Self::new(Text::property(property.name()))
    }
}

impl<T, V> Clone for Expression<T, V> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<T, V> fmt::Debug for Expression<T, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Expression(…)")
    }
}

/// Anything with a query text: a property or an expression.
pub(super) trait ToText {
    fn to_query_text(self) -> Text;
}

impl<T, V> ToText for Expression<T, V> {
    fn to_query_text(self) -> Text {
        self.text
    }
}

impl<T, V, A> ToText for Property<T, V, A> {
    fn to_query_text(self) -> Text {
        Text::property(self.name())
    }
}

/// Implements the same methods for properties and expressions, by the type of their values.
macro_rules! on_values {
    ($([$($parameters:tt)*] $value:ty { $($methods:tt)* })*) => {$(
        impl<T, $($parameters)*> $crate::query::Expression<T, $value> { $($methods)* }
        impl<T, $($parameters)* A> $crate::value::Property<T, $value, A> { $($methods)* }
    )*};
}

pub(super) use on_values;

impl<T, V> Sealed for Expression<T, V> {}
impl<T, V, A> Sealed for Property<T, V, A> {}
