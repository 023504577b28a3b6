// The tree of paths. What is below a resource is added when it is expanded.

const tree = {
  element: byId("tree"),

  start() {
    const compare = (left, right) => (left.path.toLowerCase() < right.path.toLowerCase() ? -1 : 1);
    const rows = [...roots, ...importedResults].sort(compare).map((root) => this.resourceRow(root, 0));
    rows.push(...importedCalls.map((call) => this.callRow(call, 0)));
    fill(this.element, rows);
    rows[0]?.setAttribute("tabindex", "0");
    listenToKeys(this.element, (key, row, all, at) => {
      if (key === "ArrowRight") {
        if (row.getAttribute("aria-expanded") === "false") this.expand(row);
        else if (row.getAttribute("aria-expanded") === "true") focusRow(this.element, all[at + 1]);
      } else if (key === "ArrowLeft") {
        if (row.getAttribute("aria-expanded") === "true") this.collapse(row);
        else focusRow(this.element, row.above);
      } else {
        return false;
      }
      return true;
    });
  },

  /** A row that expands to others, which `content` makes. */
  branch(label, level, content, properties, ...more) {
    const row = h(
      "div",
      { role: "treeitem", tabindex: "-1", "aria-expanded": "false", ...properties },
      h("span", { class: "twisty", "aria-hidden": "true" }, "▶"),
      h("span", { class: "name" }, label),
      more,
    );
    row.setAttribute("aria-level", level + 1);
    row.style.setProperty("--level", level);
    return Object.assign(row, { content, level });
  },

  resourceRow(resource, level) {
    const name = resource.step === "root" ? resource.path : resource.segment;
    const aside = h(
      "span",
      { class: "aside" },
      resource.many ? `${resource.type.simpleName} [ ]` : resource.type.simpleName,
    );
    const notes =
      resource.step === "root"
        ? noteOf.root(resource.segment)
        : resource.property
          ? noteOf.member(resource.property.of, resource.property.name)
          : {};
    const row = this.branch(
      name,
      level,
      () => this.below(resource, level + 1),
      {
        class: `row${deprecation(notes) ? " deprecated" : ""}`,
        title: resource.path,
        onclick: () => {
          if (row.getAttribute("aria-expanded") === "true") this.collapse(row);
          else this.expand(row);
          show({ resource: resource.path });
        },
      },
      aside,
    );
    return Object.assign(row, { resource });
  },

  callRow(call, level) {
    const row = requestRow(call, "treeitem", { label: call.path.slice(call.path.lastIndexOf("/") + 1), level });
    row.setAttribute("aria-level", level + 1);
    return Object.assign(row, { level });
  },

  /** The rows below a resource: its requests, its operations, and the resources below it. */
  below(resource, level) {
    const label = (request) =>
      request.path === resource.path ? KIND_LABELS[request.kind] : request.path.slice(resource.path.length);
    const requests = resource.requests.map((request) => {
      const row = requestRow(request, "treeitem", { label: label(request), level });
      row.setAttribute("aria-level", level + 1);
      return Object.assign(row, { level });
    });
    const calls = resource.calls.map((call) => this.callRow(call, level));
    const children = resource.children;
    const of = (...steps) =>
      children.filter((child) => steps.includes(child.step)).map((child) => this.resourceRow(child, level));
    const group = (title, ...steps) => {
      const size = children.filter((child) => steps.includes(child.step)).length;
      if (size === 0) return null;
      const inner = () =>
        children.filter((child) => steps.includes(child.step)).map((child) => this.resourceRow(child, level + 1));
      const row = this.branch(`${title} (${size})`, level, inner, {
        class: "row group",
        onclick: () => (row.getAttribute("aria-expanded") === "true" ? this.collapse(row) : this.expand(row)),
      });
      return row;
    };
    return [
      ...requests,
      ...calls,
      ...of("key", "alternateKey", "navigation", "itemPath"),
      group("results of functions", "function"),
      group("complex properties", "property"),
      group("casts to derived types", "cast"),
    ].filter(Boolean);
  },

  expand(row) {
    const rows = row.content();
    for (const inner of rows) inner.above = row;
    row.after(...rows);
    row.setAttribute("aria-expanded", "true");
    markCurrent();
  },

  collapse(row) {
    while (row.nextElementSibling && row.nextElementSibling.level > row.level) row.nextElementSibling.remove();
    row.setAttribute("aria-expanded", "false");
  },

  /** Expands the tree down to a resource, and returns its row. */
  reveal(resource) {
    let row = null;
    for (const step of resource.steps) {
      const rows = [...this.element.querySelectorAll(".row")];
      let found = rows.find((other) => other.resource?.path === step.path);
      if (!found && row) {
        const groups = rows.filter((other) => other.above === row && other.classList.contains("group"));
        for (const group of groups) {
          if (group.getAttribute("aria-expanded") === "false") this.expand(group);
          found = [...this.element.querySelectorAll(".row")].find((other) => other.resource?.path === step.path);
          if (found) break;
          this.collapse(group);
        }
      }
      if (!found) return row;
      row = found;
      if (step !== resource && row.getAttribute("aria-expanded") === "false") this.expand(row);
    }
    return row;
  },
};

/** What requests on a resource itself do. */
const KIND_LABELS = {
  get: "read",
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  count: "count",
  listReferences: "list references",
  addReference: "add a reference",
  removeReferenceById: "remove a reference",
  getReference: "read the reference",
  setReference: "set the reference",
  removeReference: "remove the reference",
  download: "download",
  upload: "upload",
  deleteStream: "delete the stream",
  operation: "call",
};
