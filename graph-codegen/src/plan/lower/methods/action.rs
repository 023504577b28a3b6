//! Plans methods that call actions.

use super::super::{
    caller::{Caller, CallerKind},
    options::require,
    returns::returns,
    service::stem,
    structure,
};
use crate::{
    clouds::Availability,
    customization::Element,
    edm::{Annotation, Operation, OperationId, OperationKind},
    facts::{CustomOption, OperationFacts, requires_explicit_binding},
    naming::{Identifier, Wanted},
    plan::{
        Action, CloudRestriction, Exchange, Method, MethodKind, Parameter, Path, RustType, Signature,
        docs::{deprecation, description, long_description, option_docs, plain},
    },
    selection::{Method as Http, ResourceShape, path_syntax},
};

impl Caller<'_, '_> {
    /// Adds the method for an action.
    pub(in crate::plan::lower) fn action(&mut self, id: OperationId) {
        let operation = self.planner.model.operation(id);
        let (owner, name) = (self.owner, self.simple_name(operation));
        let returns = returns(self.planner, operation);
        let element = Element::Operation { on: owner, name: &name };
        let wanted = self.wanted(operation, &name);
        let method = self.scope.claim_wanted(wanted, "_action", &name, || element.source_name());
        let parameters = (!operation.call_parameters().is_empty()).then(|| self.parameters(id, &name));
        let template = self.call_template(id);
        let facts = OperationFacts::of(operation);
        let clouds = self.clouds(id);
        let mut docs = self.operation_docs(operation, &facts, Http::Post, &template, clouds);
        let is_body_optional = parameters.is_some() && operation.call_parameters().iter().all(path_syntax::is_optional);
        if is_body_optional {
            docs.push("All parameters are optional: if none is set, the request has no body.".to_owned());
        }

        let mut signature = Signature::returning(RustType::runtime_of("Call", returns.response()));
        let body = parameters.clone().map(RustType::Generated);
        if let Some(body) = &body {
            let declared = RustType::Impl(Box::new(RustType::runtime_of("Parameters", body.clone())));
            let name = Identifier::forced("parameters");
            signature = signature.with(Parameter::new(name, declared, body.clone().reference()));
        }
        let options = CustomOption::of_operation(operation);
        let (signature, required) = require(signature, &options);
        docs.extend(option_docs(&options, &required));
        let source = format!("{owner}/{name}");
        self.methods.push(Method {
            name: method,
            source: element.source_name(),
            signature,
            kind: MethodKind::Action(Action {
                origin: id,
                owner: owner.clone(),
                segment: self.segment(operation),
                exchange: Exchange { source, template, body, output: returns.output(), options: required, facts },
                parameters,
                is_body_optional,
                returns,
            }),
            docs,
            deprecation: self.deprecation(operation),
            attributes: self.planner.customizations.attributes(&element),
            clouds: self.restriction(clouds),
            is_replaced: false,
        });
    }

    /// Plans the struct for an action's parameters.
    ///
    /// It belongs to the type that declares the action and is shared by derived types, which saves 529 structs in
    /// Graph.
    fn parameters(&mut self, id: OperationId, name: &str) -> Path {
        let operation = self.planner.model.operation(id);
        let declared = operation.binding_parameter().and_then(|parameter| {
            let of = parameter.type_ref.type_id()?;
            Some(if parameter.type_ref.is_collection {
                ResourceShape::Collection(of)
            } else {
                ResourceShape::Entity(of)
            })
        });
        let (on, stem) = match declared {
            Some(shape) => (self.planner.type_name(shape.entity_type()), stem(self.planner, shape).to_string()),
            // Each import has a struct named after the import.
            None => (self.owner, String::new()),
        };
        if let Some(path) = self.structures.shared.get(&id).filter(|_| declared.is_some()) {
            return path.clone();
        }
        let default = Identifier::forced(&[stem.as_str(), &self.camel_name(declared, operation, name)].concat());
        let element = Element::Parameters { on, operation: name };
        let wanted = self.planner.customizations.wanted(&element, Wanted::own(default));
        let name_of = operation.name.as_str();
        let path = self.planner.claim(on.namespace(), wanted, "Parameters", name_of, || element.source_name());
        let planned = structure::parameters(self.planner, on, name, id, path.name.clone());
        self.structures.by_module.entry(path.modules.clone()).or_default().push(planned);
        self.structures.shared.insert(id, path.clone());
        path
    }
}

impl Caller<'_, '_> {
    /// The annotations of the import, if the operation is called on the service.
    pub(super) fn import_annotations(&self) -> Option<&[Annotation]> {
        match self.kind {
            CallerKind::Resource(_) => None,
            CallerKind::Import(name) => self.planner.graph.child(name).map(|child| child.annotations()),
        }
    }

    /// The text of `#[deprecated]` for a method that calls an operation.
    pub(super) fn deprecation(&self, operation: &Operation) -> Option<String> {
        let of_import = self.import_annotations().and_then(deprecation);
        of_import.or_else(|| deprecation(&operation.annotations))
    }

    /// The clouds in which an operation is available where it is called.
    pub(super) fn clouds(&self, id: OperationId) -> Option<Availability> {
        match self.kind {
            CallerKind::Resource(on) => self.planner.clouds_of_operation(Some(on.entity_type()), id),
            CallerKind::Import(name) => {
                let import = self.planner.clouds.as_ref()?.of_root(name)?;
                Some(import & self.planner.clouds_of_operation(None, id)?)
            }
        }
    }

    /// The restriction, if these are fewer clouds than have the request builder.
    pub(super) fn restriction(&self, clouds: Option<Availability>) -> Option<CloudRestriction> {
        let of_builder = match self.kind {
            CallerKind::Resource(on) => self.planner.clouds_of_type(on.entity_type()),
            CallerKind::Import(_) => None,
        };
        self.planner.restriction(clouds, of_builder)
    }

    /// The documentation of a method that calls an operation.
    pub(super) fn operation_docs(
        &self,
        operation: &Operation,
        facts: &OperationFacts,
        method: Http,
        template: &str,
        clouds: Option<Availability>,
    ) -> Vec<String> {
        let call = format!("{} {template}", method.as_str());
        let mut docs = Vec::new();
        docs.extend(facts.summary.as_deref().map(plain));
        // What is said of the import is more specific.
        docs.extend(self.import_annotations().and_then(description));
        docs.extend(description(&operation.annotations).filter(|text| !docs.contains(text)));
        docs.extend(long_description(&operation.annotations));
        if docs.is_empty() {
            let kind = match operation.kind {
                OperationKind::Action => "action",
                OperationKind::Function => "function",
            };
            docs.push(format!("Calls the {kind} `{}`.", operation.name));
        }
        if requires_explicit_binding(&operation.annotations) {
            docs.push("The service offers it only where the metadata binds it explicitly.".to_owned());
        }
        docs.push(format!("`{call}`"));
        let returned = operation.return_type.as_ref().and_then(|returned| description(&returned.annotations));
        docs.extend(returned.map(|text| format!("Returns: {text}")));
        docs.extend(self.planner.request_docs(method, template, facts, clouds));
        docs
    }
}
