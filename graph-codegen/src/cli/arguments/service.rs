use clap::Args;

use crate::{
    Builder,
    edm::{SignIn, UnknownSignIn},
};

/// What generated services know of their clients.
#[derive(Debug, Args)]
pub(in crate::cli) struct ServiceClients {
    /// The URL of the service's root, for the generated functions `client` and `builder`
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) service_root: Option<String>,
    /// The scopes of the service's tokens
    #[arg(long, value_name = "SCOPE", num_args = 1..)]
    pub(in crate::cli) scope: Vec<String>,
    /// What `User-Agent` begins with, such as trippin-sdk/1.0
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) user_agent: Option<String>,
    /// How applications sign in: token, none, basic or api-key=HEADER [default: token]
    #[arg(long, value_name = "WAY", value_parser = sign_in)]
    pub(in crate::cli) sign_in: Option<SignIn>,
}

fn sign_in(text: &str) -> Result<SignIn, UnknownSignIn> {
    text.parse()
}

impl ServiceClients {
    pub(in crate::cli) fn apply(&self, settings: Builder) -> Builder {
        let Self { service_root, scope, user_agent, sign_in } = self;
        let settings = service_root.iter().fold(settings, Builder::service_root).scopes(scope);
        let settings = user_agent.iter().fold(settings, Builder::user_agent);
        sign_in.iter().cloned().fold(settings, Builder::sign_in)
    }

    /// Returns the options with their values.
    pub(in crate::cli) fn options(&self) -> [(&'static str, Vec<String>); 4] {
        [
            ("--service-root", self.service_root.iter().cloned().collect()),
            ("--scope", self.scope.clone()),
            ("--user-agent", self.user_agent.iter().cloned().collect()),
            ("--sign-in", self.sign_in.iter().map(ToString::to_string).collect()),
        ]
    }
}
