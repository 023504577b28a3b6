use std::{borrow::Cow, fmt};

use http::Method;

use super::{Availability, PermissionTable, Permissions};

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
    /// The clouds that have the operation and everything on its path; `None` if that is not known.
    pub clouds: Option<Availability>,
    /// Whether the clouds of a part of the request are not known, so that no set of clouds can be.
    pub(crate) has_unknown_clouds: bool,
    /// Whether the service is not known to be another one than Graph.
    pub(crate) is_of_graph: bool,
    pub(crate) permissions: Option<&'static Permissions>,
    pub(crate) table: Option<&'static PermissionTable>,
}

impl Description {
    pub(crate) const fn new(method: Method, name: &'static str, template: Cow<'static, str>, sends_body: bool) -> Self {
        Self {
            name,
            method,
            template,
            sends_body,
            clouds: None,
            has_unknown_clouds: false,
            is_of_graph: true,
            permissions: None,
            table: None,
        }
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
        self.permissions = Some(permissions);
        self
    }

    /// Sets the table in which the permissions are looked up, unless they are set.
    #[must_use]
    pub const fn with_permission_table(mut self, table: &'static PermissionTable) -> Self {
        self.table = Some(table);
        self
    }

    /// Declares that the clouds are not known, whatever else restricts them.
    #[must_use]
    pub const fn in_unknown_clouds(mut self) -> Self {
        self.has_unknown_clouds = true;
        self.clouds = None;
        self
    }

    /// Restricts the clouds to those of a set. If no set was given, they are those of this one.
    ///
    /// ```
    /// use graph_runtime::{Description, facts::Availability};
    ///
    /// let description = Description::get("n.user", "/me").in_clouds(Availability::from_bits(0b1001));
    /// assert_eq!(description.clouds.unwrap().to_string(), "Global, China");
    /// assert_eq!(description.in_unknown_clouds().in_clouds(Availability::ALL).clouds, None);
    /// ```
    #[must_use]
    pub const fn in_clouds(mut self, clouds: Availability) -> Self {
        if self.has_unknown_clouds {
            return self;
        }
        self.clouds = Some(match self.clouds {
            Some(known) => known.and(clouds),
            None => clouds,
        });
        self
    }

    /// Returns the permissions and roles that allow the operation, as far as they are known.
    ///
    /// They depend on the path: reading `/me` needs other permissions than reading `/users/{id}`.
    #[must_use]
    pub fn permissions(&self) -> Permissions {
        let in_table = || self.table?.request(&self.method, &self.template);
        self.permissions.copied().or_else(in_table).unwrap_or_default()
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
