use std::{collections::BTreeMap, sync::Arc};

use fixedbitset::FixedBitSet;

use super::{
    cover::{Covers, Effort, cheapest_covers},
    narrower::narrower,
    privileges::{Grade, Permitted, Privileges},
};
use crate::{
    permissions::{Alternative, Permission, RequestPermissions, Scheme, SchemePermissions, Source, index::TableIndex},
    selection::SelectedRequest,
};

/// How many equally good sets are returned at most.
const MAX_SETS: usize = 64;
/// How often the search is repeated without sets that permit more than others.
const MAX_ROUNDS: usize = 20;

/// A set of permissions by number.
pub(super) type Set = FixedBitSet;

/// Requests with the same permissions.
#[derive(Debug)]
pub(super) struct Row<'t> {
    pub(super) requests: Vec<&'t SelectedRequest>,
    pub(super) permissions: Arc<SchemePermissions<'t>>,
    /// All alternatives, in the order of [`SchemePermissions::alternatives`].
    pub(super) all: Vec<Set>,
    /// The alternatives whose permissions are all candidates, without those that contain another one.
    pub(super) clauses: Vec<Set>,
    /// The permissions that are clauses by themselves.
    alone: Set,
}

/// What is to be covered by the least set of permissions.
#[derive(Debug)]
pub(super) struct Problem<'t> {
    pub(super) scheme: Scheme,
    /// The permissions of all alternatives, by name.
    pub(super) permissions: Vec<Permission<'t>>,
    pub(super) grades: Vec<Grade>,
    /// The permissions that a set may contain.
    pub(super) candidates: Set,
    /// The permissions that all sets contain.
    pub(super) forced: Set,
    pub(super) rows: Vec<Row<'t>>,
    /// The rows that these do not allow, in the order in which they are compared.
    open: Vec<usize>,
    pub(super) privileges: Privileges,
}

/// The least sets.
#[derive(Debug)]
pub(super) struct Solution {
    pub(super) sets: Vec<Set>,
    pub(super) has_more: bool,
    pub(super) is_proven: bool,
}

impl Row<'_> {
    /// Whether a set of candidates allows the requests.
    fn is_met(&self, set: &Set) -> bool {
        !self.alone.is_disjoint(set) || self.clauses.iter().any(|clause| clause.is_subset(set))
    }
}

