use super::{
    operations::text,
    options::{CustomOption, ResourceOptions},
};
use crate::{
    csdl::{Annotation, Expression, PropertyValue, Record, Text},
    diagnostic::Span,
    edm::vocabulary::{ALTERNATE_KEYS, COMPUTED, DOCUMENTATION_RELATION, LINKS, REVISIONS},
    facts::{
        OptionPlace,
        term::{DELETE_RESTRICTIONS, INSERT_RESTRICTIONS, READ_RESTRICTIONS, UPDATE_RESTRICTIONS, VALUE_TYPE},
    },
    openapi::Deprecation,
};

fn annotation<'a>(term: &'static str, value: Expression<'a>, span: Span) -> Annotation<'a> {
    Annotation { term: text(term, span), qualifier: None, value: Some(value), annotations: Vec::new(), span }
}

fn constant<'a>(notation: &'static str, value: Text<'a>) -> Expression<'a> {
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
    tag(COMPUTED, span)
}

/// Returns the annotation with a term that is true.
pub(super) fn tag<'a>(term: &'static str, span: Span) -> Annotation<'a> {
    annotation(term, constant("Bool", text("true", span)), span)
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

/// Returns the annotation for `externalDocs`.
pub(super) fn documented<'a>(address: &Text<'a>, span: Span) -> Annotation<'a> {
    let values = vec![
        property("rel", constant("String", text(DOCUMENTATION_RELATION, span)), span),
        property("href", constant("String", address.clone()), address.span),
    ];
    annotation(LINKS, Expression::Collection(vec![record(values, span)]), span)
}

/// Returns the annotation that restricts requests to those with options of a service's own; `None` without options.
pub(super) fn restrictions<'a>(term: &'static str, options: &[CustomOption<'a>], span: Span) -> Option<Annotation<'a>> {
    let lists = option_lists(options, span);
    (!lists.is_empty()).then(|| annotation(term, record(lists, span), span))
}

/// Returns the annotations that restrict the requests to a resource.
pub(super) fn all_restrictions<'a>(options: &ResourceOptions<'a>, span: Span) -> Vec<Annotation<'a>> {
    let ResourceOptions { read, read_by_key, insert, update, delete } = options;
    let lists = |options: &Option<Vec<CustomOption<'a>>>| option_lists(options.as_deref().unwrap_or_default(), span);
    let mut reading = lists(read);
    let by_key = lists(read_by_key);
    if !by_key.is_empty() {
        reading.push(property("ReadByKeyRestrictions", record(by_key, span), span));
    }
    let terms = [
        (READ_RESTRICTIONS, reading),
        (INSERT_RESTRICTIONS, lists(insert)),
        (UPDATE_RESTRICTIONS, lists(update)),
        (DELETE_RESTRICTIONS, lists(delete)),
    ];
    let given = terms.into_iter().filter(|(_, lists)| !lists.is_empty());
    given.map(|(term, lists)| annotation(term, record(lists, span), span)).collect()
}

/// Returns `CustomQueryOptions` and `CustomHeaders`, without empty ones.
fn option_lists<'a>(options: &[CustomOption<'a>], span: Span) -> Vec<PropertyValue<'a>> {
    let lists = [(OptionPlace::Query, "CustomQueryOptions"), (OptionPlace::Header, "CustomHeaders")];
    let list = |(place, list): (OptionPlace, &'static str)| {
        let of_place = options.iter().filter(|option| option.place == place);
        let records: Vec<Expression<'a>> = of_place.map(custom_option).collect();
        (!records.is_empty()).then(|| property(list, Expression::Collection(records), span))
    };
    lists.into_iter().filter_map(list).collect()
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
