//! Names in a query that the service does not declare.

use std::collections::{BTreeSet, HashMap};

use super::query::{options, parts, tokens};
use crate::{
    diagnostic::{Code, Diagnostic, FileId, Span, closest, visible},
    edm::{Model, TypeId},
    selection::{End, Method, RequestLine, ServiceGraph, Target, offset_in, walk},
};

/// The options of OData and of Graph.
const OPTIONS: [&str; 17] = [
    "$apply",
    "$compute",
    "$count",
    "$deltatoken",
    "$expand",
    "$filter",
    "$format",
    "$id",
    "$index",
    "$levels",
    "$orderby",
    "$schemaversion",
    "$search",
    "$select",
    "$skip",
    "$skiptoken",
    "$top",
];

/// How deep expansions may be nested.
const MAX_DEPTH: usize = 8;

/// Words of a condition that are not properties.
const WORDS: [&str; 21] = [
    "add", "and", "asc", "desc", "div", "divby", "eq", "false", "ge", "gt", "has", "in", "le", "lt", "mod", "mul",
    "ne", "not", "null", "or", "true",
];

/// Operators whose right side is a value.
const COMPARISONS: [&str; 7] = ["eq", "ne", "gt", "ge", "lt", "le", "has"];

/// Warns of options that neither OData nor Graph has, and of properties that a type has not. `text` is all of `file`.
///
/// Open types can have any properties, but a name that is not declared is more often misspelt. Extensions of Graph,
/// which have `_` in their names, are not reported.
pub(crate) fn unknown_names(method: Method, text: &str, file: FileId, graph: &ServiceGraph<'_>) -> Vec<Diagnostic> {
    let line = RequestLine::parse(text);
    let Some(query) = line.query else { return Vec::new() };
    let targets = walk(line.path, graph).unwrap_or_default();
    let of_type = targets.into_iter().next().and_then(|target| type_at(target.of_method(method, graph), graph.model()));
    let mut names = Names { model: graph.model(), found: BTreeSet::new() };
    for (name, value) in options::options(query, graph.is_microsoft_graph()) {
        names.option(&name, &value, of_type, 0);
    }
    let start = offset_in(text, query);
    let diagnostic = |Unknown { name, message, suggestion }: Unknown| {
        let at = query.find(&name).map_or(start, |at| start + at);
        let end = if query.contains(&name) { at + name.len() } else { start + query.len() };
        let warning = Diagnostic::warning(Code::SelectorUnknown, message).at(Span::new(file, at, end));
        match suggestion {
            Some(suggestion) => warning.help(format!("did you mean `{suggestion}`?")),
            None => warning,
        }
    };
    names.found.into_iter().map(diagnostic).collect()
}

