//! Selectors, as they are written and parsed.

mod glob;
mod parser;
mod segment;

pub(crate) use self::{
    glob::Glob,
    segment::{Argument, Keys, Segment, split},
};

use self::parser::Parser;
use crate::{
    diagnostic::{Diagnostics, FileId, Sources, Span},
    edm::OperationKind,
};

/// One line of a selection, as written.
///
/// ```text
/// /users/{id}/reprocessLicenseAssignment          a path: the operation, and the way to it
/// /users/{id}#GET                                 a resource and its methods
/// /users/{id}/**                                  everything from there on
/// /users/delta()                                  a function; its parameters as in `range(address='{address}')`
/// /users/{id}/memberOf/graph.group                a cast to a derived type
/// /users(userPrincipalName='{upn}')               an entity by an alternate key
/// microsoft.graph.user                            a type, with GET where the container has it
/// microsoft.graph.user/reprocessLicenseAssignment an operation by its binding type
/// microsoft.graph.user::{id, displayName}         a type trimmed to members
/// microsoft.graph.license*                        names by pattern
/// !microsoft.graph.mailboxSettings                leaves something out
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Selector {
    /// Whether it excludes (`!`).
    pub is_exclusion: bool,
    /// What it names.
    pub(crate) pattern: Pattern,
    /// The text as written, trimmed.
    pub text: String,
    /// Where it is.
    pub span: Span,
}

/// What a selector names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// By path in the service.
    Path(PathPattern),
    /// By name in the model.
    Name(NamePattern),
}

/// A path: `/users/{id}/sendMail#POST`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathPattern {
    /// The segments, each with its span.
    pub(crate) segments: Vec<(Segment, Span)>,
    /// The methods after `#`.
    pub(crate) methods: Option<Vec<(Method, Span)>>,
}

/// An HTTP method that a path selector may name.
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
    /// The method in capitals.
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

    /// The method that operations of a kind are called with.
    #[must_use]
    pub const fn of_operation(kind: OperationKind) -> Self {
        match kind {
            OperationKind::Action => Self::Post,
            OperationKind::Function => Self::Get,
        }
    }

    /// The method of a name, in capitals or not.
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
    /// Namespace and name, or a name alone, or a pattern of them.
    pub(crate) name: Glob,
    /// Where the name is.
    pub(crate) name_span: Span,
    /// Properties and operations, if listed.
    pub(crate) members: Option<Vec<MemberPattern>>,
}

/// A member in the braces of a [`NamePattern`], or after its slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MemberPattern {
    /// Whether it excludes (`!`).
    pub(crate) is_exclusion: bool,
    /// The name, or a pattern of names.
    pub(crate) name: Glob,
    /// Where it is.
    pub(crate) span: Span,
}

impl Selector {
    /// Parses every line of a source: empty lines and lines that begin with `//` or `#` are skipped.
    pub fn parse_all(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Self> {
        let Some(source) = sources.get(file) else { return Vec::new() };
        let mut offset = 0;
        let mut selectors = Vec::new();
        for line in source.text().split_inclusive('\n') {
            let trimmed = line.trim();
            let comment = trimmed.is_empty() || trimmed.starts_with('#') || trimmed.starts_with("//");
            if !comment {
                let start = offset + (line.len() - line.trim_start().len());
                selectors.extend(Self::parse(trimmed, file, start, diagnostics));
            }
            offset += line.len();
        }
        selectors
    }

    /// Parses one selector that begins at byte `start` of `file`.
    pub fn parse(text: &str, file: FileId, start: usize, diagnostics: &mut Diagnostics) -> Option<Self> {
        match Parser::new(file, start, text).selector() {
            Ok(selector) => Some(selector),
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                None
            }
        }
    }
}
