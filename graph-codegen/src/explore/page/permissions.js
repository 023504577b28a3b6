// Which permissions allow a request: annotations of the document, or else Microsoft's table for Graph, as permissions/
// reads them. A request that neither has is unknown, which does not mean that it needs no permission.

const SCHEMES = ["delegated (work or school)", "delegated (personal)", "application"];
const SCHEME_LETTERS = ["D", "P", "A"];

/** The table, which is read when it is first needed. */
class PermissionTable {
  constructor(text) {
    const head = text.indexOf("\n") + 1;
    const sizes = text.slice(0, head).trim().split(" ").slice(-3).map(Number);
    const sections = [];
    let start = head;
    for (const size of sizes) sections.push(text.slice(start, (start += size)));
    const lines = (section) =>
      section
        .split("\n")
        .filter(Boolean)
        .map((line) => {
          const end = line.indexOf(" ");
          return end < 0 ? [line, ""] : [line.slice(0, end), line.slice(end + 1)];
        });
    this.facts = new Map(lines(sections[0]));
    this.sets = new Map(lines(sections[1]));
    this.requests = new Map(lines(sections[2]));
    this.prefixes = new Set();
    for (const path of this.requests.keys()) {
      for (let end = path.indexOf("/", 1); end > 0; end = path.indexOf("/", end + 1))
        this.prefixes.add(path.slice(0, end));
    }
    this.parsed = new Map();
  }

  /** The alternatives in the set with a key. */
  set(key) {
    if (!this.parsed.has(key)) this.parsed.set(key, this.parse(this.sets.get(key)));
    return this.parsed.get(key);
  }

  parse(text) {
    const found = { least: [], higher: [], resourceSpecific: [], isUnknown: false };
    for (const entry of text ? text.split(" ") : []) {
      const isLeast = entry.startsWith("*");
      const [name, also] = (isLeast ? entry.slice(1) : entry).split("+");
      if (!this.facts.has(name)) continue;
      const alternative = { name, also: also ? also.split(",").filter(Boolean) : [] };
      const isResourceSpecific = this.facts.get(name).startsWith("rsc");
      (isResourceSpecific ? found.resourceSpecific : isLeast ? found.least : found.higher).push(alternative);
    }
    return found;
  }

  /** The level of a permission in a scheme, and whether an administrator has to consent; null if it is not there. */
  grant(name, scheme) {
    const part = (this.facts.get(name) ?? "").split(" ").find((word) => word[0] === SCHEME_LETTERS[scheme]);
    if (!part) return null;
    const level = /[0-9]/.test(part[1] ?? "") ? Number(part[1]) : null;
    return { level, needsAdmin: part[2] === "!" };
  }

