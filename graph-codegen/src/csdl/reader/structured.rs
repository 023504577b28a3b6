use super::{
    Read, Reader,
    element::Element,
    vocabulary::{AttributeName, ElementName},
};
use crate::csdl::{
    Key, NavigationProperty, OnDelete, Property, PropertyRef, ReferentialConstraint, StructuredKind, StructuredType,
};

impl<'t, 'a> Reader<'t, 'a, '_> {
    pub(super) fn structured_type(
        &mut self,
        element: Element<'t, 'a>,
        kind: StructuredKind,
    ) -> Read<StructuredType<'a>> {
        let is_entity = kind == StructuredKind::Entity;
        let mut structured = StructuredType {
            kind,
            name: self.name(element),
            base_type: self.optional(AttributeName::BaseType),
            is_abstract: self.boolean(AttributeName::Abstract),
            open_type: self.boolean(AttributeName::OpenType),
            has_stream: if is_entity { self.boolean(AttributeName::HasStream) } else { None },
            key: None,
            properties: Vec::new(),
            navigation_properties: Vec::new(),
            annotations: Vec::new(),
            span: self.span(element.start, element.end),
        };
        let mut first_key: Option<Element<'t, 'a>> = None;
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::Property => structured.properties.push(self.property(child)?),
                ElementName::NavigationProperty => {
                    structured.navigation_properties.push(self.navigation_property(child)?);
                }
                ElementName::Key if is_entity => match first_key {
                    None => {
                        first_key = Some(child);
                        structured.key = Some(self.key(child)?);
                    }
                    Some(first) => {
                        self.second(child, first, element);
                        self.skip(child)?;
                    }
                },
                ElementName::Annotation => structured.annotations.push(self.annotation(child)?),
                _ => self.misplaced(child, element)?,
            }
        }
        Ok(structured)
    }

    fn property(&mut self, element: Element<'t, 'a>) -> Read<Property<'a>> {
        let name = self.name(element);
        let type_name = self.required(element, AttributeName::Type);
        let nullable = self.boolean(AttributeName::Nullable);
        let facets = self.facets(element);
        let annotations = self.annotations_of(element)?;
        let span = self.span(element.start, element.end);
        Ok(Property { name, type_name, nullable, facets, annotations, span })
    }

    fn navigation_property(&mut self, element: Element<'t, 'a>) -> Read<NavigationProperty<'a>> {
        let mut property = NavigationProperty {
            name: self.name(element),
            type_name: self.required(element, AttributeName::Type),
            nullable: self.boolean(AttributeName::Nullable),
            partner: self.optional(AttributeName::Partner),
            contains_target: self.boolean(AttributeName::ContainsTarget),
            referential_constraints: Vec::new(),
            on_delete: Vec::new(),
            annotations: Vec::new(),
            span: self.span(element.start, element.end),
        };
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::ReferentialConstraint => {
                    property.referential_constraints.push(self.referential_constraint(child)?);
                }
                ElementName::OnDelete => property.on_delete.push(self.on_delete(child)?),
                ElementName::Annotation => property.annotations.push(self.annotation(child)?),
                _ => self.misplaced(child, element)?,
            }
        }
        Ok(property)
    }

    fn key(&mut self, element: Element<'t, 'a>) -> Read<Key<'a>> {
        let mut property_refs = Vec::new();
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::PropertyRef => property_refs.push(self.property_ref(child)?),
                _ => self.misplaced(child, element)?,
            }
        }
        Ok(Key { property_refs, span: self.span(element.start, element.end) })
    }

    fn property_ref(&mut self, element: Element<'t, 'a>) -> Read<PropertyRef<'a>> {
        let name = self.required(element, AttributeName::Name);
        let alias = self.optional(AttributeName::Alias);
        self.no_content(element)?;
        Ok(PropertyRef { name, alias, span: self.span(element.start, element.end) })
    }

    fn referential_constraint(&mut self, element: Element<'t, 'a>) -> Read<ReferentialConstraint<'a>> {
        let property = self.required(element, AttributeName::Property);
        let referenced_property = self.required(element, AttributeName::ReferencedProperty);
        let annotations = self.annotations_of(element)?;
        let span = self.span(element.start, element.end);
        Ok(ReferentialConstraint { property, referenced_property, annotations, span })
    }

    fn on_delete(&mut self, element: Element<'t, 'a>) -> Read<OnDelete<'a>> {
        let action = self.required(element, AttributeName::Action);
        let annotations = self.annotations_of(element)?;
        Ok(OnDelete { action, annotations, span: self.span(element.start, element.end) })
    }
}
