//! The functions of a service that create a client for it.

use super::{
    code::{Code, width},
    expression::{Expression, MAX_WIDTH},
    literal::escaped,
};
use crate::plan::{ClientDefaults, ClientFunctions, SignIn};

/// Writes the constant with the root, `builder` and `client`.
pub(super) fn client_functions(code: &mut Code, functions: &ClientFunctions) {
    let ClientFunctions { defaults, takes_root, .. } = functions;
    if let Some(root) = &defaults.root {
        code.doc("The URL of the service's root.");
        code.line(&["pub const ROOT: &'static str = \"", &escaped(root), "\";"]);
        code.gap();
    }
    code.docs(&functions.builder_docs);
    code.line(&["#[inline]"]);
    let root_parameter = takes_root.then_some("root: &str");
    head(code, "builder", root_parameter.into_iter(), "rt::ClientBuilder");
    if defaults.scopes.len() > 1 {
        scopes(code, &defaults.scopes);
    }
    code.expression("", &builder(functions), "");
    code.close();
    code.gap();
    code.docs(&functions.client_docs);
    code.line(&["#[inline]"]);
    let parameters: &[&str] = match &defaults.sign_in {
        SignIn::Token => &["credential: impl rt::Credential + 'static"],
        SignIn::Anonymous => &[],
        SignIn::Basic => &["user: &str", "password: &str"],
        SignIn::ApiKey { .. } => &["key: &str"],
    };
    head(code, "client", root_parameter.into_iter().chain(parameters.iter().copied()), "Result<rt::Client, rt::Error>");
    code.expression("", &client(defaults, *takes_root), "");
    code.close();
    code.gap();
}

/// Writes the head of a public function and opens its block: one line if it fits, otherwise one for each parameter.
fn head<'a>(code: &mut Code, name: &str, parameters: impl Iterator<Item = &'a str>, returns: &str) {
    let parameters: Vec<&str> = parameters.collect();
    let line = format!("pub fn {name}({}) -> {returns} {{", parameters.join(", "));
    if code.indentation() + width(&line) <= MAX_WIDTH {
        return code.open(&[&line]);
    }
    code.open(&["pub fn ", name, "("]);
    parameters.iter().for_each(|parameter| code.line(&[parameter, ","]));
    code.indent_less();
    code.open(&[") -> ", returns, " {"]);
}

/// Writes the variable `scopes`, an iterator over several scopes, which have no spaces.
fn scopes(code: &mut Code, scopes: &[String]) {
    let value = format!("\"{}\".split(' ');", escaped(&scopes.join(" ")));
    let declared = "let scopes =";
    if code.indentation() + declared.len() + 1 + width(&value) <= MAX_WIDTH {
        return code.line(&[declared, " ", &value]);
    }
    code.open(&[declared]);
    code.line(&[&value]);
    code.indent_less();
}

fn builder(functions: &ClientFunctions) -> Expression<'_> {
    let ClientFunctions { defaults, takes_root, .. } = functions;
    let mut made = Expression::call("rt::Client::builder", Vec::new());
    if *takes_root {
        made = made.then(".base_url", vec![Expression::text("root")]);
    } else if defaults.root.is_some() {
        made = made.then(".base_url", vec![Expression::text("Self::ROOT")]);
    }
    match defaults.scopes.as_slice() {
        [] if functions.has_own_scopes => made = made.then(".scopes::<&str>", vec![Expression::text("[]")]),
        [] => {}
        [scope] => made = made.then(".scopes", vec![Expression::text(format!("[\"{}\"]", escaped(scope)))]),
        _ => made = made.then(".scopes", vec![Expression::text("scopes")]),
    }
    match &defaults.user_agent {
        Some(name) => made.then(".user_agent", vec![Expression::literal(name)]),
        None => made,
    }
}

fn client(defaults: &ClientDefaults, takes_root: bool) -> Expression<'_> {
    let root = if takes_root { vec![Expression::text("root")] } else { Vec::new() };
    let made = Expression::call("Self::builder", root);
    let made = match &defaults.sign_in {
        SignIn::Token => made.then(".credential", vec![Expression::text("credential")]),
        SignIn::Anonymous => made,
        SignIn::Basic => made.then(".credential", vec![Expression::text("rt::Basic::new(user, password)?")]),
        SignIn::ApiKey { header } => {
            let key = format!("rt::ApiKey::new(\"{}\", key)?", escaped(header));
            made.then(".middleware", vec![Expression::text(key)])
        }
    };
    made.then(".build", Vec::new())
}
