use super::{
    context::Context,
    values::{optional, owned},
};
use crate::{
    csdl::{self, Document},
    edm::{Ignored, Include, IncludeAnnotations, Model, Reference, Schema},
};

impl Context<'_, '_, '_> {
    /// Adds all that a document says to the model, but for what its `Annotations` elements say.
    pub(super) fn resolve_document(&mut self, document: &Document<'_>, model: &mut Model) {
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

    fn reference(&mut self, written: &csdl::Reference<'_>) -> Reference {
        Reference {
            uri: owned(&written.uri),
            includes: written.includes.iter().map(|include| self.include(include)).collect(),
            include_annotations: written
                .include_annotations
                .iter()
                .map(|include| IncludeAnnotations {
                    term_namespace: owned(&include.term_namespace),
                    qualifier: optional(&include.qualifier),
                    target_namespace: optional(&include.target_namespace),
                })
                .collect(),
            annotations: self.annotations(&written.annotations),
        }
    }

    fn include(&mut self, written: &csdl::Include<'_>) -> Include {
        let number = self.elements.namespaces.find(0, &written.namespace);
        Include {
            namespace: owned(&written.namespace),
            alias: optional(&written.alias),
            annotations: self.annotations(&written.annotations),
            is_given: number.is_some_and(|number| self.declared.namespaces[number as usize].is_given()),
        }
    }
}