  /** The keys of the sets of all requests in a scheme, with the number of requests. */
  keys(scheme) {
    const counts = new Map();
    for (const methods of this.requests.values()) {
      for (const entry of methods.split(" ")) {
        const key = entry.split("=")[1]?.split(",")[scheme];
        if (key !== undefined && key !== "-") counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
  }

  /** Finds the permissions of a request; null if they are not known. */
  request(http, path) {
    const written = canonicalSegments(path);
    const [, ...others] = this.inferredForms(http, written);
    // A function is closer to itself without arguments than to anything else.
    const forms = [written, this.withoutArguments(written), ...others].filter(Boolean);
    for (const form of forms) {
      const found = this.find(http, "", form, form === written);
      if (!found) continue;
      const keys = found.keys.split(",");
      const schemes = [0, 1, 2].map((scheme) =>
        keys[scheme] === undefined ? this.parse("") : this.set(keys[scheme]),
      );
      return { path: found.path, isOfOtherPath: form.join("/") !== written.join("/"), schemes };
    }
    return null;
  }

  /** Goes back from a name that leads nowhere: a name does not hide a key. */
  find(http, path, [segment, ...rest], isWritten) {
    if (segment === undefined) {
      const entry = this.requests
        .get(path)
        ?.split(" ")
        .find((method) => method.startsWith(`${http}=`));
      return entry ? { path, keys: entry.slice(http.length + 1) } : null;
    }
    // In a path that nobody wrote, a name is no key, unless the table has it beside keys. What a POST ends with is an
    // action.
    const isFree = isWritten && (http !== "POST" || rest.length > 0);
    const canBeKey = isFree || !/^[a-z_][a-z0-9_]*$/.test(segment) || this.has(`${path}/${segment}`);
    for (const name of namesOf(segment, canBeKey).filter((name) => !isOtherKind(segment, name))) {
      const longer = `${path}/${name}`;
      const isThere = rest.length === 0 ? this.requests.has(longer) : this.prefixes.has(longer);
      const found = isThere ? this.find(http, longer, rest, isWritten) : null;
      if (found) return found;
    }
    return null;
  }

  /** Whether a path, or one that begins with it, is in the table. */
  has(path) {
    return this.requests.has(path) || this.prefixes.has(path);
  }

  /** Where a segment most probably leads; undefined if nowhere. */
  step(path, segment) {
    if (path === undefined) return undefined;
    const paths = namesOf(segment, true).map((name) => `${path}/${name}`);
    return paths.find((longer) => this.has(longer));
  }

  /** A function whose arguments the table omits; in front of a path that has keys, the arguments are a key. */
  withoutArguments(segments) {
    const form = [];
    let path = "";
    for (const segment of segments) {
      const at = segment.indexOf("(");
      const name = at < 0 ? segment : segment.slice(0, at);
      path = this.step(path, name);
      if (at < 0) {
        form.push(segment);
        continue;
      }
      if (segment.slice(at + 1) !== ")" && path !== undefined && this.has(`${path}/{}`)) return null;
      form.push(`${name}()`);
    }
    return form.join("/") === segments.join("/") ? null : form;
  }

  /** An entity by its key instead of by an alternate key. Behind other names, arguments may be those of a function. */
  byKey(segments) {
    const form = [];
    let path = "";
    for (const segment of segments) {
      const name = segment.split("(")[0];
      const keys = `${path}/${name}/{}`;
      if (segment.endsWith("={})") && segment.includes("(") && path !== undefined && this.has(keys)) {
        form.push(name, "{}");
        path = keys;
      } else {
        form.push(segment);
        path = this.step(path, segment);
      }
    }
    return form.length > segments.length ? form : null;
  }

  /** The path, and others that have the same permissions, the closest first. */
  inferredForms(http, segments) {
    const forms = [segments];
    const last = (form) => form[form.length - 1];
    const changes = [
      (form) => this.byKey(form),
      (form) => (["$ref", "$count", "$value"].includes(last(form)) ? form.slice(0, -1) : null),
      (form) => (http === "DELETE" && last(form) === "$ref" ? [...form.slice(0, -1), "{}"] : null),
      (form) =>
        http === "DELETE" && last(form) === "$ref" && form[form.length - 2] === "{}" ? form.slice(0, -2) : null,
      // By key instead of by item path.
      (form) => {
        const at = form.findIndex((segment) => segment.endsWith(":"));
        if (at < 0) return null;
        return [...form.slice(0, at), ...(form[at] === "root:" ? ["items", "{}"] : ["{}"]), ...form.slice(at + 2)];
      },
      // Without casts. What has arguments is a function, and what a POST ends with is an action.
      (form) => {
        const isCast = (segment, at) =>
          segment.startsWith("graph.") && !segment.includes("(") && (at < form.length - 1 || http !== "POST");
        const kept = form.filter((segment, at) => !isCast(segment, at));
        return kept.length < form.length ? kept : null;
      },
    ];
    for (const change of changes) {
      forms.push(...forms.map(change).filter(Boolean));
    }
    return forms;
  }
}

let operationNames = null;

/** Whether a segment is a call or a qualified name, and a name of the table is that of a property. */
function isOtherKind(segment, name) {
  operationNames ??= new Set(catalog.operationNames ?? []);
  const isOperation = segment.endsWith("()") || segment.startsWith("graph.");
  return isOperation && !/[({]|^graph\./.test(name) && !operationNames.has(name);
}

/** What a segment may be in the table, the best first. */
function namesOf(segment, canBeKey) {
  const isValue =
    canBeKey && !segment.includes("(") && !/^(\$|\{|graph\.)/.test(segment);
  const plain = segment.endsWith("()") ? segment.slice(0, -2) : segment;
  const names = [plain];
  const name = plain.split("(")[0];
  if (plain.startsWith("graph.")) {
    const dot = name.slice(6).lastIndexOf(".");
    names.push(plain.slice(6).slice(dot < 0 ? 0 : dot + 1));
  } else if (!/[.:{]/.test(name)) {
    names.push(`graph.${plain}`);
  }
  if (isValue) names.push(plain.endsWith(":") ? "{}:" : "{}");
  return names;
}

/** The segments of a path in canonical form. The paths of this page have no values, but placeholders. */
function canonicalSegments(path) {
  const canonical = [];
  const push = (segment) => {
    const at = segment.indexOf("(");
    const name = at < 0 ? segment : segment.slice(0, at);
    let text = name.startsWith("{") && name.endsWith("}") ? "{}" : name.toLowerCase().replace(/\{[^}]*\}/g, "{}");
    if (text.startsWith("microsoft.graph.")) text = `graph.${text.slice(16)}`;
    if (at < 0) return canonical.push(text);
    const written = segment
      .slice(at + 1)
      .replace(/\)$/, "")
      .trim();
    if (written === "") return canonical.push(`${text}()`);
    const names = written
      .split(/,(?![^{]*\})/)
      .map((argument) => argument.split("=")[0].trim().toLowerCase())
      .sort();
    return canonical.push(`${text}(${names.map((argument) => `${argument}={}`).join(",")})`);
  };
  const written = path.split("/").filter(Boolean);
  for (let at = 0; at < written.length; at++) {
    const segment = written[at];
    if (!segment.endsWith(":") || at + 1 === written.length) {
      push(segment.replace(/:+$/, ""));
      continue;
    }
    push(segment.slice(0, -1));
    canonical[canonical.length - 1] += ":";
    const isLast = at + 2 >= written.length;
    canonical.push(isLast ? "{}" : "{}:");
    written.slice(at + 2).forEach(push);
    break;
  }
  return canonical;
}

const EMPTY_TABLE = "graph-codegen permissions 1 0 0 0\n";
let loadedTable = null;

function permissionTable() {
  loadedTable ??= new PermissionTable(catalog.permissions ?? EMPTY_TABLE);
  return loadedTable;
}

/** Finds the permissions of a request of this page; null if they are not known. */
function permissionsOf(request) {
  const facts = request.operation ? noteOf.operation(request.operation).facts : request.facts;
  return (facts && annotated(facts)) ?? permissionTable().request(request.http, request.path);
}

/** The permissions in annotations; undefined if they say nothing about permissions. */
function annotated(facts) {
  const list = (names) => (names ?? []).map((name) => ({ name, also: [] }));
  const scheme = (least, higher, isKnown) => ({
    least: list(least),
    higher: list(higher),
    resourceSpecific: [],
    isUnknown: !isKnown && !least && !higher,
  });
  const schemes = [
    scheme(facts.delegatedLeast, facts.delegatedHigher, true),
    scheme(facts.personalLeast, facts.personalHigher, facts.personal === false),
    scheme(facts.applicationLeast, facts.applicationHigher, true),
  ];
  const says = schemes.some(({ least, higher }) => least.length + higher.length > 0);
  return says ? { isAnnotated: true, schemes } : undefined;
}

/** The alternatives of a manifest, the least privileged first. */
function alternatives({ least, higher }) {
  return [...least, ...higher];
}

function isSupported({ least, higher, resourceSpecific }) {
  return least.length + higher.length + resourceSpecific.length > 0;
}

/** All permissions of an alternative. If it is ambiguous which ones it requires in addition, all of them suffice. */
function permissionsIn({ name, also }) {
  return [name, ...also];
}
