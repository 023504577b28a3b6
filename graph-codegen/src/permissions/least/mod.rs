//! The least permissions that allow all requests of a selection.

mod cover;
mod narrower;
mod privileges;
mod problem;
mod reasons;

use std::sync::Arc;

use self::{problem::Problem, reasons::describe};
use super::{
    Alternative, Grant, PartialResponses, Permission, PermissionTable, RequestPermissions, Scheme, index::TableIndex,
    partial::partial_responses,
};
use crate::{
    edm::Model,
    selection::{SelectedRequest, Selection},
};

/// The requests of a selection with their permissions.
///
/// ```
/// use graph_codegen::permissions::{PermissionTable, Scheme, SelectionPermissions};
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let resolved = graph_codegen::Builder::new().resolve()?;
/// let selected = resolved.select(["/groups/{id}/checkMemberGroups", "/me/checkMemberGroups"])?;
/// let table = PermissionTable::of_model(&selected.resolved.model);
/// let requests = selected.requests();
/// let least = SelectionPermissions::of(table, &requests).least(Scheme::DelegatedWork);
/// let names: Vec<&str> = least.sets[0].permissions.iter().map(|needed| needed.permission.name()).collect();
/// assert_eq!(names, ["GroupMember.ReadBasic.All"]);
/// assert!(least.is_proven && least.unknown.is_empty() && least.unsupported.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct SelectionPermissions<'t> {
    index: Arc<TableIndex<'t>>,
    requests: Vec<(&'t SelectedRequest, Option<RequestPermissions<'t>>)>,
}

impl<'t> SelectionPermissions<'t> {
    /// Looks up the permissions of the requests of a selection.
    #[must_use]
    pub fn of(table: &'t PermissionTable, requests: &'t [SelectedRequest]) -> Self {
        let index = TableIndex::of(table);
        let find = |request: &'t SelectedRequest| {
            let annotated = table.annotated(&request.facts, &request.template);
            annotated.or_else(|| index.request(request.method, &request.template))
        };
        let requests = requests.iter().map(|request| (request, find(request))).collect();
        Self { index, requests }
    }

    /// Returns the requests with their permissions; `None` if they are not known.
    #[must_use]
    pub fn requests(&self) -> &[(&'t SelectedRequest, Option<RequestPermissions<'t>>)] {
        &self.requests
    }

    /// Returns the least permissions of a scheme that allow all requests whose permissions are known.
    ///
    /// A set of permissions is allowed if each request has an alternative whose permissions are all in the set, and if
    /// each permission of the set belongs to a least privileged alternative of a request (to any alternative, if none
    /// of the request's is marked). Of these sets, those are returned that
    ///
    /// 1. do not permit more than another one: there is no allowed set that permits only requests that this one
    ///    permits, and fewer of them, among all requests of the table;
    /// 2. then need no administrator's consent, if one of them needs none;
    /// 3. then have the lowest privilege level, which is that of the highest permission. A permission without a
    ///    published level counts as one of the highest;
    /// 4. then permit the fewest requests of the table, in all;
    /// 5. then have the fewest permissions.
    ///
    /// Sets that are equal in 2 to 5 are all returned, by name.
    ///
    /// Where it is ambiguous which permissions an alternative also requires, the set contains all of them.
    #[must_use]
    pub fn least(&self, scheme: Scheme) -> LeastPermissions<'t> {
        let problem = Problem::new(&self.index, &self.requests, scheme);
        let solution = problem.solve();
        let sets = solution.sets.iter().map(|set| describe(&problem, set)).collect();
        let mut least = LeastPermissions {
            scheme,
            sets,
            has_more_sets: solution.has_more,
            is_proven: solution.is_proven,
            unknown: Vec::new(),
            unsupported: Vec::new(),
        };
        for (request, permissions) in &self.requests {
            match permissions.as_ref().filter(|permissions| permissions.scheme(scheme).is_known()) {
                None => least.unknown.push(request),
                Some(permissions) if permissions.scheme(scheme).alternatives().next().is_none() => {
                    let is_supported = |scheme: &Scheme| permissions.scheme(*scheme).is_supported();
                    least.unsupported.push(UnsupportedRequest {
                        request,
                        resource_specific: permissions.scheme(scheme).resource_specific.clone(),
                        supported_by: Scheme::ALL.into_iter().filter(is_supported).collect(),
                    });
                }
                Some(_) => {}
            }
        }
        least
    }

    /// Returns the responses that a set of permissions may leave incomplete: expanded entities of selected types, and
    /// items of derived types, that need another permission.
    ///
    /// The selection is the one that has the requests.
    #[must_use]
    pub fn partial_responses(
        &self,
        model: &Model,
        selection: &Selection,
        scheme: Scheme,
        set: &LeastSet<'_>,
    ) -> PartialResponses<'t> {
        let supported = self.requests.iter().filter(|(_, found)| {
            found.as_ref().is_some_and(|found| found.scheme(scheme).alternatives().next().is_some())
        });
        let requests = supported.map(|(request, _)| *request);
        partial_responses(&self.index, requests, (model, selection), scheme, set)
    }
}

/// The least permissions of a scheme for a selection.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LeastPermissions<'t> {
    /// The scheme.
    pub scheme: Scheme,
    /// The least sets, which are equally good. There is none if no request with known permissions is supported.
    pub sets: Vec<LeastSet<'t>>,
    /// Whether there are more sets that are equally good.
    pub has_more_sets: bool,
    /// Whether the sets are proven to be minimal. The work of the proof is bounded.
    pub is_proven: bool,
    /// The requests whose permissions are not known.
    pub unknown: Vec<&'t SelectedRequest>,
    /// The requests that no permission of the scheme allows, other than by resource-specific consent.
    pub unsupported: Vec<UnsupportedRequest<'t>>,
}

/// A request that no permission of a manifest allows in a scheme.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnsupportedRequest<'t> {
    /// The request.
    pub request: &'t SelectedRequest,
    /// Permissions that allow it by resource-specific consent.
    pub resource_specific: Vec<Alternative<'t>>,
    /// The schemes that have permissions for it.
    pub supported_by: Vec<Scheme>,
}

/// A set of permissions that allows the supported requests.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LeastSet<'t> {
    /// The permissions, by name.
    pub permissions: Vec<NeededPermission<'t>>,
    /// The requests for which it is ambiguous whether the set could be smaller, each with the alternative that is met.
    pub ambiguous: Vec<(&'t SelectedRequest, Alternative<'t>)>,
    /// The number of requests of the table that the set permits.
    pub permitted_requests: usize,
}

/// A permission of a set, with the reasons for it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NeededPermission<'t> {
    /// The permission.
    pub permission: Permission<'t>,
    /// Its properties in the scheme, if it is in the table.
    pub grant: Option<Grant<'t>>,
    /// The requests that the other permissions of the set do not allow.
    pub needed_by: Vec<&'t SelectedRequest>,
    /// Permissions that permit less, and why they do not replace it; the closest first.
    pub narrower: Vec<NarrowerPermission<'t>>,
}

/// A permission that permits less than another one, and does not replace it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NarrowerPermission<'t> {
    /// The permission.
    pub permission: Permission<'t>,
    /// Why it does not replace the other.
    pub obstacle: Obstacle<'t>,
}

/// Why a permission does not replace another one.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Obstacle<'t> {
    /// It does not allow this request.
    DoesNotAllow(&'t SelectedRequest),
    /// It allows the requests, but is not listed as least privileged for any of them.
    NotListedAsLeast,
    /// It allows the requests, but the set would not be as good by the other criteria.
    WorseOtherwise,
}
