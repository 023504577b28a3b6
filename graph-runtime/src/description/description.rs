use std::{borrow::Cow, fmt};

use http::Method;

use super::permissions::Permissions;

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
