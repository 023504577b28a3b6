//! Paths through structured values and navigation properties, and conditions on collections.

use std::{fmt, marker::PhantomData};

use super::{
    expression::{Expression, ToText, on_values},
    filter::{Condition, Filter},
    operand::Operand,
    sealed::Sealed,
    text::Text,
};
use crate::{
    path::UrlLiteral,
    value::{DerivedFrom, Many, NavigationProperty, Object, One, Structured},
};

/// A path of navigation properties: `manager`, `manager/microsoft.graph.user`.
///
/// `T` is the type with the first property, `V` the type of the related entities, `M` their multiplicity: [`One`]
/// or [`Many`].
pub struct NavigationPath<T, V, M> {
    text: Text,
    marker: PhantomData<Marker<T, V, M>>,
}

/// The type parameters; no values of these types are held.
type Marker<T, V, M> = fn() -> (T, V, M);

impl<T, V, M> NavigationPath<T, V, M> {
    fn new(text: Text) -> Self {
        Self { text, marker: PhantomData }
    }
}

impl<T, V, M> From<NavigationProperty<T, V, M>> for NavigationPath<T, V, M> {
    fn from(property: NavigationProperty<T, V, M>) -> Self {
        Self::new(Text::property(property.name()))
    }
}

impl<T, V, M> Clone for NavigationPath<T, V, M> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<T, V, M> fmt::Debug for NavigationPath<T, V, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NavigationPath(…)")
    }
}

impl<T, V, M> ToText for NavigationPath<T, V, M> {
    fn to_query_text(self) -> Text {
        self.text
    }
}

impl<T, V, M> ToText for NavigationProperty<T, V, M> {
    fn to_query_text(self) -> Text {
        Text::property(self.name())
    }
}

on_values! {
    [V: Structured,] Object<V> {
        /// Returns a property of this structured value: `mailboxSettings/timeZone`.
        #[must_use]
        pub fn then<W>(self, inner: impl Into<Expression<V, W>>) -> Expression<T, W> {
            Expression::new(self.to_query_text().join_path(inner.into().into_text()))
        }
    }
}

/// The type that conditions on the items of a collection are about: the value itself, or the struct of an [`Object`].
pub trait CollectionItem {
    /// The type.
    type Type;
}

impl<V: UrlLiteral> CollectionItem for V {
    type Type = V;
}

impl<V: Structured> CollectionItem for Object<V> {
    type Type = V;
}

/// Conditions are about the items that are not null.
impl<V: CollectionItem> CollectionItem for Option<V> {
    type Type = V::Type;
}

/// Conditions on the items of collections.
macro_rules! on_items {
    ($([$($parameters:tt)*] $collection:ty, $item:ty;)*) => {$(
        impl<$($parameters)*> $collection {
            /// `any`: the condition holds for at least one item.
            #[must_use]
            pub fn any(self, condition: impl Condition<$item>) -> Filter<T> {
                Filter::new(self.to_query_text().quantified("/any", condition.into_filter().into_expression_text()))
            }

            /// `all`: the condition holds for every item; also if the collection is empty.
            #[must_use]
            pub fn all(self, condition: impl Condition<$item>) -> Filter<T> {
                Filter::new(self.to_query_text().quantified("/all", condition.into_filter().into_expression_text()))
            }
        }
    )*};
}

on_items! {
    [T, V: CollectionItem] Expression<T, Vec<V>>, V::Type;
    [T, V: CollectionItem, A] crate::value::Property<T, Vec<V>, A>, V::Type;
    [T, V] NavigationProperty<T, V, Many>, V;
    [T, V] NavigationPath<T, V, Many>, V;
}

/// Conditions on collections as a whole.
macro_rules! on_collections {
    ($([$($parameters:tt)*] $collection:ty;)*) => {$(
        impl<$($parameters)*> $collection {
            /// `any()`: the collection has items.
            #[must_use]
            pub fn is_not_empty(self) -> Filter<T> {
                Filter::new(self.to_query_text().then("/any()"))
            }

            /// `not (any())`: the collection is empty.
            #[must_use]
            pub fn is_empty(self) -> Filter<T> {
                self.is_not_empty().not()
            }

            /// `$count`: the number of items.
            #[must_use]
            pub fn count(self) -> Expression<T, i64> {
                Expression::new(self.to_query_text().advanced().then("/$count"))
            }
        }
    )*};
}

on_collections! {
    [T, V] Expression<T, Vec<V>>;
    [T, V, A] crate::value::Property<T, Vec<V>, A>;
    [T, V] NavigationProperty<T, V, Many>;
    [T, V] NavigationPath<T, V, Many>;
}

on_values! {
    [V: UrlLiteral,] Vec<V> {
        /// Contains an item equal to the value: `groupTypes/any(x1:x1 eq 'Unified')`.
        #[must_use]
        pub fn includes(self, value: impl Operand<V, V>) -> Filter<T> {
            self.any(Expression::<V, V>::item().eq(value))
        }
    }
}

on_values! {
    [V: UrlLiteral,] Vec<Option<V>> {
        /// Contains an item equal to the value: `tags/any(x1:x1 eq 'new')`.
        #[must_use]
        pub fn includes(self, value: impl Operand<V, V>) -> Filter<T> {
            self.any(Expression::<V, V>::item().eq(value))
        }
    }
}

/// Continuations of a navigation property, or of a path of several.
macro_rules! on_navigation {
    ($($name:ident)*) => {$(
        impl<T, V> $name<T, V, One> {
            /// Returns a property of the related entity: `manager/department`.
            #[must_use]
            pub fn then<W>(self, inner: impl Into<Expression<V, W>>) -> Expression<T, W> {
                Expression::new(self.to_query_text().join_path(inner.into().into_text()))
            }

            /// Returns a navigation property of the related entity: `manager/directReports`.
            #[must_use]
            pub fn follow<W, M>(self, inner: impl Into<NavigationPath<V, W, M>>) -> NavigationPath<T, W, M> {
                NavigationPath::new(self.to_query_text().join_path(inner.into().text))
            }
        }

        impl<T, V: Structured, M> $name<T, V, M> {
            /// Restricts the path to related entities of a derived type: `members/microsoft.graph.user`.
            #[must_use]
            pub fn cast<D: DerivedFrom<V>>(self) -> NavigationPath<T, D, M> {
                NavigationPath::new(self.to_query_text().then("/").then(D::TYPE_NAME))
            }
        }
    )*};
}

on_navigation!(NavigationProperty NavigationPath);

impl<T, V, M> Sealed for NavigationProperty<T, V, M> {}
impl<T, V, M> Sealed for NavigationPath<T, V, M> {}
