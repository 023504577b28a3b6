//! CSDL JSON, read into the same [`Document`] as CSDL XML.
//!
//! Names and rules: OASIS OData Common Schema Definition Language (CSDL) JSON Representation 4.01.
//!
//! [`object`] is an object whose members are taken by name; members that nobody takes go to [`Document::ignored`]. The
//! modules named after CSDL elements build the document, with the defaults of JSON made explicit: a property without
//! `$Type` is an `Edm.String`, and one without `$Nullable` is not nullable.

mod annotation;
mod bounds;
mod container;
mod enumeration;
mod expression;
mod name;
mod object;
mod operation;
mod root;
mod scalar;
mod schema;
mod structured;
mod type_reference;

use std::collections::BTreeSet;

use jsonc_parser::{CollectOptions, ParseOptions, ast::Value, common::Range, parse_to_ast};

use super::{Document, Ignored, Limits, root_members::RootMembers};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Quoted, Span};

/// JSON as RFC 8259 defines it.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Reads a CSDL JSON document; returns `None` if the text cannot be read at all. Mistakes are added to `diagnostics`.
///
/// The text must be a JSON object with `$Version`. A mistake in the JSON ends reading. A mistake in the CSDL omits the
/// member, so a document that is returned with errors is incomplete.
///
/// JSON writes texts, dates, paths and enumeration members alike, as strings: all of them become constants with the
/// notation `String`.
///
/// ```
/// use graph_codegen::{
///     Limits,
///     diagnostic::{Diagnostics, Sources},
///     internals::csdl,
/// };
///
/// let text = r#"{
///     "$Version": "4.01",
///     "sample": { "point": { "$Kind": "ComplexType", "x": { "$Type": "Edm.Double" } } }
/// }"#;
/// let mut sources = Sources::default();
/// let file = sources.add("sample.json", text);
/// let mut diagnostics = Diagnostics::default();
///
/// let document = csdl::read_json(file, text, Limits::default(), &mut diagnostics).unwrap();
///
/// assert!(!diagnostics.has_errors());
/// assert_eq!(document.schemas[0].structured_types[0].properties[0].nullable, Some(false));
/// ```
pub fn read_json<'a>(
    file: FileId,
    text: &'a str,
    limits: Limits,
    diagnostics: &mut Diagnostics,
) -> Option<Document<'a>> {
    if text.len() > limits.size || u32::try_from(text.len()).is_err() {
        let message = format!("the document has {} bytes; the limit is {}", text.len(), limits.size);
        let diagnostic = Diagnostic::error(Code::Limit, message).at(Span::new(file, 0, 0));
        diagnostics.push(diagnostic.help("`Limits::size` allows more, up to 4 GiB"));
        return None;
    }
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let base = text.len() - body.len();
    let max_depth = limits.depth.min(Limits::DEEPEST);
    let value = match parse(file, base, body, max_depth) {
        Ok(value) => value,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return None;
        }
    };
    let (ignored, unknown) = (Vec::new(), BTreeSet::new());
    Reader { file, base, depth: 0, max_depth, ignored, unknown, diagnostics }.document(&value)
}

/// Returns the URIs of the documents that a CSDL JSON document references. Mistakes are left to [`read_json`].
pub(super) fn json_reference_uris(text: &str) -> Vec<String> {
    let Some((_, references)) = RootMembers::of(text).find(|(name, _)| *name == "$Reference") else {
        return Vec::new();
    };
    match parse(FileId(0), 0, references, Limits::DEEPEST) {
        Ok(Value::Object(object)) => object.properties.into_iter().map(|member| member.name.into_string()).collect(),
        _ => Vec::new(),
    }
}

/// Parses a text that begins `base` bytes into its file.
fn parse(file: FileId, base: usize, text: &str, max_depth: usize) -> Result<Value<'_>, Diagnostic> {
    bounds::check(file, base, text, max_depth)?;
    let mistake = |message: String, range: Range| {
        Diagnostic::error(Code::Json, message).at(Span::new(file, base + range.start, base + range.end))
    };
    match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => parsed.value.ok_or_else(|| {
            let help = "the download may have failed: fetch it again";
            mistake("the document is empty".to_owned(), Range { start: 0, end: 0 }).help(help)
        }),
        Err(error) => {
            let kind = error.kind().to_string();
            // The kinds are sentences.
            let kind = kind
                .chars()
                .next()
                .map_or(String::new(), |first| format!("{}{}", first.to_lowercase(), &kind[first.len_utf8()..]));
            let help = "the document may be cut off, or a comma or a quotation mark may be missing";
            Err(mistake(format!("this is not valid JSON: {kind}"), error.range()).help(help))
        }
    }
}

/// Reads values into the document.
struct Reader<'a, 'd> {
    file: FileId,
    /// The number of bytes before the text that was parsed.
    base: usize,
    /// The nesting of annotations and expressions.
    depth: usize,
    max_depth: usize,
    ignored: Vec<Ignored<'a>>,
    /// Unknown members that have been compared with known ones.
    unknown: BTreeSet<(&'static str, String)>,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_, '_> {
    fn span(&self, range: Range) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn mistake(&mut self, message: impl Into<String>, span: Span) {
        self.report(Diagnostic::error(Code::Csdl, message).at(span));
    }

    /// Reports a value of the wrong type.
    fn wrong_type(&mut self, name: &str, value: &Value<'_>, expected: &str) {
        let found = match value {
            Value::StringLit(_) => "a string",
            Value::NumberLit(_) => "a number",
            Value::BooleanLit(_) => "a Boolean",
            Value::Object(_) => "an object",
            Value::Array(_) => "an array",
            Value::NullKeyword(_) => "null",
        };
        let span = self.span(scalar::range(value));
        self.mistake(format!("{} is {found}, not {expected}", Quoted(name)), span);
    }

    /// Runs a function one level deeper; returns `None` if this is too deep.
    fn nested<T>(&mut self, span: Span, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= self.max_depth {
            let message = format!("annotations are nested more than {} deep", self.max_depth);
            self.report(Diagnostic::error(Code::Limit, message).at(span));
            return None;
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        Some(read)
    }
}
