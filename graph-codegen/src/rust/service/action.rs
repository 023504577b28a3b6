//! Calls of actions.

use super::{caller::Caller, permissions::permission_docs, returns::returns};
use crate::{
    edm::{Operation, OperationId},
    extension::Element,
    facts::OperationFacts,
    rust::{Action, Identifier, Method, documentation, structure},
};

impl Caller<'_, '_> {
    /// Adds the call of an action.
    pub(super) fn action(&mut self, id: OperationId) {
        let operation = self.lowering.model.operation(id);
        let (owner, name) = (self.owner, self.simple_name(operation));
        let Some(returns) = returns(self.lowering, operation) else { return };
        let method = self.lowering.snake(&Element::Operation { on: owner, name: &name }, &name);
        let method = self.claim(&method, "_action");
        let parameters = (!operation.call_parameters().is_empty()).then(|| {
            let default = Identifier::forced(&format!("{}{}", self.stem(), heck::AsUpperCamelCase(&name)));
            let element = Element::Parameters { on: owner, operation: &name };
            let wanted = self.lowering.customs.rename(&element, default.as_str()).unwrap_or(default);
            let path = self.lowering.claim(owner.namespace(), [wanted.clone(), wanted.with_suffix("Parameters")]);
            let planned = structure::parameters(self.lowering, owner, id, path.name.clone());
            self.structures.entry(path.modules.clone()).or_default().push(planned);
            path
        });
        let template = self.call_template(id);
        let facts = OperationFacts::of(operation);
        let docs = operation_docs(operation, &facts, &format!("POST {template}"));
        self.methods.push(Method::Action(Box::new(Action {
            name: method,
            origin: id,
            kind: operation.kind,
            owner: owner.clone(),
            source: format!("{owner}/{name}"),
            segment: self.segment(operation),
            template,
            docs,
            parameters,
            returns,
            facts,
        })));
    }
}

/// What the documentation of an operation's method says.
pub(super) fn operation_docs(operation: &Operation, facts: &OperationFacts, call: &str) -> Vec<String> {
    let mut docs = Vec::new();
    docs.extend(facts.summary.as_deref().map(documentation::plain));
    docs.extend(documentation::description(&operation.annotations));
    docs.push(format!("`{call}`"));
    docs.extend(permission_docs(facts));
    docs
}
