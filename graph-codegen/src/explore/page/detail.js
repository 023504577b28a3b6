// The page of a request, a resource or a type.

/** A link to a type, with the marks of a collection. */
function typeLink(ref) {
  const { type, many } = ref;
  const name = type.namespace === catalog.namespace || type.kind === PRIMITIVE ? type.simpleName : type.name;
  const link = type.kind === PRIMITIVE || type.kind === EXTERNAL
    ? h("span", {}, type.kind === PRIMITIVE ? type.name : name)
    : h("a", { href: addressOf({ type: type.name }) }, name);
  return many ? ["Collection(", link, ")"] : [link];
}

function requestLink(request, label = request.path) {
  return h("a", { class: "path", href: addressOf({ request: request.id }) }, breakable(label));
}

/** The path of a resource, each step of which is a link. */
function crumbs(resource) {
  const steps = resource?.steps ?? [];
  return h("nav", { class: "crumbs", "aria-label": "Path" }, steps.map((step) => {
    const before = step.parent?.path ?? "";
    const text = step.path.slice(before.length);
    const separator = text.startsWith("/") ? "/" : "";
    return [separator, h("a", { class: "path", href: addressOf({ resource: step.path }) }, text.slice(separator.length))];
  }));
}

/** Notes of everything on the way of a request that is deprecated, as sentences. */
function requestDeprecations(request) {
  const found = [];
  const add = (name, notes) => {
    const sentence = deprecation(notes);
    if (sentence) found.push(`${name}: ${sentence}`);
  };
  for (const step of request.resource?.steps ?? []) {
    if (step.step === "root") add(step.path, noteOf.root(step.segment));
    if (step.property) add(`${step.property.of.simpleName}/${step.property.name}`, noteOf.member(step.property.of, step.property.name));
    if (step.step === "function") add(step.segment, noteOf.operation(step.operation));
  }
  if (request.operation) add(request.operation.simpleName, noteOf.operation(request.operation));
  if (request.importName) add(request.importName, noteOf.root(request.importName));
  return found;
}

/** The button that selects a request. */
function selectButton(request) {
  const isSelected = selection.has(request);
  return h("button", {
    type: "button",
    class: isSelected ? "" : "primary",
    "aria-pressed": String(isSelected),
    onclick: () => selection.toggle(request),
  }, isSelected ? "✓ Selected" : "Select");
}

/** What a request returns: a reference to a type, or a text. */
function resultOfRequest(request) {
  if (request.operation) return request.operation.returns ? typeLink(request.operation.returns) : ["nothing"];
  const { type, many } = request.resource;
  switch (request.kind) {
    case "get": return typeLink({ type, many });
    case "create": return typeLink({ type, many: false });
    case "update": case "replace": return [...typeLink({ type, many: false }), ", or nothing"];
    case "count": return ["Edm.Int64"];
    case "listReferences": return ["references"];
    case "getReference": return ["a reference"];
    case "download": return ["a stream"];
    case "upload": return ["nothing, or the entity"];
    default: return ["nothing"];
  }
}

/** The parameters of a request: in the path, in the body, and required options. */
function parametersOf(request) {
  const rows = [];
  for (const step of request.resource?.steps ?? []) {
    if (step.step === "key") {
      for (const part of step.type.key) {
        rows.push([part, "path", typeLink(step.type.properties.find((property) => property.name === part)?.ref
          ?? { type: step.type, many: false }), `key of ${step.type.simpleName}`]);
      }
    } else if (step.step === "alternateKey") {
      rows.push(...step.parts.map((part) => [part, "path", [], `alternate key of ${step.type.simpleName}`]));
    } else if (step.step === "itemPath") {
      rows.push(["path", "path", ["Edm.String"], "the path of the item, such as Documents/a.txt"]);
    } else if (step.step === "function") {
      rows.push(...step.operation.parameters.map((parameter) => [parameter.name, "path", typeLink(parameter.ref),
        parameter.isOptional ? "optional" : ""]));
    }
  }
  for (const parameter of request.operation?.parameters ?? []) {
    rows.push([parameter.name, request.operation.isFunction ? "path" : "body", typeLink(parameter.ref),
      parameter.isOptional ? "optional" : ""]);
  }
  if (["create", "update", "replace"].includes(request.kind)) {
    rows.push(["body", "body", typeLink({ type: request.resource.type, many: false }), ""]);
  }
  if (request.kind === "upload") rows.push(["content", "body", ["a stream"], ""]);
  if (["addReference", "setReference", "removeReferenceById"].includes(request.kind)) {
    const place = request.kind === "removeReferenceById" ? "query ($id)" : "body (@odata.id)";
    rows.push(["reference", place, [], "the URL or path of the entity"]);
  }
  const call = rustCall(request);
  for (const option of call?.options ?? []) rows.push([option, "query or header", [], "required"]);
  return rows;
}

