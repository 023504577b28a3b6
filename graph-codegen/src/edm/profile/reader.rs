//! Reads the profile of a service from annotations and versions.

use super::{BatchFormat, Capabilities, Dialect, KeySyntax, Profile};
use crate::{
    csdl::Document,
    edm::{
        Annotation, ContainerChild, EntityContainer, Expression, Model, Record,
        vocabulary::{
            BATCH_SUPPORT, BATCH_SUPPORTED, KEY_AS_SEGMENT_SUPPORTED, NAVIGATION_RESTRICTIONS, ODATA_VERSIONS,
            OPTIMISTIC_CONCURRENCY, PROFILE, SUPPORTED_FORMATS,
        },
    },
};

impl Profile {
    /// Reads the profile of a model that was resolved from documents.
    ///
    /// Rules: the vocabularies `Org.OData.Core.V1` and `Org.OData.Capabilities.V1`; OData Protocol 4.01, section 5.1
    /// (versions); URL Conventions 4.01, section 4.3.6 (keys as segments).
    pub(in crate::edm) fn read(model: &Model, documents: &[Document<'_>]) -> Self {
        let mut profile = Self::of_annotations(model, documents);
        for container in model.service().map(|service| service.containers()).unwrap_or_default() {
            let settings = Annotation::value(&container.annotations, PROFILE);
            // `checks::check_profile_settings` tells of those that are not known.
            texts(settings).filter_map(|text| text.parse().ok()).for_each(|setting| profile.set(setting));
        }
        profile.forget_defaults();
        profile
    }

    fn of_annotations(model: &Model, documents: &[Document<'_>]) -> Self {
        if model.is_microsoft_graph() {
            return Self::new(Dialect::Graph);
        }
        let containers: Vec<&EntityContainer> = model.service().map(|service| service.containers()).unwrap_or_default();
        let find = |term: &str| containers.iter().find_map(|container| Annotation::find(&container.annotations, term));
        let tag = |term: &str| containers.iter().find_map(|container| Annotation::tag(&container.annotations, term));
        let versions = find(ODATA_VERSIONS).and_then(|annotation| annotation.value.as_ref()?.as_string());
        let dialect = match versions {
            Some(versions) => Dialect::of_versions(versions.split_ascii_whitespace()),
            None => Dialect::of_versions(containers.first().and_then(|container| version(container, documents))),
        };
        let key_syntax = tag(KEY_AS_SEGMENT_SUPPORTED).map(|is_supported| match is_supported {
            true => KeySyntax::Segment,
            false => KeySyntax::Parentheses,
        });
        let support = find(BATCH_SUPPORT).map(|annotation| annotation.value.as_ref().and_then(Expression::as_record));
        let batch_format = match support {
            Some(support) => batch_format(support, dialect),
            None => (tag(BATCH_SUPPORTED) == Some(false)).then_some(BatchFormat::None),
        };
        let formats = find(SUPPORTED_FORMATS).and_then(|annotation| annotation.value.as_ref());
        let is_ieee754_compatible = texts(formats).any(is_ieee754_compatible);
        let guards_deletions = model.service().is_some_and(|service| service.children().iter().any(requires_etags));
        let default_namespaces = model.default_namespaces();
        let capabilities = Capabilities::read(&containers);
        Self {
            key_syntax,
            batch_format,
            is_ieee754_compatible,
            guards_deletions,
            capabilities,
            default_namespaces,
            ..Self::new(dialect)
        }
    }
}

/// Whether changes of an entity set, or along its navigation properties, require ETags.
///
/// Sources: `Core.OptimisticConcurrency`; `OptimisticConcurrencyControl` of `Capabilities.NavigationRestrictions`.
fn requires_etags(child: &ContainerChild<'_>) -> bool {
    let annotations = child.annotations();
    let restrictions = Annotation::value(annotations, NAVIGATION_RESTRICTIONS).and_then(Expression::as_record);
    let properties = restrictions.and_then(|record| record.get("RestrictedProperties"));
    let is_controlled =
        |property: &Record| property.get("OptimisticConcurrencyControl").and_then(Expression::as_bool) == Some(true);
    Annotation::find(annotations, OPTIMISTIC_CONCURRENCY).is_some()
        || properties.into_iter().flat_map(Expression::records).any(is_controlled)
}

impl Dialect {
    /// The dialect of a service that supports these versions of OData; later ones include 4.01.
    pub(super) fn of_versions<'a>(versions: impl IntoIterator<Item = &'a str>) -> Self {
        match versions.into_iter().all(|version| version == "4.0" || !version.starts_with("4.")) {
            true => Self::V4_0,
            false => Self::V4_01,
        }
    }
}

/// The version of the document that declares a container.
fn version<'a>(container: &EntityContainer, documents: &'a [Document<'_>]) -> Option<&'a str> {
    let document = documents.iter().find(|document| document.file == container.span.file)?;
    document.version.as_deref()
}

/// The format of batches that a service supports; `None` if it has that of its version.
///
/// If it supports several, the format is that of its version.
fn batch_format(support: Option<&Record>, dialect: Dialect) -> Option<BatchFormat> {
    let support = support?;
    if support.get("Supported").and_then(Expression::as_bool) == Some(false) {
        return Some(BatchFormat::None);
    }
    let mut supported = texts(support.get("SupportedFormats")).filter_map(|format| match media_type(format) {
        format if format.eq_ignore_ascii_case("application/json") => Some(BatchFormat::Json),
        format if format.eq_ignore_ascii_case("multipart/mixed") => Some(BatchFormat::Multipart),
        _ => None,
    });
    let first = supported.next()?;
    let own = dialect.batch_format();
    Some(if supported.any(|format| format == own) { own } else { first })
}

/// The texts of a collection.
fn texts(collection: Option<&Expression>) -> impl Iterator<Item = &str> {
    let items = collection.and_then(Expression::as_collection).unwrap_or_default();
    items.iter().filter_map(Expression::as_string)
}

fn media_type(format: &str) -> &str {
    format.split(';').next().unwrap_or_default().trim()
}

/// Whether a format is JSON with numbers as strings: `application/json;IEEE754Compatible=true`.
///
/// Source: OData JSON Format 4.01, section 3.2.
fn is_ieee754_compatible(format: &str) -> bool {
    let has_parameter = format.split(';').skip(1).any(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        name.trim().eq_ignore_ascii_case("IEEE754Compatible") && value.trim().eq_ignore_ascii_case("true")
    });
    has_parameter && media_type(format).eq_ignore_ascii_case("application/json")
}
