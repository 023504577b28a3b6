//! Whether a set permits more than another one that suffices.

use std::collections::HashSet;

use super::{
    cover::Effort,
    problem::{Problem, Set},
};

/// Several permissions, and a kind that they permit together.
type Together = (Set, usize);

/// Returns a set of candidates that covers all requests and permits a part of what `set` permits, but not all of it.
///
/// Returns `None` if there is no such set, or if the search takes too long.
///
/// A narrower set omits something that `set` permits. For each such thing, the largest set of candidates that permits
/// only what `set` permits, without that thing, covers the requests if any narrower set does.
pub(super) fn narrower(problem: &Problem<'_>, set: &Set, effort: &mut Effort) -> Option<Set> {
    let privileges = &problem.privileges;
    let permitted = privileges.permitted(set);
    let mut within = problem.candidates.clone();
    for candidate in problem.candidates.ones() {
        within.set(candidate, privileges.alone(candidate).is_subset(&permitted));
    }
    let together: Vec<&Together> =
        privileges.together.iter().filter(|(together, _)| together.is_subset(&within)).collect();
    let mut tried: HashSet<Set> = HashSet::new();
    for omitted in permitted.ones() {
        let holders = privileges.holders(omitted);
        // A set without one of the forced permissions does not cover the requests.
        if !problem.forced.is_disjoint(holders) {
            continue;
        }
        let mut rest = within.clone();
        rest.difference_with(holders);
        let is_limited = |kind: usize| kind == omitted || !permitted.contains(kind);
        let limited: Vec<&Set> = together
            .iter()
            .filter(|(together, kind)| is_limited(*kind) && together.is_subset(&rest))
            .map(|(together, _)| together)
            .collect();
        // Many things are permitted by the same candidates.
        if limited.is_empty() && !tried.insert(rest.clone()) {
            continue;
        }
        if let Some(found) = without_pairs(problem, rest, &limited, effort) {
            return Some(found);
        }
    }
    None
}

/// A cover within `set` that contains none of the sets in `limited` as a whole.
///
/// What several permissions permit together is avoided by omitting one of them, each of which is tried.
fn without_pairs(problem: &Problem<'_>, set: Set, limited: &[&Set], effort: &mut Effort) -> Option<Set> {
    let mut pending = vec![set];
    while let Some(set) = pending.pop() {
        let (is_cover, compared) = problem.compare(&set);
        if !effort.spend(compared) {
            return None;
        }
        if !is_cover {
            continue;
        }
        match limited.iter().find(|together| together.is_subset(&set)) {
            None => return Some(set),
            Some(together) => pending.extend(together.ones().map(|permission| {
                let mut rest = set.clone();
                rest.set(permission, false);
                rest
            })),
        }
    }
    None
}
