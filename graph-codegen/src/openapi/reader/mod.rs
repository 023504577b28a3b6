//! Parses text into a [`Document`], object by object of the specification.

mod fields;
mod path;
mod root;
mod schema;

use std::collections::HashSet;

use super::{
    Document,
    yaml_tree::{Kind, NodeId, Tree, parse},
};
use crate::{
    csdl::{Ignored, Limits, Text},
    diagnostic::{Code, Diagnostic, Diagnostics, FileId, Quoted, Span, closest},
};

/// Reads an OpenAPI document; returns `None` if the text cannot be read at all. Mistakes are added to `diagnostics`.
///
/// The text is YAML or JSON. `$ref`s are not resolved. A mistake in the YAML ends reading. A mistake in the OpenAPI
/// omits the value in question, so a document that is returned with errors is incomplete. Aliases are expanded within a
/// limit.
///
/// ```
/// use graph_codegen::{
///     Limits,
///     diagnostic::{Diagnostics, Sources},
///     internals::openapi,
/// };
///
/// let text = "
/// openapi: 3.0.4
/// paths: {}
/// components:
///   schemas:
///     sample.point:
///       type: object
///       properties: { x: { type: number, format: double } }
/// ";
/// let mut sources = Sources::default();
/// let file = sources.add("sample.yml", text);
/// let mut diagnostics = Diagnostics::default();
///
/// let document = openapi::read(file, text, Limits::default(), &mut diagnostics).unwrap();
///
/// assert!(!diagnostics.has_errors());
/// assert_eq!(&*document.components.schemas[0].1.properties[0].0, "x");
/// ```
pub fn read<'a>(file: FileId, text: &'a str, limits: Limits, diagnostics: &mut Diagnostics) -> Option<Document<'a>> {
    if text.len() > limits.size || u32::try_from(text.len()).is_err() {
        let message = format!("the document has {} bytes; the limit is {}", text.len(), limits.size);
        let diagnostic = Diagnostic::error(Code::Limit, message).at(Span::new(file, 0, 0));
        diagnostics.push(diagnostic.help("`Limits::size` allows more, up to 4 GiB"));
        return None;
    }
    let tree = parse(file, text, limits, diagnostics)?;
    let remaining = tree.len() + MAX_EXPANSION;
    let max_depth = limits.depth.min(Limits::DEEPEST);
    let (ignored, seen) = (Vec::new(), HashSet::new());
    let mut reader = Reader { file, tree: &tree, remaining, depth: 0, max_depth, ignored, seen, diagnostics };
    reader.document().ok()
}

/// The number of objects that a document may contain, through aliases, in addition to its nodes.
const MAX_EXPANSION: usize = 100_000;

/// Reading cannot continue; the reason is among the diagnostics.
struct Fatal;

type Read<T> = Result<T, Fatal>;

struct Reader<'t, 'a, 'd> {
    file: FileId,
    tree: &'t Tree<'a>,
    /// The number of objects that may still be read; aliases can repeat an object many times.
    remaining: usize,
    depth: usize,
    max_depth: usize,
    ignored: Vec<Ignored<'a>>,
    /// The object and field of each ignored field.
    seen: HashSet<(&'static str, String)>,
    diagnostics: &'d mut Diagnostics,
}

/// Fields of an object that are ignored, and the reasons.
type IgnoredFields = &'static [(&'static str, &'static str)];

impl<'a> Reader<'_, 'a, '_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn fatal<T>(&mut self, diagnostic: Diagnostic) -> Read<T> {
        self.diagnostics.push(diagnostic);
        Err(Fatal)
    }

    /// Enters an object; the caller must call [`leave`](Self::leave) at its end.
    fn enter(&mut self, id: NodeId) -> Read<()> {
        self.remaining = self.remaining.saturating_sub(1);
        if self.remaining == 0 {
            let diagnostic = Diagnostic::error(Code::Limit, "aliases expand this document far beyond its size");
            return self.fatal(diagnostic.at(self.tree.span(id)).help("write out the value, or use `$ref`"));
        }
        self.depth += 1;
        if self.depth > self.max_depth {
            let message = format!("aliases nest the document more than {} deep", self.max_depth);
            return self.fatal(Diagnostic::error(Code::Limit, message).at(self.tree.span(id)));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Records a field that is not read: a known one, an extension, a misspelled one or an unknown one.
    fn other(&mut self, object: &'static str, key: NodeId, known: &[&str], ignored: IgnoredFields) {
        let name = &**self.tree.scalar(key);
        if self.seen.contains(&(object, name.to_owned())) {
            return;
        }
        let reason = match ignored.iter().find(|(field, _)| *field == name) {
            Some((_, reason)) => reason,
            None if name.starts_with("x-") => "extension",
            None => {
                let fields = known.iter().copied().chain(ignored.iter().map(|(field, _)| *field));
                if let Some(meant) = closest(name, fields) {
                    let message = format!("{object} has no field {}", Quoted(name));
                    let diagnostic = Diagnostic::warning(Code::OpenApi, message).at(self.tree.span(key));
                    self.report(diagnostic.help(format!("did you mean `{meant}`?")));
                }
                "unknown field"
            }
        };
        self.seen.insert((object, name.to_owned()));
        // Limits the memory that a hostile document can use.
        if self.ignored.len() < Diagnostics::KEPT {
            let text = self.tree.text(key);
            self.ignored.push(Ignored { name: format!("{object}.{}", Quoted(name)).replace('`', ""), reason, text });
        }
    }

    fn wrong_kind(&mut self, id: NodeId, what: &str, expected: &str) {
        let found = match self.tree.kind(id) {
            Kind::Sequence => "an array",
            Kind::Mapping => "an object",
            Kind::Quoted => "a string",
            Kind::Plain if self.tree.is_null(id) => "null",
            Kind::Plain => "a scalar",
        };
        let diagnostic = Diagnostic::error(Code::OpenApi, format!("expected {what} to be {expected}, found {found}"));
        self.report(diagnostic.at(self.tree.span(id)));
    }

    fn text_of(&self, id: NodeId) -> Text<'a> {
        self.tree.text(id)
    }
}
