//! CSDL elements built from a schema.

use std::collections::BTreeMap;

use crate::{
    csdl::{self, Annotation, Text},
    diagnostic::Span,
    openapi::{
        Schema,
        describe::{annotations, operations::text, properties::Property, types::Found},
    },
};

pub(super) fn schema_of<'s, 'a>(
    namespaces: &'s mut BTreeMap<String, csdl::Schema<'a>>,
    namespace: &str,
    span: Span,
) -> &'s mut csdl::Schema<'a> {
    namespaces
        .entry(namespace.to_owned())
        .or_insert_with(|| csdl::Schema::new(text(namespace.to_owned(), span), None, span))
}

pub(super) fn type_name<'a>(found: &Found) -> Text<'a> {
    text(found.written(), found.span)
}

/// `states_nullable_references` tells whether a reference without more is one to a value that is never null.
pub(super) fn structural<'a>(property: &Property<'_, 'a>, states_nullable_references: bool) -> csdl::Property<'a> {
    let is_reference = property.schema.is_some_and(|schema| schema.reference.is_some());
    let is_stated = states_nullable_references || !is_reference;
    csdl::Property {
        name: property.name.clone(),
        type_name: type_name(&property.found),
        nullable: (is_stated && !property.found.is_nullable).then_some(false),
        facets: property.schema.and_then(facets),
        annotations: property_annotations(property),
        span: property.name.span,
    }
}

pub(super) fn facets<'a>(schema: &Schema<'a>) -> Option<Box<csdl::Facets<'a>>> {
    let max_length = schema.max_length.clone()?;
    Some(Box::new(csdl::Facets { max_length: Some(max_length), ..csdl::Facets::default() }))
}

pub(super) fn property_annotations<'a>(property: &Property<'_, 'a>) -> Vec<Annotation<'a>> {
    let Some(schema) = property.schema else { return Vec::new() };
    let span = property.name.span;
    let computed = schema.read_only.then(|| annotations::computed(span));
    let deprecation = schema.deprecation.as_ref().map(|deprecation| annotations::deprecated(deprecation, span));
    computed.into_iter().chain(deprecation).collect()
}

pub(super) fn parameter<'a>(
    name: &str,
    type_name: Text<'a>,
    nullable: Option<bool>,
    span: Span,
) -> csdl::Parameter<'a> {
    csdl::Parameter {
        name: text(name.to_owned(), span),
        type_name,
        nullable,
        facets: None,
        annotations: Vec::new(),
        span,
    }
}

pub(super) fn enumeration<'a>(schema: &Schema<'a>, name: Text<'a>) -> csdl::EnumType<'a> {
    let span = name.span;
    let member =
        |name: &Text<'a>| csdl::Member { name: name.clone(), value: None, annotations: Vec::new(), span: name.span };
    let members = schema.enumeration.iter().filter(|name| csdl::is_identifier(name)).map(member).collect();
    let deprecation = schema.deprecation.as_ref().map(|deprecation| annotations::deprecated(deprecation, span));
    csdl::EnumType {
        name,
        underlying_type: None,
        is_flags: schema.is_flags.then_some(true),
        members,
        annotations: deprecation.into_iter().collect(),
        span,
    }
}
