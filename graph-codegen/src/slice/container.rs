use super::writer::Writer;
use crate::edm::{ContainerChild, EntityContainer, TypeId};

impl Writer<'_> {
    pub(super) fn container(&mut self, container: &EntityContainer) {
        self.xml.begin("EntityContainer");
        self.xml.attribute("Name", container.name.name());
        let model = self.scope.model;
        if let Some(extended) = &container.extends {
            let is_in = model.find_container(extended.as_str()).is_some_and(|extended| self.has_container(extended));
            if is_in {
                self.reference("Extends", extended);
            }
        }
        let mut sets: Vec<_> = container.entity_sets.iter().map(ContainerChild::EntitySet).collect();
        let mut singletons: Vec<_> = container.singletons.iter().map(ContainerChild::Singleton).collect();
        for children in [&mut sets, &mut singletons] {
            children.sort_by_key(ContainerChild::name);
            for child in children {
                if let Some(id) = child.entity_type().filter(|id| self.scope.has_type(*id)) {
                    self.child(*child, id);
                }
            }
        }
        self.imports(container);
        self.annotations(&container.annotations);
        self.profile(container);
        self.xml.end();
    }

    fn imports(&mut self, container: &EntityContainer) {
        let mut actions: Vec<_> = container.action_imports.iter().collect();
        actions.retain(|import| self.scope.has_child(ContainerChild::ActionImport(import)));
        actions.sort_by_key(|import| &import.name);
        for import in actions {
            self.xml.begin("ActionImport");
            self.xml.attribute("Name", &import.name);
            self.reference("Action", &import.action);
            self.xml.optional("EntitySet", self.scope.entity_set(import.entity_set.as_ref()));
            self.annotations(&import.annotations);
            self.xml.end();
        }
        let mut functions: Vec<_> = container.function_imports.iter().collect();
        functions.retain(|import| self.scope.has_child(ContainerChild::FunctionImport(import)));
        functions.sort_by_key(|import| &import.name);
        for import in functions {
            self.xml.begin("FunctionImport");
            self.xml.attribute("Name", &import.name);
            self.reference("Function", &import.function);
            self.xml.optional("EntitySet", self.scope.entity_set(import.entity_set.as_ref()));
            self.xml.flag("IncludeInServiceDocument", import.include_in_service_document);
            self.annotations(&import.annotations);
            self.xml.end();
        }
    }

    fn child(&mut self, child: ContainerChild<'_>, id: TypeId) {
        let type_name = &self.scope.model.type_(id).name;
        let annotations = match child {
            ContainerChild::EntitySet(set) => {
                self.xml.begin("EntitySet");
                self.xml.attribute("Name", &set.name);
                self.reference("EntityType", type_name);
                self.xml.flag("IncludeInServiceDocument", set.include_in_service_document);
                &set.annotations
            }
            ContainerChild::Singleton(singleton) => {
                self.xml.begin("Singleton");
                self.xml.attribute("Name", &singleton.name);
                self.reference("Type", type_name);
                self.xml.flag("Nullable", singleton.nullable);
                &singleton.annotations
            }
            ContainerChild::ActionImport(_) | ContainerChild::FunctionImport(_) => return,
        };
        let mut bindings: Vec<_> =
            child.navigation_property_bindings().iter().filter(|binding| self.scope.has_binding(id, binding)).collect();
        bindings.sort_by_key(|binding| (&binding.path, &binding.target));
        for binding in bindings {
            self.xml.begin("NavigationPropertyBinding");
            self.xml.attribute("Path", &binding.path);
            self.xml.attribute("Target", &binding.target);
            self.xml.end();
        }
        self.annotations(annotations);
        self.xml.end();
    }
}
