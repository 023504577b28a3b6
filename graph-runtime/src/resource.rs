use std::fmt;

use crate::{
    argument::Argument,
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
    /// Values of parameter aliases by name, both encoded; they go into the query.
    aliases: Vec<(String, String)>,
}

impl Resource {
    /// The service's root.
    #[must_use]
    pub const fn root(client: Client) -> Self {
        Self { client, path: Ok(String::new()), aliases: Vec::new() }
    }

    /// A place behind this one.
    fn then(&self, lead: impl FnOnce(&mut String, &mut Vec<(String, String)>) -> Result<(), KeyProblem>) -> Self {
        let mut next = self.clone();
        if let Ok(path) = &mut next.path
            && let Err(problem) = lead(path, &mut next.aliases)
        {
            next.path = Err(problem);
        }
        next
    }

    /// What a segment leads to: an entity set, singleton, navigation property or cast. The segment is a name from the metadata.
    #[must_use]
    pub fn child(&self, segment: &'static str) -> Self {
        self.then(|path, _| {
            path.push('/');
            path.push_str(segment);
            Ok(())
        })
    }

    /// The entity with a key. Each part is a key property's name and value.
    #[must_use]
    pub fn key(&self, parts: &[(&'static str, Key)]) -> Self {
        self.then(|path, _| Key::append(parts, self.client.key_syntax(), path))
    }

    /// The entity with an alternate key, which stands in parentheses with its name: `/users(userPrincipalName='adele%40contoso.com')`.
    #[must_use]
    pub fn alternate_key(&self, parts: &[(&'static str, Key)]) -> Self {
        self.then(|path, _| Key::append_named(parts, path))
    }

    /// What a function returns: `/range(address='A1')`. The segment is a name from the metadata; without arguments, `()` follows it.
    #[must_use]
    pub fn function(&self, segment: &'static str, arguments: &[Argument]) -> Self {
        self.then(|path, aliases| {
            path.push('/');
            path.push_str(segment);
            Argument::append(arguments, path, aliases)
        })
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

    /// Names and values of parameter aliases, which belong into the query; both are encoded.
    pub(crate) fn aliases(&self) -> impl Iterator<Item = (&str, &str)> {
        self.aliases.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Resource {
    /// The path is left out: it has keys in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource").field("client", &self.client).finish_non_exhaustive()
    }
}
