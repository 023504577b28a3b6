//! The cheapest sets of permissions that cover requests: branch and bound.

use super::{privileges::Cost, problem::Set};

/// How many steps a search may take. Selections of an application take a few hundred, all of `/me/**` some thousands.
const MAX_STEPS: usize = 30_000;
/// Up to how many requests are compared with each other before the search.
const MAX_COMPARED: usize = 400;

/// The work that is done, which is bounded.
#[derive(Debug, Default)]
pub(super) struct Effort {
    steps: usize,
}

impl Effort {
    /// Counts a step. Returns false if there were too many.
    pub(super) fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_add(1);
        self.steps <= MAX_STEPS
    }

    /// Whether a search ended before it was complete.
    pub(super) fn is_exhausted(&self) -> bool {
        self.steps > MAX_STEPS
    }
}

/// Covers with the same, least cost.
#[derive(Debug, Default)]
pub(super) struct Covers {
    pub(super) cost: Cost,
    pub(super) sets: Vec<Set>,
    pub(super) has_more: bool,
}

/// Finds the cheapest sets that contain a clause of each row, at most `most` of them.
///
/// If `above` is given, those that cost no more are passed over.
pub(super) fn cheapest_covers(
    rows: &[&[Set]],
    costs: &[Cost],
    above: Option<Cost>,
    most: usize,
    effort: &mut Effort,
) -> Covers {
    let mut forced = Set::with_capacity(costs.len());
    let mut rows = reduced(rows);
    // What all clauses of a row contain is in every cover.
    loop {
        let mut found = Set::with_capacity(costs.len());
        for row in &rows {
            let mut common = row[0].clone();
            row[1..].iter().for_each(|clause| common.intersect_with(clause));
            found.union_with(&common);
        }
        if found.is_clear() {
            break;
        }
        forced.union_with(&found);
        let without_found = |mut clause: Set| {
            clause.difference_with(&found);
            clause
        };
        rows = rows.into_iter().map(|row| row.into_iter().map(without_found).collect()).collect();
        rows.retain(|row: &Vec<Set>| row.iter().all(|clause| !clause.is_clear()));
        rows = reduced(&rows.iter().map(Vec::as_slice).collect::<Vec<&[Set]>>());
    }
    let cost_of = |set: &Set| set.ones().fold(Cost::default(), |cost, permission| cost + costs[permission]);
    let mut covers = Covers { cost: cost_of(&forced), sets: vec![forced], has_more: false };
    let components = match above {
        None => components(rows),
        Some(_) => vec![rows],
    };
    for rows in components {
        let start = if above.is_some() { covers.cost } else { Cost::default() };
        let mut search =
            Search { rows: &rows, costs, above, most, best: None, found: Vec::new(), has_more: false, effort };
        search.branch(&Set::with_capacity(costs.len()), start, &Set::with_capacity(costs.len()));
        let Search { best, found, has_more, .. } = search;
        let Some(best) = best else { return Covers::default() };
        covers.cost = if above.is_some() { best } else { covers.cost + best };
        covers.has_more |= has_more || covers.sets.len() * found.len() > most;
        let united = covers.sets.iter().flat_map(|left| found.iter().map(move |right| left | right));
        covers.sets = united.take(most).collect();
    }
    covers
}

/// The rows without those that are covered whenever another one is.
fn reduced(rows: &[&[Set]]) -> Vec<Vec<Set>> {
    let mut kept: Vec<Vec<Set>> = rows.iter().map(|row| row.to_vec()).collect();
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

/// Rows that share no permissions can be covered independently.
fn components(rows: Vec<Vec<Set>>) -> Vec<Vec<Vec<Set>>> {
    let mut components: Vec<(Set, Vec<Vec<Set>>)> = Vec::new();
    for row in rows {
        let mut all = Set::new();
        row.iter().for_each(|clause| all.union_with(clause));
        let mut united = (all, vec![row]);
        let (touching, others) = components.into_iter().partition(|(known, _)| !known.is_disjoint(&united.0));
        components = others;
        let touching: Vec<(Set, Vec<Vec<Set>>)> = touching;
        for (known, rows) in touching {
            united.0.union_with(&known);
            united.1.extend(rows);
        }
        components.push(united);
    }
    components.into_iter().map(|(_, rows)| rows).collect()
}

struct Search<'p> {
    rows: &'p [Vec<Set>],
    costs: &'p [Cost],
    above: Option<Cost>,
    most: usize,
    best: Option<Cost>,
    found: Vec<Set>,
    has_more: bool,
    effort: &'p mut Effort,
}

impl Search<'_> {
    /// Extends a set to covers that contain nothing of `excluded`.
    fn branch(&mut self, chosen: &Set, cost: Cost, excluded: &Set) {
        if !self.effort.step() {
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
        if self.above.is_some_and(|above| cost <= above) || self.is_worse(cost) {
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
