use std::borrow::Cow;

/// The namespace of `edmx:Edmx` and related elements.
pub(super) const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";
/// The namespace of `Schema` and everything in it.
pub(super) const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";
/// The namespace of the prefix `xml`.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of the prefix `xmlns`.
pub(super) const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
/// The start of the namespaces of OData V1 to V3.
pub(super) const BEFORE_V4: &str = "http://schemas.microsoft.com/ado/";

/// What a namespace is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// [`EDM`].
    Edm,
    /// [`EDMX`].
    Edmx,
    /// No namespace.
    Absent,
    /// Any other namespace.
    Foreign,
}

struct Declaration<'a> {
    prefix: &'a str,
    uri: Cow<'a, str>,
    kind: Kind,
}

/// The namespace declarations in force.
pub(super) struct Namespaces<'a> {
    declared: Vec<Declaration<'a>>,
    /// The default namespace: an index into `declared`.
    default: Option<usize>,
    /// The number of declarations in force for the next tag. The declarations of an empty or closed element remain in
    /// `declared` until then.
    pub(super) in_force: usize,
}

impl<'a> Namespaces<'a> {
    pub(super) fn new() -> Self {
        let xml = Declaration { prefix: "xml", uri: Cow::Borrowed(XML), kind: Kind::Foreign };
        Self { declared: vec![xml], default: None, in_force: 1 }
    }

    /// Removes declarations that are out of scope, and returns the number of the others.
    pub(super) fn begin_tag(&mut self) -> usize {
        if self.declared.len() > self.in_force {
            self.declared.truncate(self.in_force);
            self.default = self.declared.iter().rposition(|declaration| declaration.prefix.is_empty());
        }
        self.in_force
    }

    /// Applies the declarations of this tag to the elements inside it.
    pub(super) fn keep(&mut self) {
        self.in_force = self.declared.len();
    }

    /// How many declarations are in force.
    pub(super) fn len(&self) -> usize {
        self.declared.len()
    }

    /// Returns whether a prefix has been declared since there were `len` declarations.
    pub(super) fn is_declared_since(&self, len: usize, prefix: &str) -> bool {
        self.declared[len..].iter().any(|declaration| declaration.prefix == prefix)
    }

    /// Adds `xmlns:prefix="uri"`, or `xmlns="uri"` if the prefix is empty.
    pub(super) fn declare(&mut self, prefix: &'a str, uri: Cow<'a, str>) {
        let kind = match &*uri {
            EDM => Kind::Edm,
            EDMX => Kind::Edmx,
            "" => Kind::Absent,
            _ => Kind::Foreign,
        };
        if prefix.is_empty() {
            self.default = Some(self.declared.len());
        }
        self.declared.push(Declaration { prefix, uri, kind });
    }

    /// Returns what a prefix means, or `None` if it is undeclared. The empty prefix means the default namespace.
    pub(super) fn kind(&self, prefix: &str) -> Option<Kind> {
        if prefix.is_empty() {
            return Some(self.default.map_or(Kind::Absent, |index| self.declared[index].kind));
        }
        self.find(prefix).map(|declaration| declaration.kind)
    }

    /// Returns the URI of a prefix, or an empty string.
    pub(super) fn uri(&self, prefix: &str) -> &str {
        if prefix.is_empty() {
            return self.default.map_or("", |index| &*self.declared[index].uri);
        }
        self.find(prefix).map_or("", |declaration| &*declaration.uri)
    }

    fn find(&self, prefix: &str) -> Option<&Declaration<'a>> {
        let mut index = self.declared.len();
        while index > 0 {
            index -= 1;
            if self.declared[index].prefix == prefix {
                return Some(&self.declared[index]);
            }
        }
        None
    }
}
