//! Why a set needs each of its permissions.

use std::cmp::Reverse;

use super::{
    LeastSet, NarrowerPermission, NeededPermission, Obstacle,
    problem::{Problem, Row, Set},
};
use crate::{permissions::AlsoRequires, selection::SelectedRequest};

/// How many narrower permissions are named for each permission of a set.
const MAX_NARROWER: usize = 3;

pub(super) fn describe<'t>(problem: &Problem<'t>, set: &Set) -> LeastSet<'t> {
    let mut open: Vec<Vec<&Row<'t>>> = vec![Vec::new(); problem.permissions.len()];
    let mut ambiguous = Vec::new();
    for row in &problem.rows {
        let mut met = row.permissions.alternatives().zip(&row.all).filter(|(_, clause)| clause.is_subset(set));
        let Some((first, clause)) = met.next() else { continue };
        let is_ambiguous = |also: &AlsoRequires<'_>| matches!(also, AlsoRequires::Ambiguous(_));
        let mut all_ambiguous = is_ambiguous(&first.also);
        // What all alternatives contain is needed.
        let mut common = clause.clone();
        for (alternative, clause) in met {
            all_ambiguous &= is_ambiguous(&alternative.also);
            common.intersect_with(clause);
        }
        common.ones().for_each(|permission| open[permission].push(row));
        if all_ambiguous {
            ambiguous.extend(row.requests.iter().map(|request| (*request, first.clone())));
        }
    }
    let permissions = set.ones().map(|permission| needed(problem, set, permission, &open[permission])).collect();
    let permitted_requests = problem.privileges.requests(&problem.privileges.permitted(set));
    LeastSet { permissions, ambiguous, permitted_requests }
}

/// A permission with the requests that are open without it.
fn needed<'t>(problem: &Problem<'t>, set: &Set, permission: usize, open: &[&Row<'t>]) -> NeededPermission<'t> {
    let own = problem.privileges.alone(permission);
    let mut narrower = Set::with_capacity(problem.permissions.len());
    open.iter().flat_map(|row| &row.all).for_each(|clause| narrower.union_with(clause));
    narrower.difference_with(set);
    let is_narrower = |candidate: &usize| {
        let kinds = problem.privileges.alone(*candidate);
        kinds.is_subset(own) && kinds != own
    };
    let mut narrower: Vec<usize> = narrower.ones().filter(is_narrower).collect();
    // The closest is the one that permits the most.
    narrower.sort_by_cached_key(|candidate| {
        (Reverse(problem.privileges.requests(problem.privileges.alone(*candidate))), *candidate)
    });
    let mut instead = set.clone();
    instead.set(permission, false);
    let narrower = narrower.into_iter().take(MAX_NARROWER).map(|candidate| {
        instead.insert(candidate);
        let open = open.iter().find(|row| !row.all.iter().any(|clause| clause.is_subset(&instead)));
        instead.set(candidate, false);
        let obstacle = match open.and_then(|row| row.requests.first()) {
            Some(request) => Obstacle::DoesNotAllow(request),
            None if !problem.candidates.contains(candidate) => Obstacle::NotListedAsLeast,
            None => Obstacle::WorseOtherwise,
        };
        NarrowerPermission { permission: problem.permissions[candidate], obstacle }
    });
    let narrower = narrower.collect();
    let mut needed_by: Vec<&SelectedRequest> = open.iter().flat_map(|row| row.requests.iter().copied()).collect();
    needed_by.sort_by_key(|request| (&request.template, request.method));
    NeededPermission {
        permission: problem.permissions[permission],
        grant: problem.permissions[permission].grant(problem.scheme),
        needed_by,
        narrower,
    }
}
