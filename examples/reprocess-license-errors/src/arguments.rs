use std::path::PathBuf;

use clap::{ArgGroup, Parser, ValueEnum};
use graph_runtime::Cloud;

/// Reprocess the group-based license assignments of users that have license errors.
#[derive(Parser)]
#[command(
    group = ArgGroup::new("source").args(["all", "group", "ids"]).required(true),
    after_help = "Set GRAPH_TOKEN, or give --token-command, to call Microsoft Graph; it takes User.ReadWrite.All. Otherwise a stand-in on \
                  this machine is called.\n\nExit codes:\n  0  every user is done, or there was nothing to do\n  1  some users failed for \
                  good; the journal names them\n  2  wrong usage, or nothing could be begun\n  3  stopped early (Ctrl-C, no token, no \
                  connection); the same command goes on"
)]
pub(crate) struct Arguments {
    /// All users of the tenant that have a license error.
    #[arg(long)]
    pub(crate) all: bool,
    /// The members of a group, those of groups in it too, that have a license error.
    #[arg(long, value_name = "ID")]
    pub(crate) group: Option<String>,
    /// The users in a file, an id or user principal name a line, whether they have an error or not.
    #[arg(long, value_name = "FILE")]
    pub(crate) ids: Option<PathBuf>,
    /// Where it is kept what is done.
    #[arg(long, value_name = "FILE", default_value = "reprocess-license-errors.journal")]
    pub(crate) journal: PathBuf,
    /// Also reprocess those that failed in an earlier run of this journal.
    #[arg(long)]
    pub(crate) retry_failed: bool,
    /// Show what would be done; reprocess nobody, and leave the journal alone.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// How many batches are on their way at once.
    #[arg(long, value_name = "NUMBER", default_value = "4", value_parser = clap::value_parser!(u8).range(1..=32))]
    pub(crate) batches: u8,
    /// A command that prints a token: `az account get-access-token --resource-type ms-graph --query accessToken -o tsv`.
    #[arg(long, value_name = "COMMAND")]
    pub(crate) token_command: Option<String>,
    /// The national cloud.
    #[arg(long, value_enum, default_value = "global")]
    pub(crate) cloud: CloudName,
    /// The version of Graph.
    #[arg(long, default_value = "v1.0")]
    pub(crate) version: String,
    /// Another service that is called like Graph, by its URL with the version.
    #[arg(long, value_name = "URL")]
    pub(crate) service: Option<String>,
    /// How many users the stand-in has.
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
