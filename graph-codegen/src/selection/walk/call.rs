//! Operations in a path: which overloads a segment means, and what follows a function.

use super::{At, End, Place};
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::{Operation, OperationId, OperationKind},
    selection::{Keys, ResourceShape, Segment, Step, Surroundings, notation, segment::Argument},
};

impl At<'_, '_> {
    /// Leads from what the overloads return along the next segment.
    pub(super) fn behind_operations(
        &self,
        caller: Option<ResourceShape>,
        import: Option<&str>,
        overloads: &[OperationId],
        segment: &Segment,
    ) -> Result<Vec<Place>, Diagnostic> {
        let mut places = Vec::new();
        let mut refused = None;
        for &operation in overloads {
            let Some(to) = self.surroundings.result(self.surroundings.model().operation(operation)) else { continue };
            let step = Step::Function { from: caller, import: import.map(str::to_owned), operation, to };
            let route = self.place.route.then(step, self.surroundings);
            match self.behind_resource(&route, to, segment) {
                Ok(found) => places.extend(found),
                Err(diagnostic) => refused = Some(diagnostic),
            }
        }
        if places.is_empty() { Err(refused.unwrap_or_else(|| self.nothing_follows(overloads))) } else { Ok(places) }
    }

    fn nothing_follows(&self, overloads: &[OperationId]) -> Diagnostic {
        let Some(&first) = overloads.first() else { return self.refuse("nothing matches") };
        let operation = self.surroundings.model().operation(first);
        let name = operation.name.name();
        let message = match operation.kind {
            OperationKind::Action => format!("`{name}` is an action, and nothing can follow an action"),
            OperationKind::Function if operation.is_composable != Some(true) => {
                format!("nothing can follow `{name}`: the metadata does not say that it is composable (`IsComposable`)")
            }
            OperationKind::Function => {
                format!("nothing can follow `{name}`: it returns no entity and no complex value")
            }
        };
        self.refuse(message).note(format!("`{name}` is declared here"), operation.span)
    }

    /// The operations among `candidates` that a name without parentheses means.
    pub(super) fn called_without_arguments(&self, candidates: Vec<OperationId>) -> Vec<OperationId> {
        let model = self.surroundings.model();
        let plain = |id: &OperationId| required(model.operation(*id)).next().is_none();
        // In a request, a name alone is a call without arguments; in a selector, it stands for all overloads.
        match self.keys {
            Keys::Values if candidates.iter().any(plain) => candidates.into_iter().filter(plain).collect(),
            _ => candidates,
        }
    }

    /// The operations among `candidates` whose parameters fit the arguments.
    ///
    /// # Errors
    ///
    /// A diagnostic that lists what could be written, if there are candidates and none fits.
    pub(super) fn called_with(
        &self,
        name: &str,
        arguments: &[Argument],
        candidates: Vec<OperationId>,
    ) -> Result<Vec<OperationId>, Diagnostic> {
        let model = self.surroundings.model();
        let fitting: Vec<OperationId> =
            candidates.iter().copied().filter(|id| fits(model.operation(*id), arguments)).collect();
        if fitting.is_empty() && !candidates.is_empty() {
            let mut forms: Vec<String> = candidates
                .iter()
                .map(|id| format!("`{}`", signature(model.operation(*id), self.surroundings)))
                .collect();
            forms.dedup();
            let given: Vec<&str> = arguments.iter().filter_map(|argument| argument.name.as_deref()).collect();
            let message = match (arguments.is_empty(), given.is_empty()) {
                (true, _) => format!("`{name}` has parameters"),
                (false, true) => format!("`{name}` has no parameters like that"),
                (false, false) => format!("`{name}` has no overload with the parameters {}", given.join(", ")),
            };
            let help = format!("write {}, or `{name}` for any of them", forms.join(" or "));
            return Err(Diagnostic::error(Code::SelectorUnknown, message).at(self.span).help(help));
        }
        Ok(fitting)
    }

    /// The place of operations on a resource.
    pub(super) fn operations(
        &self,
        route: &super::super::Route,
        on: ResourceShape,
        overloads: Vec<OperationId>,
    ) -> Place {
        Place::at(route, End::Operations { caller: Some(on), import: None, overloads })
    }
}

fn required(operation: &Operation) -> impl Iterator<Item = &str> {
    let parameters = operation.call_parameters().iter();
    let of_function = operation.kind == OperationKind::Function;
    parameters
        .filter(move |parameter| of_function && !notation::is_optional(parameter))
        .map(|parameter| parameter.name.as_str())
}

/// Whether the arguments are what an overload takes: by name, or a single one without a name. An action's parameters are never in the
/// path.
fn fits(operation: &Operation, arguments: &[Argument]) -> bool {
    if operation.kind == OperationKind::Action {
        return arguments.is_empty();
    }
    let parameters = operation.call_parameters();
    match arguments {
        [Argument { name: None, .. }] => parameters.len() == 1,
        _ => {
            let given: Option<Vec<&str>> = arguments.iter().map(|argument| argument.name.as_deref()).collect();
            given.is_some_and(|given| {
                given.iter().all(|name| parameters.iter().any(|parameter| parameter.name == *name))
                    && required(operation).all(|name| given.contains(&name))
            })
        }
    }
}

fn signature(operation: &Operation, surroundings: &Surroundings<'_>) -> String {
    let name = operation.name.name();
    if operation.kind == OperationKind::Action {
        return name.to_owned();
    }
    let arguments: Vec<String> = operation
        .call_parameters()
        .iter()
        .map(|parameter| notation::argument(parameter, surroundings.model()))
        .collect();
    format!("{name}({})", arguments.join(","))
}
