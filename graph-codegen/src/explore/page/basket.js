// The selection's column: what to write for it, what it pulls in and needs, and how it is called.

/** Draws the column again. */
function drawSelection() {
  const requests = selection.list;
  for (const number of document.querySelectorAll("#views .number")) number.textContent = requests.length;
  fill(
    byId("selection"),
    requests.length === 0
      ? emptySelection()
      : [
          h(
            "div",
            { class: "actions" },
            h("h2", {}, count(requests.length, "request")),
            h("button", { type: "button", onclick: (event) => copyLink(event.target) }, "Copy link"),
            h("button", { type: "button", onclick: () => selection.replace([]) }, "Clear"),
          ),
          h(
            "ul",
            { class: "plain", id: "selected" },
            requests.map((request) =>
              h(
                "li",
                {},
                badge(request.http),
                requestLink(request),
                h(
                  "button",
                  {
                    type: "button",
                    class: "plain",
                    "aria-label": `Remove ${request.id}`,
                    onclick: () => selection.set(request, false),
                  },
                  "×",
                ),
              ),
            ),
          ),
          section("build.rs", codeBlock(buildScript(requests), "the build script")),
          section("or a macro", codeBlock(macroCall(requests), "the macro call")),
          selectionPermissions(requests),
          selectionClouds(requests),
          deprecationSection(requests),
          section("Details", typesDetails(requests), callsDetails(requests)),
        ],
  );
}

function emptySelection() {
  return [
    h("h2", {}, "Selection"),
    h(
      "p",
      { class: "quiet" },
      "Nothing is selected. Tick requests to see the lines for a build script, the types and permissions they need, ",
      "and how to call them.",
    ),
  ];
}

async function copyLink(button) {
  await copyText(location.href);
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy link"), 1500);
}

function deprecationSection(requests) {
  const found = new Set(requests.flatMap(requestDeprecations));
  return section(
    "Deprecated",
    [...found].map((text) => h("p", { class: "warning" }, text)),
  );
}

/** The types that the selection pulls in, each with why. */
function typesDetails(requests) {
  const reasons = closure(requests);
  const sorted = [...reasons.keys()].sort((left, right) => (left.name < right.name ? -1 : 1));
  const list = h("div", { id: "types" });
  const details = lazyDetails("types", [`Types `, h("span", { class: "quiet" }, String(sorted.length))], list, () =>
    sorted.map((type) =>
      lazyDetails("", [typeLink({ type, many: false })], h("ul", { class: "why" }), () =>
        reasonsOf(type, reasons).map((line) => h("li", {}, line)),
      ),
    ),
  );
  return details;
}

/** The call of each request. */
function callsDetails(requests) {
  const block = h("div", { id: "calls" });
  return lazyDetails("calls", ["Rust calls"], block, () => [
    codeBlock(
      requests
        .map((request) => `// ${request.id}\n${rustSnippet(request, requests) ?? "// no method is generated"}`)
        .join("\n\n"),
      "the calls",
    ),
  ]);
}

/** Which details are open, so that they stay so when the selection changes. */
const openDetails = new Set();

/** Details whose content is made when they are opened. */
function lazyDetails(name, summary, container, content) {
  const draw = () => {
    if (!container.hasChildNodes()) fill(container, content());
  };
  const details = h(
    "details",
    {
      open: openDetails.has(name),
      ontoggle: () => {
        if (details.open) draw();
        if (name && details.open) openDetails.add(name);
        else openDetails.delete(name);
      },
    },
    h("summary", {}, summary),
    container,
  );
  if (details.open) draw();
  return details;
}
