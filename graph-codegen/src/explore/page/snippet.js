// The Rust call of a request, from the names that the generator plans.

/** The signature of a builder's method, or of the service's if there is no resource; undefined if there is none. */
function signature(resource, key) {
  const { rust } = catalog;
  if (!resource) return rust.signatures[rust.service[key]];
  const exception = rust.exceptions[resource.shape]?.[key];
  return rust.signatures[exception ?? rust.defaults[resource.many ? 1 : 0][key]];
}

/** The Rust call of a request; null if no method is generated. `selected` are the requests of the whole selection. */
function rustCall(request, selected = [request]) {
  const variables = [];
  let expression = "service";
  const call = (builder, found) => {
    const [name, parameters] = found;
    const own = builder ? builder.type.rustType : "";
    const stem = builder ? catalog.rust.stems[builder.type.number] : "";
    const text = (number) => texts[number].replaceAll("{T}", own).replaceAll("{t}", stem);
    const names = parameters.map((parameter) => {
      if (parameter === null) return "None";
      const wanted = text(parameter[0]);
      const isTaken = (other) => other === "service" || variables.some(([known]) => known === other);
      let unique = wanted;
      for (let number = 2; isTaken(unique); number++) unique = `${wanted}_${number}`;
      variables.push([unique, text(parameter[1])]);
      return unique;
    });
    expression += `.${texts[name]}(${names.join(", ")})`;
    return text;
  };
  for (const step of request.resource?.steps ?? []) {
    const found = signature(step.parent, stepKey(step, selected));
    if (!found) return null;
    call(step.parent, found);
  }
  const key = request.kind === "operation" ? operationKey("op", request, selected) : request.key;
  const found = signature(request.resource, key);
  if (!found || found.length === 2) return null;
  const text = call(request.resource, found);
  const [, , body, returns, options, isLongRunning] = found;
  return {
    expression,
    variables,
    body: body === null ? null : text(body),
    returns: text(returns),
    options: options.map((option) => texts[option]),
    isLongRunning: isLongRunning === 1,
  };
}

/** The key of the method for a step, on the builder before it. */
function stepKey(step, selected) {
  switch (step.step) {
    case "key":
      return "key";
    case "alternateKey":
      return `key:${step.parts.join(",")}`;
    case "itemPath":
      return "path";
    case "function":
      return operationKey("result", { ...step, resource: step.parent }, selected);
    default:
      return `/${step.segment}`;
  }
}

/** The key of the method of an operation. A function is named after its parameters if others have its name. */
function operationKey(prefix, { operation, resource, importName }, selected) {
  const key = `${prefix}:${operation.number}`;
  if (!operation.isFunction) return key;
  const alone = `alone:${key}`;
  return signature(resource, alone) && !isOverloaded(operation, resource, importName, selected) ? alone : key;
}

/** Whether a selection has several functions of a name on the same builder. */
function isOverloaded(operation, resource, importName, selected) {
  const isSameBuilder = (other, otherImport) =>
    resource ? other?.shape === resource.shape : otherImport === importName;
  const found = new Set();
  const add = (candidate) => {
    if (candidate.isFunction && candidate.simpleName === operation.simpleName) found.add(candidate);
  };
  for (const request of selected) {
    if (request.kind === "operation" && isSameBuilder(request.resource, request.importName)) {
      overloadsOf(request).forEach(add);
    }
    for (const step of request.resource?.steps ?? []) {
      if (step.step === "function" && isSameBuilder(step.parent, step.importName)) add(step.operation);
    }
  }
  return found.size > 1;
}

/** The lines of a call, with its variables; null if no method is generated. */
function rustSnippet(request, selected) {
  const call = rustCall(request, selected);
  if (!call) return null;
  const lines = call.variables.map(([name, type]) => `// ${name}: ${type}`);
  const sent = `${call.expression}.${call.isLongRunning ? "begin" : "send"}().await?`;
  if (call.returns === "()") lines.push(`${sent};`);
  else if (call.isLongRunning) lines.push(`let poller = ${sent};`);
  else lines.push(`let result: ${call.returns} =`, `    ${sent};`);
  return lines.join("\n");
}
