// The page of a request.

/** What a request returns: a reference to a type, or a text. */
function resultOfRequest(request) {
  if (request.operation) return request.operation.returns ? typeLink(request.operation.returns) : ["nothing"];
  const { type, many } = request.resource;
  switch (request.kind) {
    case "get":
      return typeLink({ type, many });
    case "create":
      return typeLink({ type, many: false });
    case "update":
    case "replace":
      return [...typeLink({ type, many: false }), ", or nothing"];
    case "count":
      return ["Edm.Int64"];
    case "listReferences":
      return ["references"];
    case "getReference":
      return ["a reference"];
    case "download":
      return ["a stream"];
    case "upload":
      return ["nothing, or the entity"];
    default:
      return ["nothing"];
  }
}

/** The parameters of a request: in the path, in the body, and required options. */
function parametersOf(request) {
  const rows = [];
  for (const step of request.resource?.steps ?? []) {
    if (step.step === "key") {
      for (const part of step.type.key) {
        rows.push([
          part,
          "path",
          typeLink(
            step.type.properties.find((property) => property.name === part)?.ref ?? { type: step.type, many: false },
          ),
          `key of ${step.type.simpleName}`,
        ]);
      }
    } else if (step.step === "alternateKey") {
      rows.push(...step.parts.map((part) => [part, "path", [], `alternate key of ${step.type.simpleName}`]));
    } else if (step.step === "itemPath") {
      rows.push(["path", "path", ["Edm.String"], "the path of the item, such as Documents/a.txt"]);
    } else if (step.step === "function") {
      rows.push(
        ...step.operation.parameters.map((parameter) => [
          parameter.name,
          "path",
          typeLink(parameter.ref),
          parameter.isOptional ? "optional" : "",
        ]),
      );
    }
  }
  for (const parameter of request.operation?.parameters ?? []) {
    rows.push([
      parameter.name,
      request.operation.isFunction ? "path" : "body",
      typeLink(parameter.ref),
      parameter.isOptional ? "optional" : "",
    ]);
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

/** The query options that a service may support on a request that reads, and those that it does not. */
function queryOptions(request) {
  const reads =
    request.kind === "get"
      ? { type: request.resource.type, many: request.resource.many }
      : request.operation?.isFunction && request.operation.returns?.type.isStructured
        ? request.operation.returns
        : null;
  if (!reads) return null;
  const all = reads.many
    ? ["$select", "$expand", "$filter", "$orderby", "$search", "$top", "$skip", "$count"]
    : ["$select", "$expand"];
  const denied = new Set(noteOf.type(reads.type).unsupported);
  const last = request.resource && request.resource.step === "key" ? request.resource.parent : request.resource;
  if (last?.property)
    for (const option of noteOf.member(last.property.of, last.property.name).unsupported ?? []) denied.add(option);
  if (last?.step === "root") for (const option of noteOf.root(last.segment).unsupported ?? []) denied.add(option);
  const allowed = all.filter((option) => !denied.has(option));
  return section(
    "Query options",
    h(
      "p",
      {},
      allowed.map((option, at) => [at > 0 ? " " : "", h("code", {}, option)]),
      catalog.isGraph ? h("span", { class: "quiet" }, " — as far as Graph supports them here") : null,
    ),
    denied.size > 0 ? h("p", {}, "Not supported, according to the metadata: ", [...denied].join(", ")) : null,
  );
}

/** What annotations say of who may call an operation, besides permissions. */
function declaredFacts(request) {
  const facts = request.operation ? noteOf.operation(request.operation).facts : undefined;
  if (!facts) return null;
  const rows = [
    ["Directory roles", facts.roles],
    ["Of a custom role", facts.rolePermissions],
  ].filter(([, list]) => list);
  if (facts.personal !== undefined)
    rows.push(["Personal accounts", [facts.personal ? "supported" : "not supported"]]);
  return section(
    "Roles",
    rows.length === 0
      ? null
      : h(
          "dl",
          {},
          rows.map(([name, list]) => [h("dt", {}, name), h("dd", {}, list.join(", "))]),
        ),
  );
}

/** The page of a request. */
function requestPage(request) {
  const { operation, resource } = request;
  const notes = operation ? noteOf.operation(operation) : {};
  const what = operation
    ? [
        operation.isFunction ? "Function " : "Action ",
        h("code", {}, operation.name),
        operation.binding ? [" of ", typeLink(operation.binding)] : null,
      ]
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
    documentationLink(request),
    requestPermissions(request),
    requestClouds(request),
    declaredFacts(request),
    section("Rust", snippet ? codeBlock(snippet, "the call") : h("p", { class: "quiet" }, "No method is generated.")),
    section("Selector", codeBlock(selectors([request])[0], "the selector")),
  ];
}
