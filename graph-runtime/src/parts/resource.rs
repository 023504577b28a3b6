use std::{
    fmt::{self, Display},
    sync::Arc,
};

use crate::{
    client::Client,
    description::{Availability, Description, PermissionTable},
    path::{Argument, CallReference, Key, KeyError, KeySyntax, ResourcePath},
};

/// A resource of a service, and the client that sends requests to it. Every generated request builder has one.
///
/// Creating a resource does not fail. If a key is not allowed in a path, sending a request returns an error.
#[derive(Clone)]
pub struct Resource {
    client: Client,
    path: ResourcePath,
    reads: Option<Arc<ReadOptions>>,
    facts: Facts,
}

/// What generated code knows of the requests to a resource.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    /// The clouds that have everything on its path.
    clouds: Option<Availability>,
    /// Whether the clouds of a part of its path are not known.
    has_unknown_clouds: bool,
    permissions: Option<&'static PermissionTable>,
}

impl Facts {
    /// Adds them to the description of a request.
    pub(crate) fn describe(self, mut description: Description) -> Description {
        if let Some(clouds) = self.clouds {
            description = description.in_clouds(clouds);
        }
        if self.has_unknown_clouds {
            description = description.in_unknown_clouds();
        }
        match self.permissions {
            Some(table) => description.with_permission_table(table),
            None => description,
        }
    }
}

