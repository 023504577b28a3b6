//! Finds what a new version of a service's metadata changes, by meaning: what breaks requests, what breaks code that
//! uses the generated code, and what only behaves differently. See [`Builder::diff`](crate::Builder::diff).
//!
//! Elements are compared by name, so that the order of a document, aliases, positions and descriptions do not matter.
//! With selectors, only what the selection uses is compared. Each [`Rule`] has a stable identifier and [`Verdicts`].

mod compare;
mod comparison;
mod consequences;
mod date;
mod finding;
mod ignore;
mod options;
mod pattern;
mod report;
mod rule;
mod rust_items;
mod scope;
mod verdict;

pub mod format;

pub use self::{
    date::{Date, InvalidDate},
    finding::{Finding, Location, Notice},
    ignore::{IgnoreEntry, IgnoreList},
    options::Options,
    report::Report,
    rule::Rule,
    verdict::{Bump, Level, Verdict, Verdicts},
};

use self::comparison::{Comparison, Draft, finish};
use crate::{
    diagnostic::{Sources, Span},
    edm::Model,
    explain::{Element, Reasons},
    plan::Package,
    selection::Selection,
};

/// A model to compare, with what is used of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'a> {
    pub(crate) model: &'a Model,
    pub(crate) sources: &'a Sources,
    /// `None` to compare everything.
    pub(crate) selection: Option<&'a Selection>,
    /// The generated code; `None` to leave it out.
    pub(crate) package: Option<&'a Package>,
    /// Whether a document is OpenAPI, so that the model lacks what OpenAPI does not express.
    pub(crate) is_openapi: bool,
}

/// A selector that does not name anything in the new model.
#[derive(Clone, Debug)]
pub(crate) struct Unresolved {
    pub(crate) text: String,
    /// Where the selector is, in the old side's sources.
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// The part of the selector that names nothing.
    pub(crate) missing: String,
}

/// Compares two models.
pub(crate) fn compare(old: Side<'_>, new: Side<'_>, unresolved: &[Unresolved], options: &Options<'_>) -> Report {
    let mut comparison = Comparison::new(old, new, options.today);
    for selector in unresolved {
        let message = format!("the selector {} names nothing: {}", selector.text, selector.message);
        let draft = Draft::new(Rule::SelectorUnresolved, selector.text.as_str(), message).at(selector.span, None);
        comparison.push(selector.help.iter().fold(draft, |draft, help| draft.note(help.as_str())));
    }
    compare::compare(&mut comparison, options);
    if let (Some(before), Some(after)) = (old.package, new.package) {
        rust_items::judge(&mut comparison, before, after);
    }
    let (of_old, of_new) = (tracer(old), tracer(new));
    let mut findings = finish(comparison.drafts, [old.sources, new.sources], |draft| {
        let tracer = if draft.is_of_new { &of_new } else { &of_old };
        tracer.as_ref().zip(draft.subject.as_ref()).map_or(Vec::new(), |(tracer, subject)| reasons(tracer, subject))
    });
    consequences::fold(&mut findings, unresolved);
    let names = |side: Side<'_>| side.model.origin().documents().to_vec();
    Report { findings, old: names(old), new: names(new), ..Report::default() }
}

/// How many reasons of a finding are written out before the last one, which names a selector.
const MAX_REASONS: usize = 12;

fn tracer(side: Side<'_>) -> Option<Reasons<'_>> {
    side.selection.map(|selection| Reasons::new(side.model, selection, side.sources).with_limit(MAX_REASONS))
}

/// Why an element is used.
fn reasons(tracer: &Reasons<'_>, subject: &Element<'_>) -> Vec<String> {
    let mut reasons = tracer.of(subject);
    // The generated code names the navigation properties of a type that no path follows.
    if let (Element::NavigationProperty(id, property), true) = (subject, reasons.is_empty()) {
        reasons = tracer.of(&Element::Type(*id));
        if !reasons.is_empty() {
            let of = tracer.type_name(*id);
            reasons.insert(0, format!("{of}/{} is a navigation property of {of}", property.name));
        }
    }
    reasons
}
