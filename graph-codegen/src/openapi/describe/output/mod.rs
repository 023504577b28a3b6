mod element;

use std::collections::{BTreeMap, HashSet};

use self::element::{enumeration, facets, parameter, property_annotations, schema_of, structural, type_name};
use super::{
    annotations,
    calls::Call,
    operations::text,
    properties::Property,
    schemas::{Schemas, Shape, TypeInfo},
    walk::Walked,
};
use crate::{
    csdl::{self, OperationKind, StructuredKind, Text},
    diagnostic::{Code, Diagnostic, Quoted, Span},
    edm::{
        MICROSOFT_GRAPH,
        vocabulary::{DEFAULT_NAMESPACE, KEY_AS_SEGMENT_SUPPORTED},
    },
    facts::term::OPERATION_RESTRICTIONS,
    openapi::Document,
};

/// Writes the result as CSDL.
pub(super) struct Output<'w, 'd, 'a, 'g> {
    schemas: &'w Schemas<'d, 'a, 'g>,
    walked: Walked<'d, 'a>,
    /// The root types of the hierarchies of entity types.
    entities: HashSet<String>,
}

impl<'w, 'd, 'a, 'g> Output<'w, 'd, 'a, 'g> {
    pub(super) fn new(schemas: &'w Schemas<'d, 'a, 'g>, walked: Walked<'d, 'a>) -> Self {
        let entities = schemas.entity_roots(walked.entities.iter().cloned());
        Self { schemas, walked, entities }
    }

