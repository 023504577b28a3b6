use super::Element;
use crate::selection::Glob;

/// What the generated code has for an element of the metadata.
///
/// A kind alone is a [`Pattern`] that matches all elements of the kind, and [`named`](Self::named) makes one that also
/// matches their names:
///
/// ```
/// use graph_codegen::{Builder, extension::ElementKind};
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let generated = Builder::new()
///     .select("microsoft.graph.user")
///     .derive(ElementKind::Enum, "PartialEq")
///     .attribute(ElementKind::Field.named("microsoft.graph.user/*DateTime"), "#[doc(alias = \"time\")]")
///     .generate()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ElementKind {
    /// The module of a namespace.
    Module,
    /// The struct of an entity or complex type, or of an action's parameters.
    Struct,
    /// A field of a struct: a property, or a parameter of an action. Also a parameter of a function.
    Field,
    /// The enum of an enumeration type.
    Enum,
    /// A member of an enumeration type.
    Member,
    /// The enum of the types derived from a type.
    Union,
    /// A request builder.
    RequestBuilder,
    /// The service, which is the root of all request builders.
    Service,
    /// A method of a request builder, or of the service.
    Method,
}

impl ElementKind {
    /// Returns a pattern for the elements of this kind whose [source name](Element::source_name) matches.
    #[must_use]
    pub fn named(self, names: impl Into<String>) -> Pattern {
        Pattern { kind: Some(self), names: Glob::new(names.into()) }
    }
}

/// Which elements of the metadata a setting is for.
///
/// A text is a pattern of [source names](Element::source_name), in which `*` matches anything but a slash, and `**`
/// anything. An [`ElementKind`] matches all elements of a kind, and [`ElementKind::named`] does both.
#[derive(Clone, Debug)]
pub struct Pattern {
    kind: Option<ElementKind>,
    names: Glob,
}

impl Pattern {
    /// Whether an element matches. `*` matches dots too, since namespaces are part of the name.
    pub(crate) fn matches(&self, kind: ElementKind, source_name: &str) -> bool {
        self.kind.is_none_or(|expected| expected == kind) && self.names.matches(source_name, '/')
    }

    /// Whether an element matches.
    pub(super) fn is_for(&self, element: &Element<'_>, source_name: &str) -> bool {
        self.matches(element.kind(), source_name)
    }

    /// Whether an element of the right kind matches.
    pub(super) fn matches_name(&self, source_name: &str) -> bool {
        self.names.matches(source_name, '/')
    }

    /// Whether only request builders match, not their methods.
    pub(super) fn is_of_request_builders(&self) -> bool {
        self.kind == Some(ElementKind::RequestBuilder)
            || self.kind.is_none() && self.as_str().ends_with("RequestBuilder") && self.as_str().contains('/')
    }

    /// Whether only one name matches.
    pub(super) fn is_literal(&self) -> bool {
        self.names.is_literal()
    }

    /// Returns the pattern of names as written; `**` for all.
    pub(crate) fn as_str(&self) -> &str {
        self.names.as_str()
    }
}

impl From<&str> for Pattern {
    fn from(names: &str) -> Self {
        Self::from(names.to_owned())
    }
}

impl From<&String> for Pattern {
    fn from(names: &String) -> Self {
        Self::from(names.clone())
    }
}

impl From<String> for Pattern {
    fn from(names: String) -> Self {
        Self { kind: None, names: Glob::new(names) }
    }
}

impl From<ElementKind> for Pattern {
    fn from(kind: ElementKind) -> Self {
        kind.named("**")
    }
}

#[cfg(test)]
mod tests {
    use super::{ElementKind, Pattern};

    #[test]
    fn a_pattern_is_for_a_kind_for_names_or_for_both() {
        let field = |pattern: Pattern| pattern.matches(ElementKind::Field, "n.s/a");
        assert!(field("n.s/*".into()) && field(ElementKind::Field.into()) && field(ElementKind::Field.named("n.s/*")));
        assert!(!field("n.s".into()) && !field(ElementKind::Member.into()) && !field(ElementKind::Field.named("n.*")));
        assert!(!field(ElementKind::Method.named("n.s/*")));
    }
}
