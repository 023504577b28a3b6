//! Calls of actions.

use super::{caller::Caller, permissions::permission_docs, returns::returns, stem};
use crate::{
    edm::{Operation, OperationId},
    extension::Element,
    facts::OperationFacts,
    rust::{Action, Identifier, Method, Path, deprecation::deprecation, documentation, structure},
    selection::ResourceShape,
};

impl Caller<'_, '_> {
    /// Adds the call of an action.
    pub(super) fn action(&mut self, id: OperationId) {
        let operation = self.lowering.model.operation(id);
        let (owner, name) = (self.owner, self.simple_name(operation));
        let Some(returns) = returns(self.lowering, operation) else { return };
        let method = self.lowering.snake(&Element::Operation { on: owner, name: &name }, &name);
        let method = self.claim(&method, "_action");
        let parameters = (!operation.call_parameters().is_empty()).then(|| self.parameters(id, &name));
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
            deprecation: deprecation(&operation.annotations),
            facts,
        })));
    }

    /// The struct of an action's parameters. It belongs to the type that the action is declared for, and types derived from that share it:
    /// Graph would have 529 more structs otherwise.
    fn parameters(&mut self, id: OperationId, name: &str) -> Path {
        let operation = self.lowering.model.operation(id);
        let declared = operation.binding_parameter().and_then(|parameter| {
            let of = parameter.type_ref.type_id()?;
            Some(if parameter.type_ref.is_collection {
                ResourceShape::Collection(of)
            } else {
                ResourceShape::Entity(of)
            })
        });
        let (on, stem) = match declared {
            Some(shape) => (self.lowering.type_name(shape.entity_type()), stem(self.lowering, shape).to_string()),
            // Each import of an action is called by its own name.
            None => (self.owner, String::new()),
        };
        if let Some(path) = self.structures.shared.get(&id).filter(|_| declared.is_some()) {
            return path.clone();
        }
        let default = Identifier::forced(&format!("{stem}{}", heck::AsUpperCamelCase(name)));
        let element = Element::Parameters { on, operation: name };
        let wanted = self.lowering.customs.rename(&element, default.as_str()).unwrap_or(default);
        let path = self.lowering.claim(on.namespace(), [wanted.clone(), wanted.with_suffix("Parameters")]);
        let planned = structure::parameters(self.lowering, on, id, path.name.clone());
        self.structures.by_module.entry(path.modules.clone()).or_default().push(planned);
        self.structures.shared.insert(id, path.clone());
        path
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
