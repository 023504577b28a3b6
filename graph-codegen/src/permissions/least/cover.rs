//! The cheapest sets of permissions that cover requests: branch and bound.

use fixedbitset::FixedBitSet;

use super::{
    privileges::{Grade, Privileges},
    problem::{Set, common, only},
};

/// How many comparisons of a set with the alternatives of a request a search may make.
const MAX_WORK: usize = 400_000;
/// How many comparisons take as long as one row of a node of the search.
const BRANCHING: usize = 4;
/// Up to how many requests are compared with each other before the search.
const MAX_COMPARED: usize = 2000;

/// The work that is done, which is bounded.
#[derive(Debug, Default)]
pub(super) struct Effort {
    work: usize,
}

impl Effort {
    /// Counts work. Returns false if it was too much.
    pub(super) fn spend(&mut self, work: usize) -> bool {
        self.work = self.work.saturating_add(work);
        self.work <= MAX_WORK
    }

    /// Whether a search ended before it was complete.
    pub(super) fn is_exhausted(&self) -> bool {
        self.work > MAX_WORK
    }
}

/// Covers with the same, least cost.
#[derive(Debug, Default)]
pub(super) struct Covers {
    pub(super) sets: Vec<Set>,
    pub(super) has_more: bool,
}

/// Finds the cheapest sets that contain a clause of each row and none of `avoided` as a whole, at most `most` of them.
///
/// The grade of a set is the highest of its permissions, so that the grades are tried one after the other. Of the sets
/// with the first grade that suffices, those are found that permit the fewest requests with the fewest permissions.
pub(super) fn cheapest_covers(
    rows: &[&[Set]],
    avoided: &[Set],
    (grades, privileges): (&[Grade], &Privileges),
    most: usize,
    effort: &mut Effort,
) -> Covers {
    for limit in Grade::all() {
        let mut within = Set::with_capacity(grades.len());
        within.extend((0..grades.len()).filter(|permission| grades[*permission].is_within(limit)));
        let of_grade = |row: &&[Set]| row.iter().filter(|clause| clause.is_subset(&within)).cloned().collect();
        let rows: Vec<Vec<Set>> = rows.iter().map(of_grade).collect();
        if rows.iter().any(Vec::is_empty) {
            continue;
        }
        let covers = narrowest_covers(rows, avoided.to_vec(), privileges, most, effort);
        if !covers.sets.is_empty() || effort.is_exhausted() {
            return covers;
        }
    }
    Covers::default()
}

/// Finds the sets that permit the fewest requests, with the fewest permissions.
fn narrowest_covers(
    mut rows: Vec<Vec<Set>>,
    mut avoided: Vec<Set>,
    privileges: &Privileges,
    most: usize,
    effort: &mut Effort,
) -> Covers {
    let none = Set::with_capacity(privileges.permissions());
    let mut forced = none.clone();
    loop {
        // What all clauses of a row contain is in every cover.
        let mut found = none.clone();
        rows.iter().for_each(|row| found.union_with(&common(row)));
        // What would complete a set that is avoided is in none.
        let mut excluded = none.clone();
        for set in &mut avoided {
            set.difference_with(&found);
            if set.count_ones(..) == 1 {
                excluded.union_with(set);
            }
        }
        let is_excluded = |clause: &Set| !clause.is_disjoint(&excluded);
        if found.is_clear() && !rows.iter().flatten().any(is_excluded) {
            break;
        }
        forced.union_with(&found);
        rows.iter_mut().for_each(|row| row.retain(|clause| !is_excluded(clause)));
        rows.iter_mut().flatten().for_each(|clause| clause.difference_with(&found));
        rows.retain(|row| row.iter().all(|clause| !clause.is_clear()));
        if rows.iter().any(Vec::is_empty) || avoided.iter().any(Set::is_clear) {
            return Covers::default();
        }
    }
    let rows = Rows::of(reduced(rows), &forced, privileges);
    let mut covers = Covers { sets: vec![forced], has_more: false };
    for part in rows.components(&avoided, privileges) {
        let mut search = Search {
            rows: part,
            base: &rows.base,
            avoided: &avoided,
            privileges,
            most,
            best: None,
            found: Vec::new(),
            has_more: false,
            effort,
        };
        search.branch(&none, &none);
        let Search { found, has_more, .. } = search;
        if found.is_empty() {
            return Covers::default();
        }
        covers.has_more |= has_more || covers.sets.len() * found.len() > most;
        let united = covers.sets.iter().flat_map(|left| found.iter().map(move |right| left | right));
        covers.sets = united.take(most).collect();
    }
    covers
}

