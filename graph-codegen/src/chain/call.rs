//! The call at the end of a way.

use super::{
    Argument, Chains, refuse,
    rust_type::{page, returned, rust_path, rust_type, structure},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::OperationId,
    rust::{Change, Identifier, Method as Planned},
    selection::{BodyKind, End, Method, ResourceMethod, ResourceShape, ResponseKind, Target, UnsupportedMethod},
};

/// The call at the end of a chain.
#[derive(Debug)]
pub(super) struct Call<'p> {
    pub(super) method: &'p Identifier,
    /// As [`Way::call`](super::way::Way::call) takes them.
    pub(super) arguments: Vec<Option<Argument>>,
    /// The type of the body.
    pub(super) body: Option<String>,
    /// What `send` gives.
    pub(super) returns: String,
}

impl<'p> Chains<'p> {
    /// The call of an HTTP method at a place.
    pub(super) fn call(&self, method: Method, place: &Target) -> Result<Call<'p>, Diagnostic> {
        match &place.end {
            End::Operations { caller, overloads, .. } => self.operation(method, *caller, overloads),
            End::Service | End::Everything => Err(refuse("the path names no resource and no operation")),
            End::Resource(shape)
            | End::Count(shape)
            | End::Reference(shape)
            | End::Value(shape)
            | End::Stream { of: shape, .. } => self.resource(method, *shape, place),
        }
    }

    fn operation(
        &self,
        method: Method,
        caller: Option<ResourceShape>,
        overloads: &[OperationId],
    ) -> Result<Call<'p>, Diagnostic> {
        let imports = self.service.map_or(&[][..], |service| &service.imports);
        let methods = match caller {
            Some(shape) => &self.builder(shape)?.methods[..],
            None => imports,
        };
        let of_overload = |planned: &&Planned| match planned {
            Planned::Action(action) => method == Method::Post && overloads.contains(&action.origin),
            Planned::Function(function) => method == Method::Get && overloads.contains(&function.origin),
            _ => false,
        };
        match methods.iter().find(of_overload) {
            Some(Planned::Action(action)) => {
                let body = action.parameters.as_ref().map(rust_path);
                let argument = body.as_ref().map(|body| Argument::new("parameters", format!("&{body}")));
                let arguments = argument.map(Some).into_iter().collect();
                Ok(Call { method: &action.name, arguments, body, returns: returned(&action.returns) })
            }
            Some(Planned::Function(function)) => {
                let arguments = function.call.arguments.iter().map(Argument::of_function).collect();
                Ok(Call { method: &function.name, arguments, body: None, returns: returned(&function.returns) })
            }
            _ => Err(self.not_called_like_that(method, overloads)),
        }
    }

    fn not_called_like_that(&self, method: Method, overloads: &[OperationId]) -> Diagnostic {
        let model = self.graph.model();
        let Some(first) = overloads.first().map(|id| model.operation(*id)) else {
            return refuse("the path means no operation");
        };
        match Method::of_operation(first.kind) {
            right if right == method => refuse(format!("`{}` is not selected", first.name)),
            right => refuse(format!("`{}` is called with {}", first.name, right.as_str())),
        }
    }

    fn resource(&self, method: Method, shape: ResourceShape, place: &Target) -> Result<Call<'p>, Diagnostic> {
        let wanted = ResourceMethod::at(place, method, &self.graph).map_err(no_method)?;
        let what = format!("{} of this kind", method.as_str());
        let found = self.method(shape, &what, |planned| match planned {
            Planned::Get(get) if wanted == ResourceMethod::Get => {
                let item = rust_type(&get.structure);
                Some((&get.name, None, if get.is_collection { page(&item) } else { item }))
            }
            Planned::Change(change) if change.method == wanted => {
                let (argument, answer) = changed(change);
                Some((&change.name, argument, answer))
            }
            _ => None,
        })?;
        let (name, argument, answer) = found;
        let body = match wanted.has_body() {
            true => argument.as_ref().map(|argument| argument.rust_type.clone()),
            false => None,
        };
        Ok(Call { method: name, arguments: argument.map(Some).into_iter().collect(), body, returns: answer })
    }
}

/// The argument of a request on a resource, and what it gives.
fn changed(change: &Change) -> (Option<Argument>, String) {
    let entity = change.structure.as_ref().map(rust_type).unwrap_or_default();
    let argument = match change.method.body_kind() {
        BodyKind::Nothing => None,
        BodyKind::Entity => {
            let of = change.structure.as_ref().map(structure).unwrap_or_default();
            Some(Argument::new("body", format!("graph_runtime::Body<{of}>")))
        }
        BodyKind::Reference => Some(Argument::new("to", "&str")),
        BodyKind::Stream => Some(Argument::new("content", "Vec<u8>")),
    };
    let answer = match change.method.response_kind() {
        ResponseKind::Nothing => "()".to_owned(),
        ResponseKind::Resource => entity,
        ResponseKind::ResourceOrNothing => format!("Option<{entity}>"),
        ResponseKind::Count => "i64".to_owned(),
        ResponseKind::References => page("graph_runtime::Object<graph_runtime::Link>"),
        ResponseKind::Reference => "graph_runtime::Object<graph_runtime::Link>".to_owned(),
        ResponseKind::Stream => "graph_runtime::Content".to_owned(),
        ResponseKind::Uploaded => "graph_runtime::Uploaded".to_owned(),
    };
    (argument, answer)
}

fn no_method(no: UnsupportedMethod) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::SelectorUnknown, no.message);
    match no.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
