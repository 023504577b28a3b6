use super::Scheme;

/// A permission of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permission<'t> {
    pub(super) name: &'t str,
    /// The rest of its line in the table.
    pub(super) facts: &'t str,
}

/// A permission in one scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Grant<'t> {
    /// Microsoft's privilege level from 1 to 5, if it is published.
    pub privilege_level: Option<u8>,
    /// Whether an administrator has to consent.
    pub requires_admin_consent: bool,
    /// The identifier in manifests of applications, if it is published.
    pub id: Option<&'t str>,
}

impl<'t> Permission<'t> {
    /// Returns the name: `User.ReadWrite.All`.
    #[must_use]
    pub const fn name(&self) -> &'t str {
        self.name
    }

    /// Whether it is granted for a single resource, such as a team or a chat, by resource-specific consent.
    ///
    /// Such a permission is not part of an application's manifest.
    #[must_use]
    pub fn is_resource_specific(&self) -> bool {
        self.facts.starts_with("rsc")
    }

    /// Returns the permission in a scheme; `None` if it does not exist there.
    ///
    /// ```
    /// use graph_codegen::permissions::{PermissionTable, Scheme};
    ///
    /// let permission = PermissionTable::embedded().permission("Mail.Read").expect("a known permission");
    /// let application = permission.grant(Scheme::Application).expect("an application permission");
    /// assert!(application.requires_admin_consent);
    /// assert_eq!(application.id, Some("810c84a8-4a9e-49e6-bf7d-12d183f40d01"));
    /// ```
    #[must_use]
    pub fn grant(&self, scheme: Scheme) -> Option<Grant<'t>> {
        let mut grant = self.own_grant(scheme)?;
        if scheme == Scheme::DelegatedPersonal && grant.id.is_none() {
            // A scope has one identifier for both kinds of accounts.
            grant.id = self.own_grant(Scheme::DelegatedWork).and_then(|work| work.id);
        }
        Some(grant)
    }

    fn own_grant(&self, scheme: Scheme) -> Option<Grant<'t>> {
        let found = self.facts.split(' ').find(|part| part.as_bytes().first() == Some(&scheme.letter()))?;
        let level = found.as_bytes().get(1).and_then(|digit| digit.checked_sub(b'0')).filter(|level| *level <= 9);
        let requires_admin_consent = found.as_bytes().get(2) == Some(&b'!');
        let id = found.get(3..).filter(|id| !id.is_empty());
        Some(Grant { privilege_level: level, requires_admin_consent, id })
    }
}
