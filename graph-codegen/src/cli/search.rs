//! Finds requests by words.

use serde_json::{Value, json};

use super::{
    arguments::{Format, Operations},
    display::{Display, pad},
    failure::Failure,
    json,
    output::{Output, cell, width},
};
use crate::{
    Builder,
    clouds::Availability,
    diagnostic::{Code, Diagnostic, visible},
    facts::Deprecation,
    lookup::{Answer, Call, Found, Known, Query, ServiceRequest, ServiceRequests, Tables, search},
    permissions::Scheme,
    selection::ServiceGraph,
};

/// The number of requests that are listed.
const LIMIT: u16 = 20;

pub(super) fn run(
    settings: Builder,
    arguments: &Operations,
    words: &str,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let query = Query::parse(words);
    if query.is_empty() {
        let problem = Diagnostic::error(Code::Setting, "the search has no words");
        return Err(Failure::from(problem.help("write what a request does: `--search 'assign license'`")));
    }
    let resolved = arguments.input.apply(settings).without_selectors().resolve()?;
    let graph = ServiceGraph::new(&resolved.model);
    let tables = Tables::of(&resolved.model);
    let requests = ServiceRequests::of(&graph);
    let limit = usize::from(arguments.limit.unwrap_or(LIMIT));
    let is_documented = |request: &ServiceRequest<'_>| tables.has(request, &graph);
    let is_in_public_clouds = |request: &ServiceRequest<'_>| {
        let clouds = Known::clouds_of(request, &graph, &tables);
        clouds.is_none_or(|clouds| clouds.is_in_all_of(Availability::PUBLIC))
    };
    let answer = search(&requests, &query, limit, is_documented, is_in_public_clouds);
    if answer.found.is_empty() {
        let problem = Diagnostic::error(Code::SelectorUnknown, format!("no request matches {}", visible(words)));
        return Err(Failure::from(problem.help("use words of paths, operations or types: `--search 'send mail'`")));
    }
    let is_graph = resolved.model.is_microsoft_graph();
    let rows: Vec<Row<'_>> = answer.found.iter().map(|found| Row::of(found, &graph, &tables)).collect();
    match arguments.format {
        Format::Text => output.print(&text(&rows, &answer, is_graph, output.display)),
        Format::Tsv => output.print(&separated(&rows)),
        Format::Json => {
            let requests: Vec<Value> = rows.iter().map(|row| row.json(&graph)).collect();
            let value = json!({
                "query": words,
                "total": answer.total,
                "unmatched": answer.unmatched,
                "requests": requests,
            });
            output.print(&json::text(&value))
        }
    }
}

/// A request that was found, and what is known about it.
struct Row<'f> {
    found: &'f Found<'f, 'f>,
    request: &'f ServiceRequest<'f>,
    known: Known,
    deprecation: Option<Deprecation<'f>>,
}

impl<'f> Row<'f> {
    fn of(found: &'f Found<'f, 'f>, graph: &ServiceGraph<'_>, tables: &Tables<'_>) -> Self {
        let request = found.request;
        let deprecation = Deprecation::of(request.annotations);
        Self { found, request, known: Known::of(request, graph, tables), deprecation }
    }

    /// The least permissions of a scheme.
    fn least(&self, scheme: Scheme) -> String {
        let Some(access) = self.known.of_scheme(scheme) else { return UNKNOWN.to_owned() };
        let lists = [&access.least, &access.higher, &access.resource_specific];
        match lists.into_iter().find(|list| !list.is_empty()) {
            Some(list) if list.len() > MAX_LEAST => {
                format!("{} or {} more", list[..MAX_LEAST].join(" or "), list.len() - MAX_LEAST)
            }
            Some(list) => list.join(" or "),
            None => "not supported".to_owned(),
        }
    }

    /// The clouds that have it; all of those that are public are not listed.
    fn clouds(&self) -> String {
        match self.known.clouds {
            None => UNKNOWN.to_owned(),
            Some(clouds) if clouds.is_in_all_of(Availability::PUBLIC) => "all public".to_owned(),
            Some(clouds) => clouds.to_string(),
        }
    }

    fn columns(&self) -> [String; 3] {
        let columns = [self.least(Scheme::DelegatedWork), self.least(Scheme::Application), self.clouds()];
        columns.map(|column| visible(&column))
    }

    /// The notes below the request: its other paths, and whether it is deprecated.
    fn notes(&self, display: Display) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.found.also.is_empty() {
            notes.push(display.detail(&format!("also {}", self.found.also.join(", "))));
        }
        if let Some(Deprecation { removal, .. }) = self.deprecation {
            let until = removal.map(|date| format!(", to be removed on {}", visible(date))).unwrap_or_default();
            notes.push(display.warning(&format!("deprecated{until}")));
        }
        notes
    }

    fn operation(&self, graph: &ServiceGraph<'_>) -> Option<String> {
        match &self.request.call {
            Call::Operation(id) => Some(graph.model().operation(*id).name.to_string()),
            Call::Resource(_) => None,
        }
    }

    fn json(&self, graph: &ServiceGraph<'_>) -> Value {
        json!({
            "method": self.request.method.as_str(),
            "path": self.request.template,
            "also": self.found.also,
            "operation": self.operation(graph),
            "resource": self.request.resource.map(|shape| graph.shape_name(shape)),
            "permissions": json::permissions(&self.known),
            "clouds": self.known.cloud_names(),
            "deprecated": json::deprecation(self.deprecation),
        })
    }
}

