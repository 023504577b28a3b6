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

/** What a permission requires: an administrator's consent, and its level. */
function gradeOf(grant) {
  const level = Math.min(5, Math.max(1, grant?.level ?? 5));
  return { needsAdmin: grant === null || grant.needsAdmin, level };
}

/**
 * Finds the cheapest sets that contain a clause of each row and none of `avoided` as a whole. The grade of a set is the
 * highest of its permissions, so that the grades are tried one after the other.
 */
function cheapestCovers(rows, avoided, problem, effort) {
  for (const needsAdmin of [false, true]) {
    for (let level = 1; level <= 5; level++) {
      const isWithin = (grade) => grade.level <= level && (needsAdmin || !grade.needsAdmin);
      const within = problem.grades.reduce((set, grade, at) => (isWithin(grade) ? set | (1n << BigInt(at)) : set), 0n);
      const left = rows.map((row) => row.filter((clause) => isSubset(clause, within)));
      if (left.some((row) => row.length === 0)) continue;
      const covers = narrowestCovers(left, avoided, problem, effort);
      if (covers.sets.length > 0 || effort.steps > MAX_STEPS) return covers;
    }
  }
  return { sets: [], hasMore: false };
}

/** Finds the sets that permit the fewest requests, with the fewest permissions. */
function narrowestCovers(rows, avoided, problem, effort) {
  const none = { sets: [], hasMore: false };
  let forced = 0n;
  for (;;) {
    // What all clauses of a row contain is in every cover; what would complete a set that is avoided is in none.
    const found = rows.reduce((set, row) => set | row.reduce((common, clause) => common & clause), 0n);
    avoided = avoided.map((set) => set & ~found);
    const excluded = avoided.reduce((all, set) => (size(set) === 1 ? all | set : all), 0n);
    const isExcluded = (clause) => (clause & excluded) !== 0n;
    if (found === 0n && !rows.some((row) => row.some(isExcluded))) break;
    forced |= found;
    rows = rows
      .map((row) => row.filter((clause) => !isExcluded(clause)).map((clause) => clause & ~found))
      .filter((row) => !row.includes(0n));
    if (rows.some((row) => row.length === 0) || avoided.includes(0n)) return none;
  }
  const clause = (set) => ({ set, kinds: problem.permitted(forced | set) });
  const clauses = reduced(rows).map((row) => row.map(clause));
  // What every cover permits.
  const base = problem.permitted(forced);
  for (const row of clauses) addKinds(base, commonKinds(row));
  const covers = { sets: [forced], hasMore: false };
  for (const component of components(clauses, base, avoided, problem)) {
    const search = new Search(component, base, avoided, problem, effort);
    search.branch(0n, 0n);
    if (search.found.length === 0) return none;
    covers.hasMore ||= search.hasMore || covers.sets.length * search.found.length > MAX_SETS;
    covers.sets = covers.sets.flatMap((left) => search.found.map((right) => left | right)).slice(0, MAX_SETS);
  }
  return covers;
}

function addKinds(kinds, others) {
  for (let kind = 0; kind < kinds.length; kind++) kinds[kind] |= others[kind];
}

/** The kinds that all clauses of a row permit. */
function commonKinds([first, ...others]) {
  return first.kinds.map((is, kind) => (is && others.every((clause) => clause.kinds[kind]) ? 1 : 0));
}

/** Kinds that are not among others. */
function otherKinds(kinds, others) {
  return kinds.map((is, kind) => (is && !others[kind] ? 1 : 0));
}

