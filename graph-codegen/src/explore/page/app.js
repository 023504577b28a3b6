// What is shown, the address of it, and the keys of the whole page.

/** What the details show: a request, a resource or a type by its name, or nothing. */
let shown = {};

/** The text after `#` for something to show, with the selection. */
function addressOf(target) {
  const encode = (text) => encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%20", "+");
  const parts = selectors(selection.list).map((selector) => `s=${encode(selector)}`);
  for (const [kind, name] of Object.entries(target)) parts.push(`${kind}=${encode(name)}`);
  return `#${parts.join("&")}`;
}

/** Reads an address: what to show, and the selectors. */
function readAddress(hash) {
  const target = {},
    selected = [];
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    let value;
    try {
      value = decodeURIComponent(part.slice(at + 1).replaceAll("+", " "));
    } catch {
      continue;
    }
    const kind = part.slice(0, at);
    if (kind === "s") selected.push(value);
    else if (["request", "resource", "type"].includes(kind)) target[kind] = value;
  }
  return { target, selected };
}

/** Shows something, as following a link to it does. */
function show(target) {
  const address = addressOf(target);
  if (address !== location.hash) history.pushState(null, "", address);
  shown = target;
  setView("detail");
  drawDetail();
  byId("detail").scrollTop = 0;
}

function drawDetail() {
  const { request, resource, type } = shown;
  const found =
    request !== undefined
      ? requestWithId(request)
      : resource !== undefined
        ? resourceAt(resource)
        : type !== undefined
          ? typesByName.get(type)
          : undefined;
  const missing = () => [
    h("h2", {}, "Not found"),
    h("p", {}, h("code", {}, request ?? resource ?? type), " is not in this service."),
  ];
  const page =
    found === undefined && type === undefined
      ? startPage
      : !found
        ? missing
        : found instanceof Type
          ? () => typePage(found)
          : found instanceof Resource
            ? () => resourcePage(found)
            : () => requestPage(found);
  fill(byId("detail"), page().flat(Infinity));
  const name = request ?? resource ?? type;
  document.title = name ? `${name} – ${serviceTitle()}` : serviceTitle();
  markCurrent();
}

/** Marks the row of what is shown. */
function markCurrent() {
  for (const row of document.querySelectorAll(".row")) {
    const isCurrent = row.request
      ? row.request.id === shown.request
      : row.resource
        ? row.resource.path === shown.resource
        : row.type
          ? row.type === shown.type
          : false;
    row.classList.toggle("current", isCurrent);
  }
}

function serviceTitle() {
  return catalog.isGraph
    ? `Microsoft Graph${catalog.version ? ` ${catalog.version}` : ""}`
    : (catalog.service ?? "Types");
}

/** Shows what the address says, after a link, or going back. */
function followAddress() {
  const { target, selected } = readAddress(location.hash);
  shown = target;
  const wanted = selected.flatMap(requestsOf);
  if (
    wanted
      .map((request) => request.id)
      .sort()
      .join("\n") !== [...selection.requests.keys()].sort().join("\n")
  ) {
    selection.replace(wanted);
  }
  drawDetail();
  if (Object.keys(target).length > 0) setView("detail");
}

/** Narrow windows show one of the columns. */
function setView(view) {
  document.querySelector("main").dataset.view = view;
  for (const button of document.querySelectorAll("#views button")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  }
}

let searchIndex = null;

/** The index of requests, which is made when it is first needed. */
function index() {
  searchIndex ??= new SearchIndex(listRequests());
  return searchIndex;
}

