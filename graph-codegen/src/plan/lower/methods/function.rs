//! Plans methods that call functions, and methods that address their results.

use super::{
    super::{caller::Caller, fields::element_doc, options::require, returns::returns},
    request::default_select,
};
use crate::{
    customization::{Element, ScopeKind},
    diagnostic::{Code, Diagnostic},
    edm::{Operation, OperationId, Parameter as DeclaredParameter},
    facts::{CustomOption, OperationFacts},
    naming::{Identifier, Wanted, snake},
    plan::{
        ArgumentForm, Exchange, Function, FunctionArgument, FunctionCall, FunctionResult, Method, MethodKind,
        Parameter, Presence, Returns, RustType, Signature,
        docs::{description, option_docs},
    },
    selection::{Method as Http, SelectedOperation, path_syntax},
};

impl<'m> Caller<'_, 'm> {
    /// Adds the method that calls a function and the one that addresses its result, if they are selected.
    pub(in crate::plan::lower) fn function(
        &mut self,
        id: OperationId,
        selected: &SelectedOperation,
        is_overloaded: bool,
    ) {
        let operation = self.planner.model.operation(id);
        let wanted = self.function_name(operation, is_overloaded);
        let result = wanted.identifier.with_suffix("_result");
        let Some(call) = self.function_call(operation) else { return };
        let template = self.call_template(id);
        let simple_name = self.simple_name(operation);
        let element = Element::Operation { on: self.owner, name: &simple_name };
        let clouds = self.clouds(id);
        let restriction = self.restriction(clouds);
        if selected.call.is_some() {
            let returns = returns(self.planner, operation);
            let facts = OperationFacts::of(operation);
            let mut docs = self.operation_docs(operation, &facts, Http::Get, &template, clouds);
            docs.extend(optional_docs(&call));
            docs.extend(operation.call_parameters().iter().filter_map(parameter_doc));
            let returned = operation.return_type.as_ref().and_then(|returned| returned.type_ref.type_id());
            let source = format!("{}/{simple_name}", self.owner);
            let options = CustomOption::of_operation(operation);
            let signature = with_arguments(Signature::returning(request_type(&returns)), &call);
            let (signature, required) = require(signature, &options);
            docs.extend(option_docs(&options, &required));
            let exchange = Exchange {
                source,
                template: template.clone(),
                body: None,
                output: returns.output(),
                options: required,
                facts,
            };
            self.methods.push(Method {
                name: self.scope.claim_wanted(wanted, "_function", &simple_name, || element.source_name()),
                source: element.source_name(),
                signature,
                kind: MethodKind::Function(Function {
                    origin: id,
                    owner: self.owner.clone(),
                    call: call.clone(),
                    exchange,
                    returns,
                    default_select: returned.map_or_else(Vec::new, |id| default_select(self.planner, id)),
                }),
                docs,
                deprecation: self.deprecation(operation),
                attributes: self.planner.customizations.attributes(&element),
                clouds: restriction,
                is_replaced: false,
            });
        }
        let Some(builder) = selected.leads_to.and_then(|shape| self.builders.get(&shape)) else { return };
        let element = Element::FunctionResult { on: self.owner, function: &simple_name };
        let result = self.planner.customizations.wanted(&element, Wanted::own(result));
        self.methods.push(Method {
            name: self.scope.claim_wanted(result, "_path", operation.name.as_str(), || element.source_name()),
            source: element.source_name(),
            signature: with_arguments(Signature::returning(RustType::Generated(builder.clone())), &call),
            kind: MethodKind::FunctionResult(FunctionResult { origin: id, call, builder: builder.clone() }),
            docs: [format!("Addresses the result of `{template}`.")]
                .into_iter()
                .chain(self.planner.cloud_docs(clouds))
                .collect(),
            deprecation: self.deprecation(operation),
            attributes: self.planner.customizations.attributes(&element),
            clouds: restriction,
            is_replaced: false,
        });
    }

    /// The method name of a function.
    ///
    /// If several overloads are selected, those with parameters are named after them. Overloads that are not selected
    /// do not count, so that the service can add some.
    fn function_name(&self, operation: &'m Operation, is_overloaded: bool) -> Wanted {
        let name = self.simple_name(operation);
        let base = self.wanted(operation, &name);
        let parameters = operation.call_parameters();
        if parameters.is_empty() || !is_overloaded {
            return base;
        }
        let names: Vec<String> = parameters.iter().map(|parameter| snake(&parameter.name)).collect();
        let identifier = base.identifier.with_suffix(&format!("_with_{}", names.join("_and_")));
        Wanted { identifier, ..base }
    }

    fn function_call(&mut self, operation: &'m Operation) -> Option<FunctionCall> {
        let segment = self.segment(operation);
        let operation_name = self.simple_name(operation);
        let wanted = operation.call_parameters().iter().map(|DeclaredParameter { name, .. }| {
            let element = Element::Parameter { on: self.owner, operation: &operation_name, name };
            (name.as_str(), self.planner.wanted(&element, name))
        });
        let source = |at: usize| {
            let parameter = operation.call_parameters().get(at);
            parameter.map(|parameter| format!("{}/{operation_name}/{}", self.owner, parameter.name)).unwrap_or_default()
        };
        let mut scope = self.planner.scope(&[]);
        let names = scope.claim_all(wanted.collect(), "", source);
        self.planner.report_clashes(&mut scope, ScopeKind::Parameters);
        let mut arguments = Vec::new();
        for (parameter, name) in operation.call_parameters().iter().zip(names) {
            let presence = match path_syntax::is_optional(parameter) {
                true => Presence::Optional,
                false => Presence::Required,
            };
            let Some(form) = self.argument_form(parameter) else {
                let message = format!(
                    "the function `{}` is omitted because its parameter `{}` is a stream",
                    operation.name, parameter.name
                );
                self.planner.diagnostics.push(Diagnostic::warning(Code::Unsupported, message).at(parameter.span));
                return None;
            };
            arguments.push(FunctionArgument { name, wire_name: parameter.name.clone(), form, presence });
        }
        Some(FunctionCall { segment, arguments })
    }

    /// The form of an argument; `None` for a stream, which cannot be one.
    fn argument_form(&mut self, parameter: &DeclaredParameter) -> Option<ArgumentForm> {
        let item = self.planner.item_type(&parameter.type_ref.item)?;
        Some(
            match (parameter.type_ref.is_collection, path_syntax::is_aliased(&parameter.type_ref, self.planner.model)) {
                (true, _) => ArgumentForm::JsonList(self.planner.collection_item(item, parameter.nullable)),
                (false, true) => ArgumentForm::Json(item),
                (false, false) => ArgumentForm::Literal(item),
            },
        )
    }
}

