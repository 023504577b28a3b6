//! The service, which is the root of all request builders.

use super::{
    client_functions::client_functions,
    code::Code,
    expression::Expression,
    names::Names,
    request_builder::{bits, builder_struct, method, resource},
};
use crate::{
    clouds::Availability,
    plan::{Service, ServiceProfile},
};

/// Writes the service.
pub(super) fn service(code: &mut Code, names: Names<'_>, service: &Service) {
    let name = service.name.written();
    code.gap();
    code.docs(&service.docs);
    code.line(&["#[derive(Clone, Debug)]"]);
    code.attributes(&service.attributes);
    builder_struct(code, names, name, &service.hint);
    code.gap();
    code.open(&["impl ", name, " {"]);
    if let Some(profile) = &service.profile {
        code.doc("How the service speaks OData, for clients that send other requests before `new` is called.");
        code.expression("pub const PROFILE: rt::ServiceProfile = ", &service_profile(profile), ";");
        code.gap();
    }
    if let Some(functions) = &service.client_functions {
        client_functions(code, functions);
    }
    code.doc("Creates an entry point that sends requests with `client`.");
    code.line(&["#[inline]"]);
    code.open(&["pub fn new(client: rt::Client) -> Self {"]);
    if service.profile.is_some() {
        code.line(&["let client = rt::with_service_profile(client, &Self::PROFILE);"]);
    }
    if service.requires_root {
        code.line(&["let client = rt::with_root_required(client);"]);
    }
    let mut root = Expression::call("rt::Resource::root", vec![Expression::text("client")]);
    if let Some(version) = service.version {
        root = root.then(".in_version", vec![Expression::text(format!("{version:?}"))]);
    }
    if service.has_clouds {
        root = root.then(".in_clouds", vec![bits(Availability::ALL)]);
    }
    if service.permissions.is_some() {
        root = root.then(".with_permissions", vec![Expression::text("&PERMISSION_TABLE")]);
    }
    code.expression("", &Expression::call("Self", vec![root]), "");
    code.close();
    service.methods.iter().filter(|planned| !planned.is_replaced).for_each(|planned| method(code, names, planned));
    code.close();
}

/// A profile: `rt::ServiceProfile::V4_0.with_key_syntax(rt::KeySyntax::Segment)`.
fn service_profile(profile: &ServiceProfile) -> Expression<'_> {
    let base = Expression::text(format!("rt::{}", profile.base));
    profile.setters.iter().fold(base, |profile, (setter, argument)| {
        let argument = match argument.contains("::") {
            true => format!("rt::{argument}"),
            false => (*argument).to_owned(),
        };
        profile.then(setter, vec![Expression::text(argument)])
    })
}

/// Writes the table of permissions, which is searched when a program asks for those of a request.
pub(super) fn permission_table(code: &mut Code, service: &Service) {
    let Some(table) = &service.permissions else { return };
    code.gap();
    code.line(&["// The permissions of requests by path, as far as Microsoft publishes them."]);
    code.line(&["static PERMISSION_TABLE: rt::PermissionTable = rt::PermissionTable::new("]);
    code.lines_of_literal(table);
    code.line(&[");"]);
}

/// Writes the implementation of the runtime's `RequestBuilder` for the service.
pub(super) fn service_wiring(code: &mut Code, service: &Service) {
    code.gap();
    code.implementation("rt::RequestBuilder", service.name.written());
    code.line(&["type Item = rt::Unselected;"]);
    code.line(&["type Number = rt::One;"]);
    resource(code);
    code.close();
}
