use std::borrow::Cow;

/// A wish about how the service answers, as the header `Prefer` has it (RFC 7240; OData 4.01, section 8.2.8).
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
    /// The changed entity comes back.
    pub const REPRESENTATION: Self = Self::known("return=representation");
    /// Nothing comes back.
    pub const MINIMAL: Self = Self::known("return=minimal");
    /// Members of enumerations that were added after `unknownFutureValue` come as they are.
    pub const UNKNOWN_ENUM_MEMBERS: Self = Self::known("include-unknown-enum-members");

    const fn known(text: &'static str) -> Self {
        Self { text: Cow::Borrowed(text) }
    }

    /// The text in the header.
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
