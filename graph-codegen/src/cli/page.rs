//! Pages about elements, as text, JSON or tab-separated lines.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{
    display::{Display, pad},
    json,
    output::{cell, width},
};
use crate::{
    diagnostic::{columns, visible},
    explain::Explanation,
    facts::Deprecation,
    lookup::{Forms, Known, Member, Page, Parameter, Request, SchemeAccess},
};

/// More members of a type are only counted in text.
const MAX_MEMBERS: usize = 40;

/// The page for people. Its last section is the explanation that `--why` prints alone.
pub(super) fn text(page: &Page<'_>, display: Display) -> String {
    let mut text = Text { display, out: String::new() };
    let Page { name, kind, description, deprecation, facts, paths, request, .. } = page;
    let _ = writeln!(text.out, "{} ({kind})", display.subject(&visible(name)));
    if let Some(description) = description {
        text.paragraph(description);
    }
    if let Some(deprecation) = deprecation {
        text.warning(&deprecation_sentence(*deprecation));
    }
    let facts: Vec<(String, String)> = facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    text.pairs("", &facts);
    text.paths(paths, request.as_ref());
    if let Some(request) = request {
        text.request(request);
    }
    text.requests(page);
    text.lines("Queries", &page.capabilities);
    text.members(&page.members, !page.requests.is_empty());
    if let Some(snippet) = &page.snippet {
        text.heading("Rust");
        let _ = writeln!(text.out, "  // selected by {:?}", visible(&snippet.selector));
        for line in snippet.code.lines() {
            let _ = writeln!(text.out, "  {}", line_of_code(line));
        }
    }
    if let Some(explanation) = &page.explanation {
        text.heading("Selection");
        for line in explanation.to_string().lines() {
            let indent = line.len() - line.trim_start().len();
            let _ = write!(text.out, "  {:indent$}", "");
            display.wrap(&visible(line), 2 + indent, 4 + indent, &mut text.out);
        }
    }
    text.out
}

/// Code keeps its indentation.
fn line_of_code(line: &str) -> String {
    let indent = line.len() - line.trim_start().len();
    format!("{:indent$}{}", "", visible(line))
}

fn deprecation_sentence(deprecation: Deprecation<'_>) -> String {
    let Deprecation { since, removal, description, version } = deprecation;
    let mut sentence = "Deprecated".to_owned();
    for (before, value) in [(" since ", since), (", to be removed on ", removal), (" (", version)] {
        if let Some(value) = value {
            let _ = write!(sentence, "{before}{value}");
        }
    }
    sentence.push_str(if version.is_some() { ")" } else { "" });
    match description {
        Some(description) => format!("{sentence}: {description}"),
        None => format!("{sentence}."),
    }
}

struct Text {
    display: Display,
    out: String,
}

impl Text {
    fn heading(&mut self, name: &str) {
        let _ = writeln!(self.out, "\n{}", self.display.heading(name));
    }

    fn paragraph(&mut self, sentence: &str) {
        self.out.push_str("  ");
        self.display.wrap(&visible(sentence), 2, 2, &mut self.out);
    }

    fn warning(&mut self, sentence: &str) {
        let mut wrapped = String::from("  ");
        self.display.wrap(&visible(sentence), 2, 2, &mut wrapped);
        let lines: Vec<String> = wrapped.lines().map(|line| self.display.warning(line)).collect();
        self.out.push_str(&lines.join("\n"));
        self.out.push('\n');
    }

    fn lines(&mut self, heading: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.heading(heading);
        for line in lines {
            self.out.push_str("  ");
            self.display.wrap(&visible(line), 2, 4, &mut self.out);
        }
    }

    /// Names and values in two columns.
    fn pairs(&mut self, heading: &str, pairs: &[(String, String)]) {
        if pairs.is_empty() {
            return;
        }
        if !heading.is_empty() {
            self.heading(heading);
        }
        let names: Vec<String> = pairs.iter().map(|(name, _)| visible(name)).collect();
        let name_width = width(names.iter().map(String::as_str)).min(MAX_NAME);
        for (name, (_, value)) in names.iter().zip(pairs) {
            let padded = pad(name, name_width);
            let _ = write!(self.out, "  {}  ", self.display.label(&padded));
            let first = 4 + columns(&padded);
            self.display.wrap(&visible(value), first, 4 + name_width, &mut self.out);
        }
    }

    fn paths(&mut self, paths: &Forms, request: Option<&Request>) {
        let Forms { paths, more } = paths;
        let is_only = request.is_some_and(|request| paths.len() == 1 && paths[0] == request.template && *more == 0);
        if paths.is_empty() || is_only {
            return;
        }
        self.heading("Paths");
        for path in paths {
            let _ = writeln!(self.out, "  {}", visible(path));
        }
        if *more > 0 {
            let more = format!("  and {more} more, through references and casts");
            let _ = writeln!(self.out, "{}", self.display.detail(&more));
        }
    }

