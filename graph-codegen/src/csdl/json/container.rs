use jsonc_parser::ast::{ObjectProp, Value};

use super::{Reader, object::Object};
use crate::csdl::{ContainerChild, ContainerChildKind, EntityContainer, NavigationPropertyBinding};

impl<'a> Reader<'a, '_> {
    pub(super) fn entity_container(
        &mut self,
        member: &ObjectProp<'a>,
        mut object: Object<'_, 'a>,
    ) -> EntityContainer<'a> {
        let name = self.name_text(member);
        let mut container = EntityContainer {
            name: self.checked_name(name),
            extends: self.optional(&mut object, "$Extends"),
            children: Vec::new(),
            annotations: Vec::new(),
            span: object.span,
        };
        for member in object.named() {
            let Value::Object(child) = &member.value else {
                self.wrong_type(member.name.as_str(), &member.value, "an object");
                continue;
            };
            let child = self.object("EntitySet", child, self.member_span(member));
            container.children.push(self.container_child(member, child));
        }
        container.annotations = self.annotations(&mut object);
        self.finish(&object);
        container
    }

    /// Reads a child; which kind it is follows from its members.
    fn container_child(&mut self, member: &ObjectProp<'a>, mut object: Object<'_, 'a>) -> ContainerChild<'a> {
        // Writers also add `$Kind`, which older drafts had.
        let written = self.optional(&mut object, "$Kind");
        let is_collection = self.boolean(&mut object, "$Collection") == Some(true);
        let (kind, name_of_kind, of) = if object.has("$Action") {
            (ContainerChildKind::ActionImport, "ActionImport", "$Action")
        } else if object.has("$Function") {
            (ContainerChildKind::FunctionImport, "FunctionImport", "$Function")
        } else if is_collection || written.is_some_and(|kind| &*kind.value == "EntitySet") {
            (ContainerChildKind::EntitySet, "EntitySet", "$Type")
        } else {
            (ContainerChildKind::Singleton, "Singleton", "$Type")
        };
        object.kind = name_of_kind;
        let is_import = matches!(kind, ContainerChildKind::ActionImport | ContainerChildKind::FunctionImport);
        let is_listed = matches!(kind, ContainerChildKind::EntitySet | ContainerChildKind::FunctionImport);
        let name = self.name_text(member);
        let mut child = ContainerChild {
            kind,
            name: self.checked_name(name),
            of: self.required(&mut object, of),
            entity_set: if is_import { self.optional(&mut object, "$EntitySet") } else { None },
            include_in_service_document: if is_listed {
                self.boolean(&mut object, "$IncludeInServiceDocument")
            } else {
                None
            },
            nullable: if kind == ContainerChildKind::Singleton { self.boolean(&mut object, "$Nullable") } else { None },
            navigation_property_bindings: Vec::new(),
            annotations: Vec::new(),
            span: object.span,
        };
        if !is_import {
            child.navigation_property_bindings = self.navigation_property_bindings(&mut object);
        }
        child.annotations = self.annotations(&mut object);
        self.finish(&object);
        child
    }

    fn navigation_property_bindings(&mut self, object: &mut Object<'_, 'a>) -> Vec<NavigationPropertyBinding<'a>> {
        let Some(member) = object.take("$NavigationPropertyBinding") else { return Vec::new() };
        let Value::Object(pairs) = &member.value else {
            self.wrong_type("$NavigationPropertyBinding", &member.value, "an object");
            return Vec::new();
        };
        let mut pairs = self.object("NavigationPropertyBinding", pairs, self.member_span(member));
        let mut bindings = Vec::new();
        for member in pairs.all() {
            let path = self.name_text(member);
            if let Some(target) = self.string(&path, &member.value) {
                bindings.push(NavigationPropertyBinding { path, target, span: self.member_span(member) });
            }
        }
        bindings
    }
}
