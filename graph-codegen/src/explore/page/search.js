// Search by words.

/** How many results are shown at first. */
const FIRST_RESULTS = 40;

/** Splits text into lower-case words, also at the humps of camel case. */
function wordsOf(text) {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9$]+/)
    .filter(Boolean);
}

/** An index of requests and types. */
class SearchIndex {
  constructor(requests) {
    this.entries = requests.map((request) => new Entry(request));
    this.types = types
      .filter((type) => type.kind !== PRIMITIVE && type.kind !== EXTERNAL)
      .map((type) => [type.name.toLowerCase(), type]);
  }

  /** Finds requests: by path if the query has one, otherwise by words; the best are first. */
  requests(query) {
    const { method, text, path } = parseQuery(query);
    if (path !== null) return requestsAtPath(path, method);
    const words = wordsOf(text);
    if (words.length === 0) return [];
    const joined = words.join("");
    // Numbers are sorted faster than objects: the score, and the place of the entry.
    const size = this.entries.length;
    const found = new Float64Array(size);
    let length = 0;
    for (let at = 0; at < size; at++) {
      const entry = this.entries[at];
      if (method && entry.request.http !== method) continue;
      const score = entry.score(words, joined);
      if (score > 0) found[length++] = at - score * size;
    }
    const sorted = found.subarray(0, length).sort();
    return Array.from(sorted, (number) => this.entries[((number % size) + size) % size].request);
  }

  /** Finds types by words in their names. */
  typesNamed(query) {
    const words = wordsOf(query);
    if (words.length === 0 || parseQuery(query).path !== null) return [];
    const joined = words.join("");
    const rank = (type) => (type.simpleName.toLowerCase() === joined ? 0 : type.name.length);
    const found = this.types
      .filter(([name]) => words.every((word) => name.includes(word)))
      .map(([, type]) => [rank(type), type]);
    found.sort(([left], [right]) => left - right);
    return found.map(([, type]) => type);
  }
}

/** A request with its searchable text. */
class Entry {
  constructor(request) {
    this.request = request;
    this.text = `${request.http} ${request.path}`.toLowerCase();
    const path = request.path.replace(/\/\$\w+$/, "");
    this.last = path
      .slice(path.lastIndexOf("/") + 1)
      .split("(")[0]
      .toLowerCase();
    // Short paths, entity sets and operations are first; counts and references are last.
    this.weight =
      300 -
      request.path.length -
      12 * request.path.split("/").length -
      (/\$(count|ref)$/.test(request.path) ? 60 : 0) -
      (request.path.startsWith("/me/") ? 30 : 0);
  }

  /** How well it matches; 0 if a word is missing. */
  score(words, joined) {
    let score = 1000 + this.weight;
    let at = -1;
    for (const word of words) {
      const found = this.text.indexOf(word);
      if (found < 0 && !this.synonyms(word)) return 0;
      if (found >= 0 && this.last.includes(word)) score += 150;
      if (found > at) score += 10;
      at = found;
    }
    if (this.last === joined || this.last === `${joined}s`) score += 600;
    else if (this.last.startsWith(joined)) score += 250;
    return Math.max(1, score);
  }

  /** Whether a word that documentation has for a kind of request fits. */
  synonyms(word) {
    const kinds = SYNONYMS[word];
    return kinds !== undefined && kinds.includes(this.request.kind);
  }
}

/** Words for kinds of requests. */
const SYNONYMS = {
  list: ["get"],
  read: ["get"],
  show: ["get"],
  create: ["create", "addReference"],
  add: ["create", "addReference"],
  new: ["create"],
  update: ["update", "replace"],
  change: ["update", "replace"],
  set: ["update", "setReference"],
  remove: ["delete", "removeReference", "removeReferenceById"],
  download: ["download"],
  upload: ["upload"],
  count: ["count"],
  all: ["get"],
  a: ["get", "create", "update", "delete", "operation"],
};
