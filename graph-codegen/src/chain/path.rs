//! The path to a resource, as method calls.

use super::{
    Argument, Chains,
    given::{Given, GivenArguments},
    unknown,
};
use crate::{
    diagnostic::Diagnostic,
    edm::{Model, OperationId, TypeId},
    naming::Identifier,
    plan::{KeyKind, Method, MethodKind, Parameter},
    selection::{ResourceShape, ServicePath, Step},
};

/// What a call passes for a parameter.
enum Value {
    Required(Argument),
    /// The parameter is optional, and the request has a value for it.
    Given(Argument),
    /// The parameter is optional.
    Omitted,
}

/// An expression that is being built.
#[derive(Debug)]
pub(super) struct Expression {
    text: String,
    /// Where each call begins.
    calls: Vec<usize>,
    arguments: Vec<Argument>,
    /// The query options that arguments set.
    options: Vec<String>,
}

impl Expression {
    fn start() -> Self {
        Self { text: "service".to_owned(), calls: Vec::new(), arguments: Vec::new(), options: Vec::new() }
    }

    /// The text, where each call in it begins, and the variables.
    pub(super) fn finish(self) -> (String, Vec<usize>, Vec<Argument>) {
        (self.text, self.calls, self.arguments)
    }

    /// Appends a call.
    pub(super) fn append(&mut self, text: &str) {
        self.calls.push(self.text.len());
        self.text.push_str(text);
    }

    /// Appends the call of a method, with a variable for each parameter that is required or given.
    pub(super) fn call(&mut self, method: &Method, given: &Given) {
        let value = |parameter: &Parameter| match Argument::of(parameter) {
            Some(argument) => Value::Required(argument),
            None if given.has(method, parameter.name.as_str()) => Value::Given(Argument::given(parameter)),
            None => Value::Omitted,
        };
        self.call_with(&method.name, method.signature.parameters.iter().map(value));
        let options = method.kind.options().iter().filter(|option| option.is_in_query());
        self.options.extend(options.map(|option| option.wire_name.clone()));
    }

    /// Whether an argument sets a query option.
    pub(super) fn sets(&self, option: &str) -> bool {
        self.options.iter().any(|known| known == option)
    }

    fn call_with(&mut self, method: &Identifier, values: impl IntoIterator<Item = Value>) {
        let mut texts = Vec::new();
        for value in values {
            texts.push(match value {
                Value::Required(argument) => self.variable(argument),
                Value::Given(argument) => format!("Some({})", self.variable(argument)),
                Value::Omitted => "None".to_owned(),
            });
        }
        self.append(&format!(".{}({})", method.written(), texts.join(", ")));
    }

    /// Adds a variable under a unique name: the second `user_id` is `user_id_2`.
    fn variable(&mut self, mut argument: Argument) -> String {
        let wanted = argument.name.clone();
        let mut number = 2;
        while argument.name == "service" || self.arguments.iter().any(|known| known.name == argument.name) {
            argument.name = format!("{wanted}_{number}");
            number += 1;
        }
        let name = argument.name.clone();
        self.arguments.push(argument);
        name
    }
}

impl<'p> Chains<'p> {
    /// The calls that return the request builder of the resource at the end of a path.
    pub(super) fn path(&self, path: &ServicePath<'_>, given: &mut GivenArguments) -> Result<Expression, Diagnostic> {
        let mut expression = Expression::start();
        for step in &path.steps {
            match step {
                Step::Key { from } => {
                    let method = self.method(
                        *from,
                        "key",
                        |kind| matches!(kind, MethodKind::Key(key) if key.kind == KeyKind::Own),
                    )?;
                    self.key(*from, method, &mut expression);
                }
                Step::AlternateKey { from, parts } => {
                    let method = self.method(*from, "such alternate key", |kind| {
                        matches!(kind, MethodKind::Key(key) if key.kind == KeyKind::Alternate
                            && key.parts.len() == parts.len()
                            && key.parts.iter().all(|part| parts.contains(&part.as_str())))
                    })?;
                    self.key(*from, method, &mut expression);
                }
                step => {
                    let method = self.step(step)?;
                    let given = given.next(method);
                    expression.call(method, &given);
                }
            }
        }
        Ok(expression)
    }

    /// Finds the method for a step that takes no key.
    fn step(&self, step: &Step<'_>) -> Result<&'p Method, Diagnostic> {
        match step {
            Step::Navigation { from, property, .. } | Step::Property { from, property, .. } => {
                self.segment(*from, property)
            }
            Step::ItemPath { from } => {
                self.method(*from, "path of items", |kind| matches!(kind, MethodKind::ItemPath(_)))
            }
            Step::Cast { from, to } => self.segment(*from, &self.graph.cast_segment(to.entity_type())),
            Step::Function { from: Some(from), operation, .. } => {
                self.method(*from, "function result", |kind| is_result_of(kind, *operation))
            }
            Step::Function { from: None, operation, .. } => {
                let found = self.service_methods().iter().find(|method| is_result_of(&method.kind, *operation));
                found.ok_or_else(|| unknown("the function import is not selected"))
            }
            Step::Root { name, .. } => {
                let found = self.service_methods().iter().find(|method| is_segment(&method.kind, name));
                found.ok_or_else(|| unknown(format!("`/{name}` is not selected")))
            }
            Step::Key { .. } | Step::AlternateKey { .. } => Err(unknown("keys take arguments")),
        }
    }

    fn segment(&self, from: ResourceShape, segment: &str) -> Result<&'p Method, Diagnostic> {
        self.method(from, &format!("`{segment}`"), |kind| is_segment(kind, segment))
    }

    /// Appends the call that addresses an entity, with variables named after its type: `user_id`.
    fn key(&self, from: ResourceShape, method: &Method, expression: &mut Expression) {
        let owner = variable_stem(self.graph.model(), from.entity_type());
        let variable = |parameter: &Parameter| {
            let argument = Argument::of(parameter)?;
            Some(Argument { name: format!("{owner}_{}", argument.name), ..argument })
        };
        let variable = |parameter| variable(parameter).map_or(Value::Omitted, Value::Required);
        expression.call_with(&method.name, method.signature.parameters.iter().map(variable));
    }
}

/// What variables for keys of a type begin with: `user`.
pub(crate) fn variable_stem(model: &Model, id: TypeId) -> String {
    heck::AsSnakeCase(model.type_(id).name.name()).to_string()
}

fn is_result_of(kind: &MethodKind, operation: OperationId) -> bool {
    matches!(kind, MethodKind::FunctionResult(result) if result.origin == operation)
}

fn is_segment(kind: &MethodKind, segment: &str) -> bool {
    matches!(kind, MethodKind::Segment(planned) if planned.segment == segment)
}
