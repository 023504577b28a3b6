//! The query of a request, as method calls.
//!
//! What has no typed form, or none that the generated code has, is set as text.

mod expansion;
mod filter;
mod item;
mod literal;
pub(super) mod options;
pub(super) mod tokens;

#[cfg(feature = "cli")]
pub(super) use self::expansion::parts;
pub(super) use self::item::Types;

use self::item::Item;
use super::{Chains, path::Expression};
use crate::plan::{Method, MethodKind, QueryOption, RustType};
use crate::selection::{RequestLine, ResourceMethod};

/// The largest number of properties in a tuple.
const LARGEST_TUPLE: usize = 16;

impl Chains<'_> {
    /// Appends the calls that set the options of a query on the request that a method returns.
    pub(super) fn query(&self, line: &RequestLine<'_>, call: &Method, expression: &mut Expression) {
        let request = Request::of(call);
        let item = request.item.and_then(|path| self.types.item(path));
        let is_graph = self.graph.is_microsoft_graph();
        for (name, value) in options::options(line.query.unwrap_or_default(), is_graph) {
            // Values of parameter aliases, required options and the reference to remove are arguments.
            let is_argument =
                is_alias(&name, line.path) || expression.sets(&name) || name == "$id" && is_removal(&call.kind);
            if !is_argument {
                expression.append(&request.option(&name, &value, item.as_ref()));
            }
        }
    }
}

/// What a request can be asked for.
struct Request<'p> {
    /// The name of its type in the runtime.
    kind: &'static str,
    item: Option<&'p crate::plan::Path>,
    /// The options that have no methods.
    unsupported: Vec<QueryOption>,
}

impl<'p> Request<'p> {
    fn of(call: &'p Method) -> Self {
        let (kind, arguments) = match &call.signature.returns {
            RustType::RuntimeOf(name, arguments) => (*name, &arguments[..]),
            RustType::Runtime(name) => (*name, &[][..]),
            _ => ("", &[][..]),
        };
        let item = match arguments.first() {
            Some(RustType::Generated(path)) => Some(path),
            _ => None,
        };
        let mut unsupported = Vec::new();
        let mut capabilities = arguments.get(1);
        while let Some(RustType::Runtime(name) | RustType::RuntimeOf(name, _)) = capabilities {
            unsupported.extend(QueryOption::ALL.into_iter().filter(|option| option.without() == *name));
            capabilities = match capabilities {
                Some(RustType::RuntimeOf(_, inner)) => inner.first(),
                _ => None,
            };
        }
        Self { kind, item, unsupported }
    }

    fn has(&self, option: QueryOption) -> bool {
        !self.unsupported.contains(&option)
    }

    /// The call for an option: typed if possible, or else one that sets its text.
    fn option(&self, name: &str, value: &str, item: Option<&Item<'_>>) -> String {
        let lists = matches!(self.kind, "List" | "Delta");
        let reads = lists || self.kind == "Get";
        let filters = lists || self.kind == "Count";
        match name {
            "$select" if reads => {
                let typed = item.and_then(|item| item.selection(value));
                call("select", typed).unwrap_or_else(|| raw("select_raw", &without_spaces(value)))
            }
            "$expand" if reads => {
                let typed =
                    item.filter(|_| self.has(QueryOption::Expand)).and_then(|item| expansion::typed(value, item));
                call("expand", typed).unwrap_or_else(|| raw("expand_raw", value))
            }
            "$filter" if filters => {
                let typed = item.filter(|_| self.has(QueryOption::Filter)).and_then(|item| filter::typed(value, item));
                call("filter", typed).unwrap_or_else(|| raw("filter_raw", value))
            }
            "$search" if filters => raw("search_raw", value),
            "$orderby" if lists => {
                let typed = item.filter(|_| self.has(QueryOption::OrderBy)).and_then(|item| item.order(value));
                call("order_by", typed).unwrap_or_else(|| raw("order_by_raw", value))
            }
            "$top" if lists && self.has(QueryOption::Top) => number("top", name, value),
            "$skip" if lists && self.has(QueryOption::Skip) => number("skip", name, value),
            "$count" if self.kind == "List" && self.has(QueryOption::Count) && value == "true" => {
                ".with_count()".to_owned()
            }
            _ => option(name, value),
        }
    }
}

/// Whether an option is the value of a parameter alias, which is an argument in the path: `(address=@p)?@p='A1'`.
///
/// Other names with an `@` are options: `@microsoft.graph.conflictBehavior`.
fn is_alias(name: &str, path: &str) -> bool {
    if !name.starts_with('@') {
        return false;
    }
    let arguments = path.split(['(', ')', ',']).map(|part| part.rsplit('=').next().unwrap_or(part).trim());
    let mut aliases = arguments.map(|part| part.strip_prefix("%40").or(part.strip_prefix('@')));
    aliases.any(|alias| alias.is_some_and(|alias| alias == &name[1..]))
}

fn is_removal(kind: &MethodKind) -> bool {
    matches!(kind, MethodKind::Request(request) if request.method == ResourceMethod::RemoveReferenceById)
}

fn call(method: &str, argument: Option<String>) -> Option<String> {
    Some(format!(".{method}({})", argument?))
}

fn raw(method: &str, text: &str) -> String {
    format!(".{method}({text:?})")
}

fn option(name: &str, value: &str) -> String {
    format!(".query_option({name:?}, {value:?})")
}

fn number(method: &str, name: &str, value: &str) -> String {
    match value.parse::<u32>() {
        Ok(count) => format!(".{method}({count})"),
        Err(_) => option(name, value),
    }
}

/// The list as one expression: `A`, `(A, B)`; `None` if it is empty or too long.
fn tuple(mut list: Vec<String>) -> Option<String> {
    match list.len() {
        1 => list.pop(),
        2..=LARGEST_TUPLE => Some(format!("({})", list.join(", "))),
        _ => None,
    }
}

fn without_spaces(list: &str) -> String {
    list.split(',').map(str::trim).collect::<Vec<_>>().join(",")
}
