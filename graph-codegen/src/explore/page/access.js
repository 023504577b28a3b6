// Permissions and clouds: of a request, and of the selection.

/** Alternatives in words: `Mail.Read`, `A with B`. */
function alternativeText({ name, also }) {
  if (also.length === 0) return name;
  return also.length === 1
    ? `${name} with ${also[0]}`
    : `${name} with ${also.join(", ")} (all or one of them: ambiguous)`;
}

/** The permissions of a request by scheme. */
function requestPermissions(request) {
  const found = permissionsOf(request);
  if (!found) return section("Permissions", h("p", { class: "quiet" }, unknownText()));
  const rows = SCHEMES.map((words, scheme) => {
    const name = h("span", { class: "words" }, words);
    const { least, higher, resourceSpecific, isUnknown } = found.schemes[scheme];
    if (isUnknown) return [name, h("span", { class: "quiet" }, "unknown")];
    if (!isSupported(found.schemes[scheme])) return [name, h("span", { class: "quiet" }, "not supported")];
    const shown = least.length > 0 ? least : higher;
    const more = least.length > 0 ? higher : [];
    return [
      name,
      [
        shown.map((one, at) => [at > 0 ? " or " : "", h("code", {}, alternativeText(one))]),
        more.length > 0
          ? h(
              "details",
              { class: "inline" },
              h("summary", {}, `${count(more.length, "higher one")}`),
              more.map((one) => h("div", {}, h("code", {}, alternativeText(one)))),
            )
          : null,
        resourceSpecific.length > 0
          ? h("p", {}, "By resource-specific consent: ", resourceSpecific.map(alternativeText).join(", "))
          : null,
      ],
    ];
  });
  const notes = found.isAnnotated
    ? "According to the metadata."
    : found.isOfOtherPath
      ? `These are the permissions of ${found.path}.`
      : null;
  return section(
    "Permissions",
    table(["Scheme", "Least privileged"], rows),
    notes ? h("p", { class: "quiet" }, notes) : null,
  );
}

function unknownText() {
  return catalog.permissions
    ? "Unknown: Microsoft's table does not have this request. That does not mean that it needs no permission."
    : "Unknown: the metadata does not say.";
}

/** The clouds of a request, and what of it some cloud lacks. */
function requestClouds(request) {
  const found = cloudsOf(request);
  if (!found) return null;
  const lacking = cloudNeeds(request).filter(({ clouds }) => clouds !== ALL_CLOUDS);
  return section(
    "Clouds",
    found.isKnown
      ? h("p", {}, found.clouds === ALL_CLOUDS ? "All" : cloudNames(found.clouds).join(", ") || "None has all of it")
      : h("p", {}, "Unknown: the table of clouds does not have all of its path."),
    lacking.length > 0
      ? h(
          "details",
          {},
          h("summary", {}, "What some clouds lack, or may lack"),
          lacking.map(({ element, clouds }) =>
            h(
              "p",
              {},
              h("code", {}, element),
              ": ",
              clouds === undefined ? "unknown" : cloudNames(clouds).join(", "),
            ),
          ),
        )
      : null,
  );
}

/** The clouds of the selection: one row for each cloud that lacks something. */
function selectionClouds(requests) {
  if (!cloudTable()) return null;
  const found = requests.map((request) => [request, cloudsOf(request)]).filter(([, clouds]) => clouds);
  const all = found.reduce((bits, [, { clouds }]) => bits & clouds, ALL_CLOUDS);
  const unknown = found.filter(([, { isKnown }]) => !isKnown);
  const missing = CLOUDS.map((name, number) => [
    name,
    found.filter(([, { clouds }]) => !(clouds & (1 << number))),
  ]).filter(([, lacking]) => lacking.length > 0);
  return section(
    "Clouds",
    h(
      "p",
      { id: "clouds" },
      all === ALL_CLOUDS
        ? unknown.length === 0
          ? "All clouds have these requests."
          : ""
        : cloudNames(all).join(", ") || "No cloud has all of them.",
    ),
    unknown.length === 0
      ? null
      : lazyDetails(
          "unknown clouds",
          [`Unknown for ${unknown.length}`],
          h("ul", { class: "why" }),
          () => unknown.map(([request]) => h("li", {}, request.id)),
        ),
    missing.map(([name, lacking]) =>
      lazyDetails(
        `cloud ${name}`,
        [`${name} `, h("span", { class: "quiet" }, `lacks ${lacking.length}`)],
        h("ul", { class: "why" }),
        () => lacking.map(([request]) => h("li", {}, request.id)),
      ),
    ),
  );
}

