//! Operations in a path: choosing overloads, and continuing after functions.

use super::{ArenaTarget, Cursor};
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::{Operation, OperationId, OperationKind},
    selection::{
        graph::{ResourceShape, ServiceGraph, Step, path_syntax},
        selector::{Argument, Keys, Segment},
    },
};

impl<'a> Cursor<'_, 'a> {
    /// Continues the path after the results of overloads.
    pub(super) fn after_operations(
        &mut self,
        caller: Option<ResourceShape>,
        import: Option<&'a str>,
        overloads: &[OperationId],
        segment: &Segment,
    ) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
        let graph = self.graph();
        let mut targets = Vec::new();
        let mut last_error = None;
        for &operation in overloads {
            let Some(to) = graph.result(graph.model().operation(operation)) else { continue };
            let path = self.arena.then(self.target.path, Step::Function { from: caller, import, operation, to });
            match self.after_resource(path, to, segment) {
                Ok(found) => targets.extend(found),
                Err(diagnostic) => last_error = Some(diagnostic),
            }
        }
        if targets.is_empty() {
            Err(last_error.unwrap_or_else(|| self.nothing_follows(overloads)))
        } else {
            Ok(targets)
        }
    }

    fn nothing_follows(&self, overloads: &[OperationId]) -> Diagnostic {
        let Some(&first) = overloads.first() else { return self.error("nothing matches") };
        let operation = self.graph().model().operation(first);
        let name = operation.name.name();
        let message = match operation.kind {
            OperationKind::Action => format!("nothing can follow `{name}`: it is an action"),
            OperationKind::Function if operation.is_composable != Some(true) => {
                format!("nothing can follow `{name}`: the metadata does not declare it as composable (`IsComposable`)")
            }
            OperationKind::Function => {
                format!("nothing can follow `{name}`: it returns neither an entity nor a complex value")
            }
        };
        self.error(message).note(format!("`{name}` is declared here"), operation.span)
    }

    /// Chooses the candidates for a name without parentheses.
    pub(super) fn called_without_arguments(&self, candidates: Vec<OperationId>) -> Vec<OperationId> {
        let model = self.graph().model();
        let plain = |id: &OperationId| required(model.operation(*id)).next().is_none();
        // In a request, a name alone is a call without arguments; in a selector, it means all overloads.
        match self.keys {
            Keys::Values if candidates.iter().any(plain) => candidates.into_iter().filter(plain).collect(),
            _ => candidates,
        }
    }

    /// Chooses the candidates whose parameters match the arguments.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic that lists the overloads if there are candidates, but none matches.
    pub(super) fn called_with(
        &self,
        name: &str,
        arguments: &[Argument],
        candidates: Vec<OperationId>,
    ) -> Result<Vec<OperationId>, Diagnostic> {
        let model = self.graph().model();
        let matching: Vec<OperationId> =
            candidates.iter().copied().filter(|id| accepts(model.operation(*id), arguments)).collect();
        if matching.is_empty() && !candidates.is_empty() {
            let mut forms: Vec<String> =
                candidates.iter().map(|id| format!("`{}`", signature(model.operation(*id), self.graph()))).collect();
            forms.dedup();
            let given: Vec<&str> = arguments.iter().filter_map(|argument| argument.name.as_deref()).collect();
            let message = match (arguments.is_empty(), given.is_empty()) {
                (true, _) => format!("`{name}` takes parameters"),
                (false, true) => format!("the arguments do not match the parameters of `{name}`"),
                (false, false) => format!("`{name}` has no overload with the parameters {}", given.join(", ")),
            };
            let all = format!("`{name}`");
            let help = match forms == [all.clone()] {
                true => format!("write {all}"),
                false => format!("write {}, or {all} for all overloads", forms.join(" or ")),
            };
            return Err(Diagnostic::error(Code::SelectorUnknown, message).at(self.span).help(help));
        }
        Ok(matching)
    }
}

fn required(operation: &Operation) -> impl Iterator<Item = &str> {
    let parameters = operation.call_parameters().iter();
    let of_function = operation.kind == OperationKind::Function;
    parameters
        .filter(move |parameter| of_function && !path_syntax::is_optional(parameter))
        .map(|parameter| parameter.name.as_str())
}

/// Whether an overload takes the arguments, by name or all without names, as documentation has them.
///
/// Parameters of actions are never in the path.
fn accepts(operation: &Operation, arguments: &[Argument]) -> bool {
    if operation.kind == OperationKind::Action {
        return arguments.is_empty();
    }
    let parameters = operation.call_parameters();
    match arguments {
        [_, ..] if arguments.iter().all(|argument| argument.name.is_none()) => parameters.len() == arguments.len(),
        _ => {
            let given: Option<Vec<&str>> = arguments.iter().map(|argument| argument.name.as_deref()).collect();
            given.is_some_and(|given| {
                given.iter().all(|name| parameters.iter().any(|parameter| parameter.name.eq_ignore_ascii_case(name)))
                    && required(operation).all(|name| given.iter().any(|given| given.eq_ignore_ascii_case(name)))
            })
        }
    }
}

fn signature(operation: &Operation, graph: &ServiceGraph<'_>) -> String {
    let name = operation.name.name();
    if operation.kind == OperationKind::Action {
        return name.to_owned();
    }
    let arguments: Vec<String> =
        operation.call_parameters().iter().map(|parameter| path_syntax::argument(parameter, graph.model())).collect();
    format!("{name}({})", arguments.join(","))
}
