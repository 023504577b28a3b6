use std::borrow::Cow;

use super::created::Created;
use crate::{
    operation::{Respond, Sealed},
    value::{Object, Structured},
};

/// A preference for how the service responds, sent in the `Prefer` header (RFC 7240; OData 4.01, section 8.2.8).
///
/// ```
/// use graph_runtime::Preference;
///
/// let pages: Preference = "odata.maxpagesize=50".into();
/// assert_eq!(Preference::REPRESENTATION.as_str(), "return=representation");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    text: Cow<'static, str>,
}

impl Preference {
    /// Return the changed entity.
    pub const REPRESENTATION: Self = Self::known("return=representation");
    /// Return an empty response. [`Write::prefer`](crate::Write::prefer) changes the type of the response accordingly.
    pub const MINIMAL: MinimalPreference = MinimalPreference(());
    /// Return the names of enumeration members that were added after `unknownFutureValue`.
    pub const UNKNOWN_ENUM_MEMBERS: Self = Self::known("include-unknown-enum-members");

    const fn known(text: &'static str) -> Self {
        Self { text: Cow::Borrowed(text) }
    }

    /// Returns the header's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<&str> for Preference {
    fn from(text: &str) -> Self {
        Self { text: Cow::Owned(text.to_owned()) }
    }
}

impl From<String> for Preference {
    fn from(text: String) -> Self {
        Self { text: Cow::Owned(text) }
    }
}

/// The preference for an empty response: [`Preference::MINIMAL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinimalPreference(());

impl MinimalPreference {
    /// Returns the header's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        "return=minimal"
    }
}

/// A preference for the response to a request whose response is an `R`, and what the response is then.
pub trait PreferenceFor<R>: Sealed {
    /// The kind of response if the service follows the preference, or not.
    type Response: Respond;

    /// Returns the header's text.
    #[doc(hidden)]
    fn into_text(self) -> Cow<'static, str>;
}

impl Sealed for Preference {}

impl<R: Respond> PreferenceFor<R> for Preference {
    type Response = R;

    fn into_text(self) -> Cow<'static, str> {
        self.text
    }
}

impl Sealed for &str {}

impl<R: Respond> PreferenceFor<R> for &str {
    type Response = R;

    fn into_text(self) -> Cow<'static, str> {
        Preference::from(self).text
    }
}

impl Sealed for String {}

impl<R: Respond> PreferenceFor<R> for String {
    type Response = R;

    fn into_text(self) -> Cow<'static, str> {
        self.into()
    }
}

impl Sealed for MinimalPreference {}

impl<T: Structured> PreferenceFor<Object<T>> for MinimalPreference {
    type Response = Created<T>;

    fn into_text(self) -> Cow<'static, str> {
        self.as_str().into()
    }
}

impl<T: Structured> PreferenceFor<Created<T>> for MinimalPreference {
    type Response = Created<T>;

    fn into_text(self) -> Cow<'static, str> {
        self.as_str().into()
    }
}

impl<R: Respond> PreferenceFor<Option<R>> for MinimalPreference {
    type Response = Option<R>;

    fn into_text(self) -> Cow<'static, str> {
        self.as_str().into()
    }
}

impl PreferenceFor<()> for MinimalPreference {
    type Response = ();

    fn into_text(self) -> Cow<'static, str> {
        self.as_str().into()
    }
}
