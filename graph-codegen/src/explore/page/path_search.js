// Search by path: requests at a path as people and documentation write it.

/** Splits a query into the HTTP method, if it begins with one, and the path, if it has one: null for words. */
function parseQuery(query) {
  const [, http, rest] = query.trim().match(/^(?:(get|post|patch|put|delete)(?:\s+|:\s*))?(.*)$/is);
  const method = http && rest ? http.toUpperCase() : null;
  const text = method ? rest : query.trim();
  return { method, text, path: pathIn(text) };
}

/** The path of a URL of any service, or of a text that begins with a slash or has one after the name of a root. */
function pathIn(text) {
  const isUrl = /^https?:\/\/[^/]/i.test(text);
  const path = (isUrl ? text.replace(/^https?:\/\/[^/?#]+/i, "") : text)
    .replace(/[?#].*$/s, "")
    .replace(/^\/(v1\.0|beta)(?=\/|$)/i, "");
  const isRoot = (segment) => firstResources().some((root) => isNamed(root.segment, segment));
  if (isUrl) {
    // What is before the first root is the address of the service.
    const segments = segmentsOf(path);
    const first = segments.findIndex((segment) => isRoot(segment.split("(")[0]));
    return `/${segments.slice(Math.max(first, 0)).join("/")}`;
  }
  if (path.startsWith("/")) return path;
  const slash = path.indexOf("/");
  return slash > 0 && !/\s/.test(path) && isRoot(path.slice(0, slash).split("(")[0]) ? `/${path}` : null;
}

function firstResources() {
  return [...roots, ...importedResults];
}

/** The segments of a path. A slash in an argument does not end one. */
function segmentsOf(path) {
  return (path.match(/(?:\((?:'(?:[^']|'')*'|[^'()])*\)|[^/])+/g) ?? []).map(decoded);
}

function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** What two spellings of a segment have in common: neither case nor the values of arguments matter. */
function normalForm(segment) {
  return segment
    .toLowerCase()
    .replace(/^microsoft\.(?=graph\.)/, "")
    .replace(/=\s*('(?:[^']|'')*'|[^,()]*)/g, "=")
    .replace(/\(\)$/, "");
}

/** Whether a segment of the page's is written so; a namespace may be left out. */
function isNamed(segment, written) {
  const [form, asked] = [normalForm(segment), normalForm(written)];
  const simple = (name) => name.replace(/^[^(]*\.(?=[^.(])/, "");
  return form === asked || (!asked.startsWith("$") && simple(form) === simple(asked));
}

/** The path without `**`, if a query is a selector of everything below it; null otherwise. */
function patternIn(path) {
  return path.match(/^(.*)\/\*\*$/s)?.[1] ?? null;
}

/** The requests below a path. As with the selector, what is below a resource is not visited again elsewhere. */
function requestsBelow(path) {
  const segments = segmentsOf(path);
  const start = segments.length > 0 ? resourceWritten(segments) : null;
  if (segments.length > 0 && !start) return [];
  const compare = (left, right) => left.path.length - right.path.length || (left.path < right.path ? -1 : 1);
  const found = new Map((start ? [] : importedCalls).map((call) => [call.id, call]));
  const seen = new Set();
  let level = start ? [start] : firstResources();
  while (level.length > 0) {
    const next = [];
    for (const resource of [...level].sort(compare)) {
      resource.requests.forEach((request) => found.set(request.id, request));
      if (seen.has(resource.shape)) continue;
      seen.add(resource.shape);
      resource.calls.forEach((call) => found.set(call.id, call));
      next.push(...resource.children.filter((child) => child.step !== "property" || child.type.continues));
    }
    level = next;
  }
  return [...found.values()];
}

/** The requests at a path, those one step below it, and those of names that its last segment begins. */
function requestsAtPath(path, method) {
  const above = patternIn(path);
  if (above !== null) return requestsBelow(above).filter((request) => !method || request.http === method);
  const segments = segmentsOf(path);
  const last = segments.at(-1) ?? "";
  const parent = segments.length > 1 ? resourceWritten(segments.slice(0, -1)) : null;
  const isBelow = parent !== null || segments.length === 1;
  const suffix = (request, resource) => request.path.slice(resource.path.length).replace(/^:?\//, "");
  const found = [];
  const addBelow = (resource, fits) => {
    const calls = resource ? resource.calls : importedCalls;
    const children = resource ? resource.children : firstResources();
    if (resource) found.push(...resource.requests.filter((request) => fits(suffix(request, resource))));
    found.push(...calls.filter((call) => fits(call.path.slice(call.path.lastIndexOf("/") + 1))));
    found.push(...children.filter((child) => fits(child.segment)).flatMap((child) => child.requests));
  };
  // An operation comes before a key of the same spelling.
  if (isBelow) addBelow(parent, (segment) => segment !== "" && isNamed(segment, last));
  const exact = segments.length > 0 ? resourceWritten(segments) : null;
  if (exact) found.push(...exact.requests);
  if (exact || segments.length === 0) addBelow(exact, () => true);
  if (isBelow && !path.endsWith("/")) {
    addBelow(parent, (segment) => segment.toLowerCase().startsWith(last.toLowerCase()));
  }
  const unique = new Map(found.map((request) => [request.id, request]));
  return [...unique.values()].filter((request) => !method || request.http === method);
}

/** Finds the resource at the end of segments, with values or any names of keys; null if there is none. */
function resourceWritten(segments) {
  let resource = null;
  const rest = [...segments];
  while (rest.length > 0) {
    const written = rest.shift();
    const opensItemPath = written.length > 1 && written.endsWith(":");
    resource = nextResource(resource, opensItemPath ? written.slice(0, -1) : written);
    if (resource && opensItemPath) {
      // The path of an item ends with a colon.
      while (rest.length > 0 && !rest.shift().endsWith(":"));
      resource = resource.children.find((child) => child.step === "itemPath");
    }
    if (!resource) return null;
  }
  return resource;
}

/** The resource that a segment leads to: by its name, or else by a key, which never begins with `$`. */
function nextResource(resource, written) {
  const children = resource ? resource.children : firstResources();
  const named = children.find((child) => child.step !== "alternateKey" && isNamed(child.segment, written));
  if (named) return named;
  const at = written.indexOf("(");
  if (at > 0) {
    const keys = children.find((child) => isNamed(child.segment, written.slice(0, at)))?.children ?? [];
    const key =
      keys.find((child) => child.step === "alternateKey" && isNamed(child.segment, written.slice(at))) ??
      keys.find((child) => child.step === "key");
    if (key) return key;
  }
  return (!written.startsWith("$") && children.find((child) => child.step === "key")) || null;
}
