use std::time::{Duration, SystemTime};

use graph_runtime::{AccessToken, BoxFuture, Credential, TokenRequest};
use tokio::process::Command;

use crate::BoxError;

/// The assumed lifetime of a token. Graph's tokens are valid for an hour or longer.
const LIFETIME: Duration = Duration::from_secs(40 * 60);

/// A credential that runs a command, such as the Azure CLI, and reads the token that it prints.
pub(crate) struct CommandCredential {
    words: Vec<String>,
}

impl CommandCredential {
    /// Creates a credential from a command line. Spaces separate the words; no shell interprets them.
    pub(crate) fn new(command: &str) -> Result<Self, BoxError> {
        let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() { Err("the token command is empty".into()) } else { Ok(Self { words }) }
    }
}

impl Credential for CommandCredential {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            let mut command = Command::new(&self.words[0]);
            let output = command.args(&self.words[1..]).kill_on_drop(true).output().await?;
            let token = String::from_utf8(output.stdout)?;
            // The output is a secret, so errors do not show it.
            match (output.status.success(), token.trim()) {
                (true, token) if !token.is_empty() => Ok(AccessToken::new(token, Some(SystemTime::now() + LIFETIME))),
                _ => Err(format!("the token command printed no token ({})", output.status).into()),
            }
        })
    }
}
