use std::borrow::Cow;

/// The namespace of `edmx:Edmx` and its kind.
pub(super) const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";
/// The namespace of `Schema` and everything in it.
pub(super) const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";
/// The namespace of the prefix `xml`.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of the prefix `xmlns`.
pub(super) const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
/// What the namespaces of OData V1 to V3 begin with.
pub(super) const BEFORE_V4: &str = "http://schemas.microsoft.com/ado/";

/// What a namespace is to this reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// [`EDM`].
    Edm,
    /// [`EDMX`].
    Edmx,
    /// No namespace at all.
    Absent,
    /// Any other.
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
    /// What names without prefix belong to: an index into `declared`.
    default: Option<usize>,
    /// How many declarations hold for the next tag; those of an empty element, or one that ended, are still there until
    /// then.
    pub(super) holding: usize,
}

impl<'a> Namespaces<'a> {
    pub(super) fn new() -> Self {
        let xml = Declaration { prefix: "xml", uri: Cow::Borrowed(XML), kind: Kind::Foreign };
        Self { declared: vec![xml], default: None, holding: 1 }
    }

    /// Forgets what no longer holds, and says how many declarations are left.
    pub(super) fn begin_tag(&mut self) -> usize {
        if self.declared.len() > self.holding {
            self.declared.truncate(self.holding);
            self.default = self.declared.iter().rposition(|declaration| declaration.prefix.is_empty());
        }
        self.holding
    }

    /// Makes the declarations of this tag hold for the elements inside.
    pub(super) fn keep(&mut self) {
        self.holding = self.declared.len();
    }

    /// How many declarations are in force.
    pub(super) fn len(&self) -> usize {
        self.declared.len()
    }

    /// Whether a prefix was declared since there were `len` declarations.
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

    /// What a prefix stands for; `None` if it is not declared. The empty prefix stands for the default namespace.
    pub(super) fn kind(&self, prefix: &str) -> Option<Kind> {
        if prefix.is_empty() {
            return Some(self.default.map_or(Kind::Absent, |index| self.declared[index].kind));
        }
        self.find(prefix).map(|declaration| declaration.kind)
    }

    /// The URI that a prefix stands for; empty for none.
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
