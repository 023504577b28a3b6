use super::{
    Read, Reader,
    element::Element,
    vocabulary::{AttributeName, ElementName},
};
use crate::csdl::{ContainerChild, ContainerChildKind, EntityContainer, NavigationPropertyBinding};

impl<'t, 'a> Reader<'t, 'a, '_> {
    pub(super) fn entity_container(&mut self, element: Element<'t, 'a>) -> Read<EntityContainer<'a>> {
        let mut container = EntityContainer {
            name: self.name(element),
            extends: self.optional(AttributeName::Extends),
            children: Vec::new(),
            annotations: Vec::new(),
            span: self.span(element.start, element.end),
        };
        while let Some(child) = self.child(element)? {
            let kind = match child.name {
                ElementName::EntitySet => ContainerChildKind::EntitySet,
                ElementName::Singleton => ContainerChildKind::Singleton,
                ElementName::ActionImport => ContainerChildKind::ActionImport,
                ElementName::FunctionImport => ContainerChildKind::FunctionImport,
                ElementName::Annotation => {
                    container.annotations.push(self.annotation(child)?);
                    continue;
                }
                _ => {
                    self.misplaced(child, element)?;
                    continue;
                }
            };
            container.children.push(self.container_child(child, kind)?);
        }
        Ok(container)
    }

    fn container_child(&mut self, element: Element<'t, 'a>, kind: ContainerChildKind) -> Read<ContainerChild<'a>> {
        let of = match kind {
            ContainerChildKind::EntitySet => AttributeName::EntityType,
            ContainerChildKind::Singleton => AttributeName::Type,
            ContainerChildKind::ActionImport => AttributeName::Action,
            ContainerChildKind::FunctionImport => AttributeName::Function,
        };
        let is_import = matches!(kind, ContainerChildKind::ActionImport | ContainerChildKind::FunctionImport);
        let is_singleton = kind == ContainerChildKind::Singleton;
        let is_listed = matches!(kind, ContainerChildKind::EntitySet | ContainerChildKind::FunctionImport);
        let mut container_child = ContainerChild {
            kind,
            name: self.name(element),
            of: self.required(element, of),
            entity_set: if is_import { self.optional(AttributeName::EntitySet) } else { None },
            include_in_service_document: if is_listed {
                self.boolean(AttributeName::IncludeInServiceDocument)
            } else {
                None
            },
            nullable: if is_singleton { self.boolean(AttributeName::Nullable) } else { None },
            navigation_property_bindings: Vec::new(),
            annotations: Vec::new(),
            span: self.span(element.start, element.end),
        };
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::NavigationPropertyBinding if !is_import => {
                    container_child.navigation_property_bindings.push(self.navigation_property_binding(child)?);
                }
                ElementName::Annotation => container_child.annotations.push(self.annotation(child)?),
                _ => self.misplaced(child, element)?,
            }
        }
        Ok(container_child)
    }

    fn navigation_property_binding(&mut self, element: Element<'t, 'a>) -> Read<NavigationPropertyBinding<'a>> {
        let path = self.required(element, AttributeName::Path);
        let target = self.required(element, AttributeName::Target);
        self.no_content(element)?;
        Ok(NavigationPropertyBinding { path, target, span: self.span(element.start, element.end) })
    }
}
