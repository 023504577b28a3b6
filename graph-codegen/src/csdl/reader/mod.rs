//! Reads a text into a [`Document`], element by element.
//!
//! [`xml`] parses the text with roxmltree. [`malformed`] and [`recovery`] say what is wrong with a text that is not
//! well-formed, and [`bounds`] refuses one that is expensive to parse. The modules named after CSDL elements build the
//! document: each function takes the attributes it knows, then reads the child elements. Attributes that are not taken
//! go to [`Document::ignored`], as do elements of other namespaces.

mod annotation;
mod attributes;
mod bounds;
mod character;
mod container;
mod default_namespace;
mod element;
mod enumeration;
mod expression;
mod identifier;
mod malformed;
mod markup;
mod namespace;
mod older_versions;
mod operation;
mod recovery;
mod reference;
mod reference_uris;
mod root;
mod schema;
mod structured;
mod text;
mod vocabulary;
mod xml;

#[cfg(feature = "openapi")]
pub(crate) use identifier::is_identifier;
#[cfg(feature = "csdl-json")]
pub(super) use identifier::{Flaw, LENIENT_HELP, MAX_LENGTH, flaw, is_lenient};
pub use reference_uris::reference_uris;
pub use root::is_csdl;
#[cfg(feature = "csdl-json")]
pub(super) use root::{MAX_NAMESPACE_LENGTH, RESERVED, SUPPORTED};
pub(super) use vocabulary::specified_name;
#[cfg(feature = "tools")]
pub(super) use vocabulary::specified_number;

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::{Document, Ignored};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span};
use attributes::Attributes;
use namespace::Kind;

/// Limits on the documents that are read and the code that is generated, so that a hostile document costs little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The maximum size of a document in bytes.
    pub size: usize,
    /// The maximum nesting depth of elements; larger values count as [`Limits::DEEPEST`].
    pub depth: usize,
    /// The maximum size of the generated code in bytes.
    ///
    /// Each derived type has the properties and operations of its base types, so a small document can describe much
    /// code.
    pub output: usize,
}

impl Limits {
    /// The largest effective [`Limits::depth`]; each level of nested expressions uses stack space.
    pub const DEEPEST: usize = 128;
}

impl Default for Limits {
    /// Returns 64 MiB, 64 levels and 64 MiB; Graph's own document has 3.4 MB and 9 levels, and all its code 17 MB.
    fn default() -> Self {
        Self { size: 64 << 20, depth: 64, output: 64 << 20 }
    }
}

/// Reads a CSDL document; returns `None` if the text cannot be read at all. Mistakes are added to `diagnostics`.
///
/// The text must be one XML document with `edmx:Edmx` of version 4.0, 4.01 or 4.02, or a bare `Schema`, as its root. A
/// mistake in the XML ends reading, unless it is a character, reference or attribute that is not allowed. A mistake in
/// the CSDL omits the attribute or element, so a document that is returned with errors is incomplete.
///
/// A document type declaration is an error: CSDL does not use one, and its entities can expand without limit.
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
    match xml::parse(file, text) {
        Ok(tree) => Reader::new(file, text, limits, diagnostics).document(&tree).ok(),
        Err(mistake) => {
            // That it is another kind of document explains more.
            if !root::is_rejected(file, text, diagnostics) {
                recovery::report(file, text, limits, *mistake, diagnostics);
            }
            None
        }
    }
}

/// Reading cannot continue; the reason is among the diagnostics.
struct Fatal;

type Read<T> = Result<T, Fatal>;

struct Reader<'t, 'a, 'd> {
    file: FileId,
    text: &'a str,
    /// The next node inside of the element that is read; `None` at its end.
    next: Option<Node<'t, 'a>>,
    /// The number of elements around the next node.
    depth: usize,
    max_depth: usize,
    /// The namespace looked up last, since most elements have the same.
    last_namespace: (&'t str, Kind),
    /// The attributes of the start tag read last.
    attributes: Attributes<'a>,
    ignored: Vec<Ignored<'a>>,
    /// Unknown attributes that have been compared with known ones.
    unknown_attributes: BTreeSet<&'a str>,
    /// Unknown elements that have been compared with known ones, and what they may mean.
    unknown_elements: BTreeMap<&'a str, Option<&'static str>>,
    diagnostics: &'d mut Diagnostics,
}

impl<'t, 'a, 'd> Reader<'t, 'a, 'd> {
    fn new(file: FileId, text: &'a str, limits: Limits, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            file,
            text,
            next: None,
            depth: 0,
            max_depth: limits.depth.min(Limits::DEEPEST),
            last_namespace: ("", Kind::Absent),
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

    /// Reports a mistake after which reading cannot continue.
    fn fatal<T>(&mut self, diagnostic: Diagnostic) -> Read<T> {
        self.diagnostics.push(diagnostic);
        Err(Fatal)
    }
}
