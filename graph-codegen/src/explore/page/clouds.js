// In which clouds an element exists, from the table that clouds/ has. An element that it does not have is unknown; a
// member that it does not have is marked with `?`, since members that are wherever their type is have no line.

const CLOUDS = ["Global", "UsGovernment", "UsGovernmentDod", "China", "UsNat", "UsSec", "Bleu", "Delos", "GovSg"];
const CLOUD_LETTERS = { P: [0], F: [1, 2], M: [3], N: [4], S: [5], B: [6], D: [7], G: [8] };
const ALL_CLOUDS = (1 << CLOUDS.length) - 1;
const PUBLIC_CLOUDS = 0b1111;

/** The table, by key: the clouds as bits, and the lines of members. */
class CloudTable {
  constructor(text) {
    this.elements = new Map();
    let element = null;
    for (const line of text.split("\n")) {
      if (line === "" || line.startsWith("#")) continue;
      const end = line.lastIndexOf(" ");
      const letters = line.slice(end + 1);
      const clouds = letters === "?" ? null : [...letters].reduce((bits, letter) => bits | cloudBits(letter), 0);
      if (line.startsWith(" ")) element.members.set(line.slice(1, end), clouds);
      else this.elements.set(line.slice(0, end), (element = { clouds, members: new Map() }));
    }
  }

  ofType(type) {
    return this.elements.get(relativeName(type.name))?.clouds;
  }

  /** Of a member of a type, declared or inherited. */
  ofMember(type, declaring, name) {
    const found = this.inherited(type, declaring, name);
    return found && found.clouds & (found.exact ?? ALL_CLOUDS);
  }

  /** Of an operation on a type, or of an unbound one. Documented clouds replace those of the table. */
  ofOperation(type, operation) {
    const declared = this.ofDeclaredOperation(type, operation);
    const documented = (noteOf.operation(operation).facts?.clouds ?? []).reduce((bits, name) => {
      const number = CLOUDS.findIndex((cloud) => cloud.toLowerCase() === name.toLowerCase());
      return number < 0 ? bits : bits | (1 << number);
    }, 0);
    return documented === 0 ? declared : ((declared ?? 0) & ~PUBLIC_CLOUDS) | documented;
  }

  ofDeclaredOperation(type, operation) {
    const key = operationName(operation);
    if (!operation.binding) return this.elements.get(key)?.clouds;
    const declaring = operation.binding.type;
    const on = type && type.lineage.includes(declaring) ? type : declaring;
    const found = this.inherited(on, declaring, key);
    return found && found.exact !== undefined ? found.clouds & found.exact : undefined;
  }

  /** Looks for a member from a type up to the one that declares it. */
  inherited(type, declaring, key) {
    let clouds = ALL_CLOUDS;
    for (const of of type.lineage) {
      const element = this.elements.get(relativeName(of.name));
      if (!element) return undefined;
      clouds &= element.clouds;
      const exact = element.members.get(key);
      if (exact === null) return undefined;
      if (exact !== undefined || of === declaring) return { clouds, exact };
    }
    return undefined;
  }
}

function cloudBits(letter) {
  return letter === "*"
    ? ALL_CLOUDS
    : (CLOUD_LETTERS[letter] ?? []).reduce((bits, number) => bits | (1 << number), 0);
}

function relativeName(name) {
  return name.startsWith("microsoft.graph.") ? name.slice(16) : `:${name}`;
}

function operationName(operation) {
  const names = operation.isFunction ? operation.parameters.map((parameter) => parameter.name).sort() : [];
  return `${operation.binding?.many ? "[]." : ""}${relativeName(operation.name)}(${names.join(",")})`;
}

let loadedClouds = null;

/** The table; null if this is not about the service. */
function cloudTable() {
  if (!catalog.clouds) return null;
  loadedClouds ??= new CloudTable(catalog.clouds);
  return loadedClouds;
}

/** What a request needs, each with its clouds, in the order of its path; empty if nothing is known of the service. */
function cloudNeeds(request) {
  const table = cloudTable();
  if (!table) return [];
  const needs = [];
  const add = (element, clouds) => needs.push({ element, clouds });
  const addRoot = (name) => add(`/${name}`, table.elements.get(`/${name}`)?.clouds);
  const addMember = (type, name) => {
    const property =
      type.navigation.find((other) => other.name === name) ?? type.properties.find((other) => other.name === name);
    add(`${type.simpleName}/${name}`, property && table.ofMember(type, property.of, name));
  };
  for (const step of request.resource?.steps ?? []) {
    switch (step.step) {
      case "root":
        addRoot(step.segment);
        break;
      case "alternateKey":
        step.parts.forEach((part) => addMember(step.type, part));
        break;
      case "navigation":
      case "property":
        addMember(step.parent.type, step.property.name);
        break;
      case "cast":
        add(step.type.name, table.ofType(step.type));
        break;
      case "function":
        if (step.importName !== undefined) addRoot(step.importName);
        add(step.operation.simpleName, table.ofOperation(step.parent?.type, step.operation));
        break;
      default:
    }
  }
  if (["download", "upload", "deleteStream"].includes(request.kind)) {
    const name = request.key.slice(request.key.indexOf(":") + 1);
    if (name !== "$value") addMember(request.resource.type, name);
  }
  if (request.operation) {
    if (request.importName !== undefined) addRoot(request.importName);
    add(request.operation.simpleName, table.ofOperation(request.resource?.type, request.operation));
  }
  return needs;
}

/** The clouds that have all of a request, as bits, and whether all of it is known; null if nothing is. */
function cloudsOf(request) {
  const needs = cloudNeeds(request);
  if (needs.length === 0) return null;
  const isKnown = needs.every(({ clouds }) => clouds !== undefined);
  return { clouds: needs.reduce((bits, { clouds }) => bits & (clouds ?? ALL_CLOUDS), ALL_CLOUDS), isKnown };
}

function cloudNames(bits) {
  return CLOUDS.filter((_, number) => bits & (1 << number));
}
