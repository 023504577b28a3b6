use std::fmt;

/// A version of Microsoft Graph, each with metadata of its own.
///
/// ```
/// use graph_codegen::Version;
///
/// assert_eq!(Version::Beta.to_string(), "beta");
/// assert_eq!(Version::from_name("v1.0"), Some(Version::V1_0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Version {
    /// `v1.0`, which is stable.
    #[default]
    V1_0,
    /// `beta`, which may change without notice.
    Beta,
}

impl Version {
    /// All versions.
    pub const ALL: [Self; 2] = [Self::V1_0, Self::Beta];

    /// Returns the name, as in URLs: `v1.0`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1_0 => "v1.0",
            Self::Beta => "beta",
        }
    }

    /// Returns the version with a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.as_str() == name)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
