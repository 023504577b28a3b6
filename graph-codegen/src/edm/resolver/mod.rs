//! `csdl::Document`s → [`Model`].
//!
//! Two passes: the first numbers every name that the documents declare, the second builds the model and turns each
//! reference into a number. Then come the rules that need the whole model, and the annotations that stand apart from
//! their targets.

mod aliases;
mod annotations;
mod checks;
mod containers;
mod declarations;
mod document;
mod document_resolver;
mod enums;
mod expressions;
mod operations;
mod prefixes;
mod references;
mod structured;
mod suggestions;
mod targets;
mod type_refs;
mod values;
mod work_budget;

use self::{
    declarations::Declarations,
    document_resolver::{Children, DocumentResolver},
    prefixes::Prefixes,
    suggestions::Suggestions,
    targets::Targets,
    work_budget::WorkBudget,
};
use super::{
    Model, fixup,
    name_index::{Groups, Index},
};
use crate::{csdl::Document, diagnostic::Diagnostics};

/// Resolves the given documents into one model. Mistakes go to `diagnostics`.
///
/// The model is complete even where there are errors; what could not be resolved refers to an external type.
///
/// Rules: OASIS OData CSDL XML 4.01. What would not harm generated code is a warning at most, and so is any mistake in
/// an annotation ("unknown or invalid annotations should never result in an error").
pub fn resolve(documents: &[Document<'_>], diagnostics: &mut Diagnostics) -> Model {
    let mut model = Model::default();
    let mut index = Index::default();
    let mut children = Children::default();
    let suggestions = Suggestions::default();
    let budget = WorkBudget::default();
    let declared = Declarations::collect(documents, &mut index, diagnostics);
    let prefixes_by_document: Vec<Prefixes> =
        documents.iter().map(|document| Prefixes::of(document, &declared, &index.elements, diagnostics)).collect();

    model.types.reserve_exact(declared.types.len());
    model.operations.reserve_exact(declared.operations.len());
    for (document, prefixes) in documents.iter().zip(&prefixes_by_document) {
        DocumentResolver::new(&declared, &mut index, &mut children, prefixes, (&suggestions, &budget), diagnostics)
            .resolve(document, &mut model);
    }
    model.index = index;
    checks::check(&mut model, &declared, &suggestions, diagnostics);

    let mut index = std::mem::take(&mut model.index);
    let mut targets = Targets::default();
    for (document, prefixes) in documents.iter().zip(&prefixes_by_document) {
        let mut resolver =
            DocumentResolver::new(&declared, &mut index, &mut children, prefixes, (&suggestions, &budget), diagnostics);
        targets.merge(document, &mut resolver, &mut model);
    }
    model.index = index;
    targets.finish(&mut model, &budget, diagnostics);
    fixup::apply(&mut model, diagnostics);
    complete_index(&mut model);
    model
}

/// Groups what can only be grouped when all is resolved, cycles of inheritance cut.
fn complete_index(model: &mut Model) {
    let mut derived = Vec::new();
    for (number, declared) in (0u32..).zip(&model.types) {
        if let Some(base) = declared.structured().and_then(|structured| structured.base_type) {
            derived.push((base.0, number));
        }
    }
    let mut bound = Vec::new();
    for (number, operation) in (0u32..).zip(&model.operations) {
        if let Some(binding) = operation.binding_type() {
            bound.push((binding.0, number));
        }
    }
    model.index.derived = Groups::new(model.types.len(), &derived);
    model.index.bound = Groups::new(model.types.len(), &bound);
}
