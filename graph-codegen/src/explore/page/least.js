// The least permissions for a selection: the same objective and search as permissions/least.
//
// Sets of permissions are bits of a BigInt; what they permit is the kinds of requests in the table.

const MAX_ROUNDS = 16,
  MAX_NARROWER = 3;

/** Finds the least sets of permissions of a scheme that allow all requests whose permissions are known. */
function leastPermissions(requests, scheme) {
  const looked = requests.map((request) => [request, permissionsOf(request)]);
  const problem = new Problem(looked, scheme);
  const solution = problem.solve();
  const unknown = [],
    unsupported = [];
  for (const [request, found] of looked) {
    if (!found || found.schemes[scheme].isUnknown) unknown.push(request);
    else if (alternatives(found.schemes[scheme]).length === 0) {
      unsupported.push({
        request,
        resourceSpecific: found.schemes[scheme].resourceSpecific,
        supportedBy: SCHEMES.filter((_, other) => isSupported(found.schemes[other])),
      });
    }
  }
  return {
    sets: solution.sets.map((set) => problem.describe(set)),
    hasMore: solution.hasMore,
    isProven: solution.isProven,
    unknown,
    unsupported,
  };
}

class Problem {
  constructor(looked, scheme) {
    const table = permissionTable();
    const known = looked
      .filter(([, found]) => found && alternatives(found.schemes[scheme]).length > 0)
      .map(([request, found]) => ({ request, found: found.schemes[scheme], isAnnotated: found.isAnnotated }));
    const all = known.flatMap(({ found }) => alternatives(found).flatMap(permissionsIn));
    this.scheme = scheme;
    this.names = [...new Set(all)].sort();
    this.numbers = new Map(this.names.map((name, number) => [name, number]));
    this.candidates = 0n;
    for (const { found } of known) {
      const listed = found.least.length > 0 ? found.least : found.higher;
      for (const name of listed.flatMap(permissionsIn)) this.candidates |= this.bit(name);
    }
    this.rows = known.map(({ request, found }) => {
      const clauses = alternatives(found).map((one) =>
        permissionsIn(one).reduce((set, name) => set | this.bit(name), 0n),
      );
      return {
        request,
        found,
        all: clauses,
        clauses: smallest(clauses.filter((clause) => isSubset(clause, this.candidates))),
      };
    });
    this.grades = this.names.map((name) => gradeOf(table.grant(name, scheme)));
    this.readPrivileges(
      table,
      known.filter(({ isAnnotated }) => isAnnotated).map(({ found }) => found),
    );
  }

  bit(name) {
    return 1n << BigInt(this.numbers.get(name));
  }

  /** Reads what each permission permits, of all requests in the table. Those with the same alternatives are a kind. */
  readPrivileges(table, annotations) {
    const kinds = table.keys(this.scheme).map(([key, requests]) => [table.set(key), requests]);
    kinds.push(...annotations.map((found) => [found, 1]));
    this.alone = this.names.map(() => new Uint8Array(kinds.length));
    this.together = [];
    this.counts = kinds.map(([, requests]) => requests);
    for (const [kind, [found]] of kinds.entries()) {
      for (const one of alternatives(found)) {
        const names = permissionsIn(one);
        if (!names.every((name) => this.numbers.has(name))) continue;
        if (names.length === 1) this.alone[this.numbers.get(names[0])][kind] = 1;
        else this.together.push([names.reduce((set, name) => set | this.bit(name), 0n), kind]);
      }
    }
  }

  /** The kinds that a set permits. */
  permitted(set) {
    const found = new Uint8Array(this.counts.length);
    for (const permission of ones(set)) {
      const alone = this.alone[permission];
      for (let kind = 0; kind < found.length; kind++) found[kind] |= alone[kind];
    }
    for (const [together, kind] of this.together) if (isSubset(together, set)) found[kind] = 1;
    return found;
  }

  /** The number of requests of kinds. */
  requestsOf(kinds) {
    return kinds.reduce((sum, is, kind) => sum + (is ? this.counts[kind] : 0), 0);
  }

  covers(set) {
    return this.rows.every((row) => row.all.some((clause) => isSubset(clause, set)));
  }

