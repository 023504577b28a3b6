use std::{ffi::OsString, path::PathBuf};

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::invocation::Invocation;
use crate::{Builder, diff::Date};

/// Generates typed Rust code for operations of Microsoft Graph or any OData V4 service.
#[derive(Debug, Parser)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Selectors name what to generate:\n  \
        /users/{id}/reprocessLicenseAssignment     an operation by path\n  \
        /users/{id}#GET                            a resource and its methods\n  \
        'PATCH /users/{id}'                        a request as documentation writes it\n  \
        /groups/{id}/**                            everything below a path\n  \
        microsoft.graph.user                       a type\n  \
        microsoft.graph.user/assignLicense         an operation by the type it is bound to\n  \
        'microsoft.graph.user::{id, displayName}'  a type with only these members\n  \
        '!microsoft.graph.mailboxSettings'         an exclusion"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Generate Rust code for the selected operations and types, or check that it is up to date
    Generate(Generate),
    /// List the operations of the selected types: method, path, parameters and return type
    Operations(Operations),
    /// Explain why a type, property, operation or resource is selected, or what would select it
    Explain(Explain),
    /// Show the generated code for a documented request, such as 'POST /users/{id}/sendMail' or a URL with a query
    Resolve(Resolve),
    /// Write the selected part of the metadata to a CSDL document
    Slice(Slice),
    /// Find what a new metadata document changes: what breaks requests, what breaks code, what behaves differently
    Diff(Diff),
    /// Verify that all generated files of a project are up to date, by the command in the header of each
    Check(Check),
    /// Download a service's metadata document
    Fetch(Fetch),
}

/// Metadata and selectors. Each option takes several values and can be repeated.
#[derive(Debug, Args)]
pub(super) struct Input {
    /// CSDL or OpenAPI documents that form one model [default: the embedded metadata of Graph v1.0]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) metadata: Vec<PathBuf>,
    /// Directories whose documents may be referenced, besides those below the directory of a document
    #[arg(long, value_name = "DIR", num_args = 1..)]
    pub(super) reference_dir: Vec<PathBuf>,
    /// Selectors
    #[arg(long, value_name = "SELECTOR", num_args = 1..)]
    pub(super) select: Vec<String>,
    /// Files of selectors, one per line; lines that begin with # are comments
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) select_file: Vec<PathBuf>,
}

/// Metadata and selectors for commands with a positional argument, which an option with several values would consume.
#[derive(Debug, Args)]
pub(super) struct SingleInput {
    /// A CSDL or OpenAPI document; can be repeated [default: the embedded metadata of Graph v1.0]
    #[arg(long, value_name = "FILE")]
    pub(super) metadata: Vec<PathBuf>,
    /// A directory whose documents may be referenced, besides the directory of a document; can be repeated
    #[arg(long, value_name = "DIR")]
    pub(super) reference_dir: Vec<PathBuf>,
    /// A selector; can be repeated [default: nothing; for `resolve`, those of the calls]
    #[arg(long, value_name = "SELECTOR")]
    pub(super) select: Vec<String>,
    /// A file of selectors, one per line; can be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) select_file: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Generate {
    #[command(flatten)]
    pub(super) input: Input,
    /// The file to write, if it ends in .rs, or a directory for mod.rs and one file per type
    #[arg(long, value_name = "PATH")]
    pub(super) out: PathBuf,
    /// The maximum size of the generated code in MiB [default: 64]
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) max_output: Option<u16>,
    /// Write nothing; fail if the output is not up to date
    #[arg(long)]
    pub(super) check: bool,
}

#[derive(Debug, Args)]
pub(super) struct Operations {
    #[command(flatten)]
    pub(super) input: Input,
    /// The output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

/// The output format of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Aligned columns
    Text,
    /// Tab-separated columns with a header line
    Tsv,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A name or path: microsoft.graph.assignedLicense, microsoft.graph.user/assignLicense, /users/{id}
    pub(super) name: String,
    #[command(flatten)]
    pub(super) input: SingleInput,
}

#[derive(Debug, Args)]
pub(super) struct Resolve {
    /// A request as documentation writes it: 'POST /users/{id}/sendMail', a URL with a query, or several of these, one
    /// per line
    #[arg(required_unless_present = "operations")]
    pub(super) call: Option<String>,
    #[command(flatten)]
    pub(super) input: SingleInput,
    /// A tab-separated file of calls instead: method, path, and any further columns; the output is such a file too
    #[arg(long, value_name = "FILE", conflicts_with = "call")]
    pub(super) operations: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Slice {
    #[command(flatten)]
    pub(super) input: Input,
    /// A document with annotations for the slice to reference, by its path relative to the slice; can be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) annotations: Vec<PathBuf>,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The old document, or `embedded` for the embedded metadata of Graph v1.0
    #[arg(required_unless_present = "rules")]
    pub(super) old: Option<PathBuf>,
    /// The new document, or `embedded`
    #[arg(required_unless_present = "rules")]
    pub(super) new: Option<PathBuf>,
    /// A directory whose documents may be referenced, besides the directory of a document; can be repeated
    #[arg(long, value_name = "DIR")]
    pub(super) reference_dir: Vec<PathBuf>,
    /// A selector of what is used; can be repeated [default: everything]
    #[arg(long, value_name = "SELECTOR")]
    pub(super) select: Vec<String>,
    /// A file of selectors, one per line; can be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) select_file: Vec<PathBuf>,
    /// Compare everything, whatever is selected
    #[arg(long, conflicts_with_all = ["select", "select_file"])]
    pub(super) all: bool,
    /// The output format
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(super) format: ReportFormat,
    /// The findings for which the exit code is 1
    #[arg(long, value_enum, default_value_t = FailOn::Breaking)]
    pub(super) fail_on: FailOn,
    /// A file of accepted changes: `rule-or-fingerprint element-pattern until YYYY-MM-DD # reason` in each line
    #[arg(long, value_name = "FILE")]
    pub(super) ignore: Option<PathBuf>,
    /// The table of permissions before, such as an old `v1.0.permissions.txt` of graph-metadata, or `embedded`
    #[arg(long, value_name = "FILE", requires = "new_permissions")]
    pub(super) old_permissions: Option<PathBuf>,
    /// The table of permissions after, or `embedded`
    #[arg(long, value_name = "FILE", requires = "old_permissions")]
    pub(super) new_permissions: Option<PathBuf>,
    /// The day by which removals had to be announced and accepted changes expire [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<Date>,
    /// Show safe changes, all findings of each rule, and every reason
    #[arg(long)]
    pub(super) verbose: bool,
    /// List the rules instead
    #[arg(long)]
    pub(super) rules: bool,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Files, and directories that are searched for generated files [default: the current directory]
    pub(super) paths: Vec<PathBuf>,
}

/// The output format of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
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
pub(super) enum FailOn {
    /// Breaking changes, unless they were announced and are on time
    Breaking,
    /// Changes that may break something, too
    Maybe,
    /// Any change
    Any,
    /// Nothing
    Never,
}

#[derive(Debug, Args)]
pub(super) struct Fetch {
    /// The version of Graph
    #[arg(long, value_enum, default_value_t = Version::V1)]
    pub(super) version: Version,
    /// The national cloud
    #[arg(long, value_enum, default_value_t = Cloud::Global)]
    pub(super) cloud: Cloud,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
    /// A URL to use instead of the cloud's; /VERSION/$metadata is appended unless it ends in $metadata
    #[arg(long, value_name = "BASE")]
    pub(super) url: Option<String>,
    /// The maximum duration of the download
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 300,
        value_parser = clap::value_parser!(u64).range(1..=86_400)
    )]
    pub(super) timeout: u64,
}

/// A version of Graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Version {
    /// Stable
    #[value(name = "v1.0")]
    V1,
    /// Preview; may change without notice
    Beta,
}

/// A national cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Cloud {
    /// graph.microsoft.com
    Global,
    /// graph.microsoft.us (US Government L4)
    Usgov,
    /// dod-graph.microsoft.us (US Government L5)
    UsgovDod,
    /// microsoftgraph.chinacloudapi.cn (operated by 21Vianet)
    China,
}

/// Parses a command line.
///
/// A request for help or the version is an error, too.
pub(super) fn parse(program: &Invocation, arguments: Vec<OsString>) -> Result<Command, clap::Error> {
    let command = Arguments::command().bin_name(program.name.clone());
    let matches = command.try_get_matches_from(arguments)?;
    Arguments::from_arg_matches(&matches).map(|arguments| arguments.command)
}

/// The options for metadata and selectors of either form.
struct Options<'a> {
    metadata: &'a [PathBuf],
    reference_dirs: &'a [PathBuf],
    selectors: &'a [String],
    selector_files: &'a [PathBuf],
}

impl Options<'_> {
    /// Replaces settings by those of the command line.
    fn apply(&self, settings: Builder) -> Builder {
        let mut settings = settings.replace_metadata(self.metadata);
        settings = self.reference_dirs.iter().fold(settings, Builder::reference_dir);
        if !self.selectors.is_empty() || !self.selector_files.is_empty() {
            settings = settings.without_selectors();
        }
        settings = self.selectors.iter().fold(settings, Builder::select);
        self.selector_files.iter().fold(settings, Builder::select_file)
    }
}

impl Input {
    pub(super) fn apply(&self, settings: Builder) -> Builder {
        let Self { metadata, reference_dir: reference_dirs, select: selectors, select_file: selector_files } = self;
        Options { metadata, reference_dirs, selectors, selector_files }.apply(settings)
    }
}

impl SingleInput {
    pub(super) fn apply(&self, settings: Builder) -> Builder {
        let Self { metadata, reference_dir: reference_dirs, select: selectors, select_file: selector_files } = self;
        Options { metadata, reference_dirs, selectors, selector_files }.apply(settings)
    }
}

impl Diff {
    /// Replaces settings by those of the command line, except for metadata.
    pub(super) fn apply(&self, settings: Builder) -> Builder {
        let Self { reference_dir: reference_dirs, select: selectors, select_file: selector_files, .. } = self;
        let settings = Options { metadata: &[], reference_dirs, selectors, selector_files }.apply(settings);
        if self.all { settings.without_selectors() } else { settings }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
