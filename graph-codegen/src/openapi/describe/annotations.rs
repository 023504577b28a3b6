use super::{
    operations::text,
    options::{CustomOption, ResourceOptions},
};
use crate::{
    csdl::{Annotation, Expression, PropertyValue, Record},
    diagnostic::Span,
    edm::vocabulary::{ALTERNATE_KEYS, COMPUTED, REVISIONS},
    facts::{
        OptionPlace,
        term::{DELETE_RESTRICTIONS, INSERT_RESTRICTIONS, READ_RESTRICTIONS, UPDATE_RESTRICTIONS, VALUE_TYPE},
    },
    openapi::Deprecation,
};

fn annotation<'a>(term: &'static str, value: Expression<'a>, span: Span) -> Annotation<'a> {
    Annotation { term: text(term, span), qualifier: None, value: Some(value), annotations: Vec::new(), span }
}

fn constant<'a>(notation: &'static str, value: crate::csdl::Text<'a>) -> Expression<'a> {
    Expression::Text { notation, value }
}

fn property<'a>(name: &'static str, value: Expression<'a>, span: Span) -> PropertyValue<'a> {
    PropertyValue { property: text(name, span), value: Some(value), annotations: Vec::new(), span }
}

fn record<'a>(property_values: Vec<PropertyValue<'a>>, span: Span) -> Expression<'a> {
    Expression::Record(Record { record_type: None, property_values, annotations: Vec::new(), span })
}

/// Returns the annotation for `readOnly: true`: the service computes the value.
pub(super) fn computed<'a>(span: Span) -> Annotation<'a> {
    annotation(COMPUTED, constant("Bool", text("true", span)), span)
}

/// Returns the annotation for `deprecated: true` and `x-ms-deprecation`.
pub(super) fn deprecated<'a>(deprecation: &Deprecation<'a>, span: Span) -> Annotation<'a> {
    let kind = constant("EnumMember", text("Org.OData.Core.V1.RevisionKind/Deprecated", span));
    let mut values = vec![property("Kind", kind, span)];
    let sources = [
        ("Version", "String", &deprecation.version),
        ("Description", "String", &deprecation.description),
        ("Date", "Date", &deprecation.date),
        ("RemovalDate", "Date", &deprecation.removal_date),
    ];
    for (name, notation, value) in sources {
        if let Some(value) = value {
            values.push(property(name, constant(notation, value.clone()), value.span));
        }
    }
    annotation(REVISIONS, Expression::Collection(vec![record(values, span)]), span)
}

/// Returns the annotation that restricts requests to those with options of a service's own; `None` without options.
pub(super) fn restrictions<'a>(term: &'static str, options: &[CustomOption<'a>], span: Span) -> Option<Annotation<'a>> {
    let lists = [(OptionPlace::Query, "CustomQueryOptions"), (OptionPlace::Header, "CustomHeaders")];
    let list = |(place, list): (OptionPlace, &'static str)| {
        let records: Vec<Expression<'a>> =
            options.iter().filter(|option| option.place == place).map(custom_option).collect();
        (!records.is_empty()).then(|| property(list, Expression::Collection(records), span))
    };
    let lists: Vec<PropertyValue<'a>> = lists.into_iter().filter_map(list).collect();
    (!lists.is_empty()).then(|| annotation(term, record(lists, span), span))
}

/// Returns the annotations that restrict the requests to a resource.
pub(super) fn all_restrictions<'a>(options: &ResourceOptions<'a>, span: Span) -> Vec<Annotation<'a>> {
    let ResourceOptions { read, insert, update, delete } = options;
    let terms = [
        (READ_RESTRICTIONS, read),
        (INSERT_RESTRICTIONS, insert),
        (UPDATE_RESTRICTIONS, update),
        (DELETE_RESTRICTIONS, delete),
    ];
    let restriction = |(term, options): (&'static str, &Option<Vec<CustomOption<'a>>>)| {
        restrictions(term, options.as_deref().unwrap_or_default(), span)
    };
    terms.into_iter().filter_map(restriction).collect()
}

fn custom_option<'a>(option: &CustomOption<'a>) -> Expression<'a> {
    let span = option.name.span;
    let required = text(if option.is_required { "true" } else { "false" }, span);
    let mut values = vec![
        property("Name", constant("String", option.name.clone()), span),
        property("Required", constant("Bool", required), span),
    ];
    if let Some(description) = &option.description {
        values.push(property("Description", constant("String", description.clone()), description.span));
    }
    let value = constant("String", text(option.value.as_str(), span));
    let annotations = vec![annotation(VALUE_TYPE, value, span)];
    Expression::Record(Record { record_type: None, property_values: values, annotations, span })
}

/// Returns the annotation for alternate keys, each a list of properties.
pub(super) fn alternate_keys<'a>(keys: &[Vec<(String, Span)>], span: Span) -> Annotation<'a> {
    let reference = |(name, span): &(String, Span)| {
        let alias = constant("String", text(name.clone(), *span));
        let path = constant("PropertyPath", text(name.clone(), *span));
        record(vec![property("Alias", alias, *span), property("Name", path, *span)], *span)
    };
    let key = |key: &Vec<(String, Span)>| {
        let references = Expression::Collection(key.iter().map(reference).collect());
        record(vec![property("Key", references, span)], span)
    };
    annotation(ALTERNATE_KEYS, Expression::Collection(keys.iter().map(key).collect()), span)
}
