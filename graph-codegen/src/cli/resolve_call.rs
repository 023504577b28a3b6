//! Finds the generated code for documented calls.

use std::fs;

use serde_json::{Value, json};

use super::{
    arguments::{Format, Resolve},
    failure::Failure,
    json,
    output::{Output, cell},
};
use crate::{
    Builder, Error, Planned, Resolved,
    builder::add_origin_note,
    chain::{Chain, Chains, not_supported, selectors, unknown_names},
    diagnostic::{Code, Diagnostic, Diagnostics, FileId, Sources, Span},
    edm::Model,
    selection::{Method, RequestLine, ServiceGraph, offset_in},
};

/// The name of the argument in diagnostics.
const ARGUMENT: &str = "request";

pub(super) fn run(settings: Builder, arguments: &Resolve, output: &mut Output<'_>) -> Result<(), Failure> {
    let mut settings = arguments.input.apply(settings);
    let text = match (&arguments.operations, &arguments.call) {
        (Some(file), _) => fs::read_to_string(file)
            .map_err(|problem| Failure::io(&format!("cannot read `{}`", file.display()), &problem))?,
        (None, Some(call)) => call.clone(),
        (None, None) => String::new(),
    };
    let is_file = arguments.operations.is_some();
    let format = arguments.format.unwrap_or(if is_file { Format::Tsv } else { Format::Text });
    // Lists for programs have the reasons why calls have no code; for people, these are errors.
    let list = match format {
        Format::Text if !is_file => None,
        Format::Json => Some(List::Json),
        Format::Text | Format::Tsv => Some(List::Separated),
    };
    let calls: Vec<Call<'_>> = match is_file {
        true => text.lines().filter_map(Call::of_row).collect(),
        false => RequestLine::parse_all(&text).into_iter().map(Call::of_line).collect(),
    };
    if calls.is_empty() && !is_file {
        let problem = Diagnostic::error(Code::SelectorSyntax, "the request is empty");
        return Err(Failure::from(problem.help("write one as documentation does: 'GET /users/{id}'")));
    }
    let given = &arguments.input.selectors;
    if given.select.is_empty() && given.select_file.is_empty() {
        // Without selectors, select just these calls.
        let resolved = settings.resolve()?;
        let known = calls.iter().filter_map(|call| Some((call.method().ok()?, call.path)));
        let selectors = selectors(&resolved.model, known);
        if selectors.is_empty() {
            // Every call is an error, for reasons that do not depend on the selection.
            return match list {
                Some(list) => {
                    output.print(&list.text(&calls, &resolved.model, |call| Err(call.reason(&resolved.model))))
                }
                None => Err(Failure::Error(all_errors(&calls, resolved, |call, file, resolved| {
                    Err(call.reason_in(file, &resolved.model))
                }))),
            };
        }
        settings = settings.without_selectors().select_text("calls", selectors.join("\n"));
    }
    let Planned { selected, package } = settings.plan()?;
    let resolved = selected.resolved;
    let chains = Chains::new(&resolved.model, &package);
    if !is_file {
        warn(&calls, &resolved.model, output)?;
    }
    if let Some(list) = list {
        return output.print(&list.text(&calls, &resolved.model, |call| call.find(&chains)));
    }
    let mut descriptions = Vec::new();
    let mut failed = Vec::new();
    for call in &calls {
        match call.find(&chains) {
            Ok(chain) => {
                let selectors = selectors(&resolved.model, [(call.method()?, call.path)]);
                descriptions.push(description(call, &chain, selectors.first()));
            }
            Err(_) => failed.push(*call),
        }
    }
    output.print(&descriptions.join("\n"))?;
    if failed.is_empty() {
        return Ok(());
    }
    drop(chains);
    Err(Failure::Error(all_errors(&failed, resolved, |call, file, resolved| {
        call.find_in(&Chains::new(&resolved.model, &package), file)
    })))
}

