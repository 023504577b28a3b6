// The cheapest sets of permissions that cover requests: branch and bound, as permissions/least/cover.rs does it.

const MAX_SETS = 64,
  MAX_STEPS = 30000,
  MAX_COMPARED = 400;

function isSubset(set, of) {
  return (set & of) === set;
}

/** The numbers in a set. */
function* ones(set) {
  for (let at = 0; set > 0n; at++, set >>= 1n) if (set & 1n) yield at;
}

function size(set) {
  let found = 0;
  for (; set > 0n; set &= set - 1n) found++;
  return found;
}

/** What a permission costs: first an administrator's consent, then its level, from the highest; as one number. */
function costOf(grant) {
  const level = Math.min(5, Math.max(1, grant?.level ?? 5));
  const needsAdmin = grant === null || grant.needsAdmin ? 1n << 80n : 0n;
  return needsAdmin | (1n << BigInt(16 * (level - 1)));
}

/** Finds the cheapest sets that contain a clause of each row; if `above` is given, those that cost more than that. */
function cheapestCovers(rows, costs, above, effort) {
  const costOfSet = (set) => [...ones(set)].reduce((sum, permission) => sum + costs[permission], 0n);
  let forced = 0n;
  rows = reduced(rows);
  // What all clauses of a row contain is in every cover.
  for (;;) {
    const found = rows.reduce((set, row) => set | row.reduce((common, clause) => common & clause), 0n);
    if (found === 0n) break;
    forced |= found;
    rows = reduced(rows.map((row) => row.map((clause) => clause & ~found)).filter((row) => !row.includes(0n)));
  }
  const covers = { cost: costOfSet(forced), sets: [forced], hasMore: false };
  for (const component of above === null ? components(rows) : [rows]) {
    const search = new Search(component, costs, above, effort);
    search.branch(0n, above === null ? 0n : covers.cost, 0n);
    if (search.best === null) return { cost: 0n, sets: [], hasMore: false };
    covers.cost = above === null ? covers.cost + search.best : search.best;
    covers.hasMore ||= search.hasMore || covers.sets.length * search.found.length > MAX_SETS;
    covers.sets = covers.sets.flatMap((left) => search.found.map((right) => left | right)).slice(0, MAX_SETS);
  }
  return covers;
}

/** The rows without those that are covered whenever another one is. */
function reduced(rows) {
  const compare = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
  const kept = new Map(
    rows.map((row) => {
      const sorted = [...row].sort(compare);
      return [sorted.join(), sorted];
    }),
  );
  const list = [...kept.values()].sort((left, right) => left.length - right.length);
  if (list.length > MAX_COMPARED) return list;
  const isImplied = (row, by) => by.every((clause) => row.some((own) => isSubset(own, clause)));
  for (let at = 0; at < list.length;) {
    if (list.some((by, other) => other !== at && isImplied(list[at], by))) list.splice(at, 1);
    else at++;
  }
  return list;
}

/** Rows that share no permissions can be covered independently. */
function components(rows) {
  let found = [];
  for (const row of rows) {
    let all = row.reduce((set, clause) => set | clause, 0n);
    const united = [row];
    const apart = [];
    for (const component of found) {
      if ((component.all & all) === 0n) apart.push(component);
      else {
        all |= component.all;
        united.push(...component.rows);
      }
    }
    found = [...apart, { all, rows: united }];
  }
  return found.map((component) => component.rows);
}

/** Branch and bound. */
class Search {
  constructor(rows, costs, above, effort) {
    Object.assign(this, { rows, costs, above, effort, best: null, found: [], hasMore: false });
  }

  /** Extends a set to covers that contain nothing of `excluded`. */
  branch(chosen, cost, excluded) {
    if (++this.effort.steps > MAX_STEPS) return;
    const open = [];
    for (const row of this.rows) {
      if (row.some((clause) => isSubset(clause, chosen))) continue;
      const clauses = row.filter((clause) => (clause & excluded) === 0n);
      if (clauses.length === 0) return;
      open.push(clauses);
    }
    open.sort((left, right) => left.length - right.length);
    if (open.length === 0) {
      this.accept(chosen, cost);
      return;
    }
    // Rows that share no permissions each add at least their cheapest clause.
    let bound = cost,
      touched = 0n;
    for (const row of open) {
      if (!row.every((clause) => (clause & touched) === 0n)) continue;
      let least = null;
      for (const clause of row) {
        touched |= clause;
        const added = this.added(clause, chosen);
        if (least === null || added < least) least = added;
      }
      bound += least;
    }
    if (this.isWorse(bound)) return;
    const compare = ([one, clause], [other, otherClause]) =>
      one < other ? -1 : one > other ? 1 : clause < otherClause ? -1 : clause > otherClause ? 1 : 0;
    for (const [added, clause] of open[0].map((own) => [this.added(own, chosen), own]).sort(compare)) {
      if (((chosen | clause) & excluded) === 0n) this.branch(chosen | clause, cost + added, excluded);
      // Covers with this permission are all found.
      const fresh = clause & ~chosen;
      if (size(fresh) === 1) excluded |= fresh;
    }
  }

  added(clause, chosen) {
    let sum = 0n;
    for (const permission of ones(clause & ~chosen)) sum += this.costs[permission];
    return sum;
  }

  /** Whether nothing of this cost is of interest. */
  isWorse(bound) {
    if (this.best === null) return false;
    return this.found.length >= MAX_SETS && this.hasMore ? bound >= this.best : bound > this.best;
  }

  accept(set, cost) {
    if ((this.above !== null && cost <= this.above) || this.isWorse(cost)) return;
    if (this.best === null || cost < this.best) {
      this.best = cost;
      this.found = [];
      this.hasMore = false;
    }
    if (this.found.includes(set)) return;
    if (this.found.length < MAX_SETS) this.found.push(set);
    else this.hasMore = true;
  }
}
