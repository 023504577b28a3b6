use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};

use super::{
    input::Input,
    values::{Endpoint, endpoint, scheme},
};
use crate::permissions::Scheme;

/// Errors about missing options show this.
const SCHEMES: &str = "delegated-work|delegated-personal|application";

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("form").multiple(false))]
pub(in crate::cli) struct Permissions {
    #[command(flatten)]
    pub(in crate::cli) input: Input,
    /// The schemes [default: all]
    #[arg(long, value_name = SCHEMES, num_args = 1.., ignore_case = true, value_parser = scheme())]
    pub(in crate::cli) scheme: Vec<Scheme>,
    /// The output format; docs/permissions.md describes the JSON
    #[arg(long, value_enum, default_value_t = PermissionsFormat::Text, group = "form")]
    pub(in crate::cli) format: PermissionsFormat,
    /// Print the scopes of a token request in one line, with https://graph.microsoft.com/ unless FORM is `bare`
    #[arg(
        long,
        value_name = "FORM",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "full",
        group = "form"
    )]
    pub(in crate::cli) scopes: Option<ScopeForm>,
    /// The cloud whose resource the scopes have
    #[arg(
        long,
        value_name = "CLOUD",
        ignore_case = true,
        default_value = "Global",
        value_parser = endpoint(),
        requires = "scopes"
    )]
    pub(in crate::cli) cloud: Endpoint,
    /// Print requiredResourceAccess of an application's manifest
    #[arg(long, group = "form", requires = "scheme")]
    pub(in crate::cli) manifest: bool,
    /// Print a Bicep resource for the application
    #[arg(long, group = "form", requires = "scheme")]
    pub(in crate::cli) bicep: bool,
    /// Print a Terraform block for azuread_application
    #[arg(long, group = "form", requires = "scheme")]
    pub(in crate::cli) terraform: bool,
    /// Compare with an access token, or a JSON file of its claims; exits with 1 if permissions are missing
    #[arg(long, value_name = "FILE", group = "form")]
    pub(in crate::cli) token: Option<PathBuf>,
}

/// The output format of a list of permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PermissionsFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// How scopes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ScopeForm {
    /// https://graph.microsoft.com/Mail.Read
    Full,
    /// Mail.Read
    Bare,
}
