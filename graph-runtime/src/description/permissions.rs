/// Which permissions let a caller do something. An empty list is *not known*.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Permissions {
    /// Delegated, the least privileged.
    pub delegated_least: &'static [&'static str],
    /// Delegated, more than is needed.
    pub delegated_higher: &'static [&'static str],
    /// Application, the least privileged.
    pub application_least: &'static [&'static str],
    /// Application, more than is needed.
    pub application_higher: &'static [&'static str],
    /// Directory roles, one of which a delegated caller needs.
    pub roles: &'static [&'static str],
}

impl Permissions {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        delegated_least: &[],
        delegated_higher: &[],
        application_least: &[],
        application_higher: &[],
        roles: &[],
    };

    /// With the delegated permissions: the least privileged, and those that are more than is needed.
    #[must_use]
    pub const fn with_delegated(mut self, least: &'static [&'static str], higher: &'static [&'static str]) -> Self {
        self.delegated_least = least;
        self.delegated_higher = higher;
        self
    }

    /// With the application permissions: the least privileged, and those that are more than is needed.
    #[must_use]
    pub const fn with_application(mut self, least: &'static [&'static str], higher: &'static [&'static str]) -> Self {
        self.application_least = least;
        self.application_higher = higher;
        self
    }

    /// With the directory roles, one of which a delegated caller needs.
    #[must_use]
    pub const fn with_roles(mut self, roles: &'static [&'static str]) -> Self {
        self.roles = roles;
        self
    }
}
