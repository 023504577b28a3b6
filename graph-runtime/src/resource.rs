use std::fmt;

use crate::{
    client::Client,
    key::{Key, KeyProblem},
};

/// A place in a service, and the client that reaches it: what every generated request builder holds.
///
/// Builders cannot fail, so a key that cannot stand in a path is remembered, and reported before anything is sent.
#[derive(Clone)]
pub struct Resource {
    client: Client,
    path: Result<String, KeyProblem>,
}

impl Resource {
    /// The service's root.
    #[must_use]
    pub const fn root(client: Client) -> Self {
        Self { client, path: Ok(String::new()) }
    }

    /// What a segment leads to: an entity set, singleton, navigation property or cast. The segment is a name from the metadata.
    #[must_use]
    pub fn child(&self, segment: &'static str) -> Self {
        let path = self.path.as_ref().map_err(|problem| *problem).map(|path| format!("{path}/{segment}"));
        Self { client: self.client.clone(), path }
    }

    /// The entity with a key. Each part is a key property's name and value.
    #[must_use]
    pub fn key(&self, parts: &[(&'static str, Key)]) -> Self {
        let path = self.path.clone().and_then(|mut path| {
            Key::append(parts, self.client.key_syntax(), &mut path)?;
            Ok(path)
        });
        Self { client: self.client.clone(), path }
    }

    /// The client.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// The path below the service's root, percent-encoded: `/users/adele%40contoso.com`.
    ///
    /// # Errors
    ///
    /// What is wrong with a key in it.
    pub fn path(&self) -> Result<&str, KeyProblem> {
        self.path.as_deref().map_err(|problem| *problem)
    }
}

impl fmt::Debug for Resource {
    /// The path is left out: it has keys in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource").field("client", &self.client).finish_non_exhaustive()
    }
}
