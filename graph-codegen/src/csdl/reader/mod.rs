//! From text to [`Document`], element by element.
//!
//! [`Tokens`] cuts the text into tags and text, [`tag`] splits a start tag into attributes, [`prefix`],
//! [`value`], [`text`] and [`processing_instruction`] check what XML and its namespaces require, and the files named after CSDL's
//! elements turn them into the document. Each of those functions takes the attributes it knows, then asks for child
//! elements until there are none; attributes that are left over go to [`Document::ignored`], and so does what belongs
//! to other namespaces.

mod annotation;
mod attributes;
mod character;
mod container;
mod element;
mod enumeration;
mod expression;
mod identifier;
mod namespace;
mod older_versions;
mod operation;
mod prefix;
mod processing_instruction;
mod reference;
mod reference_uris;
mod root;
mod schema;
mod structured;
mod tag;
mod text;
mod token;
mod value;
mod vocabulary;

#[cfg(feature = "openapi")]
pub(crate) use identifier::is_identifier;
pub use reference_uris::reference_uris;

use std::collections::{BTreeMap, BTreeSet};

use super::{Document, Ignored};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};
use attributes::Attributes;
use element::Open;
use namespace::Namespaces;
use token::Tokens;

/// Bounds on what is read, so that a hostile document costs little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The largest document, in bytes.
    pub size: usize,
    /// The deepest nesting of elements; more than [`Limits::DEEPEST`] counts as that.
    pub depth: usize,
}

impl Limits {
    /// The most that [`Limits::depth`] can allow: each level of nested expressions takes some stack.
    pub const DEEPEST: usize = 128;
}

impl Default for Limits {
    /// 64 MiB, 64 levels: Graph's own document is 3.4 MB and nests 9 deep.
    fn default() -> Self {
        Self { size: 64 << 20, depth: 64 }
    }
}

/// Reads a CSDL document. Mistakes go to `diagnostics`; `None` if nothing can be made of the text.
///
/// The text has to be one XML document, with `edmx:Edmx` of version 4.0 or 4.01 or a bare `Schema` as its root. After a
/// mistake in the XML reading ends; after a mistake in the CSDL it goes on, with the attribute or element left out, so
/// a document that is returned with errors is not complete.
///
/// A document type declaration is refused: CSDL does not use one, and entities declared in it can expand without end.
///
/// ```
/// use graph_codegen::{
///     Limits,
///     diagnostic::{Diagnostics, Sources},
///     internals::csdl,
/// };
///
/// let text = r#"
///     <Schema Namespace="sample" xmlns="http://docs.oasis-open.org/odata/ns/edm">
///       <ComplexType Name="point"><Property Name="x" Type="Edm.Double"/></ComplexType>
///     </Schema>"#;
/// let mut sources = Sources::default();
/// let file = sources.add("sample.csdl", text);
/// let mut diagnostics = Diagnostics::default();
///
/// let document = csdl::read(file, text, Limits::default(), &mut diagnostics).unwrap();
///
/// assert!(!diagnostics.has_errors());
/// assert_eq!(&*document.schemas[0].structured_types[0].properties[0].name, "x");
/// ```
pub fn read<'a>(file: FileId, text: &'a str, limits: Limits, diagnostics: &mut Diagnostics) -> Option<Document<'a>> {
    if text.len() > limits.size || u32::try_from(text.len()).is_err() {
        let message = format!("the document has {} bytes; the limit is {}", text.len(), limits.size);
        let diagnostic = Diagnostic::error(Code::Limit, message).at(Span::new(file, 0, 0));
        diagnostics.push(diagnostic.help("`Limits::size` allows more, up to 4 GiB"));
        return None;
    }
    Reader::new(file, text, limits, diagnostics).document().ok()
}

/// Says that reading ended; why is among the diagnostics.
struct Fatal;

type Read<T> = Result<T, Fatal>;

struct Reader<'a, 'd> {
    file: FileId,
    text: &'a str,
    tokens: Tokens<'a>,
    /// The elements that the next token is inside of, outermost first.
    open: Vec<Open<'a>>,
    deepest: usize,
    namespaces: Namespaces<'a>,
    /// The attributes of the start tag read last.
    attributes: Attributes<'a>,
    ignored: Vec<Ignored<'a>>,
    /// Attributes that were looked at because the specification does not have them.
    unknown_attributes: BTreeSet<&'a str>,
    /// Elements that were looked at for this reason, and which ones they may stand for.
    unknown_elements: BTreeMap<&'a str, Option<&'static str>>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> Reader<'a, 'd> {
    fn new(file: FileId, text: &'a str, limits: Limits, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            file,
            text,
            tokens: Tokens::new(text),
            open: Vec::new(),
            deepest: limits.depth.min(Limits::DEEPEST),
            namespaces: Namespaces::new(),
            attributes: Attributes::default(),
            ignored: Vec::new(),
            unknown_attributes: BTreeSet::new(),
            unknown_elements: BTreeMap::new(),
            diagnostics,
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports what makes reading on pointless.
    fn fatal<T>(&mut self, diagnostic: Diagnostic) -> Read<T> {
        self.diagnostics.push(diagnostic);
        Err(Fatal)
    }

    /// Reports a mistake in the XML, and ends reading.
    fn malformed<T>(&mut self, message: impl Into<String>, start: usize, end: usize) -> Read<T> {
        let span = self.span(start, end);
        self.fatal(Diagnostic::error(Code::Xml, message).at(span))
    }
}
