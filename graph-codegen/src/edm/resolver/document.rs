//! Documents: references, schemas and their children.

use super::{
    document_resolver::DocumentResolver,
    values::{facets, optional},
};
use crate::{
    csdl::{self, Document},
    edm::{Ignored, Model, QualifiedName, Schema, Term},
};

impl DocumentResolver<'_, '_, '_> {
    /// Adds the declarations of a document to the model, except the content of its `Annotations` elements.
    pub(super) fn resolve(&mut self, document: &Document<'_>, model: &mut Model) {
        for reference in &document.references {
            let reference = self.reference(reference);
            model.references.push(reference);
        }
        for schema in &document.schemas {
            self.schema(schema, model);
        }
        for ignored in &document.ignored {
            model.ignored.push(Ignored { name: ignored.name.clone(), reason: ignored.reason, span: ignored.text.span });
        }
    }

    fn schema(&mut self, schema: &csdl::Schema<'_>, model: &mut Model) {
        let namespace: &str = &schema.namespace.value;
        for structured in &schema.structured_types {
            self.members.starts.push(self.members.list.len() as u32);
            let structured = self.structured_type(namespace, structured, model);
            model.types.push(structured);
        }
        for enumeration in &schema.enum_types {
            self.members.starts.push(self.members.list.len() as u32);
            let enumeration = self.enum_type(namespace, enumeration, model);
            model.types.push(enumeration);
        }
        for definition in &schema.type_definitions {
            self.members.starts.push(self.members.list.len() as u32);
            let definition = self.type_definition(namespace, definition);
            model.types.push(definition);
        }
        for operation in &schema.operations {
            let operation = self.operation(namespace, operation);
            model.operations.push(operation);
        }
        for term in &schema.terms {
            let term = self.term(namespace, term);
            model.terms.push(term);
        }
        for container in &schema.containers {
            let container = self.container(namespace, model.containers.len() as u32, container);
            model.containers.push(container);
        }
        model.schemas.push(Schema {
            namespace: namespace.to_owned(),
            alias: optional(&schema.alias),
            annotations: self.annotations(&schema.annotations),
            span: schema.span,
        });
    }

    /// Resolves a term. Its base term may be in a document that was not given.
    fn term(&mut self, namespace: &str, written: &csdl::Term<'_>) -> Term {
        Term {
            name: QualifiedName::new(namespace, &written.name),
            type_ref: self.type_ref(&written.type_name),
            base_term: written.base_term.as_ref().map(|base| self.term_name(base)),
            applies_to: written
                .applies_to
                .as_ref()
                .map(|elements| elements.split_ascii_whitespace().map(str::to_owned).collect()),
            nullable: written.nullable,
            facets: facets(&written.facets),
            annotations: self.annotations(&written.annotations),
            span: written.span,
        }
    }
}
