// Search by words, with the scores of lookup/search.rs.

/** How many results are shown at first. */
const FIRST_RESULTS = 40;

/** What a word counts in the last segment, in another one, in the name of a type, and in a parameter. */
const [LAST, PATH, TYPE, TEXT] = [240, 120, 60, 40];

/** What it costs that nobody asked for something, that a request is not documented, or not in all public clouds. */
const COSTS = { segment: 20, word: 30, cast: 50, suffix: 5, undocumented: 50, clouds: 10 };

/** How many of the best requests are compared by permissions and clouds. */
const COMPARED = 60;

/** The most words of a question, and the longest one. */
const [MOST_WORDS, LONGEST_WORD] = [16, 64];

/** An index of requests and types. */
class SearchIndex {
  constructor(requests) {
    this.vocabulary = new Vocabulary();
    this.entries = requests.map((request) => new Entry(request, this.vocabulary));
    this.types = types
      .filter((type) => type.kind !== PRIMITIVE && type.kind !== EXTERNAL)
      .map((type) => [type.name.toLowerCase(), type]);
    this.rankEntries();
  }

  /** Numbers the entries in the order of those with equal scores. */
  rankEntries() {
    const sizes = new Map();
    for (const { root } of this.entries) sizes.set(root, (sizes.get(root) ?? 0) + 1);
    const text = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
    this.ranked = [...this.entries].sort(
      (left, right) =>
        left.depth - right.depth ||
        sizes.get(right.root) - sizes.get(left.root) ||
        left.request.path.length - right.request.path.length ||
        text(left.request.path, right.request.path) ||
        text(left.request.http, right.request.http),
    );
  }

  /** Finds requests: by path if the query has one, otherwise by words; the best are first. */
  requests(query) {
    const { method, text, path } = parseQuery(query);
    if (path !== null) return requestsAtPath(path, method);
    // `GET users` asks for a method; `get user` can be any request that reads.
    const isMethod = method !== null && query.trim().startsWith(method);
    return this.withWords(isMethod ? text : query, isMethod ? method : null);
  }

  withWords(text, method) {
    const all = [...new Set(wordsOf(text))].filter((word) => word.length <= LONGEST_WORD);
    const asked = all.filter((word) => !FILLERS.has(word)).slice(0, MOST_WORDS);
    const terms = (asked.length > 0 ? asked : all.slice(0, 1)).map((word) => ({
      verb: VERBS.get(word),
      qualities: this.vocabulary.qualities(word),
    }));
    const best = new Uint8Array(this.vocabulary.words.length);
    for (const { qualities } of terms) qualities.forEach((quality, at) => (best[at] = Math.max(best[at], quality)));
    // Numbers are sorted faster than objects: the score, and the place of the entry.
    const size = this.ranked.length;
    let [most, found] = [1, []];
    for (let at = 0; at < size; at++) {
      const entry = this.ranked[at];
      if (method && entry.request.http !== method) continue;
      const { matched, score } = entry.match(terms);
      if (matched < most) continue;
      if (matched > most) [most, found] = [matched, []];
      found.push(at - (score - entry.unasked(best)) * size);
    }
    const place = (number) => ((number % size) + size) % size;
    const sorted = Array.from(Float64Array.from(found).sort());
    const first = sorted.slice(0, COMPARED).map((number) => number + this.ranked[place(number)].standing * size);
    first.sort((left, right) => left - right);
    return [...first, ...sorted.slice(COMPARED)].map((number) => this.ranked[place(number)].request);
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

/** A request with its searchable words. */
class Entry {
  constructor(request, vocabulary) {
    this.request = request;
    const segments = request.path.split("/").slice(1);
    this.depth = segments.length;
    this.root = segments[0].split("(")[0];
    // The words of each segment that has a name, of which a word can be asked for.
    this.names = [];
    this.casts = 0;
    const others = [];
    segments.forEach((segment, at) => {
      const name = segment.split("(")[0].replace(/^:+|:+$/g, "");
      // People ask for items "by path".
      if (name === "{path}" && segments[at - 1]?.endsWith(":")) this.names.push(vocabulary.ofName("path"));
      else if (name.startsWith("$")) others.push([TEXT, vocabulary.ofName(name)]);
      else if (name !== "" && !name.startsWith("{")) {
        if (name.includes(".")) this.casts++;
        this.names.push(vocabulary.ofName(name.slice(name.lastIndexOf(".") + 1)));
      }
    });
    this.hasSuffix = others.length > 0;
    const { resource, operation } = request;
    if (resource) others.push([TYPE, vocabulary.ofName(resource.type.simpleName)]);
    if (operation) {
      const refs = operation.parameters.map((parameter) => parameter.ref);
      if (operation.returns) refs.push(operation.returns);
      for (const { type } of refs) {
        if (type.kind !== PRIMITIVE) others.push([TYPE, vocabulary.ofName(type.simpleName)]);
      }
      for (const { name } of operation.parameters) others.push([TEXT, vocabulary.ofName(name)]);
      others.push([TEXT, vocabulary.ofName(noteOf.operation(operation).text ?? "")]);
    }
    const last = this.names.length - 1;
    const fields = [...this.names.map((words, at) => [at === last ? LAST : PATH, words]), ...others];
    this.words = Uint32Array.from(fields.flatMap(([, words]) => words));
    this.weights = Uint8Array.from(fields.flatMap(([weight, words]) => words.map(() => weight)));
  }

  /** How many words of a question it matches, and how well. */
  match(terms) {
    let [matched, score] = [0, 0];
    const { words, weights } = this;
    for (const { verb, qualities } of terms) {
      let best = verb ? verbScore(verb, this.request) * 100 : 0;
      for (let at = 0; at < words.length; at++) {
        const counted = weights[at] * qualities[words[at]];
        if (counted > best) best = counted;
      }
      if (best >= 100) {
        matched++;
        score += Math.floor(best / 100);
      }
    }
    return { matched, score };
  }

  /** The cost of segments, and of words of the last one, that match no word of the question. */
  unasked(qualities) {
    const isAsked = (word) => qualities[word] > 0;
    const last = this.names.at(-1);
    if (!last) return 0;
    const others = this.names.slice(0, -1).filter((words) => !words.some(isAsked)).length;
    // After several words, there is one for all of them together.
    const parts = last.length > 1 ? last.slice(0, -1) : last;
    const isWhole = last.length > 1 && qualities[last.at(-1)] >= 95;
    const extra = isWhole ? 0 : parts.filter((word) => !isAsked(word)).length;
    return (
      Math.min(others, 8) * COSTS.segment +
      Math.min(extra, 8) * COSTS.word +
      Math.min(this.casts, 8) * COSTS.cast +
      (this.hasSuffix ? COSTS.suffix : 0)
    );
  }

  /** What it costs that its permissions are not known, or that a public cloud does not have it. */
  get standing() {
    if (this.knownStanding === undefined) {
      const clouds = cloudsOf(this.request);
      const isLocal = clouds !== null && clouds.isKnown && (clouds.clouds & PUBLIC_CLOUDS) !== PUBLIC_CLOUDS;
      this.knownStanding = (permissionsOf(this.request) ? 0 : COSTS.undocumented) + (isLocal ? COSTS.clouds : 0);
    }
    return this.knownStanding;
  }
}
