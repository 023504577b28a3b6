// The model of the service, from the records that explore/catalog.rs writes.

const PRIMITIVE = 0,
  ENTITY = 1,
  COMPLEX = 2,
  ENUM = 3,
  DEFINITION = 4,
  EXTERNAL = 5;
const KIND_NAMES = [
  "primitive type",
  "entity type",
  "complex type",
  "enumeration",
  "type definition",
  "external type",
];

const catalog = JSON.parse(document.getElementById("catalog").textContent);
const texts = catalog.texts;

/** Splits a flat list into records of a size. */
function* records(list, size) {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}

/** A reference to a type: the type, and whether it is a collection of it. */
function typeRef(number) {
  return { type: types[number >> 1], many: (number & 1) === 1 };
}

/** `Collection(microsoft.graph.user)` */
function refName({ type, many }) {
  return many ? `Collection(${type.name})` : type.name;
}

/** A type. Its members are decoded when they are first needed. */
class Type {
  constructor(record, number) {
    this.record = record;
    this.number = number;
    this.kind = record[0];
    this.namespace = texts[record[1]];
    this.simpleName = texts[record[2]];
    this.name = this.namespace ? `${this.namespace}.${this.simpleName}` : this.simpleName;
    this.derived = [];
    this.bound = [[], []];
    const flags = this.isStructured ? record[4] : 0;
    this.isAbstract = (flags & 1) !== 0;
    this.isOpen = (flags & 2) !== 0;
    this.hasStream = (flags & 4) !== 0;
    this.continues = (flags & 8) !== 0;
    this.isUntyped = (flags & 16) !== 0;
  }

  get isStructured() {
    return this.kind === ENTITY || this.kind === COMPLEX;
  }

  get base() {
    return this.isStructured && this.record[3] >= 0 ? types[this.record[3]] : null;
  }

  /** The type and its base types. */
  get lineage() {
    const found = [];
    for (let type = this; type && found.length < types.length; type = type.base) found.push(type);
    return found;
  }

  /** All types derived from it, nearest first. */
  get allDerived() {
    const found = [...this.derived];
    for (let at = 0; at < found.length; at++) found.push(...found[at].derived);
    return found;
  }

  get ownProperties() {
    this.decodedProperties ??= !this.isStructured
      ? []
      : [...records(this.record[5], 3)].map(([name, ref, flags]) => ({
          name: texts[name],
          of: this,
          ref: typeRef(ref),
          isRequired: (flags & 1) !== 0,
          writing: ["", "only when created", "read-only"][flags >> 1],
        }));
    return this.decodedProperties;
  }

  get ownNavigation() {
    this.decodedNavigation ??= !this.isStructured
      ? []
      : [...records(this.record[6], 5)].map(([name, ref, flags, here, byKey]) => ({
          name: texts[name],
          of: this,
          ref: typeRef(ref),
          isContained: (flags & 1) !== 0,
          isFollowed: (flags & 2) !== 0,
          lists: [here, byKey],
        }));
    return this.decodedNavigation;
  }

  /** Properties, with those of base types first. */
  get properties() {
    this.allProperties ??= this.lineage.reverse().flatMap((type) => type.ownProperties);
    return this.allProperties;
  }

  get navigation() {
    this.allNavigation ??= this.lineage.reverse().flatMap((type) => type.ownNavigation);
    return this.allNavigation;
  }

  /** The names of the key's parts. */
  get key() {
    this.keyParts ??= (
      this.lineage.find((type) => type.isStructured && type.record[7].length > 0)?.record[7] ?? []
    ).map((part) => texts[part]);
    return this.keyParts;
  }

  get keyPlaceholder() {
    return this.key.length === 1 ? this.key[0] : "key";
  }

  /** `graph.group`; only the alias of the service's own namespace is known to it. */
  get castSegment() {
    return catalog.alias && this.namespace === catalog.namespace ? `${catalog.alias}.${this.simpleName}` : this.name;
  }

  /** The numbers of the requests after a cast, a function or a complex property: of a value, a collection, by key. */
  get lists() {
    return this.record[8];
  }

  get members() {
    return this.kind !== ENUM
      ? []
      : [...records(this.record[3], 2)].map(([name, value]) => ({ name: texts[name], value }));
  }

  get underlying() {
    return this.kind === DEFINITION ? typeRef(this.record[3]) : null;
  }

  get rustType() {
    return catalog.rust.types[this.number];
  }
}

/** An overload of an action or function. */
class Operation {
  constructor(record, number) {
    this.number = number;
    this.simpleName = texts[record[1]];
    this.name = `${texts[record[0]]}.${this.simpleName}`;
    this.isFunction = record[2] === 1;
    this.http = this.isFunction ? "GET" : "POST";
    this.binding = record[3] === null ? null : typeRef(record[3]);
    this.parameters = [...records(record[4], 3)].map(([name, ref, flags]) => ({
      name: texts[name],
      ref: typeRef(ref),
      isOptional: (flags & 1) !== 0,
      isRequired: (flags & 2) !== 0,
    }));
    this.returns = record[5] === null ? null : typeRef(record[5]);
    this.segment = texts[record[6]];
    this.continues = record[7] === 1;
  }

  /** Whether a path may write it with arguments of these names. */
  accepts(names) {
    const has = (list, name) => list.some((other) => other.toLowerCase() === name.toLowerCase());
    return this.isFunction
      ? names.every((name) =>
          has(
            this.parameters.map((parameter) => parameter.name),
            name,
          ),
        ) && this.requiredNames.every((name) => has(names, name))
      : names.length === 0;
  }

  get requiredNames() {
    return this.parameters.filter((parameter) => !parameter.isOptional).map((parameter) => parameter.name);
  }
}

const types = catalog.types.map((record, number) => new Type(record, number));
const operations = catalog.operations.map((record, number) => new Operation(record, number));
for (const type of types) type.base?.derived.push(type);
for (const operation of operations) {
  operation.binding?.type.bound[operation.binding.many ? 1 : 0].push(operation);
}
const typesByName = new Map(types.map((type) => [type.name, type]));

/** What annotations say of an element; see explore/notes.rs for the keys. */
function note(key) {
  return Object.hasOwn(catalog.notes, key) ? catalog.notes[key] : {};
}

const noteOf = {
  type: (type) => note(`t${type.number}`),
  member: (type, name) => note(`t${type.number}/${name}`),
  operation: (operation) => note(`o${operation.number}`),
  root: (name) => note(`/${name}`),
};

/** A sentence about a deprecation; empty if there is none. */
function deprecation({ deprecated }) {
  if (!deprecated) return "";
  const since = deprecated.since ? ` since ${deprecated.since}` : "";
  const removal = deprecated.removal ? `, to be removed on ${deprecated.removal}` : "";
  return `Deprecated${since}${removal}${deprecated.text ? `: ${deprecated.text}` : ""}`;
}
