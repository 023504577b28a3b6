use std::cell::Cell;

use super::declarations::Declarations;
use crate::diagnostic::closest;

/// Finds the intended name of a misspelled one. Each suggestion compares thousands of names, so the number is limited:
/// annotations of all of Graph applied to an excerpt of its types miss thousands of targets, none of them misspelled.
pub(super) struct Suggestions {
    left: Cell<u32>,
    comparisons: Cell<u32>,
}

const MAX_SUGGESTIONS: u32 = 50;
/// A comparison takes microseconds, and more in unoptimized builds.
const MAX_COMPARISONS: u32 = 200_000;

impl Default for Suggestions {
    fn default() -> Self {
        Self { left: Cell::new(MAX_SUGGESTIONS), comparisons: Cell::new(MAX_COMPARISONS) }
    }
}

impl Suggestions {
    /// Returns the closest of several names.
    pub(super) fn closest<'c>(&self, name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        if !self.take_one() {
            return None;
        }
        // The edit distance is at least the difference in length, so most names need no comparison.
        let allowed = name.len() / 3 + 1;
        let near = candidates.into_iter().filter(|candidate| candidate.len().abs_diff(name.len()) <= allowed);
        closest(name, near.take_while(|_| self.take_comparison()))
    }

    fn take_comparison(&self) -> bool {
        let left = self.comparisons.get();
        self.comparisons.set(left.saturating_sub(1));
        left > 0
    }

    /// Returns whether another suggestion is allowed, and counts it.
    pub(super) fn take_one(&self) -> bool {
        let is_left = self.is_allowed();
        self.left.set(self.left.get().saturating_sub(1));
        is_left
    }

    /// Returns whether further suggestions are allowed.
    pub(super) fn is_allowed(&self) -> bool {
        self.left.get() > 0
    }

    /// Returns the closest type of a namespace, as the document would write it, or a type with exactly this name in
    /// another namespace.
    pub(super) fn type_(
        &self,
        declared: &Declarations<'_, '_>,
        prefix: &str,
        namespace: u32,
        name: &str,
    ) -> Option<String> {
        let namespace = declared.namespaces[namespace as usize].name;
        let schemas = || declared.documents.iter().flat_map(|document| &document.schemas);
        let own = schemas().filter(|schema| *schema.namespace.value == *namespace).flat_map(type_names);
        if let Some(meant) = self.closest(name, own) {
            return Some(format!("{prefix}.{meant}"));
        }
        if !self.is_allowed() {
            return None;
        }
        let elsewhere = schemas().find(|schema| type_names(schema).any(|other| other == name))?;
        Some(format!("{}.{name}", elsewhere.namespace.value))
    }
}

fn type_names<'s>(schema: &'s crate::csdl::Schema<'_>) -> impl Iterator<Item = &'s str> {
    let structured = schema.structured_types.iter().map(|declared| &*declared.name.value);
    let enums = schema.enum_types.iter().map(|declared| &*declared.name.value);
    let definitions = schema.type_definitions.iter().map(|declared| &*declared.name.value);
    structured.chain(enums).chain(definitions)
}
