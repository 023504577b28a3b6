// The types that a selection pulls in, with the first reason for each, as selection/closure does it.

/** Returns the reasons by type, in the order in which types are found. */
function closure(requests) {
  const reasons = new Map();
  const queue = [];
  const add = (type, text, because) => {
    if (type.kind === PRIMITIVE || reasons.has(type)) return;
    reasons.set(type, { text, because });
    queue.push(type);
  };
  const addParameters = (operation, request) => {
    for (const parameter of operation.parameters) {
      add(parameter.ref.type, `is the type of the parameter ${parameter.name} of ${operation.simpleName}`, request);
    }
  };
  for (const request of requests) {
    for (const step of request.resource?.steps ?? []) {
      if (step.step === "function") addParameters(step.operation, request);
    }
    if (request.kind === "operation") {
      for (const operation of overloadsOf(request)) {
        addParameters(operation, request);
        if (operation.returns) add(operation.returns.type, `is returned by ${operation.simpleName}`, request);
      }
    } else if (request.kind === "get") {
      add(request.resource.type, `is read from ${request.path}`, request);
    } else if (["create", "update", "replace"].includes(request.kind)) {
      add(request.resource.type, `is sent to ${request.path}`, request);
    }
  }
  for (const type of queue) {
    if (type.underlying) add(type.underlying.type, "is the underlying type", type);
    if (type.base) add(type.base, `is the base type of ${type.simpleName}`, type);
    for (const property of type.properties) {
      add(property.ref.type, `is the type of ${property.of.simpleName}/${property.name}`, type);
    }
  }
  return reasons;
}

/** The reasons why a type is pulled in, from the type to the request that begins them. */
function reasonsOf(type, reasons) {
  const chain = [];
  for (let next = type; next instanceof Type && chain.length < reasons.size;) {
    const reason = reasons.get(next);
    if (!reason) break;
    chain.push(`${next.simpleName} ${reason.text}`);
    next = reason.because;
  }
  return chain;
}
