// The pages of a resource, of a type, and of the service.

/** The page of a resource: its requests, and what is below it. */
function resourcePage(resource) {
  const list = (requests) =>
    requests.length === 0
      ? null
      : h(
          "ul",
          { class: "plain" },
          requests.map((request) =>
            h(
              "li",
              {},
              h("input", {
                type: "checkbox",
                class: "tick",
                checked: selection.has(request),
                "aria-label": `Select ${request.id}`,
                onclick: () => selection.toggle(request),
              }),
              badge(request.http),
              requestLink(request, request.path.slice(resource.path.length) || KIND_LABELS[request.kind]),
            ),
          ),
        );
  const below = resource.children.map((child) =>
    h("a", { class: "path", href: addressOf({ resource: child.path }) }, child.segment),
  );
  const notes =
    resource.step === "root"
      ? noteOf.root(resource.segment)
      : resource.property
        ? noteOf.member(resource.property.of, resource.property.name)
        : {};
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
  const inherited = (of) => (of === type ? "" : `from ${of.simpleName}`);
  const remarks = (of, name, ...words) => {
    const { text } = noteOf.member(of, name);
    const sentence = deprecation(noteOf.member(of, name));
    return [
      words.filter(Boolean).join(", "),
      text ? h("p", {}, text) : null,
      sentence ? h("p", { class: "warning" }, sentence) : null,
    ];
  };
  const properties = type.properties.map((property) => [
    property.name,
    typeLink(property.ref),
    remarks(
      property.of,
      property.name,
      type.key.includes(property.name) ? "key" : "",
      property.isRequired ? "required" : "",
      property.writing,
      inherited(property.of),
    ),
  ]);
  const navigation = type.navigation.map((property) => [
    property.name,
    typeLink(property.ref),
    remarks(property.of, property.name, property.isContained ? "contained" : "", inherited(property.of)),
  ]);
  const bound = [...operationsOn(type, false), ...operationsOn(type, true)].map((operation) => [
    operation.segment.split("(")[0],
    [operation.isFunction ? "function" : "action", operation.binding?.many ? " on a collection" : ""],
    operation.returns ? typeLink(operation.returns) : "nothing",
  ]);
  const links = (list) =>
    list.length === 0
      ? null
      : h(
          "div",
          { class: "columns" },
          list.map((other) => h("span", {}, typeLink({ type: other, many: false }))),
        );
  const traits = [type.isAbstract ? "abstract" : "", type.isOpen ? "open" : "", type.hasStream ? "media stream" : ""]
    .filter(Boolean)
    .join(", ");
  const requests = type.isStructured
    ? index()
        .entries.filter(({ request }) => request.resource?.type === type && request.kind === "get")
        .slice(0, 12)
        .map(({ request }) => h("div", {}, requestLink(request)))
    : [];
  return [
    h("h2", {}, h("span", { class: "path" }, type.name)),
    h("p", { class: "quiet" }, KIND_NAMES[type.kind], traits ? `, ${traits}` : ""),
    notes.text ? h("p", { class: "lead" }, notes.text) : null,
    deprecation(notes) ? h("p", { class: "warning" }, deprecation(notes)) : null,
    section("Rust", type.rustType ? codeBlock(type.rustType, "the Rust type") : null),
    section("Base types", links(type.lineage.slice(1))),
    section("Underlying type", type.underlying ? h("p", {}, typeLink(type.underlying)) : null),
    section(
      "Members",
      table(
        ["Name", "Value", ""],
        type.members.map(({ name, value }) => [name, String(value), remarks(type, name)]),
      ),
    ),
    section("Properties", table(["Name", "Type", ""], properties)),
    section("Navigation properties", table(["Name", "Type", ""], navigation)),
    section("Operations", table(["Name", "Kind", "Returns"], bound)),
    section("Read at", requests),
    section("Derived types", links(type.allDerived)),
  ];
}

/** The page before anything is chosen. */
function startPage() {
  const documents = catalog.isEmbedded ? "the embedded metadata of Graph v1.0" : catalog.documents.join(", ");
  const kinds = (kind) => types.filter((type) => type.kind === kind).length;
  return [
    h("h2", {}, catalog.service ?? "Types"),
    h(
      "p",
      { class: "lead" },
      "Search for what your application does, or walk the paths. Tick the requests it sends; the ",
      "selection shows what to write, what it needs, and how it is called.",
    ),
    section(
      "Keys",
      h(
        "dl",
        {},
        h("dt", {}, h("kbd", {}, "/")),
        h("dd", {}, "search"),
        h("dt", {}, h("kbd", {}, "↑"), " ", h("kbd", {}, "↓")),
        h("dd", {}, "move among rows"),
        h("dt", {}, h("kbd", {}, "→"), " ", h("kbd", {}, "←")),
        h("dd", {}, "expand and collapse"),
        h("dt", {}, h("kbd", {}, "Enter")),
        h("dd", {}, "open"),
        h("dt", {}, h("kbd", {}, "Space")),
        h("dd", {}, "select"),
        h("dt", {}, h("kbd", {}, "Esc")),
        h("dd", {}, "clear the search"),
      ),
    ),
    section(
      "Metadata",
      h(
        "dl",
        {},
        h("dt", {}, "Documents"),
        h("dd", {}, documents),
        h("dt", {}, "Contents"),
        h(
          "dd",
          {},
          [
            count(kinds(ENTITY), "entity type"),
            count(kinds(COMPLEX), "complex type"),
            `${kinds(ENUM).toLocaleString("en")} enumerations`,
            count(operations.length, "operation"),
            `${roots.length.toLocaleString("en")} entity sets and singletons`,
          ].join(", "),
        ),
        h("dt", {}, "Written by"),
        h("dd", {}, catalog.generator),
      ),
    ),
  ];
}
