//! Request builders.

use super::{code::Code, expression::Expression, literal::escaped, names::Names};
use crate::{
    clouds::Availability,
    facts::{OperationFacts, OptionPlace},
    plan::{
        Action, ArgumentForm, CloudRestriction, Exchange, Function, FunctionArgument, FunctionCall, ItemPath, Key,
        KeyKind, Method, MethodKind, Presence, Request, RequestBuilder, RequiredOption, Returns, RustType, Signature,
        ValueType,
    },
    selection::ResourceMethod,
};

/// The field of every request builder.
const RESOURCE: &str = "&self.0";

/// A set of clouds as a number, whose bits are those of the runtime's `Availability`.
pub(super) fn bits<'a>(clouds: Availability) -> Expression<'a> {
    Expression::text(format!("{:#05x}", clouds.bits()))
}

/// Writes the struct of a builder. rustc shows its line if a method does not exist, so that a comment there is a hint.
pub(super) fn builder_struct(code: &mut Code, names: Names<'_>, name: &str, hint: &str) {
    let field = format!("{}rt::Resource", names.within_root());
    let hint = if hint.is_empty() { String::new() } else { format!(" // to generate more, select {hint}") };
    code.tuple(&format!("pub struct {name}"), &field, ";", &hint);
}

/// Writes a request builder and its methods.
pub(super) fn request_builder(code: &mut Code, names: Names<'_>, builder: &RequestBuilder) {
    let name = builder.name.written();
    code.gap();
    code.docs(&builder.docs);
    code.attributes(&builder.attributes);
    builder_struct(code, names, name, &builder.hint);
    if builder.methods.iter().all(|planned| planned.is_replaced) {
        return;
    }
    code.gap();
    code.open(&["impl ", name, " {"]);
    builder.methods.iter().filter(|planned| !planned.is_replaced).for_each(|planned| method(code, names, planned));
    code.close();
}

/// Writes the implementation of the runtime's `RequestBuilder`.
///
/// If other crates use it, they create it from a resource.
pub(super) fn request_builder_wiring(code: &mut Code, names: Names<'_>, builder: &RequestBuilder, is_exported: bool) {
    let item = builder.item.as_ref().map_or(RustType::Runtime("Unselected"), |item| item.property());
    code.gap();
    code.implementation("rt::RequestBuilder", builder.name.written());
    code.line(&["type Item = ", &item.text(&names), ";"]);
    code.line(&["type Number = rt::", if builder.is_collection() { "Many;" } else { "One;" }]);
    let declared = RustType::Plain("&'static [&'static str]");
    for (name, value, default) in
        [("const DEFAULT_SELECT", &builder.default_select, &[][..]), ("const KEY", &builder.key, &["id"][..])]
    {
        if !value.is_empty() && value != default {
            let mut text = String::new();
            Expression::literals(value).write_on_one_line(&mut text);
            code.constant(names, &[name], &declared, &[&text]);
        }
    }
    if builder.is_directory {
        code.line(&["const IS_DIRECTORY: bool = true;"]);
    }
    resource(code);
    code.close();
    if is_exported {
        code.gap();
        code.implementation("rt::FromResource", builder.name.written());
        code.line(&["#[inline]"]);
        code.open(&["fn from_resource(resource: rt::Resource) -> Self {"]);
        code.line(&["Self(resource)"]);
        code.close();
        code.close();
    }
}

/// Writes the function that returns the resource of a builder.
pub(super) fn resource(code: &mut Code) {
    code.line(&["#[inline]"]);
    code.open(&["fn resource(&self) -> &rt::Resource {"]);
    code.line(&[RESOURCE]);
    code.close();
}

pub(super) fn method(code: &mut Code, names: Names<'_>, method: &Method) {
    code.gap();
    code.docs(&method.docs);
    code.deprecated(method.deprecation.as_ref());
    code.attributes(&method.attributes);
    if !method.attributes.iter().any(|attribute| attribute.to_string().starts_with("# [inline")) {
        code.line(&["#[inline]"]);
    }
    code.method(names, &method.name, &method.signature);
    if let Some(exchange) = method.kind.exchange() {
        permissions(code, &exchange.facts);
    }
    // The field of another crate's request builder is private.
    let builder = || match &method.signature.returns {
        RustType::Generated(path) if path.is_extern() => "rt::from_resource".to_owned(),
        returns => returns.text(&names),
    };
    match &method.kind {
        MethodKind::Key(planned) => code.expression("", &key(planned, &method.signature, builder()), ""),
        MethodKind::ItemPath(planned) => code.expression("", &item_path(planned, builder()), ""),
        MethodKind::Segment(planned) => {
            let segment = vec![Expression::literal(&planned.segment)];
            let child = match planned.options.as_slice() {
                [] => on_resource("child", segment),
                options => {
                    let child = Expression::text("self.0").then(".child", segment);
                    with_options(child, options, ".read_option", ".read_header")
                }
            };
            code.expression("", &Expression::call(builder(), vec![restricted(child, method)]), "");
        }
        MethodKind::FunctionResult(planned) => {
            code.expression("let resource = ", &restricted(function_resource(&planned.call), method), ";");
            code.line(&[&builder(), "(resource)"]);
        }
        MethodKind::Request(planned) => {
            code.expression("", &restricted(with_exchange(request(planned), &planned.exchange), method), "");
        }
        MethodKind::Action(planned) => {
            code.expression("", &restricted(with_exchange(action(planned), &planned.exchange), method), "");
        }
        MethodKind::Function(planned) => {
            code.expression("let resource = ", &restricted(function_resource(&planned.call), method), ";");
            code.expression("", &with_exchange(function(planned), &planned.exchange), "");
        }
    }
    code.close();
}

