//! Whether a set permits more than another one that suffices.

use std::collections::BTreeSet;

use super::{
    cover::Effort,
    problem::{Problem, Set},
};

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
    // A set without one of these does not cover the requests.
    let forced = problem.forced();
    let mut tried: BTreeSet<Set> = BTreeSet::new();
    for omitted in permitted.ones() {
        let mut rest = within.clone();
        for candidate in within.ones() {
            rest.set(candidate, !privileges.alone(candidate).contains(omitted));
        }
        if !forced.is_subset(&rest) {
            continue;
        }
        let is_limited = |kind: usize| kind == omitted || !permitted.contains(kind);
        let has_pairs =
            privileges.together.iter().any(|(together, kind)| is_limited(*kind) && together.is_subset(&rest));
        // Many things are permitted by the same candidates.
        if !has_pairs && !tried.insert(rest.clone()) {
            continue;
        }
        if let Some(found) = without_pairs(problem, rest, &is_limited, effort) {
            return Some(found);
        }
    }
    None
}

/// A cover within `set` that permits nothing of the kinds that `is_limited` names.
///
/// What several permissions permit together is avoided by omitting one of them, each of which is tried.
fn without_pairs(
    problem: &Problem<'_>,
    set: Set,
    is_limited: &impl Fn(usize) -> bool,
    effort: &mut Effort,
) -> Option<Set> {
    let mut pending = vec![set];
    while let Some(set) = pending.pop() {
        if !effort.spend(problem.rows.len()) {
            return None;
        }
        if !problem.covers(&set) {
            continue;
        }
        let mut together = problem.privileges.together.iter();
        match together.find(|(together, kind)| is_limited(*kind) && together.is_subset(&set)) {
            None => return Some(set),
            Some((together, _)) => pending.extend(together.ones().map(|permission| {
                let mut rest = set.clone();
                rest.set(permission, false);
                rest
            })),
        }
    }
    None
}
