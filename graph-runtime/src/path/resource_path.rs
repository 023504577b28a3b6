use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{
    argument::Argument,
    call_reference::CallReference,
    item_path::encode_item_path,
    key::{Key, KeySyntax},
    key_error::KeyError,
    literal::EnumSyntax,
};

/// The characters that a segment of a URL does not have: RFC 3986, section 3.3.
const NOT_IN_SEGMENTS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The path of a resource below the service root.
///
/// A linked list of segments that share their beginnings, so that appending a segment or cloning a path is cheap.
/// An invalid key is reported when the path is written.
#[derive(Clone, Default)]
pub(crate) struct ResourcePath {
    last: Option<Arc<Step>>,
}

/// A segment and its predecessors.
struct Step {
    before: Option<Arc<Step>>,
    segment: Segment,
}

enum Segment {
    /// A name from the metadata.
    Name(&'static str),
    /// A segment that contains values.
    Values {
        /// The percent-encoded segment, separator included.
        path: Result<String, KeyError>,
        /// The same with names instead of values.
        template: String,
        /// Names and values of parameter aliases, both encoded; they are written in the query.
        aliases: Vec<(String, String)>,
    },
    /// The entity that a call of a batch creates. It is the first segment.
    Call {
        call: CallReference,
        /// The segment, separator included: `/$1`.
        path: String,
        /// The path of an entity of this kind, with names instead of values.
        template: String,
    },
    /// The percent-encoded path of an item below the resource before it, between colons: `root:/A/B.txt:/children`.
    ItemPath(Result<String, KeyError>),
}

impl ResourcePath {
    /// Returns the path of the service root.
    pub(crate) const fn root() -> Self {
        Self { last: None }
    }

    fn then(&self, segment: Segment) -> Self {
        Self { last: Some(Arc::new(Step { before: self.last.clone(), segment })) }
    }

    /// Returns a path that is already written, or cannot be.
    pub(crate) fn written(path: Result<String, KeyError>, template: String) -> Self {
        Self::root().then(Segment::Values { path, template, aliases: Vec::new() })
    }

    /// Appends a name from the metadata.
    pub(crate) fn child(&self, segment: &'static str) -> Self {
        self.then(Segment::Name(segment))
    }

