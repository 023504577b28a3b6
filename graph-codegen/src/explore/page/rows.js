// Rows of the tree and of search results, and how the keyboard moves among them.

/** A row for a request, with a tick. */
function requestRow(request, role, { label = request.path, level = 0, isWrapped = false } = {}) {
  const tick = h("input", {
    type: "checkbox",
    class: "tick",
    tabindex: "-1",
    "aria-label": `Select ${request.id}`,
    onclick: (event) => {
      event.stopPropagation();
      selection.toggle(request);
    },
  });
  const isDeprecated = requestDeprecations(request).length > 0;
  const row = h(
    "div",
    {
      class: `row${isWrapped ? " wrap" : ""}${isDeprecated ? " deprecated" : ""}`,
      role,
      tabindex: "-1",
      title: request.id,
      onclick: () => show({ request: request.id }),
    },
    level > 0 ? h("span", { class: "twisty" }) : null,
    tick,
    badge(request.http),
    h("span", { class: "name" }, isWrapped ? breakable(label) : label),
  );
  row.style.setProperty("--level", level);
  Object.assign(row, { request, tick });
  markRow(row);
  return row;
}

/** Shows whether the request of a row is selected. */
function markRow(row) {
  if (!row.request) return;
  const isSelected = selection.has(row.request);
  row.tick.checked = isSelected;
  row.setAttribute(row.getAttribute("role") === "option" ? "aria-selected" : "aria-checked", String(isSelected));
}

/** Moves the focus to a row of a list. */
function focusRow(list, row) {
  if (!row) return;
  list.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
  row.setAttribute("tabindex", "0");
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

/** Handles keys in a list of rows: arrows, Home, End, Enter to open and Space to select. */
function listenToKeys(list, more = () => false) {
  list.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const rows = [...list.querySelectorAll(".row")];
    const at = rows.indexOf(event.target.closest(".row"));
    const row = rows[at];
    if (!row || !handle(event.key)) return;
    event.preventDefault();

    function handle(key) {
      switch (key) {
        case "ArrowDown":
          focusRow(list, rows[at + 1]);
          return true;
        case "ArrowUp":
          if (at === 0) byId("search").focus();
          else focusRow(list, rows[at - 1]);
          return true;
        case "Home":
          focusRow(list, rows[0]);
          return true;
        case "End":
          focusRow(list, rows.at(-1));
          return true;
        case "Enter":
          row.click();
          return true;
        case " ":
          if (row.request) selection.toggle(row.request);
          else row.click();
          return true;
        default:
          return more(key, row, rows, at);
      }
    }
  });
}
