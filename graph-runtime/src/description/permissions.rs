/// The permissions that allow an operation. An empty list means that they are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Permissions {
    /// The least privileged delegated permissions.
    pub delegated_least: &'static [&'static str],
    /// Delegated permissions that also allow it, with more privileges.
    pub delegated_higher: &'static [&'static str],
    /// The least privileged application permissions.
    pub application_least: &'static [&'static str],
    /// Application permissions that also allow it, with more privileges.
    pub application_higher: &'static [&'static str],
    /// The directory roles of which a signed-in user needs one.
    pub roles: &'static [&'static str],
}

impl Permissions {
    /// No permissions are known.
    pub const UNKNOWN: Self = Self {
        delegated_least: &[],
        delegated_higher: &[],
        application_least: &[],
        application_higher: &[],
        roles: &[],
    };

    /// Sets the delegated permissions: the least privileged, and those with more privileges.
    #[must_use]
    pub const fn with_delegated(mut self, least: &'static [&'static str], higher: &'static [&'static str]) -> Self {
        self.delegated_least = least;
        self.delegated_higher = higher;
        self
    }

    /// Sets the application permissions: the least privileged, and those with more privileges.
    #[must_use]
    pub const fn with_application(mut self, least: &'static [&'static str], higher: &'static [&'static str]) -> Self {
        self.application_least = least;
        self.application_higher = higher;
        self
    }

    /// Sets the directory roles of which a signed-in user needs one.
    #[must_use]
    pub const fn with_roles(mut self, roles: &'static [&'static str]) -> Self {
        self.roles = roles;
        self
    }
}
