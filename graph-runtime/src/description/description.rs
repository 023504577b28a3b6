use std::{borrow::Cow, fmt};

use http::Method;

use super::permissions::Permissions;

/// Describes an operation, for errors, telemetry, retry policies and middleware.
///
/// ```
/// use graph_runtime::Description;
///
/// let description = Description::get("microsoft.graph.user", "/users/{id}");
/// assert_eq!(description.to_string(), "GET /users/{id}");
/// assert!(description.is_safe_to_repeat());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Description {
    /// The name of the operation, after the type it is called on: `microsoft.graph.user/reprocessLicenseAssignment`.
    ///
    /// For reading, creating, changing or deleting a resource, it is the name of the type alone.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path with placeholders for keys: `/users/{id}/reprocessLicenseAssignment`.
    pub template: Cow<'static, str>,
    /// Whether the request has a body. The constructors assume one for `POST`, `PATCH` and `PUT`.
    pub sends_body: bool,
    /// The permissions and roles that allow the operation, if known.
    pub permissions: &'static Permissions,
    /// The national clouds that have the operation; empty if not known.
    pub clouds: &'static [&'static str],
}

impl Description {
    pub(crate) const fn new(method: Method, name: &'static str, template: Cow<'static, str>, sends_body: bool) -> Self {
        Self { name, method, template, sends_body, permissions: &Permissions::UNKNOWN, clouds: &[] }
    }

    /// Describes a `GET` request.
    #[must_use]
    pub const fn get(name: &'static str, template: &'static str) -> Self {
        Self::new(Method::GET, name, Cow::Borrowed(template), false)
    }

    /// Describes a `POST` request.
    #[must_use]
    pub const fn post(name: &'static str, template: &'static str) -> Self {
        Self::new(Method::POST, name, Cow::Borrowed(template), true)
    }

    /// Describes a `PATCH` request.
    #[must_use]
    pub const fn patch(name: &'static str, template: &'static str) -> Self {
        Self::new(Method::PATCH, name, Cow::Borrowed(template), true)
    }

    /// Describes a `PUT` request.
    #[must_use]
    pub const fn put(name: &'static str, template: &'static str) -> Self {
        Self::new(Method::PUT, name, Cow::Borrowed(template), true)
    }

    /// Describes a `DELETE` request.
    #[must_use]
    pub const fn delete(name: &'static str, template: &'static str) -> Self {
        Self::new(Method::DELETE, name, Cow::Borrowed(template), false)
    }

    /// Declares that the request has no body.
    #[must_use]
    pub const fn without_body(mut self) -> Self {
        self.sends_body = false;
        self
    }

    /// Sets the permissions and roles.
    #[must_use]
    pub const fn with_permissions(mut self, permissions: &'static Permissions) -> Self {
        self.permissions = permissions;
        self
    }

    /// Sets the clouds that have the operation.
    #[must_use]
    pub const fn with_clouds(mut self, clouds: &'static [&'static str]) -> Self {
        self.clouds = clouds;
        self
    }

    /// Returns whether the method is idempotent (RFC 9110, section 9.2.2), so that the request can be sent twice.
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