/// The rows without those that are covered whenever another one is.
fn reduced(mut kept: Vec<Vec<Set>>) -> Vec<Vec<Set>> {
    kept.iter_mut().for_each(|row| row.sort());
    kept.sort_by(|left, right| left.len().cmp(&right.len()).then_with(|| left.cmp(right)));
    kept.dedup();
    if kept.len() > MAX_COMPARED {
        return kept;
    }
    // What each row consists of, if all clauses are one permission each.
    let alone: Vec<Option<Set>> = kept.iter().map(|row| row.iter().map(only).collect()).collect();
    let is_implied = |row: usize, by: usize| match (&alone[row], &alone[by]) {
        (Some(row), Some(by)) => by.is_subset(row),
        _ => kept[by].iter().all(|clause| kept[row].iter().any(|own| own.is_subset(clause))),
    };
    let mut is_redundant = vec![false; kept.len()];
    for row in 0..kept.len() {
        is_redundant[row] = (0..kept.len()).any(|by| by != row && !is_redundant[by] && is_implied(row, by));
    }
    let mut is_redundant = is_redundant.into_iter();
    kept.retain(|_| is_redundant.next() == Some(false));
    kept
}

/// Rows that are still to be covered.
struct Rows {
    rows: Vec<Vec<Clause>>,
    /// The kinds of requests that every cover permits.
    base: FixedBitSet,
}

/// An alternative, with the kinds of requests that it permits together with the permissions of every cover.
#[derive(Clone)]
struct Clause {
    permissions: Set,
    kinds: FixedBitSet,
}

impl Rows {
    fn of(rows: Vec<Vec<Set>>, forced: &Set, privileges: &Privileges) -> Self {
        let clause = |permissions: Set| Clause { kinds: privileges.permitted(&(forced | &permissions)), permissions };
        let rows: Vec<Vec<Clause>> = rows.into_iter().map(|row| row.into_iter().map(clause).collect()).collect();
        let mut base = privileges.permitted(forced);
        rows.iter().for_each(|row| base.union_with(&common_kinds(row.iter())));
        Self { rows, base }
    }

    /// Groups of rows that can be covered independently: they share neither permissions, nor sets that are avoided, nor
    /// requests that not every cover permits.
    fn components(&self, avoided: &[Set], privileges: &Privileges) -> Vec<Vec<&[Clause]>> {
        let (mut no_kinds, no_rows) = (self.base.clone(), Vec::new());
        no_kinds.clear();
        let of_rows = self.rows.iter().map(|row| {
            let permissions = row.iter().fold(Set::new(), |all, clause| &all | &clause.permissions);
            let mut kinds = row.iter().fold(no_kinds.clone(), |all, clause| &all | &clause.kinds);
            kinds.difference_with(&self.base);
            (permissions, kinds, vec![row.as_slice()])
        });
        let together = privileges.together.iter().filter(|(_, kind)| !self.base.contains(*kind)).map(|(set, _)| set);
        let links = avoided.iter().chain(together).map(|set| (set.clone(), no_kinds.clone(), no_rows.clone()));
        let mut components: Vec<(Set, FixedBitSet, Vec<&[Clause]>)> = Vec::new();
        for mut united in of_rows.chain(links) {
            let (touching, others): (Vec<_>, Vec<_>) = components.into_iter().partition(|(permissions, kinds, _)| {
                !permissions.is_disjoint(&united.0) || !kinds.is_disjoint(&united.1)
            });
            components = others;
            for (permissions, kinds, rows) in touching {
                united.0.union_with(&permissions);
                united.1.union_with(&kinds);
                united.2.extend(rows);
            }
            components.push(united);
        }
        components.into_iter().map(|(_, _, rows)| rows).filter(|rows| !rows.is_empty()).collect()
    }
}

/// The kinds that all clauses of a row permit.
fn common_kinds<'c>(mut row: impl Iterator<Item = &'c Clause>) -> FixedBitSet {
    let mut common = row.next().map(|clause| clause.kinds.clone()).unwrap_or_default();
    row.for_each(|clause| common.intersect_with(&clause.kinds));
    common
}

/// What is less of two sets with the same grade: the number of requests that it permits, then of its permissions.
type Width = (usize, usize);

