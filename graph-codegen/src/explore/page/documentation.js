// Where a request of Graph is documented, from the table that lookup/ has, too.

const DOCUMENTATION_PAGES = "https://learn.microsoft.com/graph/api/";
let loadedDocumentation = null;

/** The address of the documentation of a request; null if it is not known. What the document says comes first. */
function documentationOf(request) {
  const own = request.operation ? noteOf.operation(request.operation).link : undefined;
  if (own) return own;
  loadedDocumentation ??= new Map((catalog.documentation ?? "").split("\n").map((line) => {
    const end = line.indexOf(" ");
    return [line.slice(0, end), line.slice(end + 1)];
  }));
  const path = canonicalSegments(request.path).map((segment) => `/${segment.replace(/\(\)$/, "")}`).join("");
  const key = path.replaceAll("/graph.", "/");
  // The table has items by key only.
  const byKey = key.replaceAll("/root:/{}", "/items/{}").replaceAll("/{}:/{}", "/{}").replace(/:(?=\/|$)/g, "");
  const tail = byKey !== key && byKey.includes("/drive") ? byKey.split("/items/{}").slice(1).join("/items/{}") : null;
  const ofAnyDrive = tail === null ? undefined : loadedDocumentation.get(`/groups/{}/drives/{}/items/{}${tail}`);
  const pages = loadedDocumentation.get(key) ?? loadedDocumentation.get(byKey) ?? ofAnyDrive ?? "";
  const page = pages.split(" ").find((entry) => entry.startsWith(`${request.http}=`));
  return page ? DOCUMENTATION_PAGES + page.slice(request.http.length + 1) : null;
}

/** A link to it, which is the only thing on the page that leads to a network, when it is followed. */
function documentationLink(request) {
  const address = documentationOf(request);
  return address
    ? section("Documentation", h("p", {}, h("a", { href: address, target: "_blank", rel: "noreferrer" }, address)))
    : null;
}