function table(headings, rows) {
  if (rows.length === 0) return null;
  return h("div", { class: "scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, headings.map((heading) => h("th", { scope: "col" }, heading)))),
    h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell)))))));
}

/** The query options that a service may support on a request that reads, and those that it does not. */
function queryOptions(request) {
  const reads = request.kind === "get" ? { type: request.resource.type, many: request.resource.many }
    : request.operation?.isFunction && request.operation.returns?.type.isStructured ? request.operation.returns : null;
  if (!reads) return null;
  const all = reads.many
    ? ["$select", "$expand", "$filter", "$orderby", "$search", "$top", "$skip", "$count"]
    : ["$select", "$expand"];
  const denied = new Set(noteOf.type(reads.type).unsupported);
  const last = request.resource && request.resource.step === "key" ? request.resource.parent : request.resource;
  if (last?.property) for (const option of noteOf.member(last.property.of, last.property.name).unsupported ?? []) denied.add(option);
  if (last?.step === "root") for (const option of noteOf.root(last.segment).unsupported ?? []) denied.add(option);
  const allowed = all.filter((option) => !denied.has(option));
  return section("Query options",
    h("p", {}, allowed.map((option, at) => [at > 0 ? " " : "", h("code", {}, option)]),
      catalog.isGraph ? h("span", { class: "quiet" }, " — as far as Graph supports them here") : null),
    denied.size > 0 ? h("p", {}, "Not supported, according to the metadata: ", [...denied].join(", ")) : null);
}

/** What annotations say of who may call an operation, besides permissions. */
function declaredFacts(request) {
  const facts = request.operation ? noteOf.operation(request.operation).facts : undefined;
  if (!facts) return null;
  const rows = [
    ["Directory roles", facts.roles],
    ["Of a custom role", facts.rolePermissions],
  ].filter(([, list]) => list);
  if (facts.personal !== undefined) rows.push(["Personal accounts", [facts.personal ? "supported" : "not supported"]]);
  return section("Roles", rows.length === 0 ? null : h("dl", {}, rows.map(([name, list]) => [
    h("dt", {}, name), h("dd", {}, list.join(", ")),
  ])));
}

/** The page of a request. */
function requestPage(request) {
  const { operation, resource } = request;
  const notes = operation ? noteOf.operation(operation) : {};
  const what = operation
    ? [operation.isFunction ? "Function " : "Action ", h("code", {}, operation.name),
      operation.binding ? [" of ", typeLink(operation.binding)] : null]
    : [`${KIND_LABELS[request.kind]} `, typeLink({ type: resource.type, many: resource.many })];
  const snippet = rustSnippet(request);
  const server = catalog.isGraph && catalog.version ? `https://graph.microsoft.com/${catalog.version}` : "";
  return [
    crumbs(resource),
    h("h2", {}, badge(request.http), h("span", { class: "path" }, breakable(request.path))),
    h("p", { class: "quiet" }, what),
    notes.text ? h("p", { class: "lead" }, notes.text) : null,
    requestDeprecations(request).map((text) => h("p", { class: "warning" }, text)),
    h("div", { class: "actions" }, selectButton(request)),
    section("Request", codeBlock(`${request.http} ${server}${request.path}`, "the request")),
    section("Parameters", table(["Name", "In", "Type", ""], parametersOf(request))),
    section("Result", h("p", {}, resultOfRequest(request))),
    queryOptions(request),
    requestPermissions(request),
    requestClouds(request),
    declaredFacts(request),
    section("Rust", snippet ? codeBlock(snippet, "the call") : h("p", { class: "quiet" }, "No method is generated.")),
    section("Selector", codeBlock(selectors([request])[0], "the selector")),
  ];
}

/** The page of a resource: its requests, and what is below it. */
function resourcePage(resource) {
  const list = (requests) => requests.length === 0 ? null : h("ul", { class: "plain" }, requests.map((request) => h("li", {},
    h("input", { type: "checkbox", class: "tick", checked: selection.has(request), "aria-label": `Select ${request.id}`,
      onclick: () => selection.toggle(request) }),
    badge(request.http), requestLink(request, request.path.slice(resource.path.length) || KIND_LABELS[request.kind]))));
  const below = resource.children.map((child) =>
    h("a", { class: "path", href: addressOf({ resource: child.path }) }, child.segment));
  const notes = resource.step === "root" ? noteOf.root(resource.segment)
    : resource.property ? noteOf.member(resource.property.of, resource.property.name) : {};
  return [
    crumbs(resource),
    h("h2", {}, h("span", { class: "path" }, resource.path)),
    h("p", { class: "quiet" }, typeLink({ type: resource.type, many: resource.many })),
    notes.text ? h("p", { class: "lead" }, notes.text) : null,
    deprecation(notes) ? h("p", { class: "warning" }, deprecation(notes)) : null,
    section("Requests", list(resource.requests)),
    section("Operations", list(resource.calls)),
    section("Below it", below.length > 0 ? h("div", { class: "columns" }, below) : null),
  ];
}