/// Restricts the clouds of a resource or request to those of the method that returns it.
fn restricted<'a>(made: Expression<'a>, method: &Method) -> Expression<'a> {
    match method.clouds {
        Some(CloudRestriction::Only(clouds)) => made.then(".in_clouds", vec![bits(clouds)]),
        Some(CloudRestriction::Unknown) => made.then(".in_unknown_clouds", Vec::new()),
        None => made,
    }
}

fn key<'a>(key: &'a Key, signature: &Signature, builder: String) -> Expression<'a> {
    let method = match key.kind {
        KeyKind::Own => "key",
        KeyKind::Alternate => "alternate_key",
    };
    let parts = key.parts.iter().zip(&signature.parameters).map(|(part, parameter)| {
        let is_typed = parameter.declared != RustType::Runtime("Key").impl_into();
        let value = format!("{}.{}()", parameter.name.written(), if is_typed { "key" } else { "into" });
        Expression::call("", vec![Expression::literal(part), Expression::text(value)])
    });
    Expression::call(builder, vec![on_resource(method, vec![Expression::Array(parts.collect())])])
}

fn item_path<'a>(planned: &'a ItemPath, builder: String) -> Expression<'a> {
    let path = || vec![Expression::text("path")];
    let resource = match &planned.host_key {
        None => on_resource("item_path", path()),
        Some(key) => {
            let part = Expression::call("", vec![Expression::literal(key), Expression::text("host.into()")]);
            Expression::text("self.0").then(".key", vec![Expression::Array(vec![part])]).then(".item_path", path())
        }
    };
    Expression::call(builder, vec![resource])
}

/// Calls a method of the resource, as a function if it is too long for a chain.
fn on_resource<'a>(method: &str, arguments: Vec<Expression<'a>>) -> Expression<'a> {
    let call = Expression::call(format!("self.0.{method}"), arguments);
    if call.is_small() { call } else { call.renamed(format!("rt::Resource::{method}"), Expression::text(RESOURCE)) }
}

/// Calls a function with the resource and other arguments.
fn call<'a>(function: &'static str, mut arguments: Vec<Expression<'a>>) -> Expression<'a> {
    arguments.insert(0, Expression::text(RESOURCE));
    Expression::call(function, arguments)
}

/// The expression for a request to the resource itself.
fn request(request: &Request) -> Expression<'_> {
    let source = Expression::literal(&request.exchange.source);
    let argument = |name: &'static str| Expression::text(name);
    let segment = || request.method.segment().map_or(Expression::text(""), Expression::literal);
    let is_list = matches!(&request.exchange.output, RustType::RuntimeOf("Page", _));
    match &request.method {
        ResourceMethod::Get => {
            let is_named_by_type = matches!(request.entity, Some(ValueType::Structure(_)));
            let read = match (is_list, request.default_select.is_empty() && is_named_by_type) {
                (true, true) => call("rt::list", vec![]),
                (false, true) => call("rt::get", vec![]),
                (true, false) => call("rt::List::new", vec![source, Expression::literals(&request.default_select)]),
                (false, false) => call("rt::Get::new", vec![source, Expression::literals(&request.default_select)]),
            };
            if request.is_directory { read.then(".of_directory_objects", vec![]) } else { read }
        }
        ResourceMethod::Count => {
            let count = call("rt::count", vec![source]);
            if request.is_directory { count.then(".eventual", vec![]) } else { count }
        }
        ResourceMethod::Create if request.sends_content => {
            call("rt::Upload::create", vec![source, argument("content")])
        }
        ResourceMethod::Create => call("rt::create", vec![argument("body")]),
        ResourceMethod::Replace => call("rt::replace", vec![argument("body")]),
        ResourceMethod::Update => call("rt::update", vec![argument("body")]),
        ResourceMethod::Delete => call("rt::delete", vec![source]),
        ResourceMethod::RemoveReference | ResourceMethod::DeleteStream(_) => {
            call("rt::Write::delete", vec![Expression::call("Some", vec![segment()]), source])
        }
        ResourceMethod::AddReference => call("rt::Write::add_reference", vec![source, argument("to")]),
        ResourceMethod::SetReference => call("rt::Write::set_reference", vec![source, argument("to")]),
        ResourceMethod::RemoveReferenceById => call("rt::Write::remove_reference", vec![source, argument("to")]),
        ResourceMethod::ListReferences => call("rt::List::references", vec![source]),
        ResourceMethod::GetReference => call("rt::Get::reference", vec![source]),
        ResourceMethod::Download(_) => call("rt::Download::new", vec![segment(), source]),
        ResourceMethod::Upload(_) => call("rt::Upload::new", vec![segment(), source, argument("content")]),
    }
}