fn separated(rows: &[Row<'_>]) -> String {
    let mut text = String::from("method\tpath\tdelegated\tapplication\tclouds\talso\tdeprecated\n");
    for row in rows {
        let [delegated, application, clouds] = row.columns();
        let deprecated = row.deprecation.map_or("", |found| found.removal.or(found.since).unwrap_or("yes"));
        let also = row.found.also.join(" ");
        let (method, path) = (row.request.method.as_str(), &row.request.template);
        let cells = [method, path, &delegated, &application, &clouds, &also, deprecated];
        text.push_str(&cells.map(cell).join("\t"));
        text.push('\n');
    }
    text
}

/// More of the least permissions are only counted.
const MAX_LEAST: usize = 2;

/// The cell of what is not known.
const UNKNOWN: &str = "unknown";

const HEADERS: [&str; 3] = ["delegated", "application", "clouds"];

/// The list for people: columns if they fit, else what is known below each request.
///
/// What is not known of any request of another service than Graph has no column.
fn text(rows: &[Row<'_>], answer: &Answer<'_, '_>, is_graph: bool, display: Display) -> String {
    let cells: Vec<[String; 3]> = rows.iter().map(Row::columns).collect();
    let is_shown = |column: &usize| is_graph || cells.iter().any(|cells| cells[*column] != UNKNOWN);
    let columns: Vec<usize> = (0..HEADERS.len()).filter(is_shown).collect();
    let paths: Vec<String> = rows.iter().map(|row| visible(&row.request.template)).collect();
    let path_width = width(paths.iter().map(String::as_str)).max("request".len());
    let width_of =
        |column: &usize| width(cells.iter().map(|cells| cells[*column].as_str())).max(HEADERS[*column].len());
    let widths: Vec<usize> = columns.iter().map(width_of).collect();
    let shown = |cells: &[String; 3]| columns.iter().map(|column| cells[*column].clone()).collect::<Vec<_>>();
    let all = METHOD_WIDTH + path_width + widths.iter().map(|width| 2 + width).sum::<usize>();
    // The cells of known requests are short; where nothing is known, columns would only repeat that.
    let is_table = display.width.is_none_or(|width| all <= width);
    let mut text = String::new();
    if is_table {
        let header = line("", "request", shown(&HEADERS.map(str::to_owned)), path_width, &widths);
        text.push_str(&format!("{}\n", display.heading(header.trim_end())));
    }
    for ((row, path), cells) in rows.iter().zip(&paths).zip(cells) {
        let method = display.label(&pad(row.request.method.as_str(), METHOD_WIDTH - 2));
        text.push_str(&format!("{method}  "));
        if is_table {
            let rest = line("", path, shown(&cells), path_width, &widths);
            let rest = rest.get(METHOD_WIDTH..).unwrap_or_default();
            let (path, rest) = rest.split_at(path.len().min(rest.len()));
            text.push_str(&format!("{}{}\n", display.subject(path), rest.trim_end()));
        } else {
            text.push_str(&format!("{}\n", display.subject(path)));
            let facts = HEADERS.iter().zip(&cells).filter(|(_, cell)| *cell != UNKNOWN);
            let facts: Vec<String> = facts.map(|(header, cell)| format!("{header}: {cell}")).collect();
            if !facts.is_empty() {
                text.push_str(&format!("{:METHOD_WIDTH$}", ""));
                display.wrap(&facts.join("; "), METHOD_WIDTH, METHOD_WIDTH, &mut text);
            }
        }
        for note in row.notes(display) {
            text.push_str(&format!("{:METHOD_WIDTH$}{note}\n", ""));
        }
    }
    if !answer.unmatched.is_empty() {
        let words = answer.unmatched.iter().map(|word| visible(word)).collect::<Vec<_>>().join(", ");
        text.push_str(&format!(
            "\n{}\n",
            display.warning(&format!("No request matches all words; not found: {words}"))
        ));
    }
    if answer.total > rows.len() {
        let all = format!("\n{} of {} requests; --limit lists more\n", rows.len(), answer.total);
        text.push_str(&display.detail(&all));
    }
    text
}

/// The columns of the method, with the space behind it.
const METHOD_WIDTH: usize = 8;

fn line(method: &str, path: &str, cells: Vec<String>, path_width: usize, widths: &[usize]) -> String {
    let mut line = pad(method, METHOD_WIDTH) + &pad(path, path_width);
    for (cell, width) in cells.iter().zip(widths) {
        line.push_str("  ");
        line.push_str(&pad(cell, *width));
    }
    line
}
