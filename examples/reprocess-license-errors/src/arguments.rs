use std::path::PathBuf;

use clap::{ArgGroup, Parser, ValueEnum};
use graph_runtime::Cloud;

const AFTER_HELP: &str = "\
Set GRAPH_TOKEN or give --token-command to call Microsoft Graph, with an access token that has User.ReadWrite.All.
Otherwise the program starts and calls a local server that imitates Graph.

Exit codes:
  0  all users are done, or there was nothing to do
  1  some users failed permanently; the journal lists them
  2  invalid arguments, or the job could not start
  3  stopped early (Ctrl-C, no access token, no connection); run the same command again to resume";

/// Reprocess the license assignments of users that have license errors.
#[derive(Parser)]
#[command(
    group = ArgGroup::new("source").args(["all", "group", "ids"]).required(true),
    after_help = AFTER_HELP
)]
pub(crate) struct Arguments {
    /// Reprocess all users of the tenant that have a license error.
    #[arg(long)]
    pub(crate) all: bool,
    /// Reprocess the members of a group, direct and transitive, that have a license error.
    #[arg(long, value_name = "ID")]
    pub(crate) group: Option<String>,
    /// Reprocess the users in a file: one id or user principal name per line, with or without a license error.
    #[arg(long, value_name = "FILE")]
    pub(crate) ids: Option<PathBuf>,
    /// The file that records which users are done.
    #[arg(long, value_name = "FILE", default_value = "reprocess-license-errors.journal")]
    pub(crate) journal: PathBuf,
    /// Also reprocess users that failed in an earlier run with this journal.
    #[arg(long)]
    pub(crate) retry_failed: bool,
    /// List the users without reprocessing them or writing the journal.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// The maximum number of batches in flight.
    #[arg(long, value_name = "NUMBER", default_value = "4", value_parser = clap::value_parser!(u8).range(1..=32))]
    pub(crate) batches: u8,
    /// A command that prints an access token, such as `az account get-access-token --resource-type ms-graph --query
    /// accessToken -o tsv`.
    #[arg(long, value_name = "COMMAND")]
    pub(crate) token_command: Option<String>,
    /// The national cloud.
    #[arg(long, value_enum, default_value = "global")]
    pub(crate) cloud: CloudName,
    /// The version of Graph.
    #[arg(long, default_value = "v1.0")]
    pub(crate) version: String,
    /// Call another service that implements Graph's API, given by its URL including the version.
    #[arg(long, value_name = "URL")]
    pub(crate) service: Option<String>,
    /// The number of users that the local server has.
    #[arg(long, value_name = "NUMBER", default_value = "500")]
    pub(crate) stand_in_users: usize,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum CloudName {
    Global,
    Usgov,
    UsgovDod,
    China,
}

impl From<CloudName> for Cloud {
    fn from(name: CloudName) -> Self {
        match name {
            CloudName::Global => Self::Global,
            CloudName::Usgov => Self::UsGovernment,
            CloudName::UsgovDod => Self::UsGovernmentDod,
            CloudName::China => Self::China,
        }
    }
}