/// What the service requires to read a resource, besides its path.
#[derive(Clone, Default)]
pub(crate) struct ReadOptions {
    /// Names and values of query options.
    pub(crate) query: Vec<(&'static str, String)>,
    /// Names and values of headers.
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Resource {
    /// Returns the service's root.
    #[must_use]
    pub const fn root(client: Client) -> Self {
        Self::written(client, ResourcePath::root())
    }

    /// Returns the resource in another version of the service, if the root of the client ends in a version.
    #[must_use]
    pub fn in_version(mut self, version: &'static str) -> Self {
        if let Ok(client) = self.client.for_version(version) {
            self.client = client;
        }
        self
    }

    /// Sets the table of permissions for all requests below the resource.
    #[must_use]
    pub const fn with_permissions(mut self, table: &'static PermissionTable) -> Self {
        self.facts.permissions = Some(table);
        self
    }

    /// Restricts the clouds in which the resource is available, with all requests to it and below it; see
    /// [`Availability::from_bits`].
    #[must_use]
    pub const fn in_clouds(mut self, bits: u16) -> Self {
        let clouds = Availability::from_bits(bits);
        self.facts.clouds = Some(match self.facts.clouds {
            Some(known) => known.and(clouds),
            None => clouds,
        });
        self
    }

    /// Declares that the clouds in which the resource is available are not known.
    #[must_use]
    pub const fn in_unknown_clouds(mut self) -> Self {
        self.facts.has_unknown_clouds = true;
        self
    }

    /// Returns the resource at a path that is already written, or cannot be.
    pub(crate) const fn written(client: Client, path: ResourcePath) -> Self {
        Self { client, path, reads: None, facts: Facts { clouds: None, has_unknown_clouds: false, permissions: None } }
    }

    fn at(&self, path: ResourcePath) -> Self {
        Self { client: self.client.clone(), path, reads: None, facts: self.facts }
    }

    /// Appends a segment, a name from the metadata: an entity set, a singleton, a navigation property or a cast.
    #[must_use]
    pub fn child(&self, segment: &'static str) -> Self {
        self.at(self.path.child(segment))
    }

    /// Returns the entity with a key. Each part is the name and value of a key property.
    #[must_use]
    pub fn key(&self, parts: &[(&'static str, Key)]) -> Self {
        let profile = self.client.profile();
        let syntax = match profile.key_syntax() {
            KeySyntax::Segment if !profile.is_graph() && Key::may_be_a_name(parts) => KeySyntax::Parentheses,
            syntax => syntax,
        };
        self.at(self.path.key(parts, syntax, profile.enum_syntax()))
    }

    /// Returns the entity with a key that is written already: `('x')` or `/x`.
    pub(crate) fn written_key(&self, key: &str) -> Self {
        self.at(self.path.written_key(key))
    }

    /// Returns the entity with an alternate key, which is written with its name:
    /// `/users(userPrincipalName='adele%40contoso.com')`.
    #[must_use]
    pub fn alternate_key(&self, parts: &[(&'static str, Key)]) -> Self {
        self.at(self.path.alternate_key(parts, self.client.profile().enum_syntax()))
    }

    /// Returns the item at a path below this one, as Graph addresses files and sites: `/me/drive/root:/A/B%20c.txt`.
    ///
    /// A leading slash is optional. Each segment is percent-encoded. Segments after the path follow another colon:
    /// `/me/drive/root:/A/B%20c.txt:/children`. A path below a path continues it. If the path has an empty segment,
    /// `.`, `..`, a backslash or NUL, sending a request returns an error.
    ///
    /// ```
    /// use graph_runtime::{Client, codegen::Resource};
    ///
    /// let root = Resource::root(Client::builder().build()?).child("me").child("drive").child("root");
    /// let file = root.item_path("A/B c#.txt");
    /// assert_eq!(file.path()?, "/me/drive/root:/A/B%20c%23.txt");
    /// assert_eq!(file.child("versions").path()?, "/me/drive/root:/A/B%20c%23.txt:/versions");
    /// assert_eq!(file.child("versions").template(), "/me/drive/root:/{path}:/versions");
    /// assert!(root.item_path("A/../B").path().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn item_path(&self, path: &str) -> Self {
        self.at(self.path.item_path(path))
    }

    /// Returns the result of a function: `/range(address='A1')`. The segment is a name from the metadata.
    #[must_use]
    pub fn function(&self, segment: &'static str, arguments: &[Argument]) -> Self {
        let enums = self.client.profile().enum_syntax();
        Self { reads: self.reads.clone(), ..self.at(self.path.function(segment, arguments, enums)) }
    }

    /// Sets a query option that the service requires to read the resource: `startDateTime` of a calendar view.
    ///
    /// `GET` requests to the resource send it, to its `$count` and to its functions too, but not those to its items.
    /// The value is percent-encoded. A request's own option of this name takes precedence.
    #[must_use]
    pub fn read_option(&self, name: &'static str, value: &dyn Display) -> Self {
        self.reading(|reads| reads.query.push((name, value.to_string())))
    }

    /// Like [`read_option`](Self::read_option), for a header.
    #[must_use]
    pub fn read_header(&self, name: &'static str, value: &dyn Display) -> Self {
        self.reading(|reads| reads.headers.push((name, value.to_string())))
    }

    fn reading(&self, add: impl FnOnce(&mut ReadOptions)) -> Self {
        let mut reads = self.reads.clone().unwrap_or_default();
        add(Arc::make_mut(&mut reads));
        Self { reads: Some(reads), ..self.clone() }
    }

    /// Returns what `GET` requests to the resource send, if the service requires something.
    pub(crate) fn reads(&self) -> Option<&ReadOptions> {
        self.reads.as_deref()
    }

    /// Returns what is known of the requests to the resource.
    pub(crate) const fn facts(&self) -> Facts {
        self.facts
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
        self.append_path(&mut path, None)?;
        Ok(path)
    }

    /// Appends the path to a URL, and the segment of a request.
    pub(crate) fn append_path(&self, url: &mut String, request: Option<&'static str>) -> Result<(), KeyError> {
        self.path.append_to(url, request)
    }

    /// Returns the path with names in place of the values: `/users/{id}`.
    #[must_use]
    pub fn template(&self) -> String {
        self.request_template(None)
    }

    /// Returns the template with the segment of a request.
    pub(crate) fn request_template(&self, request: Option<&'static str>) -> String {
        self.path.template(request)
    }

    /// Returns the call of a batch that creates the entity with which the path begins.
    pub(crate) fn call(&self) -> Option<CallReference> {
        self.path.call()
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
    use crate::{
        client::Client,
        path::{Argument, KeyError},
    };

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

    #[test]
    fn paths_of_items_are_between_colons() {
        let both = |resource: &Resource| (resource.path().unwrap(), resource.template());
        let expect = |path: &str, template: &str| (path.to_owned(), template.to_owned());
        let item = root().child("drives").key(&[("id", "d".into())]).child("root").item_path("/A/it's.txt");
        assert_eq!(both(&item), expect("/drives/d/root:/A/it%27s.txt", "/drives/{id}/root:/{path}"));
        let table = item.child("workbook").child("tables").key(&[("id", "t".into())]);
        assert_eq!(
            both(&table),
            expect(
                "/drives/d/root:/A/it%27s.txt:/workbook/tables/t",
                "/drives/{id}/root:/{path}:/workbook/tables/{id}"
            )
        );
        let function = item.function("delta", &[]);
        assert_eq!(
            both(&function),
            expect("/drives/d/root:/A/it%27s.txt:/delta()", "/drives/{id}/root:/{path}:/delta()")
        );
        let file =
            root().child("sites").key(&[("id", "contoso.sharepoint.com".into())]).item_path("teams").item_path("hr");
        assert_eq!(both(&file), expect("/sites/contoso.sharepoint.com:/teams/hr", "/sites/{id}:/{path}"));
        let file = file.child("drive").child("root").item_path("a").child("children");
        assert_eq!(
            both(&file),
            expect(
                "/sites/contoso.sharepoint.com:/teams/hr:/drive/root:/a:/children",
                "/sites/{id}:/{path}:/drive/root:/{path}:/children"
            )
        );
        let mut url = String::new();
        item.append_path(&mut url, Some("content")).unwrap();
        assert_eq!(url, "/drives/d/root:/A/it%27s.txt:/content");
        assert_eq!(item.request_template(Some("content")), "/drives/{id}/root:/{path}:/content");
        let refused = item.item_path("../b").child("children");
        assert_eq!(refused.path(), Err(KeyError::RelativeSegment));
        assert_eq!(refused.template(), "/drives/{id}/root:/{path}:/children");
    }
}
