use std::{borrow::Cow, fmt};

use http::Method;

/// What an operation says of itself; each call has one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Description {
    /// The operation by the type it is called on: `microsoft.graph.user/reprocessLicenseAssignment`; for `GET` of a resource the type.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path that was called, keys as placeholders: `/users/{id}/reprocessLicenseAssignment`.
    pub template: Cow<'static, str>,
    /// Permissions and roles, as far as the metadata says.
    pub permissions: &'static Permissions,
    /// The national clouds that have it, as far as the metadata says.
    pub clouds: &'static [&'static str],
}

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

impl Description {
    pub(crate) const fn new(method: Method, name: &'static str, template: Cow<'static, str>) -> Self {
        Self { name, method, template, permissions: &Permissions::UNKNOWN, clouds: &[] }
    }

    /// An operation by `GET`.
    #[must_use]
    pub const fn get(name: &'static str, template: &'static str) -> Self {
        Self::new(Method::GET, name, Cow::Borrowed(template))
    }

    /// An operation by `POST`.
    #[must_use]
    pub const fn post(name: &'static str, template: &'static str) -> Self {
        Self::new(Method::POST, name, Cow::Borrowed(template))
    }

    /// An operation by `PATCH`.
    #[must_use]
    pub const fn patch(name: &'static str, template: &'static str) -> Self {
        Self::new(Method::PATCH, name, Cow::Borrowed(template))
    }

    /// An operation by `PUT`.
    #[must_use]
    pub const fn put(name: &'static str, template: &'static str) -> Self {
        Self::new(Method::PUT, name, Cow::Borrowed(template))
    }

    /// An operation by `DELETE`.
    #[must_use]
    pub const fn delete(name: &'static str, template: &'static str) -> Self {
        Self::new(Method::DELETE, name, Cow::Borrowed(template))
    }

    /// The same operation with what is known of permissions and roles.
    #[must_use]
    pub const fn with_permissions(mut self, permissions: &'static Permissions) -> Self {
        self.permissions = permissions;
        self
    }

    /// The same operation with the clouds that have it.
    #[must_use]
    pub const fn with_clouds(mut self, clouds: &'static [&'static str]) -> Self {
        self.clouds = clouds;
        self
    }

    /// Whether doing it twice is the same as doing it once, by its method (RFC 9110, section 9.2.2).
    #[must_use]
    pub fn is_safe_to_repeat(&self) -> bool {
        self.method.is_idempotent()
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.template)
    }
}
