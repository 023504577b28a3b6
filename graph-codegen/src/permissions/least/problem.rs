use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::{
    cover::{Covers, Effort, cheapest_covers},
    narrower::narrower,
    privileges::{Cost, Privileges},
};
use crate::{
    permissions::{Permission, PermissionTable, RequestPermissions, Scheme, SchemePermissions, Source},
    selection::SelectedRequest,
};

/// How many equally good sets are returned at most.
const MAX_SETS: usize = 64;
/// How often sets that permit more than others are passed over.
const MAX_ROUNDS: usize = 16;

/// A set of permissions by number.
pub(super) type Set = FixedBitSet;

/// A request whose permissions are known, and which the scheme supports.
#[derive(Debug)]
pub(super) struct Row<'t> {
    pub(super) request: &'t SelectedRequest,
    pub(super) permissions: SchemePermissions<'t>,
    /// All alternatives, in the order of [`SchemePermissions::alternatives`].
    pub(super) all: Vec<Set>,
    /// The alternatives whose permissions are all candidates, without those that contain another one.
    pub(super) clauses: Vec<Set>,
}

/// What is to be covered by the least set of permissions.
#[derive(Debug)]
pub(super) struct Problem<'t> {
    pub(super) scheme: Scheme,
    /// The permissions of all alternatives, by name.
    pub(super) permissions: Vec<Permission<'t>>,
    pub(super) costs: Vec<Cost>,
    /// The permissions that a set may contain.
    pub(super) candidates: Set,
    pub(super) rows: Vec<Row<'t>>,
    pub(super) privileges: Privileges,
}

/// The least sets.
#[derive(Debug)]
pub(super) struct Solution {
    pub(super) sets: Vec<Set>,
    pub(super) has_more: bool,
    pub(super) is_proven: bool,
}

impl<'t> Problem<'t> {
    pub(super) fn new(
        table: &'t PermissionTable,
        requests: &[(&'t SelectedRequest, Option<RequestPermissions<'t>>)],
        scheme: Scheme,
    ) -> Self {
        let known = requests.iter().filter_map(|(request, found)| Some((*request, found.as_ref()?)));
        let known: Vec<(&SelectedRequest, &RequestPermissions<'t>)> =
            known.filter(|(_, found)| found.scheme(scheme).alternatives().next().is_some()).collect();
        let mut numbers: BTreeMap<&'t str, Permission<'t>> = BTreeMap::new();
        for (_, found) in &known {
            for permission in found.scheme(scheme).alternatives().flat_map(|alternative| alternative.permissions()) {
                numbers.insert(permission.name(), permission);
            }
        }
        let permissions: Vec<Permission<'t>> = numbers.into_values().collect();
        let index = |name: &str| permissions.binary_search_by(|permission| permission.name().cmp(name)).ok();
        let mut candidates = Set::with_capacity(permissions.len());
        let mut rows = Vec::with_capacity(known.len());
        let mut annotated: Vec<&SchemePermissions<'_>> = Vec::new();
        for (request, found) in &known {
            let of_scheme = found.scheme(scheme);
            if found.source == Source::Annotations {
                annotated.push(of_scheme);
            }
            let listed = if of_scheme.least.is_empty() { &of_scheme.higher } else { &of_scheme.least };
            for permission in listed.iter().flat_map(|alternative| alternative.permissions()) {
                candidates.extend(index(permission.name()));
            }
            let set = |alternative: &crate::permissions::Alternative<'t>| {
                let mut set = Set::with_capacity(permissions.len());
                set.extend(alternative.permissions().filter_map(|permission| index(permission.name())));
                set
            };
            let all: Vec<Set> = of_scheme.alternatives().map(set).collect();
            rows.push(Row { request, permissions: of_scheme.clone(), all, clauses: Vec::new() });
        }
        for row in &mut rows {
            row.clauses = minimal(row.all.iter().filter(|clause| clause.is_subset(&candidates)));
        }
        let privileges = Privileges::of(table, scheme, &annotated, permissions.len(), index);
        let costs = permissions.iter().map(|permission| Cost::of(*permission, scheme)).collect();
        Self { scheme, costs, candidates, rows, privileges, permissions }
    }

    /// Whether a set allows all requests.
    pub(super) fn covers(&self, set: &Set) -> bool {
        self.rows.iter().all(|row| row.all.iter().any(|clause| clause.is_subset(set)))
    }

    /// Finds the least sets: see [`SelectionPermissions::least`](super::SelectionPermissions::least).
    pub(super) fn solve(&self) -> Solution {
        let mut solution = Solution { sets: Vec::new(), has_more: false, is_proven: true };
        if self.rows.is_empty() {
            return solution;
        }
        let clauses: Vec<&[Set]> = self.rows.iter().map(|row| row.clauses.as_slice()).collect();
        let mut effort = Effort::default();
        let mut above = None;
        let mut fallback = None;
        for _ in 0..MAX_ROUNDS {
            let covers = cheapest_covers(&clauses, &self.costs, above, MAX_SETS, &mut effort);
            let Covers { cost, sets, has_more } = covers;
            solution.is_proven &= !effort.is_exhausted();
            if sets.is_empty() {
                break;
            }
            fallback = fallback.or_else(|| sets.first().cloned());
            for set in sets {
                match narrower(self, &set, &mut effort) {
                    Some(narrower) => fallback = Some(narrower),
                    None => solution.sets.push(set),
                }
            }
            solution.is_proven &= !effort.is_exhausted();
            if !solution.sets.is_empty() {
                solution.has_more = has_more;
                self.sort(&mut solution.sets);
                return solution;
            }
            // All of them permit more than other sets do. If there are more of this cost, one may not.
            if has_more || effort.is_exhausted() {
                break;
            }
            above = Some(cost);
        }
        solution.is_proven = false;
        solution.sets.extend(fallback.map(|set| self.descend(set, &mut effort)));
        solution
    }

    /// Follows narrower sets to one that has none, and removes what is not needed.
    fn descend(&self, mut set: Set, effort: &mut Effort) -> Set {
        let mut steps = 0;
        loop {
            for permission in set.clone().ones() {
                set.set(permission, false);
                if !self.covers(&set) {
                    set.insert(permission);
                }
            }
            steps += 1;
            match narrower(self, &set, effort) {
                Some(found) if steps < MAX_ROUNDS => set = found,
                _ => return set,
            }
        }
    }

    /// The set that permits the fewest requests first.
    fn sort(&self, sets: &mut [Set]) {
        sets.sort_by_cached_key(|set| {
            let requests = self.privileges.requests(&self.privileges.permitted(set));
            (requests, set.ones().map(|permission| self.permissions[permission].name()).collect::<Vec<&str>>())
        });
    }
}

/// The sets that contain no other set of the list.
fn minimal<'a>(sets: impl Iterator<Item = &'a Set>) -> Vec<Set> {
    let mut kept: Vec<Set> = Vec::new();
    for set in sets {
        if kept.iter().any(|known| known.is_subset(set)) {
            continue;
        }
        kept.retain(|known| !set.is_subset(known));
        kept.push(set.clone());
    }
    kept
}
