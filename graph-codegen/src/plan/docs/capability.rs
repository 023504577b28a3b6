//! Capability annotations about queries.
//!
//! Annotations of a type apply to all its resources and remove methods. Those of an entity set, singleton or navigation
//! property are only documented, since several of these share a request builder.

use super::plain;
use crate::{
    edm::{Annotation, Expression},
    plan::QueryOption,
};

/// The query options that are not supported, according to annotations.
pub(crate) fn unsupported_options(annotations: &[Annotation]) -> Vec<QueryOption> {
    let denied = |option: &QueryOption| {
        let (term, property) = match option {
            QueryOption::Filter => ("FilterRestrictions", Some("Filterable")),
            QueryOption::OrderBy => ("SortRestrictions", Some("Sortable")),
            QueryOption::Search => ("SearchRestrictions", Some("Searchable")),
            QueryOption::Expand => ("ExpandRestrictions", Some("Expandable")),
            QueryOption::Top => ("TopSupported", None),
            QueryOption::Skip => ("SkipSupported", None),
            QueryOption::Count => ("CountRestrictions", Some("Countable")),
        };
        let value = value(annotations, term);
        let value = match property {
            Some(property) => value.and_then(Expression::as_record).and_then(|record| record.get(property)),
            None => value,
        };
        value.and_then(Expression::as_bool) == Some(false)
    };
    QueryOption::ALL.into_iter().filter(denied).collect()
}

/// Documents unsupported options, and properties that options cannot use.
pub(in crate::plan) fn capability_sentences(annotations: &[Annotation], unsupported: &[QueryOption]) -> Option<String> {
    let mut sentences = Vec::new();
    if !unsupported.is_empty() {
        let list: Vec<String> = unsupported.iter().map(|option| format!("`{}`", option.name())).collect();
        let list = list.join(", ");
        sentences.push(format!("According to its metadata, the service does not support {list} here."));
    }
    for (option, list) in restricted_properties(annotations) {
        sentences.push(format!("`{}` cannot use {}.", option.name(), plain(&list.join(", "))));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// The properties that options cannot use, according to annotations.
pub(crate) fn restricted_properties(annotations: &[Annotation]) -> Vec<(QueryOption, Vec<&str>)> {
    let mut found = Vec::new();
    for (term, property, option) in [
        ("FilterRestrictions", "NonFilterableProperties", QueryOption::Filter),
        ("SortRestrictions", "NonSortableProperties", QueryOption::OrderBy),
        ("ExpandRestrictions", "NonExpandableProperties", QueryOption::Expand),
    ] {
        let list = value(annotations, term).and_then(Expression::as_record).and_then(|record| record.get(property));
        let list: Vec<&str> =
            list.and_then(Expression::as_collection).into_iter().flatten().filter_map(Expression::as_path).collect();
        if !list.is_empty() {
            found.push((option, list));
        }
    }
    found
}

fn value<'a>(annotations: &'a [Annotation], term: &str) -> Option<&'a Expression> {
    let has_term = |annotation: &&Annotation| {
        annotation.term.name() == term
            && annotation.term.namespace() == "Org.OData.Capabilities.V1"
            && annotation.qualifier.is_none()
    };
    annotations.iter().find(has_term)?.value.as_ref()
}
