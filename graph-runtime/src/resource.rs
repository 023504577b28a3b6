use std::{fmt, sync::Arc};

use crate::{
    argument::Argument,
    client::Client,
    key::{Key, KeyError},
};

/// A place in a service, and the client that reaches it: what every generated request builder holds.
///
/// Builders cannot fail, so a key that cannot stand in a path is remembered, and reported before anything is sent. A place knows the way
/// that led to it step by step, so that another step, or another copy, costs one count.
#[derive(Clone)]
pub struct Resource {
    client: Client,
    last: Option<Arc<Step>>,
}

/// One step of the way, and those before it.
struct Step {
    before: Option<Arc<Step>>,
    segment: Segment,
}

enum Segment {
    /// A name from the metadata.
    Name(&'static str),
    /// What has values in it.
    Values {
        /// As it is written in the path, with what stands before it.
        path: Result<String, KeyError>,
        /// The same, names in the place of values.
        template: String,
        /// Values of parameter aliases by name, both encoded; they go into the query.
        aliases: Vec<(String, String)>,
    },
}

impl Resource {
    /// The service's root.
    #[must_use]
    pub const fn root(client: Client) -> Self {
        Self { client, last: None }
    }

    fn then(&self, segment: Segment) -> Self {
        Self { client: self.client.clone(), last: Some(Arc::new(Step { before: self.last.clone(), segment })) }
    }

    /// What a segment leads to: an entity set, singleton, navigation property or cast. The segment is a name from the metadata.
    #[must_use]
    pub fn child(&self, segment: &'static str) -> Self {
        self.then(Segment::Name(segment))
    }

    /// The request builder of what a segment leads to.
    pub fn to<B: From<Self>>(&self, segment: &'static str) -> B {
        B::from(self.child(segment))
    }

    /// The entity with a key. Each part is a key property's name and value.
    #[must_use]
    pub fn key(&self, parts: &[(&'static str, Key)]) -> Self {
        let mut path = String::new();
        let written = Key::append(parts, self.client.key_syntax(), &mut path);
        self.then(Segment::Values { path: written.map(|()| path), template: Key::template(parts), aliases: Vec::new() })
    }

    /// The entity with an alternate key, which stands in parentheses with its name: `/users(userPrincipalName='adele%40contoso.com')`.
    #[must_use]
    pub fn alternate_key(&self, parts: &[(&'static str, Key)]) -> Self {
        let mut path = String::new();
        let written = Key::append_named(parts, &mut path);
        let template = Key::named_template(parts);
        self.then(Segment::Values { path: written.map(|()| path), template, aliases: Vec::new() })
    }

    /// What a function returns: `/range(address='A1')`. The segment is a name from the metadata; without arguments, `()` follows it.
    #[must_use]
    pub fn function(&self, segment: &'static str, arguments: &[Argument]) -> Self {
        let mut path = format!("/{segment}");
        // An alias that a function before this one has is another function's.
        let mut aliases: Vec<_> = self.aliases().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let taken = aliases.len();
        let written = Argument::append(arguments, &mut path, &mut aliases);
        aliases.drain(..taken);
        let template = format!("/{segment}{}", Argument::template(arguments));
        self.then(Segment::Values { path: written.map(|()| path), template, aliases })
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
    /// What is wrong with a key in it; of several, with the first.
    pub fn path(&self) -> Result<String, KeyError> {
        let mut path = String::new();
        self.append_path(&mut path)?;
        Ok(path)
    }

    /// Appends the path to a URL.
    pub(crate) fn append_path(&self, url: &mut String) -> Result<(), KeyError> {
        for segment in self.segments() {
            match segment {
                Segment::Name(name) => {
                    url.push('/');
                    url.push_str(name);
                }
                Segment::Values { path, .. } => url.push_str(path.as_deref().map_err(|problem| *problem)?),
            }
        }
        Ok(())
    }

    /// The path with names in the place of values: `/users/{id}`.
    #[must_use]
    pub fn template(&self) -> String {
        let mut whole = String::with_capacity(64);
        for segment in self.segments() {
            match segment {
                Segment::Name(name) => {
                    whole.push('/');
                    whole.push_str(name);
                }
                Segment::Values { template, .. } => whole.push_str(template),
            }
        }
        whole
    }

    /// Names and values of parameter aliases, which belong into the query; both are encoded.
    pub(crate) fn aliases(&self) -> impl Iterator<Item = (&str, &str)> {
        let aliases = self.steps().flat_map(|step| match &step.segment {
            Segment::Name(_) => &[][..],
            Segment::Values { aliases, .. } => aliases,
        });
        aliases.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// From the last one to the first.
    fn steps(&self) -> impl Iterator<Item = &Step> {
        std::iter::successors(self.last.as_deref(), |step| step.before.as_deref())
    }

    /// From the first one to the last.
    fn segments(&self) -> impl Iterator<Item = &Segment> {
        let segments: Vec<&Segment> = self.steps().map(|step| &step.segment).collect();
        segments.into_iter().rev()
    }
}

impl Drop for Step {
    /// A way may be long, since a caller may go round and round; it is let go of step by step instead of one within the other.
    fn drop(&mut self) {
        let mut next = self.before.take();
        while let Some(mut step) = next.and_then(Arc::into_inner) {
            next = step.before.take();
        }
    }
}

impl fmt::Debug for Resource {
    /// The path is left out: it has keys in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource").field("client", &self.client).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Resource;
    use crate::{argument::Argument, client::Client};

    fn root() -> Resource {
        Resource::root(Client::builder().base_url("http://127.0.0.1:9").build().unwrap())
    }

    /// As long a way as somebody makes who goes round and round.
    #[test]
    fn long_ways_cost_no_stack() {
        let mut way = root().child("me");
        let mut halfway = None;
        for step in 0..100_000 {
            way = if step % 2 == 0 { way.child("manager") } else { way.key(&[("id", "x".into())]) };
            if step == 50_000 {
                halfway = Some(way.clone());
            }
        }
        let copy = way.clone();
        drop(way);
        assert_eq!(copy.path().unwrap().len(), "/me".len() + 50_000 * "/manager/x".len());
        assert_eq!(copy.template().len(), "/me".len() + 50_000 * "/manager/{id}".len());
        assert_eq!(copy.aliases().count(), 0);
        assert!(!format!("{copy:?}").contains("manager"));
        // Two ways that share their beginning: it stays until the last of them goes.
        let on = halfway.as_ref().map(|halfway| halfway.child("mail"));
        drop(copy);
        drop(halfway);
        let on = on.unwrap();
        assert!(on.path().unwrap().ends_with("/manager/mail"));
        std::thread::spawn(move || drop(on)).join().unwrap();
    }

    #[test]
    fn the_template_has_names_where_the_path_has_values() {
        let json = Argument::json("ids", &vec![1]);
        let way = root()
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
        assert_eq!(way.template(), template);
        let path = "/drives/d/search(q='a%27%27b',n=7,ids=@ids)/items(order='o',line=2)(name='n')/delta()";
        assert_eq!(way.path().unwrap(), path);
        assert_eq!(way.aliases().collect::<Vec<_>>(), [("@ids", "%5B1%5D")]);
        assert_eq!((root().template(), root().path().unwrap()), (String::new(), String::new()));
    }
}