/// The type of the request for a function.
fn request_type(returns: &Returns) -> RustType {
    match returns {
        Returns::Structure(value) => RustType::runtime_of("Get", value.property()),
        Returns::Structures(item) => RustType::runtime_of("List", item.property()),
        Returns::Changes(item) => RustType::runtime_of("Delta", item.property()),
        other => RustType::runtime_of("Call", other.response()),
    }
}

/// Adds a parameter for each argument of a function.
fn with_arguments(signature: Signature, call: &FunctionCall) -> Signature {
    call.arguments.iter().fold(signature, |signature, argument| signature.with(parameter(argument)))
}

fn parameter(argument: &FunctionArgument) -> Parameter {
    let name = argument.name.clone();
    match (&argument.form, argument.presence) {
        (ArgumentForm::Literal(value), presence) => {
            let literal = RustType::runtime_of("Literal", value.value());
            match presence {
                Presence::Required => Parameter::new(name, literal.clone().impl_into(), literal),
                Presence::Optional => Parameter::new(name, literal.clone().option(), literal).optional(),
            }
        }
        (ArgumentForm::Json(value), presence) => by_reference(name, value.value(), presence),
        (ArgumentForm::JsonList(item), presence) => {
            by_reference(name, RustType::Slice(Box::new(item.value())), presence)
        }
    }
}

fn by_reference(name: Identifier, value: RustType, presence: Presence) -> Parameter {
    let reference = value.reference();
    match presence {
        Presence::Required => Parameter::new(name, reference.clone(), reference),
        Presence::Optional => Parameter::new(name, reference.clone().option(), reference).optional(),
    }
}

/// The description of a parameter, if it has one.
fn parameter_doc(parameter: &DeclaredParameter) -> Option<String> {
    let description = description(&parameter.annotations)?;
    Some(element_doc(&parameter.name, Some(description)))
}

/// Documents optional parameters, which the path template does not show.
fn optional_docs(call: &FunctionCall) -> Option<String> {
    let optional: Vec<String> = call
        .arguments
        .iter()
        .filter(|argument| argument.presence == Presence::Optional)
        .map(|argument| format!("`{}`", argument.wire_name))
        .collect();
    (!optional.is_empty()).then(|| format!("Optional parameters, omitted if `None`: {}.", optional.join(", ")))
}