  solve() {
    const solution = { sets: [], hasMore: false, isProven: true };
    if (this.rows.length === 0) return solution;
    const clauses = this.rows.map((row) => row.clauses);
    const effort = { steps: 0 };
    const avoided = [];
    let fallback = null;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const covers = cheapestCovers(clauses, avoided, this, effort);
      if (covers.sets.length === 0 || effort.steps > MAX_STEPS) {
        fallback ??= covers.sets[0] ?? null;
        break;
      }
      for (const set of covers.sets) {
        if (avoided.some((part) => isSubset(part, set))) continue;
        const narrower = this.narrower(set, effort);
        if (narrower === null) {
          solution.sets.push(set);
          continue;
        }
        avoided.push(this.core(set, narrower));
        fallback = narrower;
      }
      if (solution.sets.length > 0) {
        solution.isProven = effort.steps <= MAX_STEPS;
        solution.hasMore = covers.hasMore;
        this.sort(solution.sets);
        return solution;
      }
    }
    solution.isProven = false;
    solution.sets.push(this.descend(fallback ?? this.candidates, effort));
    return solution;
  }

  /** The part of a set because of which it permits more than a narrower set. No least set contains it. */
  core(set, narrower) {
    const permitted = this.permitted(narrower);
    let core = set;
    for (const permission of ones(set)) {
      const less = core & ~(1n << BigInt(permission));
      const ofLess = this.permitted(less);
      if (isWithin(permitted, ofLess) && !isWithin(ofLess, permitted)) core = less;
    }
    return core;
  }

  /** Follows narrower sets to one that has none, and removes what is not needed. */
  descend(set, effort) {
    for (let steps = 1; ; steps++) {
      for (const permission of ones(set)) {
        const without = set & ~(1n << BigInt(permission));
        if (this.covers(without)) set = without;
      }
      const found = this.narrower(set, effort);
      if (found === null || steps >= MAX_ROUNDS) return set;
      set = found;
    }
  }

  /** By name. */
  sort(sets) {
    const keys = new Map(sets.map((set) => [set, [...ones(set)]]));
    sets.sort((left, right) => {
      const [names, others] = [keys.get(left), keys.get(right)];
      const at = names.findIndex((name, index) => name !== others[index]);
      return at < 0 ? names.length - others.length : names[at] - (others[at] ?? -1);
    });
  }

  /** A set of candidates that covers all requests and permits a part of what `set` permits; null if there is none. */
  narrower(set, effort) {
    const permitted = this.permitted(set);
    const within = [...ones(this.candidates)].filter((candidate) => isWithin(this.alone[candidate], permitted));
    const tried = new Set();
    for (let omitted = 0; omitted < permitted.length; omitted++) {
      if (!permitted[omitted]) continue;
      let rest = 0n;
      for (const candidate of within) if (!this.alone[candidate][omitted]) rest |= 1n << BigInt(candidate);
      const isLimited = (kind) => kind === omitted || !permitted[kind];
      const hasPairs = this.together.some(([together, kind]) => isLimited(kind) && isSubset(together, rest));
      if (!hasPairs) {
        if (tried.has(rest)) continue;
        tried.add(rest);
      }
      const found = this.withoutPairs(rest, isLimited, effort);
      if (found !== null) return found;
    }
    return null;
  }

  /** A cover within a set that permits nothing limited: of what permits it together, one is omitted, each in turn. */
  withoutPairs(set, isLimited, effort) {
    const pending = [set];
    while (pending.length > 0) {
      const next = pending.pop();
      if (++effort.steps > MAX_STEPS) return null;
      if (!this.covers(next)) continue;
      const pair = this.together.find(([together, kind]) => isLimited(kind) && isSubset(together, next));
      if (!pair) return next;
      for (const permission of ones(pair[0])) pending.push(next & ~(1n << BigInt(permission)));
    }
    return null;
  }

  /** A set with the reasons for each permission. */
  describe(set) {
    const permissions = [...ones(set)].map((permission) => this.reasons(set, permission));
    const ambiguous = this.rows
      .filter((row) => {
        const met = alternatives(row.found).filter((_, at) => isSubset(row.all[at], set));
        return met.length > 0 && met.every((one) => one.also.length > 1);
      })
      .map((row) => row.request);
    return { permissions, ambiguous, permittedRequests: this.requestsOf(this.permitted(set)) };
  }

  /** Why a set needs a permission: the requests that the others do not allow, and why a narrower one does not do. */
  reasons(set, permission) {
    const others = set & ~(1n << BigInt(permission));
    const isOpen = (row, within) => !row.all.some((clause) => isSubset(clause, within));
    const rows = this.rows.filter((row) => isOpen(row, others));
    const own = this.alone[permission];
    const isEqual = (kinds) => kinds.every((is, kind) => is === own[kind]);
    const found = new Set();
    for (const candidate of rows.flatMap((row) => row.all.flatMap((clause) => [...ones(clause)]))) {
      const kinds = this.alone[candidate];
      const isIn = (set >> BigInt(candidate)) & 1n;
      if (candidate !== permission && !isIn && isWithin(kinds, own) && !isEqual(kinds)) found.add(candidate);
    }
    const permits = (candidate) => this.requestsOf(this.alone[candidate]);
    const closest = [...found]
      .sort((left, right) => permits(right) - permits(left) || left - right)
      .slice(0, MAX_NARROWER);
    const narrower = closest.map((candidate) => {
      const instead = others | (1n << BigInt(candidate));
      const open = rows.find((row) => isOpen(row, instead));
      const isCandidate = (this.candidates >> BigInt(candidate)) & 1n;
      const why = open
        ? `does not allow ${open.request.id}`
        : !isCandidate
          ? "is not listed as least privileged"
          : "is not as good otherwise";
      return { name: this.names[candidate], why };
    });
    const name = this.names[permission];
    return {
      name,
      grant: permissionTable().grant(name, this.scheme),
      neededBy: rows.map((row) => row.request),
      narrower,
    };
  }
}

/** Whether all kinds are among others. */
function isWithin(kinds, others) {
  for (let kind = 0; kind < kinds.length; kind++) if (kinds[kind] && !others[kind]) return false;
  return true;
}

/** The sets that contain no other set of a list. */
function smallest(sets) {
  let kept = [];
  for (const set of sets) {
    if (kept.some((known) => isSubset(known, set))) continue;
    kept = kept.filter((known) => !isSubset(set, known));
    kept.push(set);
  }
  return kept;
}
