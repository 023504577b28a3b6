//! What a developer asks with a URL from the documentation in hand: which generated code is it?

use std::fs;

use super::{arguments::Resolve, failure::Failure, output::Output, text::cell};
use crate::{
    Builder, Planned,
    chain::{Chain, Chains},
    diagnostic::{Code, Diagnostic},
    selection::Method,
};

pub(super) fn run(settings: Builder, arguments: &Resolve, output: &mut Output<'_>) -> Result<(), Failure> {
    let mut settings = arguments.input.apply(settings);
    if arguments.input.select.is_empty() && arguments.input.select_file.is_empty() {
        settings = settings.without_selectors().select("/**").select("**");
    }
    let Planned { selected, package } = settings.plan()?;
    let chains = Chains::new(&selected.resolved.model, &package);
    match (&arguments.operations, &arguments.call) {
        (Some(file), _) => {
            let text = fs::read_to_string(file)
                .map_err(|problem| Failure::io(&format!("cannot read `{}`", file.display()), &problem))?;
            output.say(&table(&chains, &text))
        }
        (None, Some(call)) => match find(&chains, call) {
            Ok((_, chain)) => output.say(&described(call, &chain)),
            Err(diagnostic) => Err(diagnostic.into()),
        },
        (None, None) => Ok(()),
    }
}

/// Finds a call that is written as in documentation: a method, then a path; `GET` if there is a path alone.
fn find(chains: &Chains<'_>, call: &str) -> Result<(Method, Chain), Diagnostic> {
    let (method, path) = match call.trim().split_once(char::is_whitespace) {
        Some((method, path)) => (method, path.trim()),
        None => ("GET", call.trim()),
    };
    let Some(known) = Method::from_name(method) else {
        let message = format!("`{method}` is no method that OData calls anything with");
        return Err(Diagnostic::error(Code::SelectorSyntax, message).help("write GET, POST, PATCH, PUT or DELETE"));
    };
    chains.find(known, path).map(|chain| (known, chain))
}

/// A line for each line of a table whose first columns are method and path template.
fn table(chains: &Chains<'_>, operations: &str) -> String {
    let mut text = String::from("method\ttemplate\texpression\treturns\treason\n");
    for line in operations.lines().filter(|line| !line.trim().is_empty()) {
        let mut columns = line.split('\t');
        let (method, template) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
        if method.eq_ignore_ascii_case("method") {
            continue;
        }
        let [expression, returns, reason] = match find(chains, &format!("{method} {template}")) {
            Ok((_, chain)) => [chain.expression, chain.returns, String::new()],
            Err(diagnostic) => ["-".to_owned(), String::new(), said(&diagnostic)],
        };
        let cells = [method, template, &expression, &returns, &reason].map(cell);
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}

fn described(call: &str, chain: &Chain) -> String {
    let mut text = format!("{}.send().await?\n\n", chain.expression);
    let mut rows = vec![("call", call.trim().to_owned()), ("path", chain.template.clone())];
    rows.extend(chain.arguments.iter().map(|argument| ("with", format!("{}: {}", argument.name, argument.rust_type))));
    rows.extend(chain.body.iter().map(|body| ("body", body.clone())));
    rows.push(("returns", chain.returns.clone()));
    for (name, value) in rows {
        text.push_str(&format!("  {name:<8}{value}\n"));
    }
    text
}

fn said(diagnostic: &Diagnostic) -> String {
    match &diagnostic.help {
        Some(help) => format!("{}; {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}
