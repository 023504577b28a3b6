use std::time::{Duration, SystemTime};

use graph_runtime::{AccessToken, BoxFuture, Credential, TokenRequest};
use tokio::process::Command;

use crate::Failure;

/// A token printed by it is taken to be good for so long. Tokens of Graph live for an hour at least.
const LIFE: Duration = Duration::from_secs(40 * 60);

/// Gets tokens from a command, such as the Azure CLI.
pub(crate) struct CommandCredential {
    words: Vec<String>,
}

impl CommandCredential {
    /// Takes a command line; its words are separated by spaces, and no shell looks at it.
    pub(crate) fn new(command: &str) -> Result<Self, Failure> {
        let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() { Err("the token command is empty".into()) } else { Ok(Self { words }) }
    }
}

impl Credential for CommandCredential {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Failure>> {
        Box::pin(async move {
            let mut command = Command::new(&self.words[0]);
            let output = command.args(&self.words[1..]).kill_on_drop(true).output().await?;
            let token = String::from_utf8(output.stdout)?;
            // What the command prints is a secret, so no error shows it.
            match (output.status.success(), token.trim()) {
                (true, token) if !token.is_empty() => Ok(AccessToken::new(token, Some(SystemTime::now() + LIFE))),
                _ => Err(format!("the token command printed no token ({})", output.status).into()),
            }
        })
    }
}
