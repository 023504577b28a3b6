//! Why an element is selected, or what would select it: see [`Selected::explain`](crate::Selected::explain).

mod element;
mod reasons;
mod suggestions;

use std::fmt;

use self::{element::Element, reasons::Reasons, suggestions::suggestions};
use crate::{
    diagnostic::{Diagnostic, Sources},
    edm::Model,
    selection::Selection,
};

/// What a selection does with one element of a model, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The element's name: `microsoft.graph.assignedLicense`, `microsoft.graph.user/assignLicense`, `/users/{id}`.
    pub element: String,
    /// What it is: `complex type`, `action`, …
    pub kind: &'static str,
    /// If it is selected, the reasons: the first is about the element, each next one about what the one before names,
    /// the last names a selector.
    pub reasons: Vec<String>,
    /// If it is not selected, selectors that would select it, and remarks.
    pub suggestions: Vec<String>,
}

impl Explanation {
    /// Whether the element is selected.
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

/// Explains what a name means in a model and a selection of it. `sources` hold the selectors that reasons point into.
pub(crate) fn explain(
    model: &Model,
    selection: &Selection,
    sources: &Sources,
    name: &str,
) -> Result<Vec<Explanation>, Diagnostic> {
    let reasons = Reasons::new(model, selection, sources);
    let elements = element::find(model, name)?;
    Ok(elements.into_iter().map(|element| explanation(&reasons, model, &element)).collect())
}

fn explanation(reasons: &Reasons<'_>, model: &Model, element: &Element<'_>) -> Explanation {
    let reasons = reasons.of(element);
    let suggestions = if reasons.is_empty() { suggestions(model, element) } else { Vec::new() };
    Explanation { element: element.name(model), kind: element.kind(model), reasons, suggestions }
}
