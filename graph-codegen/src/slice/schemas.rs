use std::collections::BTreeMap;

use super::writer::Writer;
use crate::edm::{ContainerChild, EntityContainer, Operation, OperationKind, TypeId, TypeKind};

/// The declarations of a schema in the slice.
#[derive(Debug, Default)]
struct Contents<'a> {
    types: Vec<TypeId>,
    operations: Vec<&'a Operation>,
    containers: Vec<&'a EntityContainer>,
}

impl Writer<'_> {
    /// Writes the schemas that are not empty, sorted by namespace.
    pub(super) fn schemas(&mut self) {
        let model = self.scope.model;
        let mut schemas: BTreeMap<&str, Contents<'_>> = BTreeMap::new();
        for id in self.scope.types() {
            schemas.entry(model.type_(id).name.namespace()).or_default().types.push(id);
        }
        for (_, operation) in model.operations().filter(|(id, operation)| self.scope.has_operation(*id, operation)) {
            schemas.entry(operation.name.namespace()).or_default().operations.push(operation);
        }
        for container in model.containers() {
            if self.has_container(container) {
                schemas.entry(container.name.namespace()).or_default().containers.push(container);
            }
        }
        for (namespace, contents) in schemas {
            self.schema(namespace, contents);
        }
    }

    /// Returns whether the slice includes a child of a container.
    pub(super) fn has_container(&self, container: &EntityContainer) -> bool {
        let sets = container.entity_sets.iter().map(ContainerChild::EntitySet);
        let singletons = container.singletons.iter().map(ContainerChild::Singleton);
        let actions = container.action_imports.iter().map(ContainerChild::ActionImport);
        let functions = container.function_imports.iter().map(ContainerChild::FunctionImport);
        sets.chain(singletons).chain(actions).chain(functions).any(|child| self.scope.has_child(child))
    }

    fn schema(&mut self, namespace: &str, mut contents: Contents<'_>) {
        let model = self.scope.model;
        let schemas = || model.schemas().iter().filter(|schema| schema.namespace == namespace);
        self.declare(namespace);
        self.xml.begin("Schema");
        self.xml.attribute("Namespace", namespace);
        self.xml.optional("Alias", schemas().find_map(|schema| schema.alias.as_deref()));
        self.xml.attribute("xmlns", "http://docs.oasis-open.org/odata/ns/edm");
        contents.types.sort_by_key(|id| (kind_order(&model.type_(*id).kind), &model.type_(*id).name));
        for id in &contents.types {
            self.type_(*id);
        }
        contents.operations.sort_by_cached_key(|operation| self.operation_order(operation));
        for operation in contents.operations {
            self.operation(operation);
        }
        contents.containers.sort_by_key(|container| &container.name);
        for container in contents.containers {
            self.container(container);
        }
        for id in contents.types {
            self.inherited_properties(id);
        }
        for schema in schemas() {
            self.annotations(&schema.annotations);
        }
        self.xml.end();
    }

    /// Returns the sort key of an operation: actions before functions, then the name, then the parameters.
    fn operation_order(&self, operation: &Operation) -> (OperationKind, String, Vec<(String, bool, String)>) {
        let signature = operation.parameters.iter().map(|parameter| {
            let type_name = parameter.type_ref.type_id().map(|id| self.scope.model.type_(id).name.to_string());
            (type_name.unwrap_or_default(), parameter.type_ref.is_collection, parameter.name.clone())
        });
        (operation.kind, operation.name.to_string(), signature.collect())
    }
}

fn kind_order(kind: &TypeKind) -> u8 {
    match kind {
        TypeKind::Enum(_) => 0,
        TypeKind::Definition(_) => 1,
        TypeKind::Complex(_) => 2,
        TypeKind::Entity(_) => 3,
    }
}
