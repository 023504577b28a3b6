// Parts of pages: links, tables, deprecations.

/** A link to a type, with the marks of a collection. */
function typeLink(ref) {
  const { type, many } = ref;
  const name = type.namespace === catalog.namespace || type.kind === PRIMITIVE ? type.simpleName : type.name;
  const link =
    type.kind === PRIMITIVE || type.kind === EXTERNAL
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
  return h(
    "nav",
    { class: "crumbs", "aria-label": "Path" },
    steps.map((step) => {
      const before = step.parent?.path ?? "";
      const text = step.path.slice(before.length);
      const separator = text.startsWith("/") ? "/" : "";
      return [
        separator,
        h("a", { class: "path", href: addressOf({ resource: step.path }) }, text.slice(separator.length)),
      ];
    }),
  );
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
    if (step.property)
      add(
        `${step.property.of.simpleName}/${step.property.name}`,
        noteOf.member(step.property.of, step.property.name),
      );
    if (step.step === "function") add(step.segment, noteOf.operation(step.operation));
  }
  if (request.operation) add(request.operation.simpleName, noteOf.operation(request.operation));
  if (request.importName) add(request.importName, noteOf.root(request.importName));
  return found;
}

/** The button that selects a request. */
function selectButton(request) {
  const isSelected = selection.has(request);
  return h(
    "button",
    {
      type: "button",
      class: isSelected ? "" : "primary",
      "aria-pressed": String(isSelected),
      onclick: () => selection.toggle(request),
    },
    isSelected ? "✓ Selected" : "Select",
  );
}

function table(headings, rows) {
  if (rows.length === 0) return null;
  return h(
    "div",
    { class: "scroll" },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          headings.map((heading) => h("th", { scope: "col" }, heading)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((cells) =>
          h(
            "tr",
            {},
            cells.map((cell) => h("td", {}, cell)),
          ),
        ),
      ),
    ),
  );
}
