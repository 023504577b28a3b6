// Paths of the service, which are walked on demand: a service can have infinitely many.

const ITEM_PATH = ":/{path}";

/** Appends a segment to a path; a colon follows the path of an item. */
function append(path, segment) {
  return path + (path.endsWith(ITEM_PATH) ? ":/" : "/") + segment;
}

/**
 * A resource at the end of a path.
 *
 * `step` is the kind of its last step: root, key, alternateKey, navigation, property, cast, function or itemPath.
 * `segment` is the text that it appends, `list` the number of its requests.
 */
class Resource {
  constructor(parent, step, segment, path, type, many, list, more = {}) {
    Object.assign(this, { parent, step, segment, path, type, many, list }, more);
  }

  then(step, segment, { type, many }, list, more) {
    return new Resource(this, step, segment, append(this.path, segment), type, many, list, more);
  }

  /** The number of its type, twice, and one more for a collection: how exceptions of Rust names are found. */
  get shape() {
    return this.type.number * 2 + (this.many ? 1 : 0);
  }

  /** The steps from the root to it. */
  get steps() {
    const steps = [];
    for (let resource = this; resource; resource = resource.parent) steps.unshift(resource);
    return steps;
  }

  /** The requests on the resource itself. */
  get requests() {
    return catalog.requests[this.list].map(([kind, http, segment = null, facts]) => {
      const path = segment === null ? this.path : append(this.path, texts[segment]);
      const key = segment === null ? kind : `${kind}:${texts[segment]}`;
      return { http, path, kind, key, facts, resource: this, id: `${http} ${path}` };
    });
  }

  /** The calls of operations on the resource, by name. */
  get calls() {
    return operationsOn(this.type, this.many).map((operation) => callOf(this, operation, operation.segment));
  }

  /** The resources one step below it. */
  get children() {
    return [
      ...this.keys(),
      ...this.alongNavigation(),
      ...this.alongProperties(),
      ...this.itemPath(),
      ...this.results(),
      ...this.casts(),
    ];
  }

  *keys() {
    if (!this.many || this.type.kind !== ENTITY) return;
    const segment = catalog.keySegments[this.type.number];
    const keyList = this.keyList ?? this.type.lists[2];
    if (segment === undefined) {
      const one = { type: this.type, many: false };
      yield this.then("key", `{${this.type.keyPlaceholder}}`, one, keyList);
    } else {
      // In parentheses, which belong to the segment before.
      yield new Resource(this, "key", segment, this.path + segment, this.type, false, keyList);
    }
    for (const [segment, parts] of catalog.alternateKeys[this.type.number] ?? []) {
      yield new Resource(this, "alternateKey", segment, this.path + segment, this.type, false, keyList, { parts });
    }
  }

  *alongNavigation() {
    if (this.many) return;
    for (const property of this.type.navigation) {
      if (!property.isFollowed) continue;
      const [list, keyList] = property.lists;
      yield this.then("navigation", property.name, property.ref, list, { keyList, property });
    }
  }

  *alongProperties() {
    if (this.many) return;
    for (const property of this.type.properties) {
      const { type, many } = property.ref;
      if (!type.isStructured || type.isUntyped) continue;
      yield this.then("property", property.name, property.ref, type.lists[many ? 1 : 0], { property });
    }
  }

  *itemPath() {
    const list = this.many ? undefined : catalog.itemPaths[this.type.number];
    if (list === undefined || this.step === "itemPath") return;
    yield new Resource(this, "itemPath", ITEM_PATH, this.path + ITEM_PATH, this.type, false, list);
  }

  *results() {
    for (const operation of operationsOn(this.type, this.many)) {
      if (operation.continues) yield resultOf(this, operation, operation.segment);
    }
  }

  *casts() {
    for (const type of this.type.allDerived) {
      yield this.then("cast", type.castSegment, { type, many: this.many }, type.lists[this.many ? 1 : 0]);
    }
  }
}

/** The call of an operation, on a resource or, if that is null, on the service. */
function callOf(resource, operation, segment, importName) {
  const path = append(resource?.path ?? "", segment);
  const { http } = operation;
  return { http, path, kind: "operation", operation, resource, importName, id: `${http} ${path}` };
}

