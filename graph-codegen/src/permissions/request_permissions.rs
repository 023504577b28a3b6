use std::sync::Arc;

use super::{Permission, Scheme};

/// The permissions that allow a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestPermissions<'t> {
    /// The path in the table, in canonical form: `/users/{}/messages`.
    ///
    /// It differs from the path that was asked for if only a path with the same permissions is known: that of an entity
    /// for `$ref` and `$value`, of a collection for `$count`, without a cast, or by key instead of by item path.
    pub path: String,
    /// What says so.
    pub source: Source,
    pub(super) schemes: [Arc<SchemePermissions<'t>>; 3],
}

/// What says which permissions allow a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// The table, for this path.
    Table,
    /// The table, for another path with the same permissions.
    TableOfOtherPath,
    /// Annotations in a document.
    Annotations,
}

/// The permissions that allow a request in one scheme. Each alternative suffices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemePermissions<'t> {
    /// The least privileged alternatives.
    pub least: Vec<Alternative<'t>>,
    /// Other alternatives. If no alternative is marked as least privileged, all are here.
    pub higher: Vec<Alternative<'t>>,
    /// Alternatives by resource-specific consent, which an application gets for one team or chat at a time.
    pub resource_specific: Vec<Alternative<'t>>,
    pub(super) is_unknown: bool,
}

/// A permission that allows a request, with the permissions that it requires in addition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Alternative<'t> {
    /// The permission.
    pub permission: Permission<'t>,
    /// What it requires in addition.
    pub also: AlsoRequires<'t>,
}

/// The permissions that are required in addition to another one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AlsoRequires<'t> {
    /// Nothing.
    Nothing,
    /// One permission.
    One(Permission<'t>),
    /// Several permissions. Microsoft's table does not say whether all of them are required, or any one of them.
    Ambiguous(Vec<Permission<'t>>),
}

impl<'t> RequestPermissions<'t> {
    /// Returns the permissions in a scheme.
    #[must_use]
    pub fn scheme(&self, scheme: Scheme) -> &SchemePermissions<'t> {
        &self.schemes[scheme.index()]
    }
}

impl<'t> RequestPermissions<'t> {
    /// The permissions in a scheme, which requests with the same permissions share.
    pub(crate) fn shared(&self, scheme: Scheme) -> &Arc<SchemePermissions<'t>> {
        &self.schemes[scheme.index()]
    }
}

impl<'t> SchemePermissions<'t> {
    /// Whether the permissions are known. If they are, and there are none, the scheme is not supported.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        !self.is_unknown
    }

    /// Whether any permission of the scheme is known to allow the request.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        !self.least.is_empty() || !self.higher.is_empty() || !self.resource_specific.is_empty()
    }

    /// Returns the alternatives of the manifest, the least privileged first.
    pub fn alternatives(&self) -> impl Iterator<Item = &Alternative<'t>> {
        self.least.iter().chain(&self.higher)
    }
}

impl<'t> Alternative<'t> {
    /// Returns the name of the permission.
    #[must_use]
    pub fn name(&self) -> &'t str {
        self.permission.name()
    }

    /// Returns all permissions of the alternative: the permission and those that it requires in addition.
    ///
    /// If it is ambiguous whether all of these are required, they are all returned: they suffice in either case.
    pub fn permissions(&self) -> impl Iterator<Item = Permission<'t>> {
        let also = match &self.also {
            AlsoRequires::Nothing => &[][..],
            AlsoRequires::One(permission) => std::slice::from_ref(permission),
            AlsoRequires::Ambiguous(permissions) => permissions,
        };
        std::iter::once(self.permission).chain(also.iter().copied())
    }
}
