//! The service and request builders: a file for each kind of method.

mod action;
mod change;
mod function;
mod known;
mod resources;
mod way;

use std::collections::HashMap;

use self::{
    action::action,
    change::change,
    function::{function, function_result},
    way::{key, navigation},
};
use super::{code::Code, place::Place};
use crate::{
    extension::Customs,
    rust::{Identifier, Method, RequestBuilder, Service},
    selection::ResourceShape,
};

pub(super) use resources::resources;

/// The entry point.
pub(super) fn service(code: &mut Code, place: Place<'_>, service: &Service, customs: &Customs) {
    let name = service.name.written();
    code.gap();
    code.doc(&format!("The service, as `{}` describes it.", service.source));
    code.line(&["#[derive(Clone, Debug)]"]);
    code.open(&["pub struct ", name, " {"]);
    code.line(&["resource: rt::Resource,"]);
    code.close();
    code.gap();
    code.open(&["impl ", name, " {"]);
    code.doc("The service behind a client.");
    code.line(&["#[inline]"]);
    code.open(&["pub fn new(client: rt::Client) -> Self {"]);
    code.line(&["Self { resource: rt::Resource::root(client) }"]);
    code.close();
    for root in &service.roots {
        navigation(code, place, root);
    }
    for planned in &service.imports {
        method(code, place, planned, customs);
    }
    code.close();
}

/// A request builder: an alias of the runtime's, and the methods that are this type's own.
pub(super) fn request_builder(code: &mut Code, place: Place<'_>, builder: &RequestBuilder, customs: &Customs) {
    let generic = match builder.shape {
        ResourceShape::Entity(_) => "EntityRequestBuilder",
        ResourceShape::Collection(_) => "CollectionRequestBuilder",
    };
    code.gap();
    code.docs(&builder.docs);
    code.line(&["pub type ", builder.name.written(), " = rt::", generic, "<", builder.place.written(), ">;"]);
    let own: Vec<&Method> = builder.methods.iter().filter(|method| !method.is_shared()).collect();
    let Some(leads) = builder.leads.as_ref().filter(|_| !own.is_empty()) else { return };
    code.gap();
    code.open(&["impl ", leads.written(), " {"]);
    for planned in own {
        method(code, place, planned, customs);
    }
    code.close();
}

fn method(code: &mut Code, place: Place<'_>, planned: &Method, customs: &Customs) {
    match planned {
        Method::Key { name, kind, parameters, builder } => key(code, place, name, *kind, parameters, builder),
        Method::Navigation(root) => navigation(code, place, root),
        // The runtime has it.
        Method::Get(_) => {}
        Method::Change(planned) => change(code, place, planned),
        Method::Action(planned) => action(code, place, planned, customs),
        Method::Function(planned) => function(code, place, planned, customs),
        Method::FunctionResult(planned) => function_result(code, place, planned),
    }
}

/// The request builders of a module by the place that they address.
pub(super) fn by_place(builders: &[RequestBuilder]) -> HashMap<&str, Vec<&RequestBuilder>> {
    let mut found: HashMap<&str, Vec<&RequestBuilder>> = HashMap::new();
    for builder in builders {
        found.entry(builder.place.as_str()).or_default().push(builder);
    }
    found
}

/// Whether a struct of methods has any.
fn has_methods(builders: &[&RequestBuilder], leads: &Identifier) -> bool {
    builders.iter().any(|builder| {
        builder.leads.as_ref() == Some(leads) && builder.methods.iter().any(|method| !method.is_shared())
    })
}
