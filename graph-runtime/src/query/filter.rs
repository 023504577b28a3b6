use std::{
    borrow::Cow,
    fmt,
    marker::PhantomData,
    ops::{BitAnd, BitOr, Not},
};

use super::{
    expression::Expression,
    sealed::Sealed,
    text::{Precedence, QuerySyntax, Text},
};
use crate::value::{DerivedFrom, Property, Structured};

/// A condition on items of type `T`, for `$filter` and for `any` and `all` within it.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # struct User;
/// # impl User {
/// #     const DISPLAY_NAME: rt::Property<Self, String> = rt::property("displayName");
/// #     const ACCOUNT_ENABLED: rt::Property<Self, bool> = rt::property("accountEnabled");
/// #     const DEPARTMENT: rt::Property<Self, String> = rt::property("department");
/// # }
/// let filter = User::DISPLAY_NAME.starts_with("O'Brien") & User::ACCOUNT_ENABLED.eq(true);
/// assert_eq!(filter.to_text(), "startswith(displayName,'O''Brien') and accountEnabled eq true");
///
/// let filter = !User::DEPARTMENT.is_in(["Sales", "Legal"]) & (User::DEPARTMENT.is_not_null() | filter);
/// assert_eq!(
///     filter.to_text(),
///     "not (department in ('Sales','Legal')) and \
///      (department ne null or startswith(displayName,'O''Brien') and accountEnabled eq true)",
/// );
/// ```
///
/// Conditions are created from the property constants of generated types. `&`, `|` and `!` are the same as
/// [`and`](Self::and), [`or`](Self::or) and [`not`](Self::not). `Debug` hides the text, which may contain personal
/// data.
pub struct Filter<T> {
    text: Text,
    binding: Precedence,
    item: PhantomData<fn() -> T>,
}

impl<T> Filter<T> {
    pub(crate) fn new(text: Text) -> Self {
        Self { text, binding: Precedence::Whole, item: PhantomData }
    }

    /// Creates a condition from raw OData, not percent-encoded.
    ///
    /// The text is used unchanged within `any` and `all`: the variable of the innermost is `x1`, that of the next
    /// `x2`, and so on.
    #[must_use]
    pub fn raw(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: Text::raw(text), binding: Precedence::Or, item: PhantomData }
    }

    /// `isof`: the item is of a derived type: `isof('microsoft.graph.group')`.
    ///
    /// Within `any` and `all`, it is about the items of that collection: `members/any(x1:isof(x1,'…'))`.
    #[must_use]
    pub fn is_of<D: DerivedFrom<T>>() -> Self
    where
        T: Structured,
    {
        Self::new(Text::call_on_item("isof", format!("'{}'", D::TYPE_NAME)))
    }

    /// Both conditions hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.combined(" and ", Precedence::And, other)
    }

    /// Either condition holds, or both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.combined(" or ", Precedence::Or, other)
    }

    /// The condition does not hold.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "the trait is implemented as well")]
    pub fn not(self) -> Self {
        Self::new(Text::raw("not ").join(self.text.enclosed()).advanced())
    }

    fn combined(self, operator: &'static str, binding: Precedence, other: Self) -> Self {
        let text = self.bound(binding).then(operator).join(other.bound(binding));
        Self { text, binding, item: PhantomData }
    }

    /// Returns the text, in parentheses if it binds more loosely.
    fn bound(self, binding: Precedence) -> Text {
        if self.binding < binding { self.text.enclosed() } else { self.text }
    }

    pub(crate) fn into_expression_text(self) -> Text {
        self.text
    }

    pub(crate) const fn text(&self) -> &Text {
        &self.text
    }

    /// Returns the condition as Graph writes it, not percent-encoded.
    ///
    /// Requests write members of enumerations as the service's [profile](crate::ServiceProfile) says.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.text.of_request(QuerySyntax::GRAPH)
    }
}

/// A condition on items of type `T`: a [`Filter`], or a Boolean property or expression.
#[diagnostic::on_unimplemented(
    message = "this is not a condition on `{T}`",
    label = "expected a condition on properties of `{T}`, such as a comparison",
    note = "conditions are combined with `&`, `|` and `!`; `&&` and `||` are for `bool`",
    note = "a condition as text is passed to `filter_raw`, or to `Filter::raw`"
)]
pub trait Condition<T>: Sealed {
    /// Converts the condition to a filter.
    fn into_filter(self) -> Filter<T>;
}

impl<T> Sealed for Filter<T> {}

impl<T> Condition<T> for Filter<T> {
    fn into_filter(self) -> Filter<T> {
        self
    }
}

impl<T> Condition<T> for Expression<T, bool> {
    fn into_filter(self) -> Filter<T> {
        Filter::new(self.into_text())
    }
}

impl<T, A> Condition<T> for Property<T, bool, A> {
    fn into_filter(self) -> Filter<T> {
        Expression::from(self).into_filter()
    }
}

impl<T> BitAnd for Filter<T> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.and(other)
    }
}

impl<T> BitOr for Filter<T> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl<T> Not for Filter<T> {
    type Output = Self;

    fn not(self) -> Self {
        Self::not(self)
    }
}

impl<T> Clone for Filter<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), binding: self.binding, item: PhantomData }
    }
}

impl<T> fmt::Debug for Filter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Filter(…)")
    }
}
