//! Resolves `csdl::Document`s into a [`Model`].
//!
//! The first pass numbers every declared name; the second builds the model and replaces each reference with a number.
//! Checks that need the whole model follow, and the annotations that are declared apart from their targets.

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
use std::collections::HashSet;

use super::{
    Model, Profile, fixup,
    name_index::{Groups, Index},
};
use crate::{
    csdl::Document,
    diagnostic::{Diagnostics, FileId},
};

/// Resolves documents into one model. Mistakes are added to `diagnostics`.
///
/// The model is complete even if there are errors; references that cannot be resolved become external types.
///
/// Rules: OASIS OData CSDL XML 4.01. Mistakes that do not affect generated code are at most warnings, and so is any
/// mistake in an annotation ("unknown or invalid annotations should never result in an error").
///
/// The annotations of documents in `overriding` replace those of other documents, and of earlier ones of them.
pub fn resolve(documents: &[Document<'_>], overriding: &HashSet<FileId>, diagnostics: &mut Diagnostics) -> Model {
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
    let is_later = |document: &&Document<'_>| document.version.as_deref().is_some_and(|version| version != "4.0");
    let redeclaring = documents.iter().filter(is_later).map(|document| document.file).collect();
    checks::check(&mut model, &declared, &redeclaring, &suggestions, diagnostics);

    let mut index = std::mem::take(&mut model.index);
    let mut targets = Targets::new(overriding);
    for (document, prefixes) in documents.iter().zip(&prefixes_by_document) {
        let mut resolver =
            DocumentResolver::new(&declared, &mut index, &mut children, prefixes, (&suggestions, &budget), diagnostics);
        targets.merge(document, &mut resolver, &mut model);
    }
    model.index = index;
    targets.finish(&mut model, &budget, diagnostics);
    fixup::apply(&mut model, diagnostics);
    complete_index(&mut model);
    checks::check_versions(&model, diagnostics);
    checks::check_profile_settings(&model, diagnostics);
    model.profile = Profile::read(&model, documents);
    model
}

pub(super) use self::{checks::check_key, targets::TargetElement};

/// Builds the parts of the index that require all types to be resolved and inheritance cycles to be broken.
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