/** The resource at which paths continue after a function. */
function resultOf(resource, operation, segment, importName) {
  const { type, many } = operation.returns;
  const path = append(resource?.path ?? "", segment);
  return new Resource(resource, "function", segment, path, type, many, type.lists[many ? 1 : 0], {
    operation,
    importName,
  });
}

/** The entity sets and singletons. */
const roots = catalog.roots.map(([name, isSet, shape, list, keyList]) => {
  const { type, many } = typeRef(shape);
  return new Resource(null, "root", texts[name], `/${texts[name]}`, type, many, list, {
    keyList,
    isSet: isSet === 1,
  });
});

/** The calls of imported operations, and the results at which paths continue. */
const importedCalls = [],
  importedResults = [];
for (const [name, overloads] of catalog.imports) {
  for (const [number, segment] of overloads) {
    importedCalls.push(callOf(null, operations[number], texts[segment], texts[name]));
    if (operations[number].continues) {
      importedResults.push(resultOf(null, operations[number], texts[segment], texts[name]));
    }
  }
}

const operationsByShape = new Map();

/** The operations bound to a type or its base types; an overload of a derived type replaces that of a base type. */
function operationsOn(type, many) {
  const shape = type.number * 2 + (many ? 1 : 0);
  let found = operationsByShape.get(shape);
  if (found) return found;
  found = [];
  for (const [depth, declaring] of type.lineage.entries()) {
    for (const operation of declaring.bound[many ? 1 : 0]) {
      if (depth === 0 || !found.some((other) => isSameCall(other, operation))) found.push(operation);
    }
  }
  const compare = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
  found.sort((left, right) => compare(left.simpleName, right.simpleName) || compare(left.name, right.name));
  operationsByShape.set(shape, found);
  return found;
}

/** Whether two overloads differ only in their binding type. */
function isSameCall(left, right) {
  return (
    left.name === right.name &&
    left.isFunction === right.isFunction &&
    left.parameters.length === right.parameters.length &&
    left.parameters.every((parameter, at) => parameter.name === right.parameters[at].name)
  );
}

/** Finds the resource at a path as this page writes it; null if there is none. */
function resourceAt(path) {
  let candidates = [...roots, ...importedResults];
  for (;;) {
    let next = null;
    for (const candidate of candidates) {
      if (path === candidate.path) return candidate;
      const rest = path.startsWith(candidate.path) ? path[candidate.path.length] : "";
      if (rest === "/" || rest === "(" || rest === ":") {
        if (!next || candidate.path.length > next.path.length) next = candidate;
      }
    }
    if (!next) return null;
    candidates = next.children;
  }
}

/**
 * Finds a request by its identifier, such as `GET /users/{id}`; null if there is none.
 *
 * The call of a function and reading its result are the same request, which is the call here.
 */
function requestWithId(id) {
  const path = id.slice(id.indexOf(" ") + 1);
  const isRequested = (request) => request.id === id;
  const parent = resourceBefore(path);
  return (
    (parent ? parent.calls : importedCalls).find(isRequested) ??
    resourceAt(path)?.requests.find(isRequested) ??
    parent?.requests.find(isRequested) ??
    null
  );
}

/** The resource before the last segment of a path. */
function resourceBefore(path) {
  for (let end = path.length; (end = path.lastIndexOf("/", end - 1)) > 0;) {
    const found = resourceAt(path.slice(0, path[end - 1] === ":" ? end - 1 : end));
    if (found) return found;
  }
  return null;
}

/** All operations that the path of a call means: overloads with optional parameters can share it. */
function overloadsOf(call) {
  const isSegment = (operation) =>
    operation.simpleName === call.operation.simpleName &&
    operation.segment.split("(")[0] === call.operation.segment.split("(")[0];
  const candidates =
    call.importName !== undefined
      ? importedCalls.filter((other) => other.importName === call.importName).map((other) => other.operation)
      : operationsOn(call.resource.type, call.resource.many).filter(isSegment);
  if (!call.operation.isFunction) return candidates;
  return candidates.filter((operation) => operation.accepts(call.operation.requiredNames));
}
