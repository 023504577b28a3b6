use super::{
    Read, Reader,
    element::Element,
    vocabulary::{AttributeName, ElementName},
};
use crate::csdl::{Annotations, OperationKind, Schema, StructuredKind, Term, TypeDefinition};

impl<'t, 'a> Reader<'t, 'a, '_> {
    pub(super) fn schema(&mut self, element: Element<'t, 'a>) -> Read<Schema<'a>> {
        let (namespace, alias) = (self.namespace(element), self.alias());
        let mut schema = Schema::new(namespace, alias, self.span(element.start, element.end));
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::EntityType => {
                    schema.structured_types.push(self.structured_type(child, StructuredKind::Entity)?);
                }
                ElementName::ComplexType => {
                    schema.structured_types.push(self.structured_type(child, StructuredKind::Complex)?);
                }
                ElementName::EnumType => schema.enum_types.push(self.enum_type(child)?),
                ElementName::TypeDefinition => schema.type_definitions.push(self.type_definition(child)?),
                ElementName::Action => schema.operations.push(self.operation(child, OperationKind::Action)?),
                ElementName::Function => schema.operations.push(self.operation(child, OperationKind::Function)?),
                ElementName::Term => schema.terms.push(self.term(child)?),
                ElementName::EntityContainer => schema.containers.push(self.entity_container(child)?),
                ElementName::Annotation => schema.annotations.push(self.annotation(child)?),
                ElementName::Annotations => schema.targeted.push(self.annotations(child)?),
                _ => self.misplaced(child, element)?,
            }
        }
        Ok(schema)
    }

    fn type_definition(&mut self, element: Element<'t, 'a>) -> Read<TypeDefinition<'a>> {
        let name = self.name(element);
        let underlying_type = self.required(element, AttributeName::UnderlyingType);
        let facets = self.facets(element);
        let annotations = self.annotations_of(element)?;
        let span = self.span(element.start, element.end);
        Ok(TypeDefinition { name, underlying_type, facets, annotations, span })
    }

    fn term(&mut self, element: Element<'t, 'a>) -> Read<Term<'a>> {
        let name = self.name(element);
        let type_name = self.required(element, AttributeName::Type);
        let base_term = self.optional(AttributeName::BaseTerm);
        let applies_to = self.optional(AttributeName::AppliesTo);
        let nullable = self.boolean(AttributeName::Nullable);
        let facets = self.facets(element);
        let annotations = self.annotations_of(element)?;
        let span = self.span(element.start, element.end);
        Ok(Term { name, type_name, base_term, applies_to, nullable, facets, annotations, span })
    }

    fn annotations(&mut self, element: Element<'t, 'a>) -> Read<Annotations<'a>> {
        let target = self.required(element, AttributeName::Target);
        let qualifier = self.optional(AttributeName::Qualifier);
        let annotations = self.annotations_of(element)?;
        Ok(Annotations { target, qualifier, annotations, span: self.span(element.start, element.end) })
    }
}
