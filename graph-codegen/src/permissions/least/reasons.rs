//! Why a set needs each of its permissions.

use super::{
    LeastSet, NarrowerPermission, NeededPermission, Obstacle,
    problem::{Problem, Row, Set},
};
use crate::permissions::AlsoRequires;

/// How many narrower permissions are named for each permission of a set.
const MAX_NARROWER: usize = 3;

pub(super) fn describe<'t>(problem: &Problem<'t>, set: &Set) -> LeastSet<'t> {
    let permissions = set.ones().map(|permission| needed(problem, set, permission)).collect();
    let ambiguous = problem.rows.iter().filter_map(|row| {
        let mut met = row.permissions.alternatives().zip(&row.all).filter(|(_, clause)| clause.is_subset(set));
        let is_ambiguous = |also: &AlsoRequires<'_>| matches!(also, AlsoRequires::Ambiguous(_));
        let (first, _) = met.next()?;
        let all_ambiguous = is_ambiguous(&first.also) && met.all(|(alternative, _)| is_ambiguous(&alternative.also));
        all_ambiguous.then(|| (row.request, first.clone()))
    });
    LeastSet {
        permissions,
        ambiguous: ambiguous.collect(),
        permitted_requests: problem.privileges.requests(&problem.privileges.permitted(set)),
    }
}

fn needed<'t>(problem: &Problem<'t>, set: &Set, permission: usize) -> NeededPermission<'t> {
    let mut others = set.clone();
    others.set(permission, false);
    let is_open = |row: &&Row<'t>| !row.all.iter().any(|clause| clause.is_subset(&others));
    let rows: Vec<&Row<'t>> = problem.rows.iter().filter(is_open).collect();
    let own = problem.privileges.alone(permission);
    let mut narrower: Vec<usize> = Vec::new();
    for row in &rows {
        for candidate in row.all.iter().flat_map(Set::ones) {
            let kinds = problem.privileges.alone(candidate);
            let is_narrower = candidate != permission && kinds.is_subset(own) && kinds != own;
            if is_narrower && !narrower.contains(&candidate) && !set.contains(candidate) {
                narrower.push(candidate);
            }
        }
    }
    // The closest is the one that permits the most.
    narrower.sort_by_cached_key(|candidate| {
        (std::cmp::Reverse(problem.privileges.requests(problem.privileges.alone(*candidate))), *candidate)
    });
    let narrower = narrower.into_iter().take(MAX_NARROWER).map(|candidate| {
        let mut instead = others.clone();
        instead.insert(candidate);
        let open = rows.iter().find(|row| !row.all.iter().any(|clause| clause.is_subset(&instead)));
        let obstacle = match open {
            Some(row) => Obstacle::DoesNotAllow(row.request),
            None if !problem.candidates.contains(candidate) => Obstacle::NotListedAsLeast,
            None => Obstacle::WorseOtherwise,
        };
        NarrowerPermission { permission: problem.permissions[candidate], obstacle }
    });
    NeededPermission {
        permission: problem.permissions[permission],
        grant: problem.permissions[permission].grant(problem.scheme),
        needed_by: rows.iter().map(|row| row.request).collect(),
        narrower: narrower.collect(),
    }
}