let pendingLeast = 0;

/** The least permissions of the selection by scheme, which are computed after it has been drawn. */
function selectionPermissions(requests) {
  const container = h("div", { id: "permissions", "aria-live": "off" }, h("p", { class: "quiet" }, "…"));
  clearTimeout(pendingLeast);
  pendingLeast = setTimeout(
    () =>
      fill(
        container,
        requests.every((request) => permissionsOf(request) === null)
          ? h(
              "p",
              { class: "quiet" },
              catalog.permissions
                ? "Unknown: Microsoft's table has none of these requests."
                : "Unknown: the metadata does not say.",
            )
          : SCHEMES.map((name, scheme) => leastOfScheme(name, leastPermissions(requests, scheme))),
      ),
    20,
  );
  return section("Least permissions", container);
}

function leastOfScheme(name, { sets, hasMore, isProven, unknown, unsupported }) {
  const [first, ...others] = sets;
  const difference = (set) =>
    set.permissions
      .filter(({ name: own }) => !first.permissions.some((known) => known.name === own))
      .map((permission) => permission.name)
      .join(", ");
  const list = (label, requests, text) =>
    requests.length === 0
      ? null
      : lazyDetails(
          `${name} ${label}`,
          h("span", { class: "quiet" }, `${count(requests.length, "request")} ${label}`),
          h("ul", { class: "why" }),
          () => requests.map((one) => h("li", {}, text(one))),
        );
  return h(
    "div",
    { class: "scheme" },
    h("h4", {}, name),
    first
      ? first.permissions.map(permissionRow)
      : h("p", { class: "quiet" }, unsupported.length > 0 ? "Not supported." : "Nothing is known."),
    others.length > 0
      ? h(
          "p",
          { class: "quiet" },
          `Equally good${hasMore ? ", among others" : ""}: with `,
          others.slice(0, 6).map((set, at) => [at > 0 ? "; or " : "", h("code", {}, difference(set))]),
          " instead",
        )
      : null,
    isProven ? null : h("p", { class: "warning" }, "Not proven to be minimal: the selection is too large."),
    first ? list("with ambiguous requirements", first.ambiguous, (request) => request.id) : null,
    list("unsupported", unsupported, ({ request, supportedBy, resourceSpecific }) => [
      request.id,
      supportedBy.length > 0 ? ` — only ${supportedBy.join(", ")}` : "",
      resourceSpecific.length > 0
        ? ` — by resource-specific consent: ${resourceSpecific.map(alternativeText).join(", ")}`
        : "",
    ]),
    list("unknown, which may need more", unknown, (request) => request.id),
  );
}

/** A permission with why it is needed. */
function permissionRow({ name, grant, neededBy, narrower }) {
  return lazyDetails(
    `permission ${name}`,
    [
      h("code", { class: "permission" }, name),
      " ",
      !grant || grant.needsAdmin ? h("span", { class: "tag" }, "admin consent") : null,
    ],
    h("ul", { class: "why" }),
    () => [
      neededBy.map((request) => h("li", {}, "for ", requestLink(request, request.id))),
      narrower.map((other) => h("li", {}, `${other.name} ${other.why}`)),
    ],
  );
}
