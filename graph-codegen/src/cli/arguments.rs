use std::{ffi::OsString, path::PathBuf};

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::invocation::Invocation;
use crate::Builder;

/// Typed Rust code for the operations of Microsoft Graph, or of any OData V4 service.
#[derive(Debug, Parser)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Selectors name what to generate:\n  \
        /users/{id}/reprocessLicenseAssignment     an operation by path\n  \
        /users/{id}#GET                            a resource and its methods\n  \
        /groups/{id}/**                            everything below a path\n  \
        microsoft.graph.user                       a type\n  \
        microsoft.graph.user/assignLicense         an operation by the type it is bound to\n  \
        'microsoft.graph.user::{id, displayName}'  a type trimmed to members\n  \
        '!microsoft.graph.mailboxSettings'         excludes something"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write Rust code for what selectors name, or check that it is up to date
    Generate(Generate),
    /// List the actions and functions of selected types: method, path, parameters, return type
    Operations(Operations),
    /// Say why a type, property, operation or resource is selected, or what would select it
    Explain(Explain),
    /// Say which generated code makes the call that documentation writes as a method and a path
    Resolve(Resolve),
    /// Write the selected part of the metadata as a CSDL document of its own
    Slice(Slice),
    /// Download a service's metadata document
    Fetch(Fetch),
}

/// What the code is generated from. Each option takes several values, and can be given several times.
#[derive(Debug, Args)]
pub(super) struct Input {
    /// CSDL or OpenAPI documents, told apart by content, which together make one model [default: the embedded slice of
    /// Graph v1.0]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) metadata: Vec<PathBuf>,
    /// Selectors
    #[arg(long, value_name = "SELECTOR", num_args = 1..)]
    pub(super) select: Vec<String>,
    /// Files of selectors, one a line; lines that begin with # are comments
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) select_file: Vec<PathBuf>,
}

/// The same for commands with an argument that has no name: an option that takes several values would take it too.
#[derive(Debug, Args)]
pub(super) struct SingleInput {
    /// A CSDL or OpenAPI document; can be given several times [default: the embedded slice of Graph v1.0]
    #[arg(long, value_name = "FILE")]
    pub(super) metadata: Vec<PathBuf>,
    /// A selector; can be given several times [default: those that the embedded slice was made with]
    #[arg(long, value_name = "SELECTOR")]
    pub(super) select: Vec<String>,
    /// A file of selectors, one a line; can be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) select_file: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Generate {
    #[command(flatten)]
    pub(super) input: Input,
    /// The file to write, ending in `.rs`; or a directory, for `mod.rs` and a file a type
    #[arg(long, value_name = "PATH")]
    pub(super) out: PathBuf,
    /// Compare with what is there instead of writing, and fail if it differs
    #[arg(long)]
    pub(super) check: bool,
}

#[derive(Debug, Args)]
pub(super) struct Operations {
    #[command(flatten)]
    pub(super) input: Input,
    /// How to write the list
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
}

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Aligned columns, for people
    Text,
    /// A header line, then one line each; columns separated by tabs
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
    /// A method and a path, as documentation or a request has them: 'POST /users/{id}/sendMail'
    #[arg(required_unless_present = "operations")]
    pub(super) call: Option<String>,
    #[command(flatten)]
    pub(super) input: SingleInput,
    /// A tab-separated file instead, a line for each call: method, path template, and what else there is; the answer is
    /// such a file
    #[arg(long, value_name = "FILE", conflicts_with = "call")]
    pub(super) operations: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Slice {
    #[command(flatten)]
    pub(super) input: Input,
    /// A document that annotates the slice from outside, relative to it; readers of the slice will read it too
    #[arg(long, value_name = "FILE")]
    pub(super) annotations: Vec<PathBuf>,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct Fetch {
    /// Version of Graph
    #[arg(long, value_enum, default_value_t = Version::V1)]
    pub(super) version: Version,
    /// Cloud whose metadata it is
    #[arg(long, value_enum, default_value_t = Cloud::Global)]
    pub(super) cloud: Cloud,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
    /// Instead of the cloud: an address to which `/VERSION/$metadata` is added, or that ends in `$metadata` itself
    #[arg(long, value_name = "BASE")]
    pub(super) url: Option<String>,
    /// Give up after this time
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub(super) timeout: u64,
}

/// A version of Graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Version {
    /// For production
    #[value(name = "v1.0")]
    V1,
    /// May change without notice
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

/// Parses a command line; the error is also how help is asked for.
pub(super) fn parse(program: &Invocation, arguments: Vec<OsString>) -> Result<Command, clap::Error> {
    let command = Arguments::command().bin_name(program.name.clone());
    let matches = command.try_get_matches_from(arguments)?;
    Arguments::from_arg_matches(&matches).map(|arguments| arguments.command)
}

/// Replaces settings by what the command line gives.
fn apply(settings: Builder, metadata: &[PathBuf], selectors: &[String], selector_files: &[PathBuf]) -> Builder {
    let mut settings = settings.replace_metadata(metadata);
    if !selectors.is_empty() || !selector_files.is_empty() {
        settings = settings.without_selectors();
    }
    settings = selectors.iter().fold(settings, Builder::select);
    selector_files.iter().fold(settings, Builder::select_file)
}

impl Input {
    pub(super) fn apply(&self, settings: Builder) -> Builder {
        apply(settings, &self.metadata, &self.select, &self.select_file)
    }
}

impl SingleInput {
    pub(super) fn apply(&self, settings: Builder) -> Builder {
        apply(settings, &self.metadata, &self.select, &self.select_file)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definition_holds_together() {
        super::Arguments::command().debug_assert();
    }
}
