//! The commands and their options.

mod crates;
mod diff;
mod input;
mod permissions;
mod service;
mod values;

use std::{ffi::OsString, path::PathBuf};

use clap::{
    Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum,
    error::{ContextKind, ContextValue, ErrorKind},
};

use self::values::{cloud, endpoint, scheme};
pub(super) use self::{
    crates::Crates,
    diff::{Diff, FailOn, ReportFormat},
    input::{Input, Searched, SingleInput, Version},
    permissions::{Permissions, PermissionsFormat, ScopeForm},
    service::ServiceClients,
    values::Endpoint,
};
use super::{explore::Explore, invocation::Invocation};
use crate::permissions::Scheme;

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
    /// The scheme of the allowed permissions
    #[arg(long, value_name = "SCHEME", ignore_case = true, value_parser = scheme())]
    pub(super) permission_scheme: Option<Scheme>,
    #[command(flatten)]
    pub(super) service: ServiceClients,
    /// The maximum size of the generated code in MiB [default: 64]
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) max_output: Option<u16>,
    /// Fail if one of these clouds lacks what is selected; see the command `clouds`
    #[arg(long, value_name = "CLOUD", num_args = 1.., ignore_case = true, value_parser = cloud())]
    pub(super) cloud: Vec<crate::clouds::Cloud>,
    /// Accept elements of which it is not known whether these clouds have them
    #[arg(long, requires = "cloud")]
    pub(super) allow_unknown_availability: bool,
    #[command(flatten)]
    pub(super) crates: Crates,
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
    #[arg(long, value_name = "COUNT", requires = "search", conflicts_with_all = ["select", "select_file"],
        value_parser = clap::value_parser!(u16).range(1..))]
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
    #[arg(long, value_name = "CLOUD", num_args = 1.., ignore_case = true, value_parser = cloud())]
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
pub(super) struct Check {
    /// Files, and directories that are searched for generated files [default: the current directory]
    pub(super) paths: Vec<PathBuf>,
    /// A directory whose files the commands in headers may read, besides those below the current directory and below
    /// PATHS; can be repeated
    #[arg(long, value_name = "DIR")]
    pub(super) read_dir: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Fetch {
    /// The version of Graph [default: v1.0]
    #[arg(long, value_enum)]
    pub(super) version: Option<Version>,
    /// The national cloud
    #[arg(long, value_name = "CLOUD", ignore_case = true, default_value = "Global", value_parser = endpoint())]
    pub(super) cloud: Endpoint,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
    /// The root of another service, or its metadata document; /$metadata is appended unless the path ends in it. For
    /// Graph, and with --version, it is /VERSION/$metadata
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,
    /// An environment variable with a header to send to this URL: `Authorization: Bearer TOKEN`
    #[arg(long, value_name = "VARIABLE", requires = "url")]
    pub(super) header_env: Vec<String>,
    /// A file with headers to send to this URL, one per line
    #[arg(long, value_name = "FILE", requires = "url")]
    pub(super) header_file: Vec<PathBuf>,
    /// The maximum duration of the download
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 300,
        value_parser = clap::value_parser!(u64).range(1..=86_400)
    )]
    pub(super) timeout: u64,
}

/// The commands with [`SingleInput`], or options of the same form.
const ONE_VALUE: [&str; 3] = ["diff", "explain", "resolve"];

/// Parses a command line.
///
/// A request for help or the version is an error, too.
pub(super) fn parse(program: &Invocation, arguments: Vec<OsString>) -> Result<Command, clap::Error> {
    let takes_several = arguments.get(1).is_some_and(|name| !ONE_VALUE.iter().any(|one| name == one));
    let matches = command(program).try_get_matches_from(arguments).map_err(|mut error| {
        if error.kind() == ErrorKind::UnknownArgument && !takes_several {
            let tip = "repeat options for several values: --select A --select B".into();
            error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
        }
        error
    })?;
    Arguments::from_arg_matches(&matches).map(|arguments| arguments.command)
}

/// The definition of all commands and options.
pub(super) fn command(program: &Invocation) -> clap::Command {
    Arguments::command().bin_name(program.name.clone())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
