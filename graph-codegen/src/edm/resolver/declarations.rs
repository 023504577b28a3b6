use std::collections::HashSet;

use crate::{
    csdl::{
        Document, EntityContainer, EnumType, Operation, StructuredKind, StructuredType, Term, Text, TypeDefinition,
    },
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{
        OperationId, Primitive, TypeId,
        name_index::{Elements, Index},
        name_table::NameTable,
    },
};

/// The number of the namespace `Edm`.
pub(super) const EDM: u32 = 0;

/// All declarations of the documents, numbered, with the elements that declare them.
pub(super) struct Declarations<'d, 'a> {
    pub(super) documents: &'d [Document<'a>],
    /// The namespaces that are declared or included, by their number in [`Elements::namespaces`].
    pub(super) namespaces: Vec<Namespace<'d>>,
    /// Types, by [`TypeId`].
    pub(super) types: Vec<DeclaredType<'d, 'a>>,
    /// Overloads, by [`OperationId`].
    pub(super) operations: Vec<&'d Operation<'a>>,
    /// Terms, by their number in the model.
    pub(super) terms: Vec<&'d Term<'a>>,
    /// Containers, by their number in the model.
    pub(super) containers: Vec<&'d EntityContainer<'a>>,
    /// Types that the documents reference and list as absent.
    pub(super) absent: HashSet<&'d str>,
}

/// A namespace that a document declares or includes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Namespace<'d> {
    pub(super) name: &'d str,
    /// Where it is declared, and the number of the schema in the model; `None` if it is only included.
    pub(super) schema: Option<(Span, u32)>,
}

impl Namespace<'_> {
    /// Returns whether one of the given documents declares it.
    pub(super) fn is_given(&self) -> bool {
        self.schema.is_some()
    }
}

/// The element that declares a type.
#[derive(Clone, Copy, Debug)]
pub(super) enum DeclaredType<'d, 'a> {
    Structured(&'d StructuredType<'a>),
    Enum(&'d EnumType<'a>),
    Definition(&'d TypeDefinition<'a>),
}

impl<'d, 'a> DeclaredType<'d, 'a> {
    pub(super) fn name(&self) -> &'d Text<'a> {
        match self {
            Self::Structured(declared) => &declared.name,
            Self::Enum(declared) => &declared.name,
            Self::Definition(declared) => &declared.name,
        }
    }

    /// Returns the kind of type as prose.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Structured(declared) if declared.kind == StructuredKind::Entity => "entity type",
            Self::Structured(_) => "complex type",
            Self::Enum(_) => "enum type",
            Self::Definition(_) => "type definition",
        }
    }

    pub(super) fn is_entity(&self) -> bool {
        matches!(self, Self::Structured(declared) if declared.kind == StructuredKind::Entity)
    }
}

