use std::fmt;

/// How an application gets its token, and so which permissions count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Scheme {
    /// On behalf of a user with a work or school account.
    DelegatedWork,
    /// On behalf of a user with a personal Microsoft account.
    DelegatedPersonal,
    /// As the application itself, without a user.
    Application,
}

impl Scheme {
    /// All schemes, in the order of the table.
    pub const ALL: [Self; 3] = [Self::DelegatedWork, Self::DelegatedPersonal, Self::Application];

    /// Returns the name in Microsoft's documents: `DelegatedWork`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DelegatedWork => "DelegatedWork",
            Self::DelegatedPersonal => "DelegatedPersonal",
            Self::Application => "Application",
        }
    }

    /// Returns the scheme with a name of Microsoft's documents, or `delegated` for work and school accounts. Case and
    /// dashes are ignored.
    ///
    /// ```
    /// use graph_codegen::permissions::Scheme;
    ///
    /// assert_eq!(Scheme::from_name("application"), Some(Scheme::Application));
    /// assert_eq!(Scheme::from_name("delegated-personal"), Some(Scheme::DelegatedPersonal));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.replace('-', "");
        let known = Self::ALL.into_iter().find(|scheme| scheme.as_str().eq_ignore_ascii_case(&name));
        known.or_else(|| name.eq_ignore_ascii_case("delegated").then_some(Self::DelegatedWork))
    }

    /// Whether a user is signed in, so that the token has scopes (`scp`) and not roles.
    #[must_use]
    pub const fn is_delegated(self) -> bool {
        !matches!(self, Self::Application)
    }

    /// Returns the kind of a permission in an application's manifest: `Scope` or `Role`.
    #[must_use]
    pub const fn resource_access_type(self) -> &'static str {
        if self.is_delegated() { "Scope" } else { "Role" }
    }

    pub(super) const fn index(self) -> usize {
        self as usize
    }

    pub(super) const fn letter(self) -> u8 {
        match self {
            Self::DelegatedWork => b'D',
            Self::DelegatedPersonal => b'P',
            Self::Application => b'A',
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DelegatedWork => "delegated (work or school)",
            Self::DelegatedPersonal => "delegated (personal)",
            Self::Application => "application",
        })
    }
}