    fn request(&mut self, request: &Request) {
        let Request { parameters, body, returns, known, .. } = request;
        let pairs: Vec<(String, String)> =
            parameters.iter().map(|found| (found.name.clone(), described(found))).collect();
        self.pairs("Parameters", &pairs);
        let mut pairs = Vec::new();
        pairs.extend(body.iter().map(|body| ("body".to_owned(), body.clone())));
        pairs.push(("returns".to_owned(), returns.clone()));
        self.pairs("Body and result", &pairs);
        self.known(known);
    }

    fn known(&mut self, known: &Known) {
        let mut pairs: Vec<(String, String)> =
            known.permissions.iter().map(|access| (access.scheme.to_string(), access_text(access))).collect();
        if let Some(path) = &known.permissions_of {
            pairs.push(("permissions of".to_owned(), path.clone()));
        }
        if pairs.is_empty() {
            pairs.push(("permissions".to_owned(), "unknown".to_owned()));
        }
        if !known.roles.is_empty() {
            let custom = match &known.role_permissions[..] {
                [] => String::new(),
                needs => format!("; or a custom role with {}", needs.join(", ")),
            };
            pairs.push(("roles".to_owned(), known.roles.join(", ") + &custom));
        }
        let clouds = known.clouds.map_or_else(|| "unknown".to_owned(), |clouds| clouds.to_string());
        pairs.push(("clouds".to_owned(), clouds));
        self.pairs("Access", &pairs);
    }

    fn requests(&mut self, page: &Page<'_>) {
        let lines = page.requests.iter().map(|(method, path, known)| {
            let least = known.permissions.iter().filter_map(|access| {
                Some(format!("{}: {}", access.scheme, access.least.first().or(access.higher.first())?))
            });
            let least: Vec<String> = least.collect();
            let least = if least.is_empty() { String::new() } else { format!("  {}", least.join("; ")) };
            (method.as_str().to_owned(), format!("{path}{least}"))
        });
        self.pairs("Requests", &lines.collect::<Vec<_>>());
    }