struct Search<'p> {
    rows: Vec<&'p [Clause]>,
    base: &'p FixedBitSet,
    avoided: &'p [Set],
    privileges: &'p Privileges,
    most: usize,
    best: Option<Width>,
    found: Vec<Set>,
    has_more: bool,
    effort: &'p mut Effort,
}

impl Search<'_> {
    /// Extends a set to covers that contain nothing of `excluded`.
    fn branch(&mut self, chosen: &Set, excluded: &Set) {
        if !self.effort.spend(BRANCHING * (self.rows.len() + self.avoided.len()))
            || self.avoided.iter().any(|set| set.is_subset(chosen))
        {
            return;
        }
        let mut open: Vec<Vec<&Clause>> = Vec::new();
        let mut permitted = self.base | &self.privileges.permitted(chosen);
        for row in &self.rows {
            if row.iter().any(|clause| clause.permissions.is_subset(chosen)) {
                // The clause may permit more with the permissions of every cover.
                let met = row.iter().filter(|clause| clause.permissions.is_subset(chosen));
                met.for_each(|clause| permitted.union_with(&clause.kinds));
                continue;
            }
            let clauses: Vec<&Clause> = row.iter().filter(|clause| clause.permissions.is_disjoint(excluded)).collect();
            if clauses.is_empty() {
                return;
            }
            open.push(clauses);
        }
        open.sort_by_key(Vec::len);
        let size = chosen.count_ones(..);
        if open.is_empty() {
            return self.accept(chosen, (self.privileges.requests(&permitted), size));
        }
        if self.is_worse(self.bound(&open, chosen, permitted.clone())) {
            return;
        }
        let mut clauses: Vec<(Width, &Set)> = open[0]
            .iter()
            .map(|clause| {
                let requests = self.privileges.requests(&clause.kinds.difference(&permitted).collect());
                ((requests, clause.permissions.difference(chosen).count()), &clause.permissions)
            })
            .collect();
        clauses.sort();
        let mut excluded = excluded.clone();
        for (_, clause) in clauses {
            let with = chosen | clause;
            if with.is_disjoint(&excluded) {
                self.branch(&with, &excluded);
            }
            // Covers with this permission are all found.
            let mut new = clause.difference(chosen);
            if let (Some(only), None) = (new.next(), new.next()) {
                excluded.grow_and_insert(only);
            }
        }
    }

    /// What covers with the chosen permissions have at least.
    fn bound(&self, open: &[Vec<&Clause>], chosen: &Set, mut permitted: FixedBitSet) -> Width {
        for row in open {
            permitted.union_with(&common_kinds(row.iter().copied()));
        }
        let (mut requests, mut size) = (self.privileges.requests(&permitted), chosen.count_ones(..));
        // Rows that share nothing each add at least what their cheapest clause does.
        let mut touched = Set::with_capacity(self.privileges.permissions());
        let mut touched_kinds = FixedBitSet::with_capacity(self.privileges.kinds());
        for row in open {
            if row.iter().all(|clause| clause.permissions.is_disjoint(&touched)) {
                row.iter().for_each(|clause| touched.union_with(&clause.permissions));
                size += row.iter().map(|clause| clause.permissions.difference(chosen).count()).min().unwrap_or(0);
            }
            let new: Vec<FixedBitSet> =
                row.iter().map(|clause| clause.kinds.difference(&permitted).collect()).collect();
            if new.iter().all(|kinds| kinds.is_disjoint(&touched_kinds)) {
                new.iter().for_each(|kinds| touched_kinds.union_with(kinds));
                requests += new.iter().map(|kinds| self.privileges.requests(kinds)).min().unwrap_or(0);
            }
        }
        (requests, size)
    }

    /// Whether nothing of this width is of interest.
    fn is_worse(&self, bound: Width) -> bool {
        let is_full = self.found.len() >= self.most;
        self.best.is_some_and(|best| if is_full && self.has_more { bound >= best } else { bound > best })
    }

    fn accept(&mut self, set: &Set, width: Width) {
        if self.is_worse(width) {
            return;
        }
        if self.best.is_none_or(|best| width < best) {
            self.best = Some(width);
            self.found.clear();
            self.has_more = false;
        }
        if self.found.contains(set) {
            return;
        }
        match self.found.len() < self.most {
            true => self.found.push(set.clone()),
            false => self.has_more = true,
        }
    }
}
