//! Selectors and their parser.

mod glob;
mod parser;
mod request_line;
mod segment;

pub use self::request_line::RequestLine;
pub(crate) use self::{
    glob::Glob,
    request_line::{is_version, offset_in},
    segment::{Argument, Keys, Segment, split},
};

use self::parser::Parser;
use crate::{
    diagnostic::{Diagnostics, FileId, Sources, Span},
    edm::OperationKind,
};

/// Names elements to select, or to exclude.
///
/// ```text
/// /users/{id}/reprocessLicenseAssignment          an operation by path
/// /users/{id}#GET                                 a resource and its methods
/// /users/{id}/**                                  everything below a path
/// /users/delta()                                  a function, with parameters as in `range(address='{address}')`
/// /users/{id}/memberOf/graph.group                a cast to a derived type
/// /users(userPrincipalName='{upn}')               an entity by an alternate key
/// GET https://graph.microsoft.com/v1.0/users      a request as documentation writes it
/// /me/drive/root:/{path}:/content#PUT             a file or site by its path
/// microsoft.graph.user                            a type, and GET of its entity sets and singletons
/// microsoft.graph.user/reprocessLicenseAssignment an operation by the type it is bound to
/// microsoft.graph.user::{id, displayName}         a type with only these members
/// microsoft.graph.license*                        types whose names match a pattern
/// !microsoft.graph.mailboxSettings                an exclusion
/// ```
///
/// A path may be copied from documentation: with a method, a URL, a version, values of keys, and without a slash at its
/// start. A query selects nothing, so it is a warning. Names that differ only in case, as in `/me/mailfolders`, are the
/// declared ones.
///
/// A misspelt exclusion is an error, and one that excludes nothing of what the other selectors select is a warning.
///
/// ```
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let generated = graph_codegen::Builder::new()
///     .select("/users/{id}#GET,PATCH")
///     .select("!microsoft.graph.mailboxSettings")
///     .generate()?;
/// assert!(generated.text().contains("pub struct User {"));
/// assert!(!generated.text().contains("pub struct MailboxSettings {"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Selector {
    /// Whether it is an exclusion (`!`).
    pub is_exclusion: bool,
    /// What it names.
    pub(crate) pattern: Pattern,
    /// The text of the selector.
    pub text: String,
    /// The span of the selector.
    pub span: Span,
}

/// What a selector names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// A path of the service.
    Path(PathPattern),
    /// A name in the model.
    Name(NamePattern),
}

/// A path: `/users/{id}/sendMail#POST`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathPattern {
    /// The segments with their spans.
    pub(crate) segments: Vec<(Segment, Span)>,
    /// The methods after `#`, or the one before the path.
    pub(crate) methods: Option<Vec<(Method, Span)>>,
    /// The host of an absolute URL.
    pub(crate) host: Option<(String, Span)>,
    /// What undeclared names are.
    pub(crate) keys: Keys,
}

/// An HTTP method that selectors can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PATCH`.
    Patch,
    /// `PUT`.
    Put,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// Returns the name in capitals.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Returns the method for operations of a kind.
    #[must_use]
    pub const fn of_operation(kind: OperationKind) -> Self {
        match kind {
            OperationKind::Action => Self::Post,
            OperationKind::Function => Self::Get,
        }
    }

    /// Parses a name, ignoring case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Patch, Self::Put, Self::Delete]
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(name))
    }
}

/// A name in the model: `microsoft.graph.user::{id, displayName}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamePattern {
    /// A qualified name, a simple name, or a pattern.
    pub(crate) name: Glob,
    /// The span of the name.
    pub(crate) name_span: Span,
    /// Properties and operations, if listed.
    pub(crate) members: Option<Vec<MemberPattern>>,
    /// The text as a path without its first slash, such as `me/sendMail`. It is used if no type has this name.
    pub(crate) path: Option<PathPattern>,
}

/// A member in the braces of a [`NamePattern`], or after its slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MemberPattern {
    /// Whether it is an exclusion (`!`).
    pub(crate) is_exclusion: bool,
    /// The name, or a pattern of names.
    pub(crate) name: Glob,
    /// The span of the member.
    pub(crate) span: Span,
}

impl Selector {
    /// Parses the selectors in a source, one per line.
    ///
    /// Empty lines and lines that begin with `//` or `#` are ignored. Errors are added to `diagnostics`.
    pub fn parse_all(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Self> {
        let Some(source) = sources.get(file) else { return Vec::new() };
        let mut offset = 0;
        let mut selectors = Vec::new();
        for line in source.text().split_inclusive('\n') {
            // Editors may begin a file with a byte order mark.
            let trimmed = line.trim_start_matches('\u{feff}').trim();
            let comment = trimmed.is_empty() || trimmed.starts_with('#') || trimmed.starts_with("//");
            if !comment {
                let start = offset + offset_in(line, trimmed);
                selectors.extend(Self::parse(trimmed, file, start, diagnostics));
            }
            offset += line.len();
        }
        selectors
    }

    /// Parses a selector that begins at byte `start` of `file`.
    ///
    /// Returns `None` and adds diagnostics if it is not valid. What has no effect is a warning.
    pub fn parse(text: &str, file: FileId, start: usize, diagnostics: &mut Diagnostics) -> Option<Self> {
        Parser::new(file, start, text, diagnostics).selector()
    }
}