impl<'t> Problem<'t> {
    pub(super) fn new(
        index: &TableIndex<'t>,
        requests: &[(&'t SelectedRequest, Option<RequestPermissions<'t>>)],
        scheme: Scheme,
    ) -> Self {
        let mut rows: Vec<Row<'t>> = Vec::new();
        // Requests with the same key of the table share their permissions.
        let mut known: BTreeMap<*const SchemePermissions<'t>, usize> = BTreeMap::new();
        let mut annotated: Vec<Arc<SchemePermissions<'t>>> = Vec::new();
        for (request, found) in requests.iter().filter_map(|(request, found)| Some((*request, found.as_ref()?))) {
            let permissions = found.shared(scheme);
            if permissions.alternatives().next().is_none() {
                continue;
            }
            if found.source == Source::Annotations {
                annotated.push(Arc::clone(permissions));
            }
            let row = *known.entry(Arc::as_ptr(permissions)).or_insert(rows.len());
            match rows.get_mut(row) {
                Some(row) => row.requests.push(request),
                None => rows.push(Row {
                    requests: vec![request],
                    permissions: Arc::clone(permissions),
                    all: Vec::new(),
                    clauses: Vec::new(),
                    alone: Set::new(),
                }),
            }
        }
        let mut numbers: BTreeMap<&'t str, Permission<'t>> = BTreeMap::new();
        for permission in rows.iter().flat_map(|row| row.permissions.alternatives()).flat_map(Alternative::permissions)
        {
            numbers.insert(permission.name(), permission);
        }
        let permissions: Vec<Permission<'t>> = numbers.into_values().collect();
        let number = |name: &str| permissions.binary_search_by(|permission| permission.name().cmp(name)).ok();
        let set = |alternative: &Alternative<'t>| {
            let mut set = Set::with_capacity(permissions.len());
            set.extend(alternative.permissions().filter_map(|permission| number(permission.name())));
            set
        };
        let mut candidates = Set::with_capacity(permissions.len());
        for row in &mut rows {
            row.all = row.permissions.alternatives().map(set).collect();
            let least = row.permissions.least.len();
            let listed = if least == 0 { &row.all[..] } else { &row.all[..least] };
            listed.iter().for_each(|clause| candidates.union_with(clause));
        }
        for row in &mut rows {
            row.clauses = minimal(row.all.iter().filter(|clause| clause.is_subset(&candidates)));
            row.alone = Set::with_capacity(permissions.len());
            row.alone.extend(row.clauses.iter().filter_map(only));
        }
        let mut forced = Set::with_capacity(permissions.len());
        rows.iter().for_each(|row| forced.union_with(&common(&row.clauses)));
        let mut open: Vec<usize> = (0..rows.len()).filter(|row| !rows[*row].is_met(&forced)).collect();
        // Most sets that do not cover the requests do not cover those with few alternatives.
        open.sort_by_key(|row| rows[*row].clauses.len());
        let annotated: Vec<&SchemePermissions<'_>> = annotated.iter().map(Arc::as_ref).collect();
        let privileges = Privileges::of(index, scheme, &annotated, &permissions, number);
        let grades = permissions.iter().map(|permission| Grade::of(*permission, scheme)).collect();
        Self { scheme, grades, candidates, forced, rows, open, privileges, permissions }
    }

    /// Whether a set of candidates allows all requests, and how many rows it was compared with.
    pub(super) fn compare(&self, set: &Set) -> (bool, usize) {
        if !self.forced.is_subset(set) {
            return (false, 1);
        }
        match self.open.iter().position(|row| !self.rows[*row].is_met(set)) {
            Some(at) => (false, at + 1),
            None => (true, self.open.len() + 1),
        }
    }

    /// Whether a set of candidates allows all requests.
    fn covers(&self, set: &Set) -> bool {
        self.compare(set).0
    }

    /// Finds the least sets: see [`SelectionPermissions::least`](super::SelectionPermissions::least).
    pub(super) fn solve(&self) -> Solution {
        let mut solution = Solution { sets: Vec::new(), has_more: false, is_proven: true };
        if self.rows.is_empty() {
            return solution;
        }
        let clauses: Vec<&[Set]> = self.rows.iter().map(|row| row.clauses.as_slice()).collect();
        let mut effort = Effort::default();
        let mut avoided: Vec<Set> = Vec::new();
        let mut fallback = None;
        for _ in 0..MAX_ROUNDS {
            let Covers { sets, has_more } =
                cheapest_covers(&clauses, &avoided, (&self.grades, &self.privileges), MAX_SETS, &mut effort);
            if sets.is_empty() || effort.is_exhausted() {
                fallback = fallback.or_else(|| sets.into_iter().next());
                break;
            }
            for set in sets {
                if avoided.iter().any(|avoided| avoided.is_subset(&set)) {
                    continue;
                }
                match narrower(self, &set, &mut effort) {
                    None => solution.sets.push(set),
                    Some(narrower) => {
                        avoided.push(self.core(&set, &narrower));
                        fallback = Some(narrower);
                    }
                }
            }
            if !solution.sets.is_empty() {
                solution.is_proven = !effort.is_exhausted();
                solution.has_more = has_more;
                self.sort(&mut solution.sets);
                return solution;
            }
        }
        solution.is_proven = false;
        solution
            .sets
            .extend(fallback.or_else(|| Some(self.candidates.clone())).map(|set| self.descend(set, &mut effort)));
        solution
    }

    /// The part of a set because of which it permits more than a narrower set. No least set contains it.
    fn core(&self, set: &Set, narrower: &Set) -> Set {
        let permitted = self.privileges.permitted(narrower);
        let mut core = Permitted::of(set, &self.privileges);
        let mut more = core.kinds().saturating_sub(permitted.count_ones(..));
        for permission in set.ones() {
            // What the core permits contains all of `permitted`, and more than that.
            let lost = core.without(permission);
            if lost.len() >= more || lost.iter().any(|kind| permitted.contains(*kind)) {
                core.with(permission);
            } else {
                more -= lost.len();
            }
        }
        core.into_set()
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

    /// By name.
    fn sort(&self, sets: &mut [Set]) {
        let name = |permission: usize| self.permissions[permission].name();
        sets.sort_by_cached_key(|set| set.ones().map(name).collect::<Vec<&str>>());
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

/// The permission of a set that has only one.
pub(super) fn only(set: &Set) -> Option<usize> {
    let mut all = set.ones();
    all.next().filter(|_| all.next().is_none())
}

/// What all sets of a list contain.
pub(super) fn common(sets: &[Set]) -> Set {
    let mut common = sets.first().cloned().unwrap_or_default();
    sets.iter().for_each(|set| common.intersect_with(set));
    common
}
