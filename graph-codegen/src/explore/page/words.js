// Words in names and questions, as lookup/words.rs and lookup/search/question.rs have them.

/** Splits text into words in lower case, at anything but letters and digits and where a capital begins a word. */
function wordsOf(text) {
  return text
    .replace(/['’]s?/gu, "")
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** Words of a question that say nothing about what is searched. */
const FILLERS = new Set(
  (
    "a an and are as at be by can do does for from has have how i if in into is it of on or s that the their this to " +
    "what which with"
  ).split(" "),
);

/** Words that people use for one that Graph uses. */
const MEANINGS = {
  my: ["me"],
  email: ["mail", "message"],
  emails: ["mail", "messages"],
  inbox: ["mail"],
  meeting: ["event"],
  meetings: ["events"],
  appointment: ["event"],
  file: ["content", "item", "items", "driveitem"],
  files: ["content", "item", "items", "driveitem"],
  folder: ["children"],
  guest: ["invitations", "invitation"],
};

/** Words for what a request does. */
const VERBS = new Map(
  Object.entries({
    list: "list all find",
    get: "get read show fetch view retrieve",
    create: "create new make register post invite",
    send: "send",
    add: "add",
    update: "update change edit modify set rename patch replace",
    delete: "delete",
    remove: "remove",
    count: "count number",
    download: "download",
    upload: "upload",
  }).flatMap(([verb, words]) => words.split(" ").map((word) => [word, verb])),
);

const BEST = 270;
const EXACT = 240;
const SIMILAR = 140;

/** What a verb counts for each kind of request. */
const VERB_SCORES = {
  list: { get: SIMILAR, operation: SIMILAR },
  get: { get: SIMILAR, download: EXACT, operation: SIMILAR },
  create: { create: EXACT },
  send: { create: SIMILAR },
  add: { create: EXACT, addReference: BEST, setReference: SIMILAR },
  update: { update: EXACT, replace: EXACT, upload: SIMILAR, setReference: SIMILAR },
  delete: { delete: EXACT, removeReference: SIMILAR, removeReferenceById: SIMILAR, deleteStream: SIMILAR },
  remove: { delete: EXACT, removeReference: EXACT, removeReferenceById: EXACT },
  count: { count: EXACT },
  download: { download: EXACT },
  upload: { upload: EXACT },
};

function verbScore(verb, { kind, http, resource }) {
  if (kind === "operation" && http !== "GET") return 0;
  if (kind === "get" && (verb === "list" ? resource.many : verb === "get" && !resource.many)) return EXACT;
  return VERB_SCORES[verb][kind] ?? 0;
}

/** Removes the ends of English words that do not change what is meant: `licenses` becomes `licens`. */
function stem(word) {
  if (/^.{3,}ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(ss|us)$/.test(word) || /[^ -~]/.test(word)) return word;
  const end = ["ments", "ment", "ings", "ing", "ed", "es", "s", "e"].find(
    (ending) => word.endsWith(ending) && word.length - ending.length >= 3,
  );
  const start = end ? word.slice(0, -end.length) : word;
  const isDoubled = word.length > start.length + 1 && /([^lsz])\1$/.test(start);
  return isDoubled ? start.slice(0, -1) : start;
}

/** The least number of characters to insert, remove, replace or swap. */
function editDistance(left, right) {
  let [before, last] = [[], Array.from({ length: right.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= left.length; row++) {
    const next = [row];
    for (let at = 1; at <= right.length; at++) {
      const isSame = left[row - 1] === right[at - 1];
      next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + (isSame ? 0 : 1));
      const isSwapped = row > 1 && at > 1 && left[row - 1] === right[at - 2] && left[row - 2] === right[at - 1];
      if (isSwapped) next[at] = Math.min(next[at], before[at - 2] + 1);
    }
    [before, last] = [last, next];
  }
  return last[right.length];
}

/** Distinct words by number, each with its stem. */
class Vocabulary {
  constructor() {
    this.words = [];
    this.stems = [];
    this.numbers = new Map();
    this.names = new Map();
  }

  number(word) {
    let number = this.numbers.get(word);
    if (number === undefined) {
      number = this.words.length;
      this.numbers.set(word, number);
      this.words.push(word);
      this.stems.push(stem(word));
    }
    return number;
  }

  /** The words of a name, and then all of them together: `send`, `mail` and `sendmail`. */
  ofName(name) {
    let found = this.names.get(name);
    if (!found) {
      const words = wordsOf(name);
      if (words.length > 1) words.push(words.join(""));
      found = words.map((word) => this.number(word));
      this.names.set(name, found);
    }
    return found;
  }

  /** How well each word matches one of a question, in hundredths. */
  qualities(text) {
    const [textStem, meanings, isVerb] = [stem(text), MEANINGS[text] ?? [], VERBS.has(text)];
    const quality = (word, at) => {
      if (word === text) return 100;
      if (isVerb) return 0;
      if (this.stems[at] === textStem) return 95;
      if (meanings.includes(word)) return 80;
      return text.length >= 3 && word.startsWith(text) ? 60 : 0;
    };
    const found = Uint8Array.from(this.words, quality);
    if (!isVerb && found.every((value) => value === 0)) this.markMisspelled(text, found);
    return found;
  }

  /** Marks the words that are closest to one that occurs nowhere, if they are close enough. */
  markMisspelled(text, qualities) {
    const allowed = Math.floor(text.length / 4);
    const isNear = (word) => Math.abs(word.length - text.length) <= allowed;
    const distances = this.words.map((word) => (isNear(word) ? editDistance(text, word) : Infinity));
    const least = distances.reduce((left, right) => Math.min(left, right), Infinity);
    if (least <= allowed) distances.forEach((distance, at) => (qualities[at] = distance === least ? 50 : 0));
  }
}
