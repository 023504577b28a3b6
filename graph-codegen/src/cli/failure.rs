use std::{fmt, io, path::Path};

use super::invocation::{Invocation, quoted};
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

    /// The text for users of a program, which is the one that its help names.
    pub(super) fn text(&self, program: &Invocation) -> String {
        self.to_string().replace("`cargo graph fetch", &format!("`{} fetch", program.name))
    }

    /// Changes the texts of diagnostics.
    pub(super) fn map_texts(self, change: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Error(error) => Self::Error(error.map_texts(change)),
            other => other,
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
            Self::Error(error) | Self::Unusable(error) => error.clone().map_texts(option_names).fmt(f),
            Self::Different(text) => f.write_str(text),
            Self::ClosedPipe | Self::Found => Ok(()),
        }
    }
}

/// The settings that are options, each with its option if that has another name.
const SETTINGS: [(&str, Option<&str>); 19] = [
    ("metadata", None),
    ("version", None),
    ("profile", None),
    ("search_metadata", None),
    ("annotations", None),
    ("extern_type", None),
    ("extern_namespace", None),
    ("extern_builders", None),
    ("export", None),
    ("types_only", None),
    ("reference_dir", None),
    ("select", None),
    ("select_file", None),
    ("cloud", None),
    ("clouds", Some("cloud")),
    ("allow_unknown_availability", None),
    ("allow_permissions", Some("allow-permission")),
    ("permission_scheme", None),
    ("max_output", None),
];

/// Replaces settings of a build script in a text by options of the command line: `.select("/me")` by `--select /me`.
pub(super) fn option_names(text: &str) -> String {
    let mut text = text.to_owned();
    for (name, option) in SETTINGS {
        let (setting, option) = (format!("`.{name}("), option.map_or_else(|| name.replace('_', "-"), str::to_owned));
        while let Some((before, rest)) = text.split_once(&setting) {
            let Some((argument, after)) = rest.split_once(")`") else { break };
            let value = match argument.trim_matches(['"', '[', ']']) {
                "" | "…" => String::new(),
                "Version::Beta" => " beta".to_owned(),
                "Version::V1_0" => " v1.0".to_owned(),
                value => format!(" {}", quoted(value)),
            };
            text = format!("{before}`--{option}{value}`{after}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::option_names;

    #[test]
    fn settings_are_options() {
        for (help, expected) in [
            ("give them with `.metadata(…)`, and", "give them with `--metadata`, and"),
            ("write `.select(\"/users/{id}\")`", "write `--select '/users/{id}'`"),
            ("allow it with `.reference_dir(\"a\")`", "allow it with `--reference-dir a`"),
            ("with `.version(Version::Beta)`", "with `--version beta`"),
            ("add `.allow_permissions([…])`, or", "add `--allow-permission`, or"),
            ("with `.allow_unknown_availability()`", "with `--allow-unknown-availability`"),
            ("set `.out_dir(…)`, `.select(", "set `.out_dir(…)`, `.select("),
        ] {
            assert_eq!(option_names(help), expected);
        }
    }
}
