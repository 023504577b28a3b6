use std::borrow::Cow;

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
    /// Return an empty response.
    pub const MINIMAL: Self = Self::known("return=minimal");
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
