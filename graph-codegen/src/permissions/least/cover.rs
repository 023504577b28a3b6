//! The cheapest sets of permissions that cover requests: branch and bound.

use super::{
    privileges::Cost,
    problem::{Set, common},
};

/// How many comparisons with the alternatives of a request a search may make. Selections of an application take some
/// thousands, all of `/me/**` some ten thousands.
const MAX_WORK: usize = 100_000;
/// Up to how many requests are compared with each other before the search.
const MAX_COMPARED: usize = 400;

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
    pub(super) cost: Cost,
    pub(super) sets: Vec<Set>,
    pub(super) has_more: bool,
}

/// Finds the cheapest sets that contain a clause of each row and none of `avoided` as a whole, at most `most` of them.
pub(super) fn cheapest_covers(
    rows: &[&[Set]],
    avoided: &[Set],
    costs: &[Cost],
    most: usize,
    effort: &mut Effort,
) -> Covers {
    let mut rows: Vec<Vec<Set>> = rows.iter().map(|row| row.to_vec()).collect();
    let mut avoided = avoided.to_vec();
    let mut forced = Set::with_capacity(costs.len());
    loop {
        // What all clauses of a row contain is in every cover.
        let mut found = Set::with_capacity(costs.len());
        rows.iter().for_each(|row| found.union_with(&common(row)));
        // What would complete a set that is avoided is in none.
        let mut excluded = Set::with_capacity(costs.len());
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
    let cost = forced.ones().fold(Cost::default(), |cost, permission| cost + costs[permission]);
    let mut covers = Covers { cost, sets: vec![forced], has_more: false };
    for rows in components(reduced(rows), &avoided) {
        let mut search = Search {
            rows: &rows,
            avoided: &avoided,
            costs,
            most,
            best: None,
            found: Vec::new(),
            has_more: false,
            effort,
        };
        let none = Set::with_capacity(costs.len());
        search.branch(&none, Cost::default(), &none);
        let Search { best, found, has_more, .. } = search;
        let Some(best) = best else { return Covers::default() };
        covers.cost = covers.cost + best;
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
    let is_implied =
        |row: &Vec<Set>, by: &Vec<Set>| by.iter().all(|clause| row.iter().any(|own| own.is_subset(clause)));
    let mut index = 0;
    while index < kept.len() {
        let is_redundant = (0..kept.len()).any(|by| by != index && is_implied(&kept[index], &kept[by]));
        match is_redundant {
            true => drop(kept.remove(index)),
            false => index += 1,
        }
    }
    kept
}

/// Groups of rows that can be covered independently: they share neither permissions nor sets that are avoided.
fn components(rows: Vec<Vec<Set>>, avoided: &[Set]) -> Vec<Vec<Vec<Set>>> {
    let of_rows = rows.into_iter().map(|row| {
        let all = row.iter().fold(Set::new(), |all, clause| &all | clause);
        (all, vec![row])
    });
    let mut components: Vec<(Set, Vec<Vec<Set>>)> = Vec::new();
    for mut united in of_rows.chain(avoided.iter().map(|set| (set.clone(), Vec::new()))) {
        let (touching, others): (Vec<_>, Vec<_>) =
            components.into_iter().partition(|(known, _)| !known.is_disjoint(&united.0));
        components = others;
        for (known, rows) in touching {
            united.0.union_with(&known);
            united.1.extend(rows);
        }
        components.push(united);
    }
    components.into_iter().map(|(_, rows)| rows).filter(|rows| !rows.is_empty()).collect()
}

struct Search<'p> {
    rows: &'p [Vec<Set>],
    avoided: &'p [Set],
    costs: &'p [Cost],
    most: usize,
    best: Option<Cost>,
    found: Vec<Set>,
    has_more: bool,
    effort: &'p mut Effort,
}

impl Search<'_> {
    /// Extends a set to covers that contain nothing of `excluded`.
    fn branch(&mut self, chosen: &Set, cost: Cost, excluded: &Set) {
        if !self.effort.spend(self.rows.len() + self.avoided.len())
            || self.avoided.iter().any(|set| set.is_subset(chosen))
        {
            return;
        }
        let mut open: Vec<Vec<&Set>> = Vec::new();
        for row in self.rows {
            if row.iter().any(|clause| clause.is_subset(chosen)) {
                continue;
            }
            let clauses: Vec<&Set> = row.iter().filter(|clause| clause.is_disjoint(excluded)).collect();
            if clauses.is_empty() {
                return;
            }
            open.push(clauses);
        }
        open.sort_by_key(Vec::len);
        let Some(first) = open.first() else { return self.accept(chosen, cost) };
        // Rows that share no permissions each add at least their cheapest clause.
        let mut bound = cost;
        let mut touched = Set::with_capacity(self.costs.len());
        for row in &open {
            if row.iter().all(|clause| clause.is_disjoint(&touched)) {
                row.iter().for_each(|clause| touched.union_with(clause));
                bound = bound + row.iter().map(|clause| self.added(clause, chosen)).min().unwrap_or_default();
            }
        }
        if self.is_worse(bound) {
            return;
        }
        let mut clauses: Vec<(Cost, &Set)> = first.iter().map(|clause| (self.added(clause, chosen), *clause)).collect();
        clauses.sort();
        let mut excluded = excluded.clone();
        for (added, clause) in clauses {
            let mut with = chosen.clone();
            with.union_with(clause);
            if with.is_disjoint(&excluded) {
                self.branch(&with, cost + added, &excluded);
            }
            // Covers with this permission are all found.
            let mut new = clause.difference(chosen);
            if let (Some(only), None) = (new.next(), new.next()) {
                excluded.grow_and_insert(only);
            }
        }
    }

    fn added(&self, clause: &Set, chosen: &Set) -> Cost {
        clause.difference(chosen).fold(Cost::default(), |cost, permission| cost + self.costs[permission])
    }

    /// Whether nothing of this cost is of interest.
    fn is_worse(&self, bound: Cost) -> bool {
        let is_full = self.found.len() >= self.most;
        self.best.is_some_and(|best| if is_full && self.has_more { bound >= best } else { bound > best })
    }

    fn accept(&mut self, set: &Set, cost: Cost) {
        if self.is_worse(cost) {
            return;
        }
        if self.best.is_none_or(|best| cost < best) {
            self.best = Some(cost);
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
