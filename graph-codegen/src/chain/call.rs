//! The call at the end of a way.

use super::{
    Argument, Chains, refuse,
    rust_type::{page, returned, rust_path, rust_type},
    selectors::called_with,
    way::Way,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::OperationId,
    rust::{Change, Method as Planned},
    selection::{End, Method, NoMethod, Place, ResourceMethod, ResourceShape},
};

/// The type of the body, and what `send` gives.
type Ends = (Option<String>, String);

impl<'p> Chains<'p> {
    /// Adds the call of an HTTP method to the way to its resource.
    pub(super) fn call(&self, method: Method, place: &Place, way: &mut Way) -> Result<Ends, Diagnostic> {
        match &place.end {
            End::Operations { caller, overloads, .. } => self.operation(method, *caller, overloads, way),
            End::Service | End::Everything => Err(refuse("the path names no resource and no operation")),
            End::Resource(shape)
            | End::Count(shape)
            | End::Reference(shape)
            | End::Value(shape)
            | End::Stream { of: shape, .. } => self.resource(method, *shape, place, way),
        }
    }

    fn operation(
        &self,
        method: Method,
        caller: Option<ResourceShape>,
        overloads: &[OperationId],
        way: &mut Way,
    ) -> Result<Ends, Diagnostic> {
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
                let argument = body.as_ref().map(|body| Some(Argument::new("parameters", format!("&{body}"))));
                way.call(&action.name, argument);
                Ok((body, returned(&action.returns)))
            }
            Some(Planned::Function(function)) => {
                way.function(&function.name, &function.call);
                Ok((None, returned(&function.returns)))
            }
            _ => Err(self.not_called_like_that(method, overloads)),
        }
    }

    fn not_called_like_that(&self, method: Method, overloads: &[OperationId]) -> Diagnostic {
        let model = self.surroundings.model();
        let Some(first) = overloads.first().map(|id| model.operation(*id)) else {
            return refuse("the path means no operation");
        };
        match called_with(first) {
            right if right == method => refuse(format!("`{}` is not selected", first.name)),
            right => refuse(format!("`{}` is called with {}", first.name, right.as_str())),
        }
    }

    fn resource(&self, method: Method, shape: ResourceShape, place: &Place, way: &mut Way) -> Result<Ends, Diagnostic> {
        let wanted = ResourceMethod::at(place, method, &self.surroundings).map_err(no_method)?;
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
        way.call(name, argument.map(Some));
        Ok((body, answer))
    }
}

/// The argument of a request on a resource, and what it gives.
fn changed(change: &Change) -> (Option<Argument>, String) {
    let entity = change.structure.as_ref().map(rust_type).unwrap_or_default();
    let body = || Argument::new("body", format!("graph_runtime::Body<{entity}>"));
    match &change.method {
        ResourceMethod::Create => (Some(body()), entity.clone()),
        ResourceMethod::Update | ResourceMethod::Replace => (Some(body()), format!("Option<{entity}>")),
        ResourceMethod::Count => (None, "i64".to_owned()),
        ResourceMethod::ListReferences => (None, page("graph_runtime::Link")),
        ResourceMethod::GetReference => (None, "graph_runtime::Link".to_owned()),
        ResourceMethod::AddReference | ResourceMethod::SetReference | ResourceMethod::RemoveReferenceById => {
            (Some(Argument::new("to", "&str")), "()".to_owned())
        }
        ResourceMethod::Download(_) => (None, "graph_runtime::Bytes".to_owned()),
        ResourceMethod::Upload(_) => (Some(Argument::new("content", "Vec<u8>")), "graph_runtime::Uploaded".to_owned()),
        ResourceMethod::Get
        | ResourceMethod::Delete
        | ResourceMethod::RemoveReference
        | ResourceMethod::DeleteStream(_) => (None, "()".to_owned()),
    }
}

fn no_method(no: NoMethod) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::SelectorUnknown, no.message);
    match no.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