    pub(super) fn document(self, first: &Document<'a>, documents: &[Document<'a>]) -> csdl::Document<'a> {
        let span = first.version.span;
        let mut namespaces: BTreeMap<String, csdl::Schema<'a>> = BTreeMap::new();
        for (number, info) in self.schemas.types.iter().enumerate() {
            let (namespace, name) = info.name.rsplit_once('.').unwrap_or(("", &info.name));
            let schema = schema_of(&mut namespaces, namespace, info.name.span);
            let name = text(name.to_owned(), info.name.span);
            match info.shape {
                Shape::Structured => schema.structured_types.push(self.structured(number, info, name)),
                Shape::Enum => schema.enum_types.push(enumeration(info.schema, name)),
                Shape::Definition => schema.type_definitions.push(self.definition(info, name)),
            }
        }
        for call in &self.walked.calls {
            schema_of(&mut namespaces, &call.name.0, call.span).operations.push(self.operation(call));
        }
        if let Some(mut container) = self.container(span) {
            let schema = schema_of(&mut namespaces, &self.schemas.root_namespace, span);
            // The paths of Graph are known.
            if self.schemas.root_namespace != MICROSOFT_GRAPH {
                let keys = self.walked.has_key_segments.then_some(KEY_AS_SEGMENT_SUPPORTED);
                container.annotations.extend(keys.map(|term| annotations::tag(term, span)));
                let names = self.walked.has_simple_operations.then_some(DEFAULT_NAMESPACE);
                schema.annotations.extend(names.map(|term| annotations::tag(term, span)));
            }
            schema.containers.push(container);
        }
        // An absent type may be the only one of its namespace.
        for (name, span) in &self.schemas.absent {
            let namespace = name.rsplit_once('.').map_or("", |(namespace, _)| namespace);
            schema_of(&mut namespaces, namespace, *span);
        }
        self.report_absent();
        csdl::Document {
            file: first.file,
            version: Some(text("4.0", span)),
            references: Vec::new(),
            schemas: namespaces.into_values().collect(),
            ignored: documents.iter().flat_map(|document| document.ignored.iter().cloned()).collect(),
            absent: self.schemas.absent.keys().cloned().collect(),
        }
    }

    fn is_entity(&self, name: &str) -> bool {
        self.entities.contains(self.schemas.root_type(name))
    }

    fn structured(&self, number: usize, info: &TypeInfo<'d, 'a>, name: Text<'a>) -> csdl::StructuredType<'a> {
        let span = name.span;
        let is_entity = self.is_entity(&info.name);
        let (mut properties, mut navigation_properties) = (Vec::new(), Vec::new());
        for property in &info.properties {
            let is_marked = property.schema.is_some_and(|schema| schema.is_navigation);
            let item = &property.found.item;
            if !item.starts_with("Edm.") && (is_marked || self.is_entity(item)) {
                navigation_properties.push(self.navigation_property(number, property));
            } else {
                properties.push(structural(property, self.schemas.states_nullable_references));
            }
        }
        let mut annotations = Vec::new();
        if let Some(alternates) = self.walked.keys.alternates.get(&number) {
            annotations.push(annotations::alternate_keys(alternates, span));
        }
        let parts = std::iter::once(info.schema).chain(&info.schema.all_of);
        if let Some(deprecation) =
            parts.filter(|part| part.reference.is_none()).find_map(|part| part.deprecation.as_ref())
        {
            annotations.push(annotations::deprecated(deprecation, span));
        }
        csdl::StructuredType {
            kind: if is_entity { StructuredKind::Entity } else { StructuredKind::Complex },
            name,
            base_type: info.base.as_ref().map(|(base, span)| text(base.clone(), *span)),
            is_abstract: (is_entity && self.is_bare_base(info)).then_some(true),
            open_type: None,
            has_stream: None,
            key: if is_entity { self.key(number, info) } else { None },
            properties,
            navigation_properties,
            annotations,
            span,
        }
    }

    /// Returns whether a type is the root of a hierarchy and has only a key. Such a type has no instances of its own,
    /// so it is abstract, which OpenAPI cannot express.
    fn is_bare_base(&self, info: &TypeInfo<'d, 'a>) -> bool {
        let is_base = |other: &TypeInfo<'_, '_>| other.base.as_ref().is_some_and(|(base, _)| **base == *info.name);
        matches!(&info.properties[..], [only] if &*only.name == "id")
            && info.base.is_none()
            && self.schemas.types.iter().any(is_base)
    }

    /// Returns the key that paths use; for the root of a hierarchy without such paths, `id`.
    fn key(&self, number: usize, info: &TypeInfo<'d, 'a>) -> Option<csdl::Key<'a>> {
        let reference =
            |name: &str, span: Span| csdl::PropertyRef { name: text(name.to_owned(), span), alias: None, span };
        let span = info.name.span;
        if let Some(key) = self.walked.keys.by_type.get(&number) {
            let property_refs = key.iter().map(|(name, span)| reference(name, *span)).collect();
            return Some(csdl::Key { property_refs, span });
        }
        let is_top = info.base.is_none();
        let id = info.properties.iter().find(|property| &*property.name == "id" && property.found.item == "Edm.String");
        let id = id.filter(|_| is_top)?;
        Some(csdl::Key { property_refs: vec![reference("id", id.name.span)], span })
    }

    fn navigation_property(&self, number: usize, property: &Property<'d, 'a>) -> csdl::NavigationProperty<'a> {
        let containment = self.walked.containment.get(&(number, property.name.to_string()));
        csdl::NavigationProperty {
            name: property.name.clone(),
            type_name: type_name(&property.found),
            nullable: None,
            partner: None,
            contains_target: containment.and_then(|containment| containment.contains_target()),
            referential_constraints: Vec::new(),
            on_delete: Vec::new(),
            annotations: property_annotations(property)
                .into_iter()
                .chain(self.restrictions(number, property))
                .collect(),
            span: property.name.span,
        }
    }

    /// Returns the annotations that restrict requests to the target of a navigation property.
    fn restrictions(&self, number: usize, property: &Property<'d, 'a>) -> Vec<csdl::Annotation<'a>> {
        let options = self.walked.options.get(&(number, property.name.to_string()));
        options.map_or_else(Vec::new, |options| annotations::all_restrictions(options, property.name.span))
    }

    fn definition(&self, info: &TypeInfo<'d, 'a>, name: Text<'a>) -> csdl::TypeDefinition<'a> {
        let span = name.span;
        let underlying = super::types::scalar(info.schema);
        csdl::TypeDefinition {
            name,
            underlying_type: text(underlying.as_str(), span),
            facets: facets(info.schema),
            annotations: Vec::new(),
            span,
        }
    }

    fn operation(&self, call: &Call<'d, 'a>) -> csdl::Operation<'a> {
        let span = call.span;
        let mut parameters = Vec::new();
        if let Some((binding, is_collection)) = &call.binding {
            let written = if *is_collection { format!("Collection({binding})") } else { binding.clone() };
            parameters.push(parameter("bindingParameter", text(written, span), Some(false), span));
        }
        for given in &call.parameters {
            // As for properties, a reference may have no room for `nullable`.
            let is_reference = !given.found.is_collection && !given.found.item.starts_with("Edm.");
            let is_stated = self.schemas.states_nullable_references || !is_reference;
            let nullable = (is_stated && !given.found.is_nullable).then_some(false);
            parameters.push(parameter(&given.name, type_name(&given.found), nullable, given.span));
        }
        let return_types = call.returned.iter().map(|found| csdl::ReturnType {
            type_name: type_name(found),
            nullable: (!found.is_nullable).then_some(false),
            facets: None,
            annotations: Vec::new(),
            span: found.span,
        });
        let (deprecation, documentation) = (call.operation.deprecation.iter(), call.operation.documentation.iter());
        csdl::Operation {
            kind: call.kind,
            name: text(call.name.1.clone(), span),
            is_bound: call.binding.is_some().then_some(true),
            is_composable: call.is_composable.then_some(true),
            entity_set_path: None,
            parameters,
            return_types: return_types.collect(),
            annotations: deprecation
                .map(|deprecation| annotations::deprecated(deprecation, span))
                .chain(documentation.map(|address| annotations::documented(address, span)))
                .chain(annotations::restrictions(OPERATION_RESTRICTIONS, &call.options, span))
                .collect(),
            span,
        }
    }

    /// Returns the container. OpenAPI has no name for it: `microsoft.graph` and `microsoft.graph.v1` get
    /// `GraphService`.
    fn container(&self, span: Span) -> Option<csdl::EntityContainer<'a>> {
        let child = |kind, name: &str, of: String, span: Span| csdl::ContainerChild {
            kind,
            name: text(name.to_owned(), span),
            of: text(of, span),
            entity_set: None,
            include_in_service_document: None,
            nullable: None,
            navigation_property_bindings: Vec::new(),
            annotations: Vec::new(),
            span,
        };
        let mut children = Vec::new();
        let mut names = HashSet::new();
        for root in &self.walked.root {
            let kind =
                if root.is_set { csdl::ContainerChildKind::EntitySet } else { csdl::ContainerChildKind::Singleton };
            names.insert(root.name.clone());
            children.push(csdl::ContainerChild {
                annotations: annotations::all_restrictions(&root.options, root.span),
                ..child(kind, &root.name, root.type_name.clone(), root.span)
            });
        }
        for call in self.walked.calls.iter().filter(|call| call.binding.is_none()) {
            let kind = match call.kind {
                OperationKind::Action => csdl::ContainerChildKind::ActionImport,
                OperationKind::Function => csdl::ContainerChildKind::FunctionImport,
            };
            if names.insert(call.name.1.clone()) {
                children.push(child(kind, &call.name.1, format!("{}.{}", call.name.0, call.name.1), call.span));
            }
        }
        if children.is_empty() {
            return None;
        }
        let is_version = |part: &&str| part.starts_with('v') && part[1..].starts_with(|c: char| c.is_ascii_digit());
        let last = self.schemas.root_namespace.rsplit('.').find(|part| !is_version(part)).unwrap_or_default();
        let mut letters = last.chars();
        let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        let name = text(format!("{capital}{}Service", letters.as_str()), span);
        Some(csdl::EntityContainer { name, extends: None, children, annotations: Vec::new(), span })
    }

    fn report_absent(&self) {
        let absent = &self.schemas.absent;
        let Some((name, span)) = absent.iter().min_by_key(|(_, span)| (span.file, span.start)) else { return };
        let message = match absent.len() {
            1 => format!("{} is referenced, but not declared in any given document", Quoted(name)),
            2 => format!("{} and another type are referenced, but not declared in any given document", Quoted(name)),
            count => {
                format!(
                    "{} and {} other types are referenced, but not declared in any given document",
                    Quoted(name),
                    count - 1
                )
            }
        };
        self.schemas.report(
            Diagnostic::warning(Code::Unresolved, message)
                .at(*span)
                .help("code that does not need them is generated; for the rest, add the documents that declare them"),
        );
    }
}
