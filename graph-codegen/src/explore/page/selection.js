// The selection: requests that are ticked, in the order of their paths.

const selection = {
  requests: new Map(),
  listeners: [],

  has(request) {
    return this.requests.has(request.id);
  },

  set(request, isSelected) {
    if (isSelected === this.has(request)) return;
    if (isSelected) this.requests.set(request.id, request);
    else this.requests.delete(request.id);
    this.changed();
  },

  toggle(request) {
    this.set(request, !this.has(request));
  },

  /** Replaces the selection. */
  replace(requests) {
    this.requests = new Map(requests.map((request) => [request.id, request]));
    this.changed();
  },

  changed() {
    for (const listener of this.listeners) listener();
  },

  /** The requests, sorted by path and method. */
  get list() {
    const compare = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
    return [...this.requests.values()].sort(
      (left, right) => compare(left.path, right.path) || compare(left.http, right.http),
    );
  },
};

/** The selectors for requests: one for each path, with its methods unless they go without saying. */
function selectors(requests) {
  const byPath = new Map();
  for (const request of requests) {
    const known = byPath.get(request.path);
    if (known) known.push(request);
    else byPath.set(request.path, [request]);
  }
  return [...byPath].map(([path, same]) => {
    const isResult = same[0].resource?.path === path && same[0].resource.step === "function";
    const isImplied = same.length === 1 && (same[0].kind === "operation" || (same[0].http === "GET" && !isResult));
    return isImplied ? path : `${path}#${same.map((request) => request.http).join(",")}`;
  });
}

/** Finds the requests that a selector of this page names; unknown ones are left out. */
function requestsOf(selector) {
  const [path, methods] = selector.split("#");
  if (methods === undefined) {
    // Without a method, a path means the call of an operation, or reading.
    const get = requestWithId(`GET ${path}`);
    const post = requestWithId(`POST ${path}`);
    return [get, post?.operation ? post : null].filter(Boolean).slice(0, 1);
  }
  const ids = methods.split(",").map((http) => `${http} ${path}`);
  // With a method, a function means its result.
  const resource = resourceAt(path);
  return ids
    .map((id) => resource?.requests.find((request) => request.id === id) ?? requestWithId(id))
    .filter(Boolean);
}

/** A text as a Rust string literal. */
function rustString(text) {
  // Half of a surrogate pair is not a character. Neither may text look like something else.
  const escaped = text
    .toWellFormed()
    .replace(/["\\]/g, "\\$&")
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
  return `"${escaped}"`;
}

function buildScript(requests) {
  const lines = selectors(requests).map((selector) => `        .select(${rustString(selector)})\n`);
  const head = "// build.rs\nfn main() -> Result<(), graph_codegen::Error> {\n    graph_codegen::Builder::new()\n";
  return `${head}${metadataLine()}${lines.join("")}        .compile()\n}`;
}

function macroCall(requests) {
  const lines = selectors(requests).map((selector) => `        ${rustString(selector)},\n`);
  const metadata = catalog.isEmbedded ? "" : `    metadata: [${catalog.documents.map(rustString).join(", ")}],\n`;
  return `graph_macros::graph! {\n${metadata}    select: [\n${lines.join("")}    ],\n}`;
}

function metadataLine() {
  if (catalog.isEmbedded) return "";
  return catalog.documents.map((name) => `        .metadata(${rustString(name)})\n`).join("");
}
