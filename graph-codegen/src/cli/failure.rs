use std::{fmt, io, path::Path};

use crate::{
    Error,
    diagnostic::{Code, Diagnostic},
};

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// Diagnostics.
    Error(Error),
    /// Diagnostics of a command that has another exit code for what it finds.
    Unusable(Error),
    /// Findings, which are in the output.
    Found,
    /// A check found outdated files; the text says what to do.
    Different(String),
    /// The reader of the output closed the pipe.
    ClosedPipe,
}

impl Failure {
    pub(super) fn io(what: &str, problem: &io::Error) -> Self {
        Self::from(Diagnostic::error(Code::Io, format!("{what}: {problem}")))
    }

    /// The exit code.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::ClosedPipe => 0,
            Self::Error(_) | Self::Different(_) | Self::Found => 1,
            Self::Unusable(_) => 2,
        }
    }

    pub(super) fn writing(path: &Path, problem: &io::Error) -> Self {
        Self::io(&format!("cannot write `{}`", path.display()), problem)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Error(Error::one(diagnostic))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error(error) | Self::Unusable(error) => error.fmt(f),
            Self::Different(text) => f.write_str(text),
            Self::ClosedPipe | Self::Found => Ok(()),
        }
    }
}
