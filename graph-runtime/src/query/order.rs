use std::{borrow::Cow, fmt, marker::PhantomData};

use super::{expression::Expression, sealed::Sealed, select::tuples, text::Text};
use crate::{path::UrlLiteral, value::Property};

/// A sort order of items of type `T`: `User::DISPLAY_NAME.desc()`.
pub struct Order<T> {
    text: Text,
    item: PhantomData<fn() -> T>,
}

impl<T> Order<T> {
    pub(crate) fn new(text: Text) -> Self {
        Self { text, item: PhantomData }
    }

    /// Creates an order from raw OData, not percent-encoded.
    #[must_use]
    pub fn raw(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Text::raw(text))
    }
}

impl<T> Clone for Order<T> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<T> fmt::Debug for Order<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Order(…)")
    }
}

/// How to sort items of `T`: an [`Order`], a sortable property or expression, or a tuple of up to sixteen.
///
/// A property of another type is a compile error.
#[diagnostic::on_unimplemented(
    message = "items of `{T}` cannot be sorted by this",
    label = "expected a sortable property of `{T}`, `asc()` or `desc()` of one, or a tuple of them",
    note = "an order as text is passed to `order_by_raw`"
)]
pub trait OrderList<T>: Sealed {
    /// Adds the texts to a list.
    #[doc(hidden)]
    fn add_to(self, texts: &mut Vec<Text>);
}

impl<T> Sealed for Order<T> {}

impl<T> OrderList<T> for Order<T> {
    fn add_to(self, texts: &mut Vec<Text>) {
        texts.push(self.text);
    }
}

impl<T, V: UrlLiteral, A> OrderList<T> for Property<T, V, A> {
    fn add_to(self, texts: &mut Vec<Text>) {
        texts.push(Text::property(self.name()));
    }
}

impl<T, V: UrlLiteral> OrderList<T> for Expression<T, V> {
    fn add_to(self, texts: &mut Vec<Text>) {
        texts.push(self.into_text());
    }
}

tuples!(OrderList);
