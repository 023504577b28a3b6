use std::{ffi::OsString, path::PathBuf};

use clap::{ArgGroup, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::{explore::Explore, invocation::Invocation};
use crate::{Builder, diff::Date, permissions::Scheme};

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
    /// List the operations of the selected types, or find requests by words
    Operations(Operations),
    /// Describe a request, resource, type or property, and why it is selected or what would select it
    Explain(Explain),
    /// Write an HTML page to search the service, walk its paths, and collect a selection
    Explore(Explore),
    /// Show the generated code for a documented request, such as 'POST /users/{id}/sendMail' or a URL with a query
    Resolve(Resolve),
    /// Show in which clouds the selected requests are available, and which types and members differ
    Clouds(Clouds),
    /// Write the selected part of the metadata to a CSDL document
    Slice(Slice),
    /// Find what a new metadata document changes: what breaks requests, what breaks code, what behaves differently
    Diff(Diff),
    /// Verify that all generated files of a project are up to date, by the command in the header of each
    Check(Check),
    /// Find the least permissions for the selected requests, and compare them with those of a token
    Permissions(Permissions),
    /// Download a service's metadata document
    Fetch(Fetch),
    /// Write a script that completes commands and options in a shell
    Completions(Completions),
    /// Write manual pages: one for the program, and one for each command
    Man(Man),
}

/// Metadata and selectors. Each option takes several values and can be repeated.
#[derive(Debug, Args)]
pub(super) struct Input {
    /// CSDL or OpenAPI documents that form one model [default: the embedded metadata of Graph v1.0]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) metadata: Vec<PathBuf>,
    /// The version of Graph that the metadata is of and the generated code calls [default: v1.0, or any]
    #[arg(long, value_enum)]
    pub(super) version: Option<Version>,
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
    /// The version of Graph that the metadata is of and the generated code calls [default: v1.0, or any]
    #[arg(long, value_enum)]
    pub(super) version: Option<Version>,
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
    /// Permissions that the requests may need; if any is given, a request that needs more is an error. `unknown` allows
    /// requests whose permissions are not known
    #[arg(long, value_name = "PERMISSION", num_args = 1..)]
    pub(super) allow_permission: Vec<String>,
    /// The scheme of the allowed permissions: delegated-work, delegated-personal, application
    #[arg(long, value_name = "SCHEME", value_parser = scheme)]
    pub(super) permission_scheme: Option<Scheme>,
    /// The maximum size of the generated code in MiB [default: 64]
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) max_output: Option<u16>,
    /// Fail if one of these clouds lacks what is selected; see the command `clouds`
    #[arg(long, value_name = "CLOUD", num_args = 1.., value_parser = cloud)]
    pub(super) cloud: Vec<crate::clouds::Cloud>,
    /// Write nothing; fail if the output is not up to date
    #[arg(long)]
    pub(super) check: bool,
}

