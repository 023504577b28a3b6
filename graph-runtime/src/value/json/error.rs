use std::fmt;

use super::{json_path::path_to, reader::JsonReader};

/// Text that cannot be read as JSON, or a value that cannot be written as JSON.
///
/// `Display` says what is wrong, and where; of the text, it shows only names of properties, shortened and escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Syntax { expected: &'static str, line: usize, column: usize },
    TooDeep { limit: usize, line: usize, column: usize },
    TooLarge { limit: usize },
    Refused(Box<Refused>),
    NotUtf8 { line: usize, column: usize },
    Unwritable(String),
}

/// What a strict reader refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Refused {
    path: String,
    reason: String,
    /// Line and column.
    position: Option<(usize, usize)>,
}

/// The levels of nested objects and collections that are read into values. Values that are kept as text are not
/// limited.
pub(super) const MAX_DEPTH: usize = 127;

impl JsonError {
    /// Creates an error for a value that cannot be written.
    pub fn unwritable(problem: impl fmt::Display) -> Self {
        Self { problem: Problem::Unwritable(problem.to_string()) }
    }

    pub(super) fn syntax(expected: &'static str, text: &str, at: usize) -> Self {
        let (line, column) = position(text.as_bytes(), at);
        Self { problem: Problem::Syntax { expected, line, column } }
    }

    pub(super) fn too_deep(limit: usize, text: &str, at: usize) -> Self {
        let (line, column) = position(text.as_bytes(), at);
        Self { problem: Problem::TooDeep { limit, line, column } }
    }

    /// Creates an error of a strict reader for the value or the name at a byte.
    pub(in crate::value) fn refused(reason: String, text: &str, at: usize) -> Self {
        let rest = text.get(at..).unwrap_or_default();
        let at = text.len() - rest.trim_start_matches([' ', '\n', '\t', '\r']).len();
        let position = Some(position(text.as_bytes(), at));
        Self { problem: Problem::Refused(Box::new(Refused { path: path_to(text, at), reason, position })) }
    }

    /// Creates an error of a strict reader for the whole text.
    pub(in crate::value) fn beyond_limit(reason: String) -> Self {
        Self { problem: Problem::Refused(Box::new(Refused { path: String::new(), reason, position: None })) }
    }

    pub(in crate::value) const fn is_too_large(&self) -> bool {
        matches!(self.problem, Problem::TooLarge { .. })
    }

    /// Returns the path to the property that a [`StrictReader`](crate::strict::StrictReader) refuses, such as
    /// `members[1].id`; `None` if the error is not about a property.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &self.problem {
            Problem::Refused(refused) if !refused.path.is_empty() => Some(&refused.path),
            _ => None,
        }
    }

    pub(super) const fn too_large(limit: usize) -> Self {
        Self { problem: Problem::TooLarge { limit } }
    }

    /// Returns the limit of memory that the values exceeded.
    pub(crate) const fn memory_limit(&self) -> Option<usize> {
        match self.problem {
            Problem::TooLarge { limit } => Some(limit),
            _ => None,
        }
    }

    pub(super) fn not_utf8(bytes: &[u8], at: usize) -> Self {
        let (line, column) = position(bytes, at);
        Self { problem: Problem::NotUtf8 { line, column } }
    }
}

impl JsonReader<'_> {
    /// Returns an error for a member that the object at a position lacks.
    #[cold]
    pub(in crate::value) fn refused_member(&self, at: usize, member: &str, reason: String) -> JsonError {
        let mut path = path_to(self.text, at);
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(member);
        let position = Some(position(self.text.as_bytes(), at));
        JsonError { problem: Problem::Refused(Box::new(Refused { path, reason, position })) }
    }
}

/// Returns the line and the column of a byte, both from 1. The column counts bytes, as serde_json's does.
fn position(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = bytes.get(..at).unwrap_or(bytes);
    let line = before.iter().filter(|byte| **byte == b'\n').count();
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
    (line + 1, column + 1)
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::Syntax { expected, line, column } => {
                write!(f, "expected {expected} at line {line} column {column}")
            }
            Problem::TooDeep { limit, line, column } => {
                write!(f, "values are nested more than {limit} levels deep at line {line} column {column}")
            }
            Problem::Refused(refused) => {
                let Refused { path, reason, position } = &**refused;
                if !path.is_empty() {
                    write!(f, "{path}: ")?;
                }
                f.write_str(reason)?;
                position.map_or(Ok(()), |(line, column)| write!(f, " at line {line} column {column}"))
            }
            Problem::TooLarge { limit } => write!(
                f,
                "the values take more than {limit} bytes of memory; select fewer properties, request smaller pages, or \
                 raise the limit with `ClientBuilder::max_response_memory`"
            ),
            Problem::NotUtf8 { line, column } => {
                write!(f, "the text is not UTF-8 at line {line} column {column}")
            }
            Problem::Unwritable(problem) => f.write_str(problem),
        }
    }
}

impl std::error::Error for JsonError {}