/** The page of a type: its members and relatives. */
function typePage(type) {
  const notes = noteOf.type(type);
  const inherited = (of) => of === type ? "" : `from ${of.simpleName}`;
  const remarks = (of, name, ...words) => {
    const { text } = noteOf.member(of, name);
    const sentence = deprecation(noteOf.member(of, name));
    return [words.filter(Boolean).join(", "), text ? h("p", {}, text) : null, sentence ? h("p", { class: "warning" }, sentence) : null];
  };
  const properties = type.properties.map((property) => [property.name, typeLink(property.ref),
    remarks(property.of, property.name, type.key.includes(property.name) ? "key" : "", property.isRequired ? "required" : "",
      property.writing, inherited(property.of))]);
  const navigation = type.navigation.map((property) => [property.name, typeLink(property.ref),
    remarks(property.of, property.name, property.isContained ? "contained" : "", inherited(property.of))]);
  const bound = [...operationsOn(type, false), ...operationsOn(type, true)].map((operation) => [
    operation.segment.split("(")[0],
    [operation.isFunction ? "function" : "action", operation.binding?.many ? " on a collection" : ""],
    operation.returns ? typeLink(operation.returns) : "nothing",
  ]);
  const links = (list) => list.length === 0 ? null
    : h("div", { class: "columns" }, list.map((other) => h("span", {}, typeLink({ type: other, many: false }))));
  const traits = [
    type.isAbstract ? "abstract" : "", type.isOpen ? "open" : "", type.hasStream ? "media stream" : "",
  ].filter(Boolean).join(", ");
  const requests = type.isStructured ? index().entries.filter(({ request }) => request.resource?.type === type && request.kind === "get")
    .slice(0, 12).map(({ request }) => h("div", {}, requestLink(request))) : [];
  return [
    h("h2", {}, h("span", { class: "path" }, type.name)),
    h("p", { class: "quiet" }, KIND_NAMES[type.kind], traits ? `, ${traits}` : ""),
    notes.text ? h("p", { class: "lead" }, notes.text) : null,
    deprecation(notes) ? h("p", { class: "warning" }, deprecation(notes)) : null,
    section("Rust", type.rustType ? codeBlock(type.rustType, "the Rust type") : null),
    section("Base types", links(type.lineage.slice(1))),
    section("Underlying type", type.underlying ? h("p", {}, typeLink(type.underlying)) : null),
    section("Members", table(["Name", "Value", ""], type.members.map(({ name, value }) => [name, String(value), remarks(type, name)]))),
    section("Properties", table(["Name", "Type", ""], properties)),
    section("Navigation properties", table(["Name", "Type", ""], navigation)),
    section("Operations", table(["Name", "Kind", "Returns"], bound)),
    section("Read at", requests),
    section("Derived types", links(type.allDerived)),
  ];
}

/** The page before anything is chosen. */
function startPage() {
  const documents = catalog.documents.join(", ");
  const kinds = (kind) => types.filter((type) => type.kind === kind).length;
  return [
    h("h2", {}, catalog.service ?? "Types"),
    h("p", { class: "lead" }, "Search for what your application does, or walk the paths. Tick the requests it sends; the ",
      "selection shows what to write, what it needs, and how it is called."),
    section("Keys", h("dl", {},
      h("dt", {}, h("kbd", {}, "/")), h("dd", {}, "search"),
      h("dt", {}, h("kbd", {}, "↑"), " ", h("kbd", {}, "↓")), h("dd", {}, "move among rows"),
      h("dt", {}, h("kbd", {}, "→"), " ", h("kbd", {}, "←")), h("dd", {}, "expand and collapse"),
      h("dt", {}, h("kbd", {}, "Enter")), h("dd", {}, "open"),
      h("dt", {}, h("kbd", {}, "Space")), h("dd", {}, "select"),
      h("dt", {}, h("kbd", {}, "Esc")), h("dd", {}, "clear the search"))),
    section("Metadata", h("dl", {},
      h("dt", {}, "Documents"), h("dd", {}, documents),
      h("dt", {}, "Contents"), h("dd", {}, [
        count(kinds(ENTITY), "entity type"), count(kinds(COMPLEX), "complex type"),
        `${kinds(ENUM).toLocaleString("en")} enumerations`, count(operations.length, "operation"),
        `${roots.length.toLocaleString("en")} entity sets and singletons`,
      ].join(", ")),
      h("dt", {}, "Written by"), h("dd", {}, catalog.generator))),
  ];
}
