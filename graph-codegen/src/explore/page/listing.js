// The list of requests for the search: of paths worth listing, since there can be infinitely many.

/** How many requests are listed at most, the shortest paths first. */
const MOST_REQUESTS = 60000;

/** How many paths to resources of the same type are entered, besides the first from each entity set and singleton. */
const MOST_PATHS = 6;

/**
 * Lists the requests of the service.
 *
 * From each entity set and singleton, it follows containment, but no type twice on a path, and only the shortest paths
 * to a type; what is only referenced is listed, but not entered. Then it enters resources that were not reached, each
 * once by its shortest path. Keys do not make a path longer.
 */
function listRequests() {
  const found = new Map();
  const entered = new Map();
  const add = (request) => {
    if (!found.has(request.id)) found.set(request.id, request);
  };
  const enter = (key) => entered.set(key, (entered.get(key) ?? 0) + 1);
  let level = [...roots.filter((root) => root.isSet), ...roots.filter((root) => !root.isSet), ...importedResults];
  let skipped = [];
  const visitLevels = (mayEnter) => {
    while (level.length > 0 && found.size < MOST_REQUESTS) {
      const next = [];
      const visit = (resource, root) => {
        resource.requests.forEach(add);
        if (!mayEnter(resource, root)) {
          skipped.push(resource);
          return;
        }
        enter(resource.shape);
        enter(`${root} ${resource.shape}`);
        resource.calls.forEach(add);
        for (const child of resource.children) {
          if (child.step === "key") visit(child, root);
          else if (child.step === "cast" || child.step === "alternateKey") skipped.push(child);
          else if (child.step !== "property" || child.type.continues) next.push(child);
        }
      };
      for (const resource of level) visit(resource, resource.path.split(/[/(]/, 2)[1]);
      level = next;
    }
  };
  importedCalls.forEach(add);
  const isWorthIt = (resource, root) =>
    (entered.get(resource.shape) ?? 0) < MOST_PATHS || !entered.has(`${root} ${resource.shape}`);
  visitLevels((resource, root) => isOwned(resource) && !isRepeated(resource) && isWorthIt(resource, root));
  const rest = skipped.sort((left, right) => left.path.length - right.path.length);
  for (const resource of rest) {
    level = entered.has(resource.shape) ? [] : [resource];
    skipped = [];
    visitLevels((other) => !entered.has(other.shape));
  }
  return [...found.values()];
}

/** Whether a resource belongs to the one before it, rather than being referenced by it. */
function isOwned(resource) {
  const step = resource.step === "key" ? resource.parent : resource;
  return step.step !== "navigation" || step.property.isContained;
}

/** Whether the type of a resource is on the path to it already. */
function isRepeated(resource) {
  if (resource.step === "itemPath") return true;
  const isKey = resource.step === "key";
  for (let before = isKey ? resource.parent.parent : resource.parent; before; before = before.parent) {
    if (before.type === resource.type) return true;
  }
  return false;
}
