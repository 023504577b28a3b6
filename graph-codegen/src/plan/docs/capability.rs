//! Capability annotations about queries.
//!
//! Annotations of a type apply to all its resources and remove methods. Those of an entity set, singleton or navigation
//! property are only documented, since several of these share a request builder.

use super::plain;
use crate::{
    edm::{
        Annotation, ContainerChild, Expression, Model, TypeId, is_supported,
        vocabulary::{DEEP_INSERT_SUPPORT, DEEP_UPDATE_SUPPORT},
    },
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

/// Says that a request cannot create or update related entities with an entity, if an entity set of its type says so.
///
/// What the whole service says is in the documentation of the service.
pub(in crate::plan) fn deep_change_docs(model: &Model, id: TypeId, creates: bool) -> Option<String> {
    let (term, what) = match creates {
        true => (DEEP_INSERT_SUPPORT, "create"),
        false => (DEEP_UPDATE_SUPPORT, "update"),
    };
    let service = model.service().filter(|_| !model.is_microsoft_graph())?;
    let is_denied = |child: &&ContainerChild<'_>| {
        let record = Annotation::value(child.annotations(), term).and_then(Expression::as_record);
        child.entity_type() == Some(id) && record.and_then(is_supported) == Some(false)
    };
    let names: Vec<String> =
        service.children().iter().filter(is_denied).map(|child| format!("`{}`", child.name())).collect();
    let list = names.join(", ");
    (!names.is_empty()).then(|| {
        format!("According to its metadata, the service does not {what} related entities with those of {list}.")
    })
}
