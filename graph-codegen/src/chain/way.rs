//! The way to a resource, as method calls.

use super::{Argument, Chains, refuse, rust_type::written};
use crate::{
    diagnostic::Diagnostic,
    rust::{FunctionCall, Identifier, KeyKind, KeyParameter, Method},
    selection::{ResourceShape, ServicePath, Step},
};

/// An expression while it is put together.
#[derive(Debug)]
pub(super) struct Way {
    expression: String,
    arguments: Vec<Argument>,
}

impl Way {
    fn start() -> Self {
        Self { expression: "service".to_owned(), arguments: Vec::new() }
    }

    pub(super) fn finish(self) -> (String, Vec<Argument>) {
        (self.expression, self.arguments)
    }

    /// Adds a call; an argument of `None` is the text `None`.
    pub(super) fn call(&mut self, method: &Identifier, arguments: impl IntoIterator<Item = Option<Argument>>) {
        let mut texts = Vec::new();
        for argument in arguments {
            match argument {
                None => texts.push("None".to_owned()),
                Some(argument) => texts.push(self.variable(argument)),
            }
        }
        self.expression.push_str(&format!(".{}({})", written(method), texts.join(", ")));
    }

    /// Adds the call of a method that leads through a function, or calls it.
    pub(super) fn function(&mut self, method: &Identifier, call: &FunctionCall) {
        self.call(method, call.arguments.iter().map(Argument::of_function));
    }

    /// Gives a variable a name that is still free: the second `user_id` is `user_id_2`.
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

impl Chains<'_> {
    pub(super) fn way(&self, route: &ServicePath) -> Result<Way, Diagnostic> {
        let mut way = Way::start();
        for step in &route.steps {
            self.step(step, &mut way)?;
        }
        Ok(way)
    }

    fn step(&self, step: &Step, way: &mut Way) -> Result<(), Diagnostic> {
        match step {
            Step::Root { name, .. } => {
                let roots = self.service.map_or(&[][..], |service| &service.roots);
                let root = roots.iter().find(|root| root.segment == *name);
                way.call(&root.ok_or_else(|| refuse(format!("`/{name}` is not selected")))?.name, []);
            }
            Step::Key { from } => {
                let (name, parameters) = self.method(*from, "key", |method| match method {
                    Method::Key { name, kind: KeyKind::Own, parameters, .. } => Some((name, parameters)),
                    _ => None,
                })?;
                way.call(name, parameters.iter().map(|parameter| Some(self.key(*from, parameter))));
            }
            Step::AlternateKey { from, parts } => {
                let (name, parameters) = self.method(*from, "such key", |method| match method {
                    Method::Key { name, kind: KeyKind::Alternate, parameters, .. }
                        if parameters.len() == parts.len()
                            && parameters.iter().all(|parameter| parts.contains(&parameter.wire_name.as_str())) =>
                    {
                        Some((name, parameters))
                    }
                    _ => None,
                })?;
                way.call(name, parameters.iter().map(|parameter| Some(self.key(*from, parameter))));
            }
            Step::Navigation { from, property, .. } | Step::Property { from, property, .. } => {
                self.along(*from, property, way)?;
            }
            Step::Cast { from, to } => {
                let segment = self.graph.cast_segment(to.entity_type());
                self.along(*from, &segment, way)?;
            }
            Step::Function { from: Some(from), operation, .. } => {
                let (name, call) = self.method(*from, "way through the function", |method| match method {
                    Method::FunctionResult(result) if result.origin == *operation => Some((&result.name, &result.call)),
                    _ => None,
                })?;
                way.function(name, call);
            }
            Step::Function { from: None, operation, .. } => {
                let imports = self.service.map_or(&[][..], |service| &service.imports);
                let found = imports.iter().find_map(|method| match method {
                    Method::FunctionResult(result) if result.origin == *operation => Some((&result.name, &result.call)),
                    _ => None,
                });
                let (name, call) = found.ok_or_else(|| refuse("the function import is not selected"))?;
                way.function(name, call);
            }
        }
        Ok(())
    }

    /// Along a segment that is a name.
    fn along(&self, from: ResourceShape, segment: &str, way: &mut Way) -> Result<(), Diagnostic> {
        let name = self.method(from, &format!("`{segment}`"), |method| match method {
            Method::Navigation(root) if root.segment == segment => Some(&root.name),
            _ => None,
        })?;
        way.call(name, []);
        Ok(())
    }

    /// The variable of a part of a key, named after the type: `user_id`.
    fn key(&self, from: ResourceShape, parameter: &KeyParameter) -> Argument {
        let owner = self.graph.model().type_(from.entity_type()).name.name();
        Argument::new(format!("{}_{}", heck::AsSnakeCase(owner), parameter.name.as_str()), "&str")
    }
}