fn action(action: &Action) -> Expression<'_> {
    let source = Expression::literal(&action.exchange.source);
    let mut arguments = vec![Expression::text(RESOURCE), Expression::literal(&action.segment), source];
    match action.parameters {
        None => Expression::call("rt::Call::post", arguments),
        Some(_) => {
            arguments.push(Expression::text("parameters"));
            let function = if action.is_body_optional { "rt::Call::post_optional_json" } else { "rt::Call::post_json" };
            Expression::call(function, arguments)
        }
    }
}

fn function(function: &Function) -> Expression<'_> {
    let source = Expression::literal(&function.exchange.source);
    let request = match &function.returns {
        Returns::Structure(_) => "rt::Get::new",
        Returns::Structures(_) => "rt::List::new",
        Returns::Changes(_) => "rt::Delta::new",
        _ => return Expression::call("rt::Call::get", vec![Expression::text("&resource"), source]),
    };
    let select = Expression::literals(&function.default_select);
    Expression::call(request, vec![Expression::text("&resource"), source, select])
}

fn function_resource(call: &FunctionCall) -> Expression<'_> {
    let arguments = Expression::Array(call.arguments.iter().map(argument).collect());
    on_resource("function", vec![Expression::literal(&call.segment), arguments])
}

fn argument(argument: &FunctionArgument) -> Expression<'_> {
    let constructor = match (&argument.form, argument.presence) {
        (ArgumentForm::Literal(_), Presence::Required) => "new",
        (ArgumentForm::Literal(_), Presence::Optional) => "optional",
        (ArgumentForm::Json(_), Presence::Required) => "json",
        (ArgumentForm::Json(_), Presence::Optional) => "optional_json",
        (ArgumentForm::JsonList(_), Presence::Required) => "json_list",
        (ArgumentForm::JsonList(_), Presence::Optional) => "optional_json_list",
    };
    let name = argument.name.written();
    let value = if constructor == "new" { Expression::text(format!("{name}.into()")) } else { Expression::text(name) };
    let arguments = vec![Expression::literal(&argument.wire_name), value];
    Expression::call(format!("rt::Argument::{constructor}"), arguments)
}

fn has_permissions(facts: &OperationFacts) -> bool {
    let OperationFacts { delegated_least, delegated_higher, application_least, application_higher, roles, .. } = facts;
    [delegated_least, delegated_higher, application_least, application_higher, roles]
        .iter()
        .any(|list| !list.is_empty())
}

/// Writes a static with the permissions, if they are known.
fn permissions(code: &mut Code, facts: &OperationFacts) {
    if !has_permissions(facts) {
        return;
    }
    let mut permissions = Expression::text("rt::Permissions::UNKNOWN");
    for (method, least, higher) in [
        (".with_delegated", &facts.delegated_least, &facts.delegated_higher),
        (".with_application", &facts.application_least, &facts.application_higher),
    ] {
        if let Some(list) = permission_list(least, higher) {
            permissions = permissions.then(method, vec![Expression::Literal(list.into())]);
        }
    }
    if facts.personal_accounts == Some(false) {
        permissions = permissions.then(".with_personal", vec![Expression::literal("")]);
    }
    if !facts.roles.is_empty() {
        permissions = permissions.then(".with_roles", vec![Expression::literals(&facts.roles)]);
    }
    code.expression("static PERMISSIONS: rt::Permissions = ", &permissions, ";");
}

/// Permissions as the runtime reads them, escaped for a literal. A name never has spaces (RFC 6749, section 3.3).
fn permission_list(least: &[String], higher: &[String]) -> Option<String> {
    let names = least.iter().map(|name| ("*", name)).chain(higher.iter().map(|name| ("", name)));
    let names = names.filter(|(_, name)| !name.is_empty() && !name.contains(char::is_whitespace));
    let list: Vec<String> = names.map(|(mark, name)| format!("{mark}{name}")).collect();
    (!list.is_empty()).then(|| escaped(&list.join(" ")).into_owned())
}

/// Calls a method for each option, with its name and value.
fn with_options<'a>(
    to: Expression<'a>,
    options: &'a [RequiredOption],
    query: &'static str,
    header: &'static str,
) -> Expression<'a> {
    options.iter().fold(to, |to, option| {
        let method = match option.place {
            OptionPlace::Query => query,
            OptionPlace::Header => header,
        };
        let value = Expression::text(format!("&{}", option.parameter.written()));
        to.then(method, vec![Expression::literal(&option.wire_name), value])
    })
}

/// Adds required options and known permissions to a request.
fn with_exchange<'a>(request: Expression<'a>, exchange: &'a Exchange) -> Expression<'a> {
    let facts = &exchange.facts;
    let mut request = with_options(request, &exchange.options, ".with_query_option", ".with_header");
    if has_permissions(facts) {
        request = request.then(".with_permissions", vec![Expression::text("&PERMISSIONS")]);
    }
    request
}