    fn members(&mut self, members: &[Member<'_>], is_resource: bool) {
        if members.is_empty() {
            return;
        }
        self.heading(if is_resource { "Below it" } else { "Members" });
        let shown = &members[..members.len().min(MAX_MEMBERS)];
        let names: Vec<String> = shown.iter().map(|member| visible(member.name)).collect();
        let name_width = width(names.iter().map(String::as_str)).min(MAX_NAME);
        for (name, member) in names.iter().zip(shown) {
            let mut value = member.value.clone();
            if !member.notes.is_empty() {
                let _ = write!(value, ", {}", member.notes.join(", "));
            }
            if let Some(base) = member.inherited_from {
                let _ = write!(value, " (from {base})");
            }
            if let Some(deprecation) = member.deprecation {
                let removal = deprecation.removal.map(|date| format!(", to be removed on {date}")).unwrap_or_default();
                let _ = write!(value, " [deprecated{removal}]");
            }
            let padded = pad(name, name_width);
            let _ = write!(self.out, "  {}  ", self.display.label(&padded));
            self.display.wrap(&visible(&value), 4 + columns(&padded), 4 + name_width, &mut self.out);
        }
        if shown.len() < members.len() {
            let rest = format!("  {} of {} members; --format json lists all", shown.len(), members.len());
            let _ = writeln!(self.out, "{}", self.display.detail(&rest));
        }
    }
}

/// Longer names do not widen the column of names.
const MAX_NAME: usize = 32;

/// `Edm.String in the path: the key of microsoft.graph.user`.
fn described(parameter: &Parameter) -> String {
    let Parameter { place, type_name, is_optional, is_nullable, description, .. } = parameter;
    let mut text = format!("{type_name} in the {}", place.name());
    text.push_str(match (is_optional, is_nullable) {
        (true, _) => ", optional",
        (false, true) => ", can be null",
        (false, false) => ", required",
    });
    if let Some(description) = description {
        let _ = write!(text, ": {description}");
    }
    text
}

/// `A or B; or higher: C, D; or for one team or chat: E`.
fn access_text(access: &SchemeAccess) -> String {
    let SchemeAccess { least, higher, resource_specific, .. } = access;
    let mut parts = Vec::new();
    if !least.is_empty() {
        parts.push(least.join(" or "));
    }
    if !higher.is_empty() {
        let label = if least.is_empty() { "" } else { "or higher: " };
        parts.push(format!("{label}{}", higher.join(", ")));
    }
    if !resource_specific.is_empty() {
        let label = if parts.is_empty() { "for one team or chat: " } else { "or for one team or chat: " };
        parts.push(format!("{label}{}", resource_specific.join(", ")));
    }
    if parts.is_empty() { "not supported".to_owned() } else { parts.join("; ") }
}

/// The page for programs; `graph_codegen::cli` documents it.
pub(super) fn json(page: &Page<'_>) -> Value {
    json!({
        "name": page.name,
        "kind": page.kind,
        "description": page.description,
        "deprecated": json::deprecation(page.deprecation),
        "facts": page.facts.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
            .collect::<serde_json::Map<_, _>>(),
        "paths": page.paths.paths,
        "morePaths": page.paths.more,
        "request": page.request.as_ref().map(request_json),
        "requests": page.requests.iter().map(|(method, path, known)| json!({
            "method": method.as_str(),
            "path": path,
            "permissions": json::permissions(known),
            "clouds": known.cloud_names(),
        })).collect::<Vec<_>>(),
        "queries": page.capabilities,
        "members": page.members.iter().map(member_json).collect::<Vec<_>>(),
        "rust": page.snippet.as_ref().map(|snippet| json!({
            "selector": snippet.selector,
            "code": snippet.code,
        })),
        "selection": page.explanation.as_ref().map(explanation_json),
    })
}

fn request_json(request: &Request) -> Value {
    let parameter = |parameter: &Parameter| {
        json!({
            "name": parameter.name,
            "in": parameter.place.name(),
            "type": parameter.type_name,
            "optional": parameter.is_optional,
            "nullable": parameter.is_nullable,
            "description": parameter.description,
        })
    };
    json!({
        "method": request.method.as_str(),
        "path": request.template,
        "parameters": request.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "body": request.body,
        "returns": request.returns,
        "permissions": json::permissions(&request.known),
        "permissionsOf": request.known.permissions_of,
        "roles": request.known.roles,
        "rolePermissions": request.known.role_permissions,
        "clouds": request.known.cloud_names(),
        "summary": request.known.summary,
    })
}

fn member_json(member: &Member<'_>) -> Value {
    json!({
        "name": member.name,
        "kind": member.kind,
        "value": member.value,
        "notes": member.notes,
        "deprecated": json::deprecation(member.deprecation),
        "inheritedFrom": member.inherited_from,
    })
}

/// Why an element is selected, or what would select it.
pub(super) fn explanation_json(explanation: &Explanation) -> Value {
    json!({
        "element": explanation.element,
        "kind": explanation.kind,
        "selected": explanation.is_selected(),
        "reasons": explanation.reasons,
        "suggestions": explanation.suggestions,
    })
}

/// One fact a line: the element, what the fact is, its name, its value.
pub(super) fn separated(pages: &[Page<'_>]) -> String {
    let mut text = String::from("element\tfact\tname\tvalue\n");
    for page in pages {
        let mut row = |fact: &str, name: &str, value: &str| {
            text.push_str(&[page.name.as_str(), fact, name, value].map(cell).join("\t"));
            text.push('\n');
        };
        row("kind", "", page.kind);
        row_if(&mut row, "description", page.description);
        if let Some(deprecation) = page.deprecation {
            row("deprecated", "", &deprecation_sentence(deprecation));
        }
        page.facts.iter().for_each(|(name, value)| row("fact", name, value));
        page.paths.paths.iter().for_each(|path| row("path", "", path));
        if let Some(request) = &page.request {
            request.parameters.iter().for_each(|parameter| row("parameter", &parameter.name, &described(parameter)));
            row_if(&mut row, "body", request.body.as_deref());
            row("returns", "", &request.returns);
            for access in &request.known.permissions {
                row("permissions", access.scheme.as_str(), &access_text(access));
            }
            request.known.roles.iter().for_each(|role| row("role", "", role));
            request.known.cloud_names().into_iter().flatten().for_each(|cloud| row("cloud", "", cloud));
        }
        page.requests.iter().for_each(|(method, path, _)| row("request", method.as_str(), path));
        page.capabilities.iter().for_each(|sentence| row("query", "", sentence));
        page.members.iter().for_each(|member| row(member.kind, member.name, &member.value));
        row_if(&mut row, "selector", page.snippet.as_ref().map(|snippet| snippet.selector.as_str()));
    }
    text
}

fn row_if(row: &mut impl FnMut(&str, &str, &str), fact: &str, value: Option<&str>) {
    if let Some(value) = value {
        row(fact, "", value);
    }
}

/// One reason or suggestion a line.
pub(super) fn explanations_separated(explanations: &[Explanation]) -> String {
    let mut text = String::from("element\tkind\tselected\treason\n");
    for explanation in explanations {
        let selected = if explanation.is_selected() { "yes" } else { "no" };
        for reason in explanation.reasons.iter().chain(&explanation.suggestions) {
            let cells = [explanation.element.as_str(), explanation.kind, selected, reason];
            text.push_str(&cells.map(cell).join("\t"));
            text.push('\n');
        }
    }
    text
}