/// Warns of names in queries that the service does not declare.
fn warn(calls: &[Call<'_>], model: &Model, output: &mut Output<'_>) -> Result<(), Failure> {
    let graph = ServiceGraph::new(model);
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    for call in calls {
        let Ok(method) = call.method() else { continue };
        let file = sources.add(ARGUMENT, call.text);
        diagnostics.extend(unknown_names(method, call.text, file, &graph));
    }
    if diagnostics.list().is_empty() {
        return Ok(());
    }
    output.print_error(&diagnostics.rendered(&sources).to_string())
}

/// The errors of calls, each with the text of its call as a source.
fn all_errors(
    calls: &[Call<'_>],
    mut resolved: Resolved,
    find: impl Fn(&Call<'_>, FileId, &Resolved) -> Result<Chain, Diagnostic>,
) -> Error {
    let mut diagnostics = Diagnostics::default();
    for call in calls {
        let file = resolved.sources.add(ARGUMENT, call.text);
        diagnostics.extend(find(call, file, &resolved).err());
    }
    add_origin_note(&resolved.model, &mut diagnostics);
    Error::new(diagnostics, resolved.sources)
}

/// A request, as text.
#[derive(Clone, Copy, Debug)]
struct Call<'t> {
    text: &'t str,
    method: &'t str,
    /// The rest, from the path or URL on.
    path: &'t str,
}

impl<'t> Call<'t> {
    /// Takes the method of a request; `GET` is the default.
    fn of_line(line: RequestLine<'t>) -> Self {
        let path = match line.method {
            Some(method) => line.text[offset_in(line.text, method) + method.len()..].trim_start_matches(':').trim(),
            None => line.text,
        };
        Self { text: line.text, method: line.method.unwrap_or("GET"), path }
    }

    /// Parses the first two columns of a row; `None` for a header or an empty line.
    fn of_row(row: &'t str) -> Option<Self> {
        let mut columns = row.split('\t');
        let (method, path) = (columns.next()?, columns.next()?);
        (!method.eq_ignore_ascii_case("method")).then_some(Self { text: path, method, path })
    }

    fn method(&self) -> Result<Method, Diagnostic> {
        Method::from_name(self.method).ok_or_else(|| {
            let message = format!("`{}` is not an HTTP method that OData uses", self.method);
            Diagnostic::error(Code::SelectorSyntax, message).help("use one of GET, POST, PATCH, PUT and DELETE")
        })
    }

    /// Like [`method`](Self::method), for a call whose text is all of a file.
    fn method_in(&self, file: FileId) -> Result<Method, Diagnostic> {
        self.method().map_err(|problem| problem.at(Span::new(file, 0, self.method.len())))
    }

    fn find(&self, chains: &Chains<'_>) -> Result<Chain, Diagnostic> {
        chains.find(self.method()?, self.path)
    }

    fn find_in(&self, chains: &Chains<'_>, file: FileId) -> Result<Chain, Diagnostic> {
        chains.find_in(self.method_in(file)?, self.text, file)
    }

    /// Why no selector makes the call possible.
    fn reason(&self, model: &Model) -> Diagnostic {
        self.reason_in(FileId(0), model).at(None)
    }

    fn reason_in(&self, file: FileId, model: &Model) -> Diagnostic {
        let method = match self.method_in(file) {
            Ok(method) => method,
            Err(problem) => return problem,
        };
        let graph = ServiceGraph::new(model);
        let at = offset_in(self.text, self.path);
        not_supported(method, self.text, file, &graph).or_at(Span::new(file, at, self.text.len()))
    }
}

/// A list of calls for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Separated,
    Json,
}

impl List {
    fn text(self, calls: &[Call<'_>], model: &Model, find: impl Fn(&Call<'_>) -> Result<Chain, Diagnostic>) -> String {
        match self {
            Self::Separated => table(calls, find),
            Self::Json => {
                let list: Vec<Value> = calls.iter().map(|call| call_json(call, model, find(call))).collect();
                json::text(&Value::Array(list))
            }
        }
    }
}

fn call_json(call: &Call<'_>, model: &Model, found: Result<Chain, Diagnostic>) -> Value {
    match found {
        Ok(chain) => {
            let arguments: Vec<Value> = chain
                .arguments
                .iter()
                .map(|argument| json!({ "name": argument.name, "type": argument.rust_type }))
                .collect();
            let selector = call.method().ok().and_then(|method| selectors(model, [(method, call.path)]).pop());
            json!({
                "method": call.method,
                "path": call.path,
                "template": chain.template,
                "expression": chain.expression,
                "arguments": arguments,
                "body": chain.body,
                "returns": chain.returns,
                "longRunning": chain.is_long_running,
                "selector": selector,
            })
        }
        Err(diagnostic) => json!({ "method": call.method, "path": call.path, "reason": message(&diagnostic) }),
    }
}

fn table(calls: &[Call<'_>], find: impl Fn(&Call<'_>) -> Result<Chain, Diagnostic>) -> String {
    let mut text = String::from("method\ttemplate\texpression\treturns\treason\n");
    for call in calls {
        let [expression, returns, reason] = match find(call) {
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
    let send = if chain.is_long_running { "begin" } else { "send" };
    let mut text = format!("{}.{send}().await?\n\n", chain.expression);
    let mut rows = vec![("call", format!("{} {}", call.method, chain.template))];
    rows.extend(chain.arguments.iter().map(|argument| ("with", format!("{}: {}", argument.name, argument.rust_type))));
    rows.extend(chain.body.iter().map(|body| ("body", body.clone())));
    rows.push(("returns", chain.returns.clone()));
    if chain.is_long_running {
        rows.push(("poller", "`wait` gives the value: the service responds before its work is done".to_owned()));
    }
    rows.extend(selector.map(|selector| ("select", format!(".select({selector:?})"))));
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
