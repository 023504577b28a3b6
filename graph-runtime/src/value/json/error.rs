use std::fmt;

/// Text that cannot be read as JSON, or a value that cannot be written as JSON.
///
/// `Display` says what is wrong, and where; it does not show the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Syntax { expected: &'static str, line: usize, column: usize },
    TooDeep { line: usize, column: usize },
    TooLarge { limit: usize },
    NotUtf8 { line: usize, column: usize },
    Unwritable(String),
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

    pub(super) fn too_deep(text: &str, at: usize) -> Self {
        let (line, column) = position(text.as_bytes(), at);
        Self { problem: Problem::TooDeep { line, column } }
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
            Problem::TooDeep { line, column } => {
                write!(f, "values are nested more than {MAX_DEPTH} levels deep at line {line} column {column}")
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
