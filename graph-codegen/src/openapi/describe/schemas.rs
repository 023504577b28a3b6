use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap, HashSet},
};

use super::{
    file_names::FileNames,
    naming::Naming,
    properties::Property,
    references::{Pointer, pointer},
    types::primitive,
};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Diagnostics, Quoted, Span},
    openapi::{Body, Document, Parameter, Schema},
};

/// The maximum length of a chain of `$ref`s.
pub(super) const MAX_CHAIN: usize = 32;

/// What a named schema becomes in CSDL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Structured,
    Enum,
    /// A type definition: a scalar with a name.
    Definition,
}

/// A schema that declares a type.
#[derive(Debug)]
pub(super) struct TypeInfo<'d, 'a> {
    /// The qualified name, with the span of the schema's name.
    pub(super) name: Text<'a>,
    pub(super) shape: Shape,
    pub(super) schema: &'d Schema<'a>,
    /// The index of its document.
    pub(super) document: usize,
    /// The name of the base type, and where it is referenced.
    pub(super) base: Option<(String, Span)>,
    pub(super) properties: Vec<Property<'d, 'a>>,
    pub(super) property_index: HashMap<String, usize>,
}

/// The targets of `$ref`s, and the types among them.
pub(super) struct Schemas<'d, 'a, 'g> {
    files: FileNames,
    by_document: HashMap<(usize, &'d str), &'d Schema<'a>>,
    first: HashMap<&'d str, (usize, &'d Schema<'a>)>,
    bodies: HashMap<(usize, &'static str, &'d str), &'d Body<'a>>,
    parameters: HashMap<(usize, &'d str), &'d Parameter<'a>>,
    /// The types, in document order.
    pub(super) types: Vec<TypeInfo<'d, 'a>>,
    pub(super) type_index: HashMap<String, usize>,
    /// The qualified names of the components that are types.
    pub(super) type_names: HashMap<(usize, &'d str), String>,
    /// How each document names its schemas.
    pub(super) namings: Vec<Naming>,
    /// Types that are referenced but not declared, and the first reference to each.
    pub(super) absent: BTreeMap<String, Span>,
    /// The `$ref`s that have been reported.
    reported: HashSet<Span>,
    /// The missing files that have been reported.
    reported_files: HashSet<String>,
    /// Whether some reference says that it may be null. A reference has no room for `nullable`, so that descriptions
    /// either use `anyOf` for that, or say of no reference whether it may be null.
    pub(super) states_nullable_references: bool,
    /// The most frequent namespace, which also contains unqualified names.
    pub(super) root_namespace: String,
    pub(super) diagnostics: RefCell<&'g mut Diagnostics>,
}

impl<'d, 'a, 'g> Schemas<'d, 'a, 'g> {
    pub(super) fn new(
        documents: &'d [Document<'a>],
        files: FileNames,
        namings: Vec<Naming>,
        diagnostics: &'g mut Diagnostics,
    ) -> Self {
        let mut schemas = Self {
            files,
            by_document: HashMap::new(),
            first: HashMap::new(),
            bodies: HashMap::new(),
            parameters: HashMap::new(),
            types: Vec::new(),
            type_index: HashMap::new(),
            type_names: HashMap::new(),
            absent: BTreeMap::new(),
            states_nullable_references: false,
            reported: HashSet::new(),
            reported_files: HashSet::new(),
            root_namespace: root_namespace(documents, &namings),
            namings,
            diagnostics: RefCell::new(diagnostics),
        };
        for (number, document) in documents.iter().enumerate() {
            schemas.add(number, document);
        }
        schemas
    }

    fn add(&mut self, number: usize, document: &'d Document<'a>) {
        for (name, body) in &document.components.responses {
            self.bodies.insert((number, "responses", name), body);
        }
        for (name, body) in &document.components.request_bodies {
            self.bodies.insert((number, "requestBodies", name), body);
        }
        for (name, parameter) in &document.components.parameters {
            self.parameters.insert((number, name), parameter);
        }
        for (name, schema) in &document.components.schemas {
            self.by_document.insert((number, name), schema);
            self.first.entry(name).or_insert((number, schema));
            if primitive(name).is_some() {
                continue;
            }
            let Some((qualified, shape)) = shape(&self.namings[number], name, schema) else { continue };
            if let Some(&other) = self.type_index.get(&qualified) {
                self.compare(name, schema, self.types[other].schema);
            } else {
                let (base, properties) = (None, Vec::new());
                let property_index = HashMap::new();
                self.type_index.insert(qualified.clone(), self.types.len());
                let text = Text { value: qualified.clone().into(), span: name.span };
                self.types.push(TypeInfo {
                    name: text,
                    shape,
                    schema,
                    document: number,
                    base,
                    properties,
                    property_index,
                });
            }
            self.type_names.insert((number, name), qualified);
        }
    }

    /// Compares a schema with the first one of its name. Excerpts of one description repeat schemas; the first is used.
    fn compare(&self, name: &Text<'a>, schema: &Schema<'a>, first: &Schema<'a>) {
        if outline(schema).eq(outline(first)) {
            return;
        }
        let message = format!("{} has different properties in an earlier document", Quoted(name));
        let diagnostic = Diagnostic::warning(Code::Duplicate, message).at(name.span);
        self.report(diagnostic.note("the first one, which is used, is here", first.span));
    }

    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Reports a mistake in a `$ref` once.
    pub(super) fn report_once(&mut self, diagnostic: Diagnostic) {
        if diagnostic.span.is_none_or(|span| self.reported.insert(span)) {
            self.report(diagnostic);
        }
    }

    /// Returns the schema that a pointer refers to, and the index of its document. If the document in question lacks
    /// it, any other document may declare it, since types have qualified names and documents may be excerpts of larger
    /// ones.
    pub(super) fn schema(
        &mut self,
        document: usize,
        pointer: &Pointer<'_>,
        span: Span,
    ) -> Option<(usize, &'d Schema<'a>)> {
        let name = &*pointer.name;
        let meant = self.files.find(document, pointer.file);
        let own = meant.and_then(|meant| Some((meant, *self.by_document.get(&(meant, name))?)));
        let found = own.or_else(|| self.first.get(name).copied());
        if found.is_none() && meant.is_none() {
            self.missing_file(pointer.file, span);
        }
        found
    }

    /// Resolves the `$ref`s of a response or request body; `None` if the target does not exist.
    pub(super) fn body(
        &mut self,
        document: usize,
        body: &'d Body<'a>,
        section: &'static str,
    ) -> Option<(usize, &'d Body<'a>)> {
        let (mut document, mut body) = (document, body);
        for _ in 0..MAX_CHAIN {
            let Some(reference) = &body.reference else { return Some((document, body)) };
            let Some(pointer) = pointer(reference).filter(|pointer| pointer.section == section) else {
                self.unsupported_reference(reference);
                return None;
            };
            document = self.document(document, pointer.file, reference.span)?;
            body = self.bodies.get(&(document, section, &*pointer.name)).copied()?;
        }
        if let Some(reference) = &body.reference {
            self.cycle(reference);
        }
        None
    }

    /// Resolves the `$ref`s of a parameter; `None` if the target does not exist.
    pub(super) fn parameter(
        &mut self,
        document: usize,
        parameter: &'d Parameter<'a>,
    ) -> Option<(usize, &'d Parameter<'a>)> {
        let (mut document, mut parameter) = (document, parameter);
        for _ in 0..MAX_CHAIN {
            let Some(reference) = &parameter.reference else { return Some((document, parameter)) };
            let pointer = pointer(reference).filter(|pointer| pointer.section == "parameters")?;
            document = self.document(document, pointer.file, reference.span)?;
            parameter = self.parameters.get(&(document, &*pointer.name)).copied()?;
        }
        None
    }

    /// Returns the document that a `$ref` names as a file.
    fn document(&mut self, from: usize, file: &str, span: Span) -> Option<usize> {
        let found = self.files.find(from, file);
        if found.is_none() {
            self.missing_file(file, span);
        }
        found
    }

    /// Reports once that a referenced file has not been given.
    fn missing_file(&mut self, file: &str, span: Span) {
        if self.reported_files.insert(file.to_owned()) {
            let message = format!("{} is referenced, but is not among the given documents", Quoted(file));
            let diagnostic = Diagnostic::warning(Code::Unresolved, message).at(span);
            self.report(diagnostic.help("referenced files are not loaded; add this one"));
        }
    }

    pub(super) fn unsupported_reference(&mut self, reference: &Text<'_>) {
        let message = format!("the `$ref` {} is not supported", Quoted(reference));
        let diagnostic = Diagnostic::error(Code::Unresolved, message).at(reference.span);
        self.report_once(diagnostic.help(
            "references have the form `#/components/schemas/NAME`, or `FILE#/components/schemas/NAME` \
             with the name of another given document",
        ));
    }

    pub(super) fn cycle(&mut self, reference: &Text<'_>) {
        let message = format!("the `$ref` {} is part of a cycle", Quoted(reference));
        self.report_once(Diagnostic::error(Code::Unresolved, message).at(reference.span));
    }
}

/// Returns the qualified name and shape of a schema that declares a type; `None` for others: envelopes of collections,
/// errors, and aliases.
fn shape(naming: &Naming, component: &str, schema: &Schema<'_>) -> Option<(String, Shape)> {
    if schema.reference.is_some() || is_envelope(component, schema) || is_error(component) {
        return None;
    }
    let shape = if !schema.enumeration.is_empty() {
        Shape::Enum
    } else if is_structured(schema) {
        Shape::Structured
    } else if schema.type_name.as_deref().is_none_or(|name| name == "array") {
        return None;
    } else {
        Shape::Definition
    };
    Some((naming.type_name(component, schema)?, shape))
}

pub(super) fn is_structured(schema: &Schema<'_>) -> bool {
    match schema.type_name.as_deref() {
        None => !schema.all_of.is_empty() || !schema.properties.is_empty(),
        Some(name) => name == "object",
    }
}

/// Returns whether a schema is the envelope of a collection, such as `microsoft.graph.userCollectionResponse`.
fn is_envelope(name: &str, schema: &Schema<'_>) -> bool {
    name.ends_with("CollectionResponse") && envelope_items(schema).is_some()
}

/// Returns the schema of the property `value` if it is an array.
pub(super) fn envelope_items<'s, 'a>(schema: &'s Schema<'a>) -> Option<&'s Schema<'a>> {
    let parts = std::iter::once(schema).chain(&schema.all_of);
    let mut properties = parts.flat_map(|part| &part.properties);
    let (_, value) = properties.find(|(name, _)| &**name == "value")?;
    value.items.is_some().then_some(value)
}

/// Returns whether a schema is part of OData's error format, which the runtime reads.
fn is_error(name: &str) -> bool {
    name.split('.').rev().nth(1) == Some("ODataErrors")
}

fn outline<'s>(schema: &'s Schema<'_>) -> impl Iterator<Item = &'s str> {
    let parts = std::iter::once(schema).chain(&schema.all_of);
    let members = schema.enumeration.iter().map(|member| &**member);
    let properties = parts.flat_map(|part| &part.properties).map(|(name, _)| &**name);
    properties.filter(|name| !name.contains('@')).chain(members)
}

/// Returns the namespace with the most types; of several, the shortest, then the last in alphabetical order.
fn root_namespace(documents: &[Document<'_>], namings: &[Naming]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (document, naming) in documents.iter().zip(namings) {
        for (component, schema) in &document.components.schemas {
            if let Some((name, _)) = shape(naming, component, schema)
                && let Some((namespace, _)) = name.rsplit_once('.')
            {
                *counts.entry(namespace.to_owned()).or_default() += 1;
            }
        }
    }
    let most = counts.into_iter().max_by_key(|(namespace, count)| (*count, std::cmp::Reverse(namespace.len())));
    most.map_or_else(String::new, |(namespace, _)| namespace)
}
