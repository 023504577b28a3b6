use super::{
    declarations::Declarations,
    prefixes::{Prefixes, standard_vocabulary},
    suggestions::Suggestions,
    work_budget::WorkBudget,
};
use crate::{
    csdl::{ContainerChildKind, Text},
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{
        QualifiedName,
        name_index::{Elements, Index, Members, split_qualified},
        name_table::NameTable,
    },
};

/// Resolves the content of a document. The other modules of this folder add a method for each kind of element.
pub(super) struct DocumentResolver<'r, 'd, 'a> {
    pub(super) declared: &'r Declarations<'d, 'a>,
    pub(super) elements: &'r Elements,
    pub(super) members: &'r mut Members,
    pub(super) children: &'r mut Children,
    pub(super) prefixes: &'r Prefixes,
    pub(super) diagnostics: &'r mut Diagnostics,
    pub(super) suggestions: &'r Suggestions,
    pub(super) budget: &'r WorkBudget,
}

/// The children of all containers; the space is the number of the container in the model.
#[derive(Default)]
pub(super) struct Children {
    pub(super) names: NameTable,
    pub(super) list: Vec<Child>,
}

/// The position of a container's child.
#[derive(Clone, Copy, Debug)]
pub(super) struct Child {
    pub(super) kind: ContainerChildKind,
    /// The index among the container's children of that kind.
    pub(super) at: u32,
    pub(super) span: Span,
}

impl<'r, 'd, 'a> DocumentResolver<'r, 'd, 'a> {
    pub(super) fn new(
        declared: &'r Declarations<'d, 'a>,
        index: &'r mut Index,
        children: &'r mut Children,
        prefixes: &'r Prefixes,
        (suggestions, budget): (&'r Suggestions, &'r WorkBudget),
        diagnostics: &'r mut Diagnostics,
    ) -> Self {
        let Index { elements, members, .. } = index;
        Self { declared, elements, members, children, prefixes, diagnostics, suggestions, budget }
    }

    /// Returns the number of the namespace that a prefix denotes. Schemas of other given documents are found even if
    /// this document does not include them.
    pub(super) fn namespace(&self, prefix: &str) -> Option<u32> {
        match self.prefixes.find(prefix) {
            Some(number) => Some(number),
            None => self.elements.namespaces.find(0, prefix),
        }
    }

    /// Resolves a qualified name and expands its alias; an unqualified name gets an empty namespace.
    pub(super) fn qualified_name(&self, written: &str) -> QualifiedName {
        let (prefix, name) = split_qualified(written).unwrap_or(("", written));
        match self.namespace(prefix) {
            Some(number) => QualifiedName::new(self.declared.namespaces[number as usize].name, name),
            None => QualifiedName::new(prefix, name),
        }
    }

    /// Resolves the name of a term. Its vocabulary need not be given or included, but a prefix without a dot should be
    /// an alias.
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

    /// Warns of an unknown prefix, once per prefix, since vocabularies are used very often.
    fn warn_of_prefix(&mut self, prefix: &str, written: &Text<'_>, standard: Option<&str>) {
        if !self.prefixes.is_first_warning(prefix) {
            return;
        }
        let message = if prefix.is_empty() {
            format!("the term `{}` has no namespace", written.value)
        } else {
            format!(
                "the term `{}` has an unknown namespace: this document does not declare the alias `{prefix}`",
                written.value
            )
        };
        let mut diagnostic = Diagnostic::warning(Code::Unresolved, message).at(written.span);
        if let Some(namespace) = standard {
            diagnostic = diagnostic.help(format!(
                "it is assumed to mean `{namespace}`, whose usual alias it is; add an `edmx:Include` that declares it"
            ));
        }
        self.diagnostics.push(diagnostic);
    }
}