#[derive(Debug, Args)]
pub(super) struct Operations {
    #[command(flatten)]
    pub(super) input: Input,
    /// Find requests of the whole service by words instead, the best first: 'assign license'
    #[arg(long, value_name = "WORDS", conflicts_with_all = ["select", "select_file"])]
    pub(super) search: Option<String>,
    /// The maximum number of requests to find [default: 20]
    #[arg(long, value_name = "COUNT", requires = "search", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) limit: Option<u16>,
    /// The output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct Clouds {
    #[command(flatten)]
    pub(super) input: Input,
    /// Show only these clouds
    #[arg(long, value_name = "CLOUD", num_args = 1.., value_parser = cloud)]
    pub(super) cloud: Vec<crate::clouds::Cloud>,
    /// The output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

/// The output format of a list or page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Text for people
    Text,
    /// JSON, whose fields the documentation of `graph_codegen::cli` lists
    Json,
    /// Tab-separated columns with a header line
    Tsv,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A request, name or path: 'POST /me/sendMail', microsoft.graph.user/assignLicense, user::mail, /users/{id}
    pub(super) name: String,
    #[command(flatten)]
    pub(super) input: SingleInput,
    /// Say only why it is selected, or what would select it
    #[arg(long)]
    pub(super) why: bool,
    /// The output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
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
    /// The output format [default: text; for a file of calls, tsv]
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
}

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct Man {
    /// The directory to write to
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
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
    /// The table of permissions before, such as an old `v1.0.permissions.txt` of graph-metadata, or `embedded`, which is
    /// also the default if only one table is given
    #[arg(long, value_name = "FILE")]
    pub(super) old_permissions: Option<PathBuf>,
    /// The table of permissions after, or `embedded`
    #[arg(long, value_name = "FILE")]
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
#[command(group = ArgGroup::new("form").multiple(false))]
pub(super) struct Permissions {
    #[command(flatten)]
    pub(super) input: Input,
    /// A scheme: delegated-work, delegated-personal, application; can be repeated [default: all]
    #[arg(long, value_name = "SCHEME", value_parser = scheme)]
    pub(super) scheme: Vec<Scheme>,
    /// The output format; docs/permissions.md describes the JSON
    #[arg(long, value_enum, default_value_t = PermissionsFormat::Text, group = "form")]
    pub(super) format: PermissionsFormat,
    /// Print the scopes of a token request in one line, with https://graph.microsoft.com/ unless FORM is `bare`
    #[arg(
        long,
        value_name = "FORM",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "full",
        group = "form"
    )]
    pub(super) scopes: Option<ScopeForm>,
    /// Print requiredResourceAccess of an application's manifest
    #[arg(long, group = "form", requires = "scheme")]
    pub(super) manifest: bool,
    /// Print a Bicep resource for the application
    #[arg(long, group = "form", requires = "scheme")]
    pub(super) bicep: bool,
    /// Print a Terraform block for azuread_application
    #[arg(long, group = "form", requires = "scheme")]
    pub(super) terraform: bool,
    /// Compare with an access token, or a JSON file of its claims; exits with 1 if permissions are missing
    #[arg(long, value_name = "FILE", group = "form")]
    pub(super) token: Option<PathBuf>,
}

/// The output format of a list of permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PermissionsFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// How scopes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ScopeForm {
    /// https://graph.microsoft.com/Mail.Read
    Full,
    /// Mail.Read
    Bare,
}

fn scheme(name: &str) -> Result<Scheme, String> {
    Scheme::from_name(name).ok_or_else(|| "not one of delegated-work, delegated-personal, application".to_owned())
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

impl From<Version> for crate::Version {
    fn from(version: Version) -> Self {
        match version {
            Version::V1 => Self::V1_0,
            Version::Beta => Self::Beta,
        }
    }
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

/// Parses the name of a cloud.
fn cloud(name: &str) -> Result<crate::clouds::Cloud, crate::clouds::UnknownCloud> {
    name.parse()
}

/// Parses a command line.
///
/// A request for help or the version is an error, too.
pub(super) fn parse(program: &Invocation, arguments: Vec<OsString>) -> Result<Command, clap::Error> {
    let matches = command(program).try_get_matches_from(arguments)?;
    Arguments::from_arg_matches(&matches).map(|arguments| arguments.command)
}

/// The definition of all commands and options.
pub(super) fn command(program: &Invocation) -> clap::Command {
    Arguments::command().bin_name(program.name.clone())
}

/// The options for metadata and selectors of either form.
struct Options<'a> {
    metadata: &'a [PathBuf],
    version: Option<Version>,
    reference_dirs: &'a [PathBuf],
    selectors: &'a [String],
    selector_files: &'a [PathBuf],
}

impl Options<'_> {
    /// Replaces settings by those of the command line.
    fn apply(&self, settings: Builder) -> Builder {
        let mut settings = settings.replace_metadata(self.metadata);
        if let Some(version) = self.version {
            settings = settings.version(version.into());
        }
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
        let Self { metadata, version, reference_dir: reference_dirs, select: selectors, select_file: selector_files } =
            self;
        Options { metadata, version: *version, reference_dirs, selectors, selector_files }.apply(settings)
    }
}

impl SingleInput {
    pub(super) fn apply(&self, settings: Builder) -> Builder {
        let Self { metadata, version, reference_dir: reference_dirs, select: selectors, select_file: selector_files } =
            self;
        Options { metadata, version: *version, reference_dirs, selectors, selector_files }.apply(settings)
    }
}

impl Diff {
    /// Replaces settings by those of the command line, except for metadata.
    pub(super) fn apply(&self, settings: Builder) -> Builder {
        let Self { reference_dir: reference_dirs, select: selectors, select_file: selector_files, .. } = self;
        let settings =
            Options { metadata: &[], version: None, reference_dirs, selectors, selector_files }.apply(settings);
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