    /// Appends an entity key.
    pub(crate) fn key(&self, parts: &[(&'static str, Key)], syntax: KeySyntax, enums: EnumSyntax) -> Self {
        if let Some((call, segment)) = Key::call_of(parts) {
            let template = self.template(None) + &Key::template(parts);
            return Self::root().then(Segment::Call { call, path: format!("/{segment}"), template });
        }
        let mut path = String::with_capacity(64);
        let written = Key::append(parts, syntax, enums, &mut path);
        self.then(Segment::Values { path: written.map(|()| path), template: Key::template(parts), aliases: Vec::new() })
    }

    /// Appends an entity key that is written already.
    pub(crate) fn written_key(&self, key: &str) -> Self {
        let template = "/{id}".to_owned();
        self.then(Segment::Values { path: Ok(key.to_owned()), template, aliases: Vec::new() })
    }

    /// Appends an alternate key.
    pub(crate) fn alternate_key(&self, parts: &[(&'static str, Key)], enums: EnumSyntax) -> Self {
        let mut path = String::new();
        let written = Key::append_named(parts, enums, &mut path);
        let template = Key::named_template(parts);
        self.then(Segment::Values { path: written.map(|()| path), template, aliases: Vec::new() })
    }

    /// Appends a function with its arguments.
    pub(crate) fn function(&self, segment: &'static str, arguments: &[Argument], enums: EnumSyntax) -> Self {
        let mut path = String::from("/");
        push_name(segment, &mut path);
        // Aliases are unique within a path.
        let mut aliases: Vec<_> = self.aliases().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let taken = aliases.len();
        let written = Argument::append(arguments, enums, &mut path, &mut aliases);
        aliases.drain(..taken);
        let template = format!("/{segment}{}", Argument::template(arguments));
        self.then(Segment::Values { path: written.map(|()| path), template, aliases })
    }

    /// Appends the path of an item below the resource. Paths in succession are one path.
    pub(crate) fn item_path(&self, path: &str) -> Self {
        self.then(Segment::ItemPath(encode_item_path(path)))
    }

    /// Appends the path to a URL, and the segment of a request.
    pub(crate) fn append_to(&self, url: &mut String, request: Option<&'static str>) -> Result<(), KeyError> {
        self.write(url, request, |segment, url| {
            match segment {
                Segment::Name(name) => push_name(name, url),
                Segment::Call { path, .. } => url.push_str(path),
                Segment::Values { path, .. } | Segment::ItemPath(path) => {
                    url.push_str(path.as_deref().map_err(|problem| *problem)?);
                }
            }
            Ok(())
        })
    }

    /// Returns the path with names instead of values: `/users/{id}`; and the segment of a request.
    pub(crate) fn template(&self, request: Option<&'static str>) -> String {
        let mut whole = String::with_capacity(64);
        let mut is_in_item_path = false;
        let written = self.write(&mut whole, request, |segment, whole| {
            match segment {
                Segment::Name(name) => whole.push_str(name),
                Segment::Values { template, .. } | Segment::Call { template, .. } => whole.push_str(template),
                Segment::ItemPath(_) if is_in_item_path => {}
                Segment::ItemPath(_) => whole.push_str("/{path}"),
            }
            is_in_item_path = matches!(segment, Segment::ItemPath(_));
            Ok(())
        });
        debug_assert!(written.is_ok(), "templates contain no values");
        whole
    }

    /// Writes the segments with their separators; `append` writes one.
    fn write(
        &self,
        to: &mut String,
        request: Option<&'static str>,
        mut append: impl FnMut(&Segment, &mut String) -> Result<(), KeyError>,
    ) -> Result<(), KeyError> {
        let request = request.map(Segment::Name);
        let mut is_in_item_path = false;
        for segment in self.segments().into_iter().chain(&request) {
            let is_item_path = matches!(segment, Segment::ItemPath(_));
            if is_item_path != is_in_item_path {
                to.push(':');
            }
            if let Segment::Name(_) = segment {
                to.push('/');
            }
            append(segment, to)?;
            is_in_item_path = is_item_path;
        }
        Ok(())
    }

    /// Returns the names and values of parameter aliases, both encoded.
    pub(crate) fn aliases(&self) -> impl Iterator<Item = (&str, &str)> {
        let aliases = self.steps().flat_map(|step| match &step.segment {
            Segment::Name(_) | Segment::Call { .. } | Segment::ItemPath(_) => &[][..],
            Segment::Values { aliases, .. } => aliases,
        });
        aliases.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the call of a batch that creates the entity with which the path begins.
    pub(crate) fn call(&self) -> Option<CallReference> {
        self.steps().find_map(|step| if let Segment::Call { call, .. } = step.segment { Some(call) } else { None })
    }

    /// Iterates from the last step to the first.
    fn steps(&self) -> impl Iterator<Item = &Step> {
        std::iter::successors(self.last.as_deref(), |step| step.before.as_deref())
    }

    /// Iterates from the first segment to the last.
    fn segments(&self) -> Vec<&Segment> {
        let mut segments: Vec<&Segment> = self.steps().map(|step| &step.segment).collect();
        segments.reverse();
        segments
    }
}

impl Drop for Step {
    /// Drops the steps one by one: dropping a very long path recursively would overflow the stack.
    fn drop(&mut self) {
        let mut next = self.before.take();
        while let Some(mut step) = next.and_then(Arc::into_inner) {
            next = step.before.take();
        }
    }
}

/// Appends a name from the metadata to a URL. Some services have names with spaces, and letters of any script are
/// allowed (OData CSDL 4.01, section 17.2).
fn push_name(name: &str, url: &mut String) {
    url.extend(utf8_percent_encode(name, NOT_IN_SEGMENTS));
}

#[cfg(test)]
mod tests {
    use super::{EnumSyntax, ResourcePath};

    #[test]
    fn names_are_encoded_once() {
        for (name, encoded) in [
            ("$value", "/$value"),
            ("microsoft.graph.user", "/microsoft.graph.user"),
            ("request-id", "/request-id"),
            ("Verwandte B\u{fc}cher", "/Verwandte%20B%C3%BCcher"),
            ("\u{540d}\u{524d}", "/%E5%90%8D%E5%89%8D"),
            ("100%?#", "/100%25%3F%23"),
        ] {
            let mut url = String::new();
            assert!(ResourcePath::root().child(name).append_to(&mut url, None).is_ok());
            assert_eq!(url, encoded);
        }
    }

    #[test]
    fn spaces_in_names_are_encoded() {
        let path =
            ResourcePath::root().child("Vendors").child("Legal Entity").function("Net Worth", &[], EnumSyntax::Member);
        let mut url = String::new();
        assert!(path.append_to(&mut url, Some("$value")).is_ok());
        assert_eq!(url, "/Vendors/Legal%20Entity/Net%20Worth()/$value");
        assert_eq!(path.template(None), "/Vendors/Legal Entity/Net Worth()");
    }
}