/// The type of what a request returns.
fn type_at(target: Target<'_>, model: &Model) -> Option<TypeId> {
    match &target.end {
        End::Operations { overloads, .. } => {
            model.operation(*overloads.first()?).return_type.as_ref()?.type_ref.type_id()
        }
        _ => Some(target.path.end()?.entity_type()),
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Unknown {
    name: String,
    message: String,
    suggestion: Option<String>,
}

struct Names<'m> {
    model: &'m Model,
    found: BTreeSet<Unknown>,
}

impl Names<'_> {
    fn option(&mut self, name: &str, value: &str, of: Option<TypeId>, depth: usize) {
        match name {
            // After a property, `$orderby` has a direction.
            "$select" | "$orderby" => {
                for item in value.split(',') {
                    self.path(item.split_whitespace().next().unwrap_or_default(), of);
                }
            }
            "$filter" => self.condition(value, of),
            "$expand" if depth < MAX_DEPTH => self.expansions(value, of, depth),
            _ if !name.starts_with('$') || OPTIONS.contains(&name.to_ascii_lowercase().as_str()) => {}
            _ => {
                let message = format!("`{}` is not a query option", visible(name));
                let suggestion = closest(name, OPTIONS).map(str::to_owned);
                self.found.insert(Unknown { name: name.to_owned(), message, suggestion });
            }
        }
    }

    fn expansions(&mut self, value: &str, of: Option<TypeId>, depth: usize) {
        for part in parts(value, ',').unwrap_or_default() {
            let (path, options) = part.split_once('(').unwrap_or((part, ""));
            let target = self.path(path.trim(), of);
            let options = options.trim_end().strip_suffix(')').unwrap_or_default();
            for option in parts(options, ';').unwrap_or_default() {
                if let Some((name, value)) = option.split_once('=') {
                    self.option(name.trim(), value.trim(), target, depth + 1);
                }
            }
        }
    }

    fn condition(&mut self, condition: &str, of: Option<TypeId>) {
        let tokens = tokens::tokens(condition).unwrap_or_default();
        // What `any` and `all` are about; their variables are taken to be in scope until the end.
        let mut variables: HashMap<&str, Option<TypeId>> = HashMap::new();
        let mut items = None;
        let mut is_list = false;
        for (at, token) in tokens.iter().copied().enumerate() {
            let next = tokens.get(at + 1).copied();
            let before = at.checked_sub(1).and_then(|at| tokens.get(at)).copied().unwrap_or_default();
            is_list = (is_list || before == "in" && token == "(") && token != ")";
            if is_list || COMPARISONS.contains(&before) || WORDS.contains(&token) {
                continue;
            }
            if next == Some(":") {
                variables.insert(token, items);
                continue;
            }
            let collection = token.strip_suffix("/any").or_else(|| token.strip_suffix("/all"));
            let path = match (next == Some("("), collection) {
                (true, None) => continue,
                (true, Some(collection)) => collection,
                (false, _) => token,
            };
            let (first, rest) = path.split_once('/').unwrap_or((path, ""));
            let found = match variables.get(first) {
                Some(_) if rest.is_empty() => None,
                Some(item) => self.path(rest, *item),
                None => self.path(path, of),
            };
            if next == Some("(") {
                items = found;
            }
        }
    }

    /// Follows a path of properties to the type at its end, if that is known.
    fn path(&mut self, path: &str, of: Option<TypeId>) -> Option<TypeId> {
        let mut at = of;
        for name in path.split('/') {
            let is_name = name.starts_with(|c: char| c.is_alphabetic()) && name.chars().all(char::is_alphanumeric);
            let id = at.filter(|_| is_name)?;
            at = match self.target(id, name) {
                Some(target) => target,
                None => {
                    self.report(id, name);
                    return None;
                }
            };
        }
        at
    }

    /// The type of a property; `None` if the type does not declare it.
    fn target(&self, id: TypeId, name: &str) -> Option<Option<TypeId>> {
        let of = |id: TypeId| {
            let property = self.model.property(id, name).map(|(_, property)| property.type_ref.type_id());
            property.or_else(|| self.model.navigation_property(id, name).map(|(_, found)| found.type_ref.type_id()))
        };
        // Graph accepts names of derived types, too.
        of(id).or_else(|| self.model.derived_types(id).into_iter().find_map(of))
    }

    fn report(&mut self, id: TypeId, name: &str) {
        let is_open = |id: TypeId| {
            let structured = self.model.type_(id).structured();
            structured.is_none_or(|structured| structured.open_type == Some(true))
        };
        let model = self.model;
        let types = [id].into_iter().chain(model.derived_types(id));
        let is_anything = model.has_external_base_type(id) || model.type_(id).represents_untyped();
        let is_open = types.clone().chain(model.lineage(id).map(|(base, _)| base)).any(is_open);
        let properties = types.flat_map(|id| model.properties(id)).map(|(_, property)| property.name.as_str());
        let navigation = model.navigation_properties(id).into_iter().map(|(_, property)| property.name.as_str());
        let all: BTreeSet<&str> = properties.chain(navigation).collect();
        // Graph mostly ignores case.
        if is_anything || all.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return;
        }
        let message = match is_open {
            true => format!("`{name}` is not a declared property of {}; it is an open type", model.type_(id).name),
            false => format!("`{name}` is not a property of {}", model.type_(id).name),
        };
        let suggestion = closest(name, all).map(str::to_owned);
        self.found.insert(Unknown { name: name.to_owned(), message, suggestion });
    }
}