impl<'d, 'a> Declarations<'d, 'a> {
    /// Numbers schemas, types, overloads, terms and containers, each in document order, in which the second pass builds
    /// them.
    pub(super) fn collect(documents: &'d [Document<'a>], index: &mut Index, diagnostics: &mut Diagnostics) -> Self {
        let mut declared = Self {
            documents,
            namespaces: Vec::new(),
            types: Vec::new(),
            operations: Vec::new(),
            terms: Vec::new(),
            containers: Vec::new(),
            absent: documents.iter().flat_map(|document| &document.absent).map(String::as_str).collect(),
        };
        declared.reserve(index);
        let elements = &mut index.elements;
        declared.namespace("Edm", elements);
        for &primitive in Primitive::ALL {
            let name = &primitive.as_str()["Edm.".len()..];
            elements.entry(EDM, name).primitive = Some(primitive);
        }
        declared.collect_schemas(index, diagnostics);
        for document in documents {
            for reference in &document.references {
                for include in &reference.includes {
                    declared.namespace(&include.namespace.value, &mut index.elements);
                }
            }
        }
        declared
    }

    /// Reserves capacity for all names.
    fn reserve(&mut self, index: &mut Index) {
        let (mut types, mut members, mut others) = (0, 0, Primitive::ALL.len());
        for schema in self.documents.iter().flat_map(|document| &document.schemas) {
            types += schema.structured_types.len() + schema.enum_types.len() + schema.type_definitions.len();
            others += schema.operations.len() + schema.terms.len() + schema.containers.len();
            for structured in &schema.structured_types {
                members += structured.properties.len() + structured.navigation_properties.len();
            }
            for enumeration in &schema.enum_types {
                members += enumeration.members.len();
            }
        }
        self.types.reserve(types);
        index.elements.names = NameTable::with_capacity(types + others);
        index.elements.list.reserve(types + others);
        index.simple_names.names = NameTable::with_capacity(types);
        index.members.names = NameTable::with_capacity(members);
        index.members.list.reserve(members);
        index.members.starts.reserve(types);
    }

    /// Returns the number of a namespace, which is added if necessary.
    fn namespace(&mut self, name: &'d str, elements: &mut Elements) -> u32 {
        let (number, is_new) = elements.namespaces.insert(0, name);
        if is_new {
            self.namespaces.push(Namespace { name, schema: None });
        }
        number
    }

    fn collect_schemas(&mut self, index: &mut Index, diagnostics: &mut Diagnostics) {
        let mut schema_number = 0;
        for document in self.documents {
            for schema in &document.schemas {
                let namespace = self.namespace(&schema.namespace.value, &mut index.elements);
                if let Some((first, _)) = self.namespaces[namespace as usize].schema {
                    diagnostics.push(repeated_namespace(&schema.namespace, first));
                } else if namespace == EDM {
                    diagnostics.push(reserved_namespace(&schema.namespace));
                } else {
                    self.namespaces[namespace as usize].schema = Some((schema.namespace.span, schema_number));
                }
                schema_number += 1;
                for structured in &schema.structured_types {
                    self.add_type(namespace, DeclaredType::Structured(structured), index, diagnostics);
                }
                for enumeration in &schema.enum_types {
                    self.add_type(namespace, DeclaredType::Enum(enumeration), index, diagnostics);
                }
                for definition in &schema.type_definitions {
                    self.add_type(namespace, DeclaredType::Definition(definition), index, diagnostics);
                }
                for operation in &schema.operations {
                    self.add_operation(namespace, operation, &mut index.elements);
                }
                for term in &schema.terms {
                    let entry = index.elements.entry(namespace, &term.name);
                    if let Some(first) = entry.term {
                        let first = &self.terms[first as usize].name;
                        // No code is generated for terms.
                        diagnostics.push_deferred(duplicate("term", &term.name, first.span));
                    } else {
                        entry.term = Some(self.terms.len() as u32);
                    }
                    self.terms.push(term);
                }
                for container in &schema.containers {
                    let entry = index.elements.entry(namespace, &container.name);
                    if let Some(first) = entry.container {
                        let first = &self.containers[first as usize].name;
                        diagnostics.push(duplicate("entity container", &container.name, first.span));
                    } else {
                        entry.container = Some(self.containers.len() as u32);
                    }
                    self.containers.push(container);
                }
            }
        }
    }

    fn add_type(
        &mut self,
        namespace: u32,
        declared: DeclaredType<'d, 'a>,
        index: &mut Index,
        diagnostics: &mut Diagnostics,
    ) {
        let name = declared.name();
        let entry = index.elements.entry(namespace, name);
        if let Some(first) = entry.type_id {
            let first = self.types[first.0 as usize].name();
            diagnostics.push(duplicate("type", name, first.span));
        } else {
            entry.type_id = Some(TypeId(self.types.len() as u32));
        }
        index.simple_names.push(name);
        self.types.push(declared);
    }

    fn add_operation(&mut self, namespace: u32, operation: &'d Operation<'a>, elements: &mut Elements) {
        let id = OperationId(self.operations.len() as u32);
        let entry = elements.entry(namespace, &operation.name);
        let before = entry.last_overload.replace(id);
        if entry.first_overload.is_none() {
            entry.first_overload = Some(id);
        }
        elements.next_overload.push(None);
        if let Some(before) = before {
            elements.next_overload[before.0 as usize] = Some(id);
        }
        self.operations.push(operation);
    }
}

/// Returns an error for a name that is declared twice.
pub(super) fn duplicate(kind: &str, second: &Text<'_>, first: Span) -> Diagnostic {
    Diagnostic::error(Code::Duplicate, format!("{kind} `{}` is declared twice", second.value))
        .at(second.span)
        .note("the first declaration is here", first)
}

fn repeated_namespace(second: &Text<'_>, first: Span) -> Diagnostic {
    let help = if second.span.file == first.file {
        "merge the two `Schema` elements"
    } else {
        "a schema cannot span several documents; check whether a document was given twice or in two versions"
    };
    Diagnostic::error(Code::Duplicate, format!("schema `{}` is declared twice", second.value))
        .at(second.span)
        .note("the first declaration is here", first)
        .help(help)
}

fn reserved_namespace(namespace: &Text<'_>) -> Diagnostic {
    Diagnostic::error(Code::Name, format!("the namespace `{}` is reserved", namespace.value))
        .at(namespace.span)
        .help("choose another namespace; `Edm` contains the primitive types")
}
