use super::{
    containers::Children,
    declared::Declared,
    effort::Effort,
    scope::{Scope, standard_vocabulary},
    suggestions::Suggestions,
};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Diagnostics},
    edm::{
        QualifiedName,
        index::{Elements, Index, Members, split_qualified},
    },
};

/// What resolving the content of one document needs.
pub(super) struct Context<'r, 'd, 'a> {
    pub(super) declared: &'r Declared<'d, 'a>,
    pub(super) elements: &'r Elements,
    pub(super) members: &'r mut Members,
    pub(super) children: &'r mut Children,
    pub(super) scope: &'r Scope,
    pub(super) diagnostics: &'r mut Diagnostics,
    pub(super) suggestions: &'r Suggestions,
    pub(super) effort: &'r Effort,
}

impl<'r, 'd, 'a> Context<'r, 'd, 'a> {
    pub(super) fn new(
        declared: &'r Declared<'d, 'a>,
        index: &'r mut Index,
        children: &'r mut Children,
        scope: &'r Scope,
        (suggestions, effort): (&'r Suggestions, &'r Effort),
        diagnostics: &'r mut Diagnostics,
    ) -> Self {
        let Index { elements, members, .. } = index;
        Self { declared, elements, members, children, scope, diagnostics, suggestions, effort }
    }

    /// The number of the namespace that a prefix stands for. A schema of another given document is found by its
    /// namespace even if this document does not include it.
    pub(super) fn namespace(&self, prefix: &str) -> Option<u32> {
        match self.scope.find(prefix) {
            Some(number) => Some(number),
            None => self.elements.namespaces.find(0, prefix),
        }
    }

    /// A qualified name with its alias expanded; a name without a dot gets an empty namespace.
    pub(super) fn qualified_name(&self, written: &str) -> QualifiedName {
        let (prefix, name) = split_qualified(written).unwrap_or(("", written));
        match self.namespace(prefix) {
            Some(number) => QualifiedName::new(self.declared.namespaces[number as usize].name, name),
            None => QualifiedName::new(prefix, name),
        }
    }

    /// The name of a term. Its vocabulary need not be given, nor included; but what looks like an alias should be one.
    pub(super) fn term_name(&mut self, written: &Text<'_>) -> QualifiedName {
        let (prefix, name) = split_qualified(written).unwrap_or(("", written));
        if let Some(number) = self.namespace(prefix) {
            return QualifiedName::new(self.declared.namespaces[number as usize].name, name);
        }
        if prefix.contains('.') {
            return QualifiedName::new(prefix, name);
        }
        let standard = standard_vocabulary(prefix);
        self.warn_of_prefix(prefix, written, standard);
        QualifiedName::new(standard.unwrap_or(prefix), name)
    }

    /// Once for each prefix: vocabularies are used on every other element.
    fn warn_of_prefix(&mut self, prefix: &str, written: &Text<'_>, standard: Option<&str>) {
        if !self.scope.is_first_warning(prefix) {
            return;
        }
        let message = if prefix.is_empty() {
            format!("the term `{}` has no namespace", written.value)
        } else {
            format!("the term `{}` is in no namespace of this document: `{prefix}` is no alias here", written.value)
        };
        let mut diagnostic = Diagnostic::warning(Code::Unresolved, message).at(written.span);
        if let Some(namespace) = standard {
            diagnostic = diagnostic.help(format!(
                "it is read as `{namespace}`, the vocabulary of that customary alias; an `edmx:Include` should say so"
            ));
        }
        self.diagnostics.push(diagnostic);
    }
}
