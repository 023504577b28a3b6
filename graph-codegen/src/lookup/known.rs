//! What is known about calling a request: permissions, roles and clouds.

use super::requests::ServiceRequest;
use crate::{facts::OperationFacts, selection::ServiceGraph};

/// Permissions, roles and clouds of a request. What is not known is `None` or empty; it does not mean that nothing is
/// needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// The permissions of each scheme; empty if they are not known.
    pub(crate) permissions: Vec<SchemePermissions>,
    pub(crate) roles: Vec<String>,
    /// What a custom role needs instead of a built-in one.
    pub(crate) role_permissions: Vec<String>,
    /// The clouds that have it; `None` if that is not known.
    pub(crate) clouds: Option<Vec<String>>,
    pub(crate) summary: Option<String>,
}

/// The permissions of a scheme, each of which suffices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SchemePermissions {
    pub(crate) scheme: Scheme,
    /// The least privileged ones; empty with `higher` if the scheme is not supported.
    pub(crate) least: Vec<String>,
    pub(crate) higher: Vec<String>,
}

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// A user with a work or school account.
    DelegatedWork,
    /// A user with a personal account.
    DelegatedPersonal,
    /// An application without a user.
    Application,
}

impl Scheme {
    /// Its name in JSON.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::DelegatedWork => "delegatedWork",
            Self::DelegatedPersonal => "delegatedPersonal",
            Self::Application => "application",
        }
    }

    /// Its name for people.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::DelegatedWork => "delegated (work or school)",
            Self::DelegatedPersonal => "delegated (personal)",
            Self::Application => "application",
        }
    }
}

impl SchemePermissions {
    pub(crate) fn is_supported(&self) -> bool {
        !self.least.is_empty() || !self.higher.is_empty()
    }
}

impl Known {
    /// What annotations say about a request.
    pub(crate) fn of(request: &ServiceRequest<'_>, graph: &ServiceGraph<'_>) -> Self {
        let OperationFacts {
            delegated_least,
            delegated_higher,
            application_least,
            application_higher,
            roles,
            role_permissions,
            clouds,
            personal_accounts,
            summary,
        } = request.facts(graph);
        let lists = [&delegated_least, &delegated_higher, &application_least, &application_higher];
        let is_known = lists.iter().any(|list| !list.is_empty());
        let mut permissions = Vec::new();
        if is_known {
            let mut add = |scheme, least, higher| permissions.push(SchemePermissions { scheme, least, higher });
            add(Scheme::DelegatedWork, delegated_least, delegated_higher);
            if personal_accounts == Some(false) {
                add(Scheme::DelegatedPersonal, Vec::new(), Vec::new());
            }
            add(Scheme::Application, application_least, application_higher);
        }
        let clouds = (!clouds.is_empty()).then_some(clouds);
        Self { permissions, roles, role_permissions, clouds, summary }
    }

    /// Whether a request is known to be supported.
    pub(crate) fn is_documented(request: &ServiceRequest<'_>, graph: &ServiceGraph<'_>) -> bool {
        !Self::of(request, graph).permissions.is_empty()
    }

    /// The permissions of a scheme, if they are known.
    pub(crate) fn of_scheme(&self, scheme: Scheme) -> Option<&SchemePermissions> {
        self.permissions.iter().find(|known| known.scheme == scheme)
    }
}
