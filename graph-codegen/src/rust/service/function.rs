//! Functions: calling them, and leading through them to what they return.

use super::{action::operation_docs, caller::Caller, get::default_select, returns::returns};
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::{Operation, OperationId, Parameter},
    extension::Element,
    facts::OperationFacts,
    rust::{
        ArgumentForm, Function, FunctionArgument, FunctionCall, FunctionResult, Identifier, Method, Presence,
        ValueType, deprecation::deprecation, scope::Scope,
    },
    selection::{SelectedOperation, path_syntax},
};

impl<'m> Caller<'_, 'm> {
    /// Adds the call of a function, and the way through it, as far as each is selected.
    pub(super) fn function(&mut self, id: OperationId, selected: &SelectedOperation) {
        let operation = self.lowering.model.operation(id);
        let method = self.function_name(operation);
        let Some(call) = self.function_call(operation) else { return };
        let template = self.call_template(id);
        if selected.call.is_some()
            && let Some(returns) = returns(self.lowering, operation)
        {
            let facts = OperationFacts::of(operation);
            let mut docs = operation_docs(operation, &facts, &format!("GET {template}"));
            docs.extend(optional_docs(&call));
            let returned = operation.return_type.as_ref().and_then(|returned| returned.type_ref.type_id());
            let function = Function {
                name: self.claim(&method, "_function"),
                origin: id,
                owner: self.owner.clone(),
                source: format!("{}/{}", self.owner, self.simple_name(operation)),
                call: call.clone(),
                template: template.clone(),
                docs,
                returns,
                default_select: returned.map_or_else(Vec::new, |id| default_select(self.lowering, id)),
                deprecation: deprecation(&operation.annotations),
                facts,
            };
            self.methods.push(Method::Function(Box::new(function)));
        }
        let Some(builder) = selected.leads_to.and_then(|shape| self.builders.get(&shape)) else { return };
        let result = FunctionResult {
            name: self.claim(&method.with_suffix("_result"), "_path"),
            origin: id,
            call,
            builder: builder.clone(),
            doc: format!("What `{template}` returns, to go on from there."),
        };
        self.methods.push(Method::FunctionResult(Box::new(result)));
    }

    /// The function's name; where it is overloaded, overloads with parameters have the names of these in theirs. That depends on
    /// the model alone, so that a larger selection renames nothing.
    fn function_name(&self, operation: &'m Operation) -> Identifier {
        let name = self.simple_name(operation);
        let base = self.lowering.snake(&Element::Operation { on: self.owner, name: &name }, &name);
        let parameters = operation.call_parameters();
        if parameters.is_empty() || self.overloads(operation) < 2 {
            return base;
        }
        let names: Vec<String> =
            parameters.iter().map(|parameter| heck::AsSnakeCase(&parameter.name).to_string()).collect();
        base.with_suffix(&format!("_with_{}", names.join("_and_")))
    }

    fn function_call(&mut self, operation: &'m Operation) -> Option<FunctionCall> {
        let segment = self.segment(operation);
        let operation_name = self.simple_name(operation);
        let mut scope = Scope::default();
        let mut arguments = Vec::new();
        for parameter in operation.call_parameters() {
            let element = Element::Parameter { on: self.owner, operation: &operation_name, name: &parameter.name };
            let name = scope.claim([self.lowering.snake(&element, &parameter.name)]);
            let presence = match path_syntax::is_optional(parameter) {
                true => Presence::Optional,
                false => Presence::Required,
            };
            let Some(form) = self.argument_form(parameter) else {
                let message = format!(
                    "the parameter `{}` of `{}` is a stream; the function is left out",
                    parameter.name, operation.name
                );
                self.lowering.diagnostics.push(Diagnostic::warning(Code::Unsupported, message).at(parameter.span));
                return None;
            };
            arguments.push(FunctionArgument { name, wire_name: parameter.name.clone(), form, presence });
        }
        Some(FunctionCall { segment, arguments })
    }

    /// How a parameter is written; a stream cannot be one.
    fn argument_form(&mut self, parameter: &Parameter) -> Option<ArgumentForm> {
        let item = self.lowering.item_type(&parameter.type_ref.item)?;
        Some(
            match (parameter.type_ref.is_collection, path_syntax::is_aliased(&parameter.type_ref, self.lowering.model))
            {
                (true, _) => ArgumentForm::JsonList(item),
                (false, true) => ArgumentForm::Json(item),
                (false, false) if item == ValueType::Runtime("Json") => ArgumentForm::Json(item),
                (false, false) => ArgumentForm::Literal(item),
            },
        )
    }
}

/// The template shows required parameters only.
fn optional_docs(call: &FunctionCall) -> Option<String> {
    let optional: Vec<String> = call
        .arguments
        .iter()
        .filter(|argument| argument.presence == Presence::Optional)
        .map(|argument| format!("`{}`", argument.wire_name))
        .collect();
    (!optional.is_empty()).then(|| format!("Left away where `None`: {}.", optional.join(", ")))
}
