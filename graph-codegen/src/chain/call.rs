//! The call at the end of a path.

#[cfg(feature = "cli")]
use crate::{
    diagnostic::FileId,
    selection::{ServiceGraph, walk_in},
};

use super::{Chains, unknown};
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::{Model, OperationId},
    plan::{Method as PlannedMethod, MethodKind},
    selection::{End, Method, ResourceMethod, ResourceShape, Target, UnsupportedMethod},
};

impl<'p> Chains<'p> {
    /// Finds the generated method for an HTTP method on a target.
    pub(super) fn call(&self, method: Method, target: &Target<'_>) -> Result<&'p PlannedMethod, Diagnostic> {
        match &target.end {
            End::Operations { caller, overloads, .. } => self.operation(method, *caller, overloads),
            End::Service | End::Everything => Err(unknown("the path names neither a resource nor an operation")),
            End::Resource(shape)
            | End::Count(shape)
            | End::Reference(shape)
            | End::Value(shape)
            | End::Stream { of: shape, .. } => self.request(method, *shape, target),
        }
    }

    fn operation(
        &self,
        method: Method,
        caller: Option<ResourceShape>,
        overloads: &[OperationId],
    ) -> Result<&'p PlannedMethod, Diagnostic> {
        let methods = match caller {
            Some(shape) => &self.builder(shape)?.methods[..],
            None => self.service_methods(),
        };
        let is_overload = |planned: &&PlannedMethod| match &planned.kind {
            MethodKind::Action(action) => method == Method::Post && overloads.contains(&action.origin),
            MethodKind::Function(function) => method == Method::Get && overloads.contains(&function.origin),
            _ => false,
        };
        methods.iter().find(is_overload).ok_or_else(|| not_callable(method, overloads, self.graph.model()))
    }

    fn request(
        &self,
        method: Method,
        shape: ResourceShape,
        target: &Target<'_>,
    ) -> Result<&'p PlannedMethod, Diagnostic> {
        let wanted = ResourceMethod::at(target, method, &self.graph).map_err(unsupported)?;
        let what = format!("{} request of this kind", method.as_str());
        self.method(shape, &what, |kind| matches!(kind, MethodKind::Request(request) if request.method == wanted))
    }
}

/// Why the metadata has no method for a request that is all of `file`.
#[cfg(feature = "cli")]
pub(crate) fn not_supported(method: Method, text: &str, file: FileId, graph: &ServiceGraph<'_>) -> Diagnostic {
    let targets = match walk_in(text, file, graph) {
        Ok(targets) => targets,
        Err(diagnostic) => return diagnostic,
    };
    let reason = |target: Target<'_>| match &target.end {
        End::Service | End::Everything => unknown("the path names neither a resource nor an operation"),
        End::Operations { overloads, .. } => not_callable(method, overloads, graph.model()),
        _ => match ResourceMethod::at(&target, method, graph) {
            Err(problem) => unsupported(problem),
            Ok(_) => unknown("the request is not selected"),
        },
    };
    let target = targets.into_iter().next().map(|target| target.of_method(method, graph));
    target.map_or_else(|| unknown("the path does not end at a resource"), reason)
}

fn not_callable(method: Method, overloads: &[OperationId], model: &Model) -> Diagnostic {
    let Some(first) = overloads.first().map(|id| model.operation(*id)) else {
        return unknown("the path does not name an operation");
    };
    match Method::of_operation(first.kind) {
        supported if supported == method => unknown(format!("`{}` is not selected", first.name)),
        supported => not_possible(format!("`{}` is called with {}", first.name, supported.as_str()))
            .help(format!("use the method {}", supported.as_str())),
    }
}

fn unsupported(problem: UnsupportedMethod) -> Diagnostic {
    let diagnostic = not_possible(problem.message);
    match problem.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// An error about something that the metadata declares, but not for the method.
fn not_possible(message: String) -> Diagnostic {
    Diagnostic::error(Code::Unsupported, message)
}
