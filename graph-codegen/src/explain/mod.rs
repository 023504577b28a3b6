//! Why an element is selected, or what would select it.

mod chain;
mod subject;
mod wanted;

use std::fmt;

use self::{chain::Chain, subject::Subject};
use crate::{Error, Selected};

/// What there is to say about one element of a model under a selection.
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
    /// If it is not selected, selectors that would do it, and remarks.
    pub wanted: Vec<String>,
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
        self.reasons.iter().chain(&self.wanted).try_for_each(|line| writeln!(f, "  {line}"))
    }
}

/// Explains what a name means: one element, or several where types or overloads share the name.
///
/// A name is that of a type, with or without namespace; a member of a type (`microsoft.graph.user/assignLicense`,
/// `microsoft.graph.user::displayName`); an operation; or a path of the service (`/users/{id}`,
/// `/users/{id}/assignLicense`).
///
/// # Errors
///
/// A diagnostic where the name means nothing, with what was probably meant.
///
/// ```
/// use graph_codegen::explain::explain;
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let resolved = graph_codegen::Builder::new().resolve()?;
/// let selected = resolved.select(["/users/{id}/reprocessLicenseAssignment"])?;
/// let explanation = explain(&selected, "microsoft.graph.assignedLicense")?.remove(0);
/// assert_eq!(
///     explanation.to_string(),
///     "microsoft.graph.assignedLicense (complex type): selected
///   microsoft.graph.assignedLicense is the type of microsoft.graph.user/assignedLicenses
///   microsoft.graph.user is returned by microsoft.graph.user/reprocessLicenseAssignment
///   microsoft.graph.user/reprocessLicenseAssignment is named by the selector `/users/{id}/reprocessLicenseAssignment`
/// "
/// );
/// # Ok(())
/// # }
/// ```
pub fn explain(selected: &Selected, name: &str) -> Result<Vec<Explanation>, Error> {
    let subjects = subject::find(&selected.resolved.model, name).map_err(Error::one)?;
    Ok(subjects.into_iter().map(|subject| explanation(selected, &subject)).collect())
}

fn explanation(selected: &Selected, subject: &Subject<'_>) -> Explanation {
    let model = &selected.resolved.model;
    let reasons = Chain::new(selected).of(subject);
    let wanted = if reasons.is_empty() { wanted::wanted(model, subject) } else { Vec::new() };
    Explanation { element: subject.name(model), kind: subject.kind(model), reasons, wanted }
}
