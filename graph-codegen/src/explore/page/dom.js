// Elements. Text of documents is always text: nothing here parses markup.

/** Makes an element; properties are attributes, or listeners if they begin with `on`. */
function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** Replaces what an element contains. */
function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

function byId(id) {
  return document.getElementById(id);
}

/** A badge for an HTTP method. */
function badge(http) {
  return h("span", { class: `method ${http.toLowerCase()}` }, http);
}

/** A path that may be broken after its slashes. */
function breakable(path) {
  return path.split(/(?<=\/)/).flatMap((part, at) => (at > 1 ? [h("wbr"), part] : [part]));
}

/** A heading with its content, or nothing if there is no content. */
function section(title, ...children) {
  const content = children.flat(Infinity).filter(Boolean);
  return content.length === 0 ? null : h("section", {}, h("h3", {}, title), content);
}

/** A block of code with a button that copies it. */
function codeBlock(text, label) {
  const copy = h(
    "button",
    {
      type: "button",
      class: "copy",
      "aria-label": `Copy ${label}`,
      onclick: async () => {
        await copyText(text);
        copy.textContent = "Copied";
        setTimeout(() => (copy.textContent = "Copy"), 1500);
      },
    },
    "Copy",
  );
  return h("div", { class: "code" }, h("pre", { tabindex: "0" }, h("code", {}, text)), copy);
}

/** Copies a text, also from a file, where browsers have no clipboard for scripts. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "offscreen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** `1 request`, `2 requests`. */
function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
