use std::fmt;

use crate::{
    client::Client,
    path::{Argument, Key, KeyError, ResourcePath},
};

/// A resource of a service, and the client that sends requests to it. Every generated request builder has one.
///
/// Creating a resource does not fail. If a key is not allowed in a path, sending a request returns an error.
#[derive(Clone)]
pub struct Resource {
    client: Client,
    path: ResourcePath,
}

impl Resource {
    /// Returns the service's root.
    #[must_use]
    pub const fn root(client: Client) -> Self {
        Self { client, path: ResourcePath::root() }
    }

    /// Returns the resource at a path that is already written, or cannot be.
    pub(crate) const fn written(client: Client, path: ResourcePath) -> Self {
        Self { client, path }
    }

    fn at(&self, path: ResourcePath) -> Self {
        Self { client: self.client.clone(), path }
    }

    /// Appends a segment, a name from the metadata: an entity set, a singleton, a navigation property or a cast.
    #[must_use]
    pub fn child(&self, segment: &'static str) -> Self {
        self.at(self.path.child(segment))
    }

    /// Returns the entity with a key. Each part is the name and value of a key property.
    #[must_use]
    pub fn key(&self, parts: &[(&'static str, Key)]) -> Self {
        self.at(self.path.key(parts, self.client.key_syntax()))
    }

    /// Returns the entity with an alternate key, which is written with its name:
    /// `/users(userPrincipalName='adele%40contoso.com')`.
    #[must_use]
    pub fn alternate_key(&self, parts: &[(&'static str, Key)]) -> Self {
        self.at(self.path.alternate_key(parts))
    }

    /// Returns the result of a function: `/range(address='A1')`. The segment is a name from the metadata.
    #[must_use]
    pub fn function(&self, segment: &'static str, arguments: &[Argument]) -> Self {
        self.at(self.path.function(segment, arguments))
    }

    /// Returns the client.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// Returns the path below the service's root, percent-encoded: `/users/adele%40contoso.com`.
    ///
    /// # Errors
    ///
    /// A key is not allowed in a path. The error is about the first one.
    pub fn path(&self) -> Result<String, KeyError> {
        let mut path = String::new();
        self.append_path(&mut path)?;
        Ok(path)
    }

    /// Appends the path to a URL.
    pub(crate) fn append_path(&self, url: &mut String) -> Result<(), KeyError> {
        self.path.append_to(url)
    }

    /// Returns the path with names in place of the values: `/users/{id}`.
    #[must_use]
    pub fn template(&self) -> String {
        self.path.template()
    }

    /// Returns the encoded names and values of the parameter aliases, which are part of the query.
    pub(crate) fn aliases(&self) -> impl Iterator<Item = (&str, &str)> {
        self.path.aliases()
    }
}

impl fmt::Debug for Resource {
    /// Shows the template instead of the path, which contains keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource").field("template", &self.template()).field("client", &self.client).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Resource;
    use crate::{client::Client, path::Argument};

    fn root() -> Resource {
        Resource::root(Client::builder().base_url("http://127.0.0.1:9").build().unwrap())
    }

    /// Paths can be of any length, for example when navigation properties are followed in a loop.
    #[test]
    fn long_paths_use_no_stack() {
        let mut resource = root().child("me");
        let mut halfway = None;
        for step in 0..100_000 {
            resource = if step % 2 == 0 { resource.child("manager") } else { resource.key(&[("id", "x".into())]) };
            if step == 50_000 {
                halfway = Some(resource.clone());
            }
        }
        let copy = resource.clone();
        drop(resource);
        assert_eq!(copy.path().unwrap().len(), "/me".len() + 50_000 * "/manager/x".len());
        assert_eq!(copy.template().len(), "/me".len() + 50_000 * "/manager/{id}".len());
        assert_eq!(copy.aliases().count(), 0);
        let shown = format!("{copy:?}");
        assert!(shown.contains("/manager/{id}") && !shown.contains("/manager/x"));
        // Two paths share their beginning, which is dropped with the last of them.
        let on = halfway.as_ref().map(|halfway| halfway.child("mail"));
        drop(copy);
        drop(halfway);
        let on = on.unwrap();
        assert!(on.path().unwrap().ends_with("/manager/mail"));
        std::thread::spawn(move || drop(on)).join().unwrap();
    }

    #[test]
    fn templates_have_names_in_place_of_values() {
        let json = Argument::json("ids", &vec![1]);
        let resource = root()
            .child("drives")
            .key(&[("id", "d".into())])
            .function(
                "search",
                &[Argument::new::<String>("q", "a'b".into()), Argument::new::<i32>("n", 7.into()), json],
            )
            .child("items")
            .key(&[("order", "o".into()), ("line", 2.into())])
            .alternate_key(&[("name", "n".into())])
            .function("delta", &[Argument::optional::<i32>("skip", None)]);
        let template =
            "/drives/{id}/search(q='{q}',n={n},ids=@ids)/items(order='{order}',line={line})(name='{name}')/delta()";
        assert_eq!(resource.template(), template);
        let path = "/drives/d/search(q='a%27%27b',n=7,ids=@ids)/items(order='o',line=2)(name='n')/delta()";
        assert_eq!(resource.path().unwrap(), path);
        assert_eq!(resource.aliases().collect::<Vec<_>>(), [("@ids", "%5B1%5D")]);
        assert_eq!((root().template(), root().path().unwrap()), (String::new(), String::new()));
    }
}