/** Searches for the text in the field. */
function search(limit = FIRST_RESULTS) {
  const query = byId("search").value;
  const isSearching = query.trim() !== "";
  const results = byId("results");
  results.hidden = !isSearching;
  byId("tree").hidden = isSearching;
  byId("search").setAttribute("aria-expanded", String(isSearching));
  if (!isSearching) {
    results.replaceChildren();
    showListingSize();
    return;
  }
  const requests = index().requests(query);
  const found = index().typesNamed(query);
  const rows = requests.slice(0, limit).map((request) => requestRow(request, "option", { isWrapped: true }));
  const typeRows = found.slice(0, 12).map((type) =>
    Object.assign(
      h(
        "div",
        {
          class: "row",
          role: "option",
          tabindex: "-1",
          onclick: () => show({ type: type.name }),
        },
        h("span", { class: "method" }, "type"),
        h("span", { class: "name" }, type.name),
      ),
      { type: type.name },
    ),
  );
  const more =
    requests.length > limit
      ? h(
          "button",
          { type: "button", class: "more", onclick: () => search(limit * 4) },
          `Show more of ${requests.length}`,
        )
      : null;
  const path = parseQuery(query).path;
  const all = path !== null && patternIn(path) !== null && requests.length > 0 ? tickAll(requests) : null;
  const names = query.trim().match(/^[A-Za-z.]+$/) && typeRows.length > 0 && wordsOf(query).length > 0;
  fill(
    results,
    names && requests.length > 0
      ? [rows.slice(0, 12), typeRows.slice(0, 4), rows.slice(12), more, typeRows.slice(4)]
      : [all, rows, more, typeRows],
  );
  byId("status").textContent =
    requests.length + found.length === 0
      ? "Nothing is found. Try fewer words, or a path that begins with /."
      : `${count(requests.length, "request")}, ${count(found.length, "type")}`;
  markCurrent();
}

/** The most requests that are ticked at once: the address of the page has all of them. */
const MOST_TICKED = 2000;

/** A button that ticks all requests of a pattern. */
function tickAll(requests) {
  if (requests.length > MOST_TICKED) {
    return h(
      "p",
      { class: "quiet" },
      `${requests.length} requests are too many to tick at once. Write the pattern into the build script instead.`,
    );
  }
  const tick = () => selection.replace([...selection.list, ...requests]);
  return h("button", { type: "button", class: "more", onclick: tick }, `Select all ${requests.length}`);
}

function showListingSize() {
  byId("status").textContent = searchIndex ? `${count(searchIndex.entries.length, "request")} listed` : "";
}

/** The themes: as the system has it, light, dark. */
const THEMES = ["auto", "light", "dark"];
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function setTheme(theme) {
  const isDark = theme === "dark" || (theme === "auto" && systemIsDark.matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
  document.documentElement.dataset.choice = theme;
  byId("theme").textContent = { auto: "◐ Auto", light: "☀ Light", dark: "☾ Dark" }[theme];
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Some browsers have no storage for files.
  }
}

function storedTheme() {
  try {
    return THEMES.includes(localStorage.getItem("theme")) ? localStorage.getItem("theme") : "auto";
  } catch {
    return "auto";
  }
}

function start() {
  fill(byId("title"), serviceTitle(), h("small", {}, catalog.isGraph ? "" : "OData"));
  setTheme(storedTheme());
  const choice = () => document.documentElement.dataset.choice;
  byId("theme").addEventListener("click", () => setTheme(THEMES[(THEMES.indexOf(choice()) + 1) % THEMES.length]));
  systemIsDark.addEventListener("change", () => setTheme(choice()));
  tree.start();
  listenToKeys(byId("results"));
  byId("search").addEventListener("input", () => search());
  byId("search").addEventListener("keydown", (event) => {
    const list = byId("results").hidden ? byId("tree") : byId("results");
    const rows = list.querySelectorAll(".row");
    if (event.key === "ArrowDown") focusRow(list, list.querySelector('[tabindex="0"]') ?? rows[0]);
    else if (event.key === "Enter") rows[0]?.click();
    else if (event.key === "Escape" && event.target.value !== "") {
      event.target.value = "";
      search();
    } else return;
    event.preventDefault();
  });
  for (const button of document.querySelectorAll("#views button")) {
    button.addEventListener("click", () => setView(button.dataset.view));
  }
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input:not([type=checkbox]), textarea");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      byId("search").select();
    } else if (event.key === "Escape" && !isTyping) {
      byId("search").focus();
    }
  });
  selection.listeners.push(
    () => history.replaceState(null, "", addressOf(shown)),
    () => document.querySelectorAll(".row").forEach(markRow),
    drawSelection,
    drawDetail,
  );
  addEventListener("popstate", followAddress);
  if (location.hash === "" && catalog.selected.length > 0) selection.replace(catalog.selected.flatMap(requestsOf));
  followAddress();
  drawSelection();
  // The list is made when the page has been drawn.
  setTimeout(() => {
    index();
    if (byId("search").value === "") showListingSize();
  }, 50);
}

start();
