use std::cell::RefCell;

use super::declarations::{Declarations, EDM};
use crate::{
    csdl::{Document, Text},
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{name_index::Elements, name_table::NameTable},
};

/// The namespaces and aliases that are visible in a document. An alias may mean different schemas in different
/// documents.
pub(super) struct Prefixes {
    prefixes: NameTable,
    list: Vec<Prefix>,
    /// Unknown prefixes that have been reported.
    warned: RefCell<Vec<String>>,
}

struct Prefix {
    /// The number in [`Elements::namespaces`].
    namespace: u32,
    /// Where it is declared; `None` for `Edm`.
    span: Option<Span>,
}

/// The usual aliases of the standard vocabularies, which documents may use without declaring them.
const STANDARD_VOCABULARIES: &[(&str, &str)] = &[
    ("Aggregation", "Org.OData.Aggregation.V1"),
    ("Authorization", "Org.OData.Authorization.V1"),
    ("Capabilities", "Org.OData.Capabilities.V1"),
    ("Core", "Org.OData.Core.V1"),
    ("JSON", "Org.OData.JSON.V1"),
    ("Measures", "Org.OData.Measures.V1"),
    ("Repeatability", "Org.OData.Repeatability.V1"),
    ("Temporal", "Org.OData.Temporal.V1"),
    ("Validation", "Org.OData.Validation.V1"),
];

/// Returns the namespace of a standard vocabulary by its usual alias.
pub(super) fn standard_vocabulary(alias: &str) -> Option<&'static str> {
    STANDARD_VOCABULARIES.iter().find(|(name, _)| *name == alias).map(|&(_, namespace)| namespace)
}

impl Prefixes {
    /// Collects the prefixes that the document's schemas and includes declare.
    pub(super) fn of(
        document: &Document<'_>,
        declared: &Declarations<'_, '_>,
        elements: &Elements,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut prefixes = Self { prefixes: NameTable::default(), list: Vec::new(), warned: RefCell::default() };
        prefixes.prefixes.insert(0, "Edm");
        prefixes.list.push(Prefix { namespace: EDM, span: None });
        let includes = || document.references.iter().flat_map(|reference| &reference.includes);
        let schemas = document.schemas.iter().map(|schema| (&schema.namespace, &schema.alias));
        let visible = schemas.chain(includes().map(|include| (&include.namespace, &include.alias)));
        // Namespaces take precedence over aliases.
        for (namespace, _) in visible.clone() {
            if let Some(number) = elements.namespaces.find(0, namespace) {
                prefixes.add(namespace, number, declared, diagnostics);
            }
        }
        for (namespace, alias) in visible {
            if let (Some(alias), Some(number)) = (alias, elements.namespaces.find(0, namespace)) {
                prefixes.add(alias, number, declared, diagnostics);
            }
        }
        prefixes
    }

    fn add(
        &mut self,
        prefix: &Text<'_>,
        namespace: u32,
        declared: &Declarations<'_, '_>,
        diagnostics: &mut Diagnostics,
    ) {
        let (number, is_new) = self.prefixes.insert(0, prefix);
        if is_new {
            self.list.push(Prefix { namespace, span: Some(prefix.span) });
            return;
        }
        let first = &self.list[number as usize];
        if first.namespace == namespace {
            return;
        }
        let meaning = |number: u32| declared.namespaces[number as usize].name;
        let message = format!("`{}` denotes two schemas in this document", prefix.value);
        let first_meaning = format!("here it denotes `{}`", meaning(first.namespace));
        let mut diagnostic = Diagnostic::error(Code::Duplicate, message).at(prefix.span);
        if first.span.is_some() {
            diagnostic = diagnostic.note(first_meaning, first.span);
        }
        diagnostics.push(diagnostic.help("change one of the aliases"));
    }

    /// Returns the number of the namespace that a prefix denotes in this document.
    pub(super) fn find(&self, prefix: &str) -> Option<u32> {
        Some(self.list[self.prefixes.find(0, prefix)? as usize].namespace)
    }

    /// Returns whether to warn of an unknown prefix: once per prefix, and not too often.
    pub(super) fn is_first_warning(&self, prefix: &str) -> bool {
        const MAX_WARNINGS: usize = 50;
        let mut warned = self.warned.borrow_mut();
        let is_first = warned.len() < MAX_WARNINGS && !warned.iter().any(|earlier| earlier == prefix);
        if is_first {
            warned.push(prefix.to_owned());
        }
        is_first
    }
}
