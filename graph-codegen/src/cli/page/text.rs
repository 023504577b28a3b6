//! A page for people.

use std::fmt::Write as _;

use crate::{
    cli::{
        display::{Display, pad},
        output::width,
    },
    diagnostic::{columns, visible},
    facts::Deprecation,
    lookup::{Forms, Known, Member, Page, Parameter, Request, SchemeAccess},
};

/// More members of a type are only counted in text.
const MAX_MEMBERS: usize = 40;

/// The page for people. Its last section is the explanation that `--why` prints alone.
pub(in crate::cli) fn text(page: &Page<'_>, display: Display) -> String {
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
    if let Some(address) = &page.documentation {
        text.heading("Documentation");
        let _ = writeln!(text.out, "  {}", visible(address));
    }
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

pub(super) fn deprecation_sentence(deprecation: Deprecation<'_>) -> String {
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
        if known.are_of_other_version {
            pairs.push(("permissions of".to_owned(), "v1.0; beta may need others".to_owned()));
        }
        if let Some(path) = &known.permissions_of {
            pairs.push(("permissions of".to_owned(), path.clone()));
        }
        if pairs.is_empty() && known.is_of_graph {
            pairs.push(("permissions".to_owned(), "unknown".to_owned()));
        }
        if !known.roles.is_empty() {
            let custom = match &known.role_permissions[..] {
                [] => String::new(),
                needs => format!("; or a custom role with {}", needs.join(", ")),
            };
            pairs.push(("roles".to_owned(), known.roles.join(", ") + &custom));
        }
        let clouds = known.clouds.map(|clouds| clouds.to_string());
        let clouds = clouds.or_else(|| known.is_of_graph.then(|| "unknown".to_owned()));
        pairs.extend(clouds.map(|clouds| ("clouds".to_owned(), clouds)));
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
pub(super) fn described(parameter: &Parameter) -> String {
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
pub(super) fn access_text(access: &SchemeAccess) -> String {
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
