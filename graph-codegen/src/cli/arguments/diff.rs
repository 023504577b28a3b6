use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::input::Selectors;
use crate::{Builder, diff::Date};

#[derive(Debug, Args)]
pub(in crate::cli) struct Diff {
    /// The old document, or `embedded` for the embedded metadata of Graph v1.0
    #[arg(required_unless_present = "rules")]
    pub(in crate::cli) old: Option<PathBuf>,
    /// The new document, or `embedded`
    #[arg(required_unless_present = "rules")]
    pub(in crate::cli) new: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) selectors: Selectors,
    /// Compare everything, whatever is selected
    #[arg(long, conflicts_with_all = ["select", "select_file"])]
    pub(in crate::cli) all: bool,
    /// The output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(in crate::cli) format: ReportFormat,
    /// The findings for which the exit code is 1
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    pub(in crate::cli) fail_on: FailOn,
    /// A file of accepted changes: `rule-or-fingerprint element-pattern until YYYY-MM-DD # reason` in each line
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) ignore: Option<PathBuf>,
    /// The table of permissions before, such as an old `v1.0.permissions.txt` of graph-metadata, or `embedded`, the
    /// default if only the other table is given
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) old_permissions: Option<PathBuf>,
    /// The table of permissions after, or `embedded`
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) new_permissions: Option<PathBuf>,
    /// The day by which removals had to be announced and accepted changes expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) today: Option<Date>,
    /// Show safe changes, all findings of each rule, and every reason
    #[arg(long)]
    pub(in crate::cli) verbose: bool,
    /// List the rules instead
    #[arg(long)]
    pub(in crate::cli) rules: bool,
}

/// The output format of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    /// For people
    Text,
    /// JSON with a schema
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// Tables, for a pull request
    Markdown,
    /// JUnit XML
    Junit,
}

/// The findings that make a comparison fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailOn {
    /// Breaking changes, unless they were announced and are on time
    Breaking,
    /// Changes that may break something, too
    Maybe,
    /// Any change
    Any,
    /// Nothing
    Never,
}

impl Diff {
    /// Replaces settings by those of the command line, except for metadata.
    pub(in crate::cli) fn apply(&self, settings: Builder) -> Builder {
        let settings = self.selectors.apply(&[], None, settings);
        if self.all { settings.without_selectors() } else { settings }
    }
}
