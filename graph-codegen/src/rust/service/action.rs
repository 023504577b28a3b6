//! Calls of actions.

use super::{builder::Parts, permissions::permission_docs, returns::returns, stem};
use crate::{
    edm::{Operation, OperationId},
    extension::Element,
    facts::OperationFacts,
    rust::{Action, Identifier, Method, documentation, lower::Lowering, structure},
};

/// Adds a method for each action that is selected.
pub(super) fn add(parts: &mut Parts<'_, '_>) {
    let mut operations: Vec<(OperationId, &Operation)> =
        parts.resource.operations.keys().map(|id| (*id, parts.lowering.model.operation(*id))).collect();
    operations
        .sort_by(|(_, left), (_, right)| left.name.name().cmp(right.name.name()).then(left.name.cmp(&right.name)));
    for (id, _) in operations {
        let action = action(parts, id);
        parts.methods.extend(action.map(|action| Method::Action(Box::new(action))));
    }
}

fn action(parts: &mut Parts<'_, '_>, id: OperationId) -> Option<Action> {
    let Parts { lowering, structures, shape, resource, scope, .. } = parts;
    let operation = lowering.model.operation(id);
    let on = lowering.type_name(shape.entity_type());
    let name = operation.name.name();
    let returns = returns(lowering, operation)?;
    let element = Element::Operation { on, name };
    let method = lowering.snake(&element, name);
    let method = scope.claim([method.clone(), method.with_suffix("_action")]);
    let parameters = (!operation.call_parameters().is_empty()).then(|| {
        let default =
            Identifier::forced(&format!("{}{}", stem(lowering, *shape).as_str(), heck::AsUpperCamelCase(name)));
        let element = Element::Parameters { on, operation: name };
        let wanted = lowering.customs.rename(&element, default.as_str()).unwrap_or(default);
        let path = lowering.claim(on.namespace(), [wanted.clone(), wanted.with_suffix("Parameters")]);
        let planned = structure::parameters(lowering, on, id, path.name.clone());
        structures.entry(path.modules.clone()).or_default().push(planned);
        path
    });
    let segment = segment(lowering, operation);
    let template = format!("{}/{segment}", resource.template);
    let facts = OperationFacts::of(operation);
    let docs = documentation_of(operation, &facts, &format!("POST {template}"));
    Some(Action {
        name: method,
        origin: id,
        kind: operation.kind,
        source: format!("{on}/{name}"),
        segment,
        template,
        docs,
        parameters,
        returns,
        facts,
    })
}

/// What an operation is called in a path: the service's own namespace may be left away; operations of others are called by their
/// whole name.
pub(super) fn segment(lowering: &Lowering<'_>, operation: &Operation) -> String {
    if operation.name.namespace() == lowering.namespaces.root() {
        operation.name.name().to_owned()
    } else {
        operation.name.to_string()
    }
}

/// What the documentation of an operation's method says.
pub(super) fn documentation_of(operation: &Operation, facts: &OperationFacts, call: &str) -> Vec<String> {
    let mut docs = Vec::new();
    docs.extend(facts.summary.as_deref().map(documentation::plain));
    docs.extend(documentation::description(&operation.annotations));
    docs.push(format!("`{call}`"));
    docs.extend(permission_docs(facts));
    docs
}
