//! Finds the generated code for documented calls.

use std::fs;

use super::{
    arguments::Resolve,
    failure::Failure,
    output::{Output, cell},
};
use crate::{
    Builder, Planned,
    chain::{Chain, Chains, selectors},
    diagnostic::{Code, Diagnostic},
    selection::Method,
};

pub(super) fn run(settings: Builder, arguments: &Resolve, output: &mut Output<'_>) -> Result<(), Failure> {
    let mut settings = arguments.input.apply(settings);
    let text = match &arguments.operations {
        Some(file) => fs::read_to_string(file)
            .map_err(|problem| Failure::io(&format!("cannot read `{}`", file.display()), &problem))?,
        None => String::new(),
    };
    let calls: Vec<Call<'_>> = match &arguments.call {
        Some(call) => vec![Call::of_text(call)],
        None => text.lines().filter_map(Call::of_line).collect(),
    };
    if arguments.input.select.is_empty() && arguments.input.select_file.is_empty() {
        // Without selectors, select just these calls.
        let known = calls.iter().filter_map(|call| Some((call.method().ok()?, call.path)));
        let mut selectors = selectors(&settings.resolve()?.model, known);
        if selectors.is_empty() {
            // Every call is an error, for reasons that do not depend on the selection.
            selectors.push("/**".to_owned());
        }
        settings = settings.without_selectors().select_text("calls", selectors.join("\n"));
    }
    let Planned { selected, package } = settings.plan()?;
    let chains = Chains::new(&selected.resolved.model, &package);
    if arguments.operations.is_some() {
        return output.print(&separated(&chains, &calls));
    }
    for call in &calls {
        let chain = call.find(&chains)?;
        let selectors = selectors(&selected.resolved.model, [(call.method()?, call.path)]);
        output.print(&description(call, &chain, selectors.first()))?;
    }
    Ok(())
}

/// A method and a path, as text.
#[derive(Debug)]
struct Call<'t> {
    method: &'t str,
    path: &'t str,
}

impl<'t> Call<'t> {
    /// Parses a method and a path; `GET` is the default.
    fn of_text(text: &'t str) -> Self {
        match text.trim().split_once(char::is_whitespace) {
            Some((method, path)) => Self { method, path: path.trim() },
            None => Self { method: "GET", path: text.trim() },
        }
    }

    /// Parses the first two columns of a line; `None` for a header or an empty line.
    fn of_line(line: &'t str) -> Option<Self> {
        let mut columns = line.split('\t');
        let (method, path) = (columns.next()?, columns.next()?);
        (!method.eq_ignore_ascii_case("method")).then_some(Self { method, path })
    }

    fn method(&self) -> Result<Method, Diagnostic> {
        Method::from_name(self.method).ok_or_else(|| {
            let message = format!("`{}` is not an HTTP method that OData uses", self.method);
            Diagnostic::error(Code::SelectorSyntax, message).help("use GET, POST, PATCH, PUT or DELETE")
        })
    }

    fn find(&self, chains: &Chains<'_>) -> Result<Chain, Diagnostic> {
        chains.find(self.method()?, self.path)
    }
}

fn separated(chains: &Chains<'_>, calls: &[Call<'_>]) -> String {
    let mut text = String::from("method\ttemplate\texpression\treturns\treason\n");
    for call in calls {
        let [expression, returns, reason] = match call.find(chains) {
            Ok(chain) => [chain.expression, chain.returns, String::new()],
            Err(diagnostic) => ["-".to_owned(), String::new(), message(&diagnostic)],
        };
        let cells = [call.method, call.path, &expression, &returns, &reason].map(cell);
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}

fn description(call: &Call<'_>, chain: &Chain, selector: Option<&String>) -> String {
    let mut text = format!("{}.send().await?\n\n", chain.expression);
    let mut rows = vec![("call", format!("{} {}", call.method, chain.template))];
    rows.extend(chain.arguments.iter().map(|argument| ("with", format!("{}: {}", argument.name, argument.rust_type))));
    rows.extend(chain.body.iter().map(|body| ("body", body.clone())));
    rows.push(("returns", chain.returns.clone()));
    rows.extend(selector.map(|selector| ("select", selector.clone())));
    for (name, value) in rows {
        text.push_str(&format!("  {name:<8}{value}\n"));
    }
    text
}

fn message(diagnostic: &Diagnostic) -> String {
    match &diagnostic.help {
        Some(help) => format!("{}; {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}
