//! Explains why an element is selected, or what would select it; see [`Selected::explain`](crate::Selected::explain).

mod element;
mod reasons;
mod suggestions;

use std::fmt;

#[cfg(feature = "cli")]
pub(crate) use self::element::find;
use self::suggestions::Suggestions;
pub(crate) use self::{
    element::{Element, operation_name},
    reasons::Reasons,
};
use crate::{
    diagnostic::{Diagnostic, Sources},
    edm::Model,
    selection::Selection,
};

/// An element of a model, and why it is or is not selected.
///
/// ```
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let selected = graph_codegen::Builder::new().resolve()?.select(["microsoft.graph.assignedLicense"])?;
///
/// for explanation in selected.explain("microsoft.graph.user/assignLicense")? {
///     assert!(!explanation.is_selected());
///     assert_eq!(explanation.kind, "action");
///     assert_eq!(explanation.suggestions[0], "`microsoft.graph.user/assignLicense` selects it");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The name of the element, such as `microsoft.graph.assignedLicense`, `microsoft.graph.user/assignLicense` or
    /// `/users/{id}`.
    pub element: String,
    /// The kind of element: `complex type`, `action`, …
    pub kind: &'static str,
    /// The reasons, if it is selected. The first is about the element, each other one about the subject that the
    /// preceding one names, and the last names a selector.
    pub reasons: Vec<String>,
    /// Selectors that would select the element, if it is not selected, and remarks.
    pub suggestions: Vec<String>,
}

impl Explanation {
    /// Returns whether the element is selected.
    #[must_use]
    pub fn is_selected(&self) -> bool {
        !self.reasons.is_empty()
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_selected() { "selected" } else { "not selected" };
        writeln!(f, "{} ({}): {verdict}", self.element, self.kind)?;
        self.reasons.iter().chain(&self.suggestions).try_for_each(|line| writeln!(f, "  {line}"))
    }
}

/// Explains a name in a model and a selection of it. `sources` contain the selectors.
pub(crate) fn explain(
    model: &Model,
    selection: &Selection,
    sources: &Sources,
    name: &str,
) -> Result<Vec<Explanation>, Diagnostic> {
    let elements = element::find(model, name)?;
    Ok(explain_all(model, selection, sources, &elements))
}

/// Explains elements.
pub(crate) fn explain_all(
    model: &Model,
    selection: &Selection,
    sources: &Sources,
    elements: &[element::Element<'_>],
) -> Vec<Explanation> {
    let reasons = Reasons::new(model, selection, sources);
    let suggestions = Suggestions::new(reasons.graph());
    let explain = |element: &element::Element<'_>| {
        let reasons = reasons.of(element);
        let suggestions = if reasons.is_empty() { suggestions.of(element) } else { Vec::new() };
        Explanation { element: element.name(model), kind: element.kind(model), reasons, suggestions }
    };
    elements.iter().map(explain).collect()
}