function areDisjoint(kinds, others) {
  for (let kind = 0; kind < kinds.length; kind++) if (kinds[kind] && others[kind]) return false;
  return true;
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

/** Rows that share no permissions, and no requests that not every cover permits, can be covered independently. */
function components(rows, base, avoided, problem) {
  const nothing = new Uint8Array(base.length);
  const parts = rows.map((row) => {
    const kinds = new Uint8Array(base.length);
    for (const clause of row) addKinds(kinds, otherKinds(clause.kinds, base));
    return { all: row.reduce((set, clause) => set | clause.set, 0n), kinds, rows: [row] };
  });
  const together = problem.together.filter(([, kind]) => !base[kind]).map(([set]) => set);
  for (const all of [...avoided, ...together]) parts.push({ all, kinds: nothing, rows: [] });
  let found = [];
  for (const part of parts) {
    const united = { all: part.all, kinds: part.kinds.slice(), rows: [...part.rows] };
    const apart = [];
    for (const component of found) {
      if ((component.all & united.all) === 0n && areDisjoint(component.kinds, united.kinds)) {
        apart.push(component);
        continue;
      }
      united.all |= component.all;
      addKinds(united.kinds, component.kinds);
      united.rows.push(...component.rows);
    }
    found = [...apart, united];
  }
  return found.map((component) => component.rows).filter((list) => list.length > 0);
}

/** Compares numbers of requests, then of permissions. */
function compareWidths([requests, permissions], [otherRequests, otherPermissions]) {
  return requests - otherRequests || permissions - otherPermissions;
}

/** Branch and bound. */
class Search {
  constructor(rows, base, avoided, problem, effort) {
    Object.assign(this, { rows, base, avoided, problem, effort, best: null, found: [], hasMore: false });
  }

  /** Extends a set to covers that contain nothing of `excluded`. */
  branch(chosen, excluded) {
    if (++this.effort.steps > MAX_STEPS || this.avoided.some((set) => isSubset(set, chosen))) return;
    const open = [];
    const permitted = this.problem.permitted(chosen);
    addKinds(permitted, this.base);
    for (const row of this.rows) {
      const met = row.filter((clause) => isSubset(clause.set, chosen));
      // A clause may permit more with the permissions of every cover.
      for (const clause of met) addKinds(permitted, clause.kinds);
      if (met.length > 0) continue;
      const clauses = row.filter((clause) => (clause.set & excluded) === 0n);
      if (clauses.length === 0) return;
      open.push(clauses);
    }
    open.sort((left, right) => left.length - right.length);
    if (open.length === 0) {
      this.accept(chosen, [this.problem.requestsOf(permitted), size(chosen)]);
      return;
    }
    if (this.isWorse(this.bound(open, chosen, permitted.slice()))) return;
    const widths = open[0].map((clause) => {
      const requests = this.problem.requestsOf(otherKinds(clause.kinds, permitted));
      return { set: clause.set, width: [requests, size(clause.set & ~chosen)] };
    });
    widths.sort((left, right) => compareWidths(left.width, right.width) || (left.set < right.set ? -1 : 1));
    for (const { set } of widths) {
      if (((chosen | set) & excluded) === 0n) this.branch(chosen | set, excluded);
      // Covers with this permission are all found.
      const fresh = set & ~chosen;
      if (size(fresh) === 1) excluded |= fresh;
    }
  }

  /** What covers with the chosen permissions have at least. */
  bound(open, chosen, permitted) {
    for (const row of open) addKinds(permitted, commonKinds(row));
    let requests = this.problem.requestsOf(permitted),
      permissions = size(chosen),
      touched = 0n;
    const touchedKinds = new Uint8Array(permitted.length);
    // Rows that share nothing each add at least what their cheapest clause does.
    for (const row of open) {
      if (row.every((clause) => (clause.set & touched) === 0n)) {
        for (const clause of row) touched |= clause.set;
        permissions += Math.min(...row.map((clause) => size(clause.set & ~chosen)));
      }
      const fresh = row.map((clause) => otherKinds(clause.kinds, permitted));
      if (fresh.every((kinds) => areDisjoint(kinds, touchedKinds))) {
        for (const kinds of fresh) addKinds(touchedKinds, kinds);
        requests += Math.min(...fresh.map((kinds) => this.problem.requestsOf(kinds)));
      }
    }
    return [requests, permissions];
  }

  /** Whether nothing of this width is of interest. */
  isWorse(width) {
    if (this.best === null) return false;
    const order = compareWidths(width, this.best);
    return this.found.length >= MAX_SETS && this.hasMore ? order >= 0 : order > 0;
  }

  accept(set, width) {
    if (this.isWorse(width)) return;
    if (this.best === null || compareWidths(width, this.best) < 0) {
      this.best = width;
      this.found = [];
      this.hasMore = false;
    }
    if (this.found.includes(set)) return;
    if (this.found.length < MAX_SETS) this.found.push(set);
    else this.hasMore = true;
  }
}
