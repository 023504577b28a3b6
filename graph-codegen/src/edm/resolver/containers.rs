use super::{
    declarations::duplicate,
    document_resolver::{Child, DocumentResolver},
    values::owned,
};
use crate::{
    csdl::{self, ContainerChildKind, Text},
    diagnostic::{Code, Diagnostic},
    edm::{
        ActionImport, EntityContainer, EntitySet, FunctionImport, ItemType, NavigationPropertyBinding, OperationId,
        OperationKind, QualifiedName, Singleton, name_index::split_qualified,
    },
};

impl DocumentResolver<'_, '_, '_> {
    /// Resolves an entity container; `number` is its number in the model.
    pub(super) fn container(
        &mut self,
        namespace: &str,
        number: u32,
        written: &csdl::EntityContainer<'_>,
    ) -> EntityContainer {
        let mut container = EntityContainer {
            name: QualifiedName::new(namespace, &written.name),
            extends: written.extends.as_ref().map(|base| self.extended(base)),
            entity_sets: Vec::new(),
            singletons: Vec::new(),
            action_imports: Vec::new(),
            function_imports: Vec::new(),
            annotations: self.annotations(&written.annotations),
            span: written.span,
        };
        for child in &written.children {
            let at = self.add_child(&mut container, child);
            let (found, is_new) = self.children.names.insert(number, &child.name);
            if is_new {
                self.children.list.push(Child { kind: child.kind, at, span: child.name.span });
            } else {
                let first = self.children.list[found as usize].span;
                self.diagnostics.push_deferred(duplicate("container child", &child.name, first));
            }
        }
        container
    }

    /// Resolves the container that another one extends. Reports it if it is missing from a given document.
    fn extended(&mut self, written: &Text<'_>) -> QualifiedName {
        let name = self.qualified_name(written);
        let element = self.elements.find_qualified(name.as_str());
        if element.and_then(|element| element.container).is_none() && self.is_given(written) {
            self.diagnostics.push(
                Diagnostic::error(Code::Unresolved, format!("entity container `{}` is not declared", written.value))
                    .at(written.span),
            );
        }
        name
    }

    /// Returns whether a qualified name should be declared, because its namespace belongs to a given document or is
    /// unknown.
    fn is_given(&self, written: &str) -> bool {
        let namespace = split_qualified(written).and_then(|(prefix, _)| self.namespace(prefix));
        namespace.is_none_or(|number| self.declared.namespaces[number as usize].is_given())
    }

    fn add_child(&mut self, container: &mut EntityContainer, written: &csdl::ContainerChild<'_>) -> u32 {
        let name = owned(&written.name);
        let annotations = self.annotations(&written.annotations);
        let span = written.span;
        match written.kind {
            ContainerChildKind::EntitySet => {
                container.entity_sets.push(EntitySet {
                    name,
                    entity_type: self.entity_type("entity set", written),
                    include_in_service_document: written.include_in_service_document,
                    navigation_property_bindings: self.bindings(&written.navigation_property_bindings),
                    annotations,
                    span,
                });
                last(&container.entity_sets)
            }
            ContainerChildKind::Singleton => {
                container.singletons.push(Singleton {
                    name,
                    entity_type: self.entity_type("singleton", written),
                    nullable: written.nullable,
                    navigation_property_bindings: self.bindings(&written.navigation_property_bindings),
                    annotations,
                    span,
                });
                last(&container.singletons)
            }
            ContainerChildKind::ActionImport => {
                container.action_imports.push(ActionImport {
                    name,
                    overloads: self.imported(OperationKind::Action, &written.of),
                    action: self.qualified_name(&written.of),
                    entity_set: written.entity_set.as_ref().map(|path| self.path(path)),
                    annotations,
                    span,
                });
                last(&container.action_imports)
            }
            ContainerChildKind::FunctionImport => {
                container.function_imports.push(FunctionImport {
                    name,
                    overloads: self.imported(OperationKind::Function, &written.of),
                    function: self.qualified_name(&written.of),
                    entity_set: written.entity_set.as_ref().map(|path| self.path(path)),
                    include_in_service_document: written.include_in_service_document,
                    annotations,
                    span,
                });
                last(&container.function_imports)
            }
        }
    }

    /// Resolves the type of an entity set or singleton, which must be an entity type.
    fn entity_type(&mut self, kind: &str, written: &csdl::ContainerChild<'_>) -> ItemType {
        let item = self.item_type(&written.of.value, &written.of);
        let found = match &item {
            ItemType::External(_) => return item,
            ItemType::Declared(id) => {
                let declared = self.declared.types[id.0 as usize];
                if declared.is_entity() {
                    return item;
                }
                Some(declared)
            }
            ItemType::Primitive(_) => None,
        };
        let what = found.map_or("primitive type", |declared| declared.kind());
        let message = format!("{kind} `{}` has the {what} `{}`", written.name.value, written.of.value);
        let mut diagnostic = Diagnostic::error(Code::Csdl, message).at(written.of.span);
        if let Some(declared) = found {
            diagnostic = diagnostic.note("the type is declared here", declared.name().span);
        }
        self.diagnostics.push(diagnostic.help("entity sets and singletons must have an entity type"));
        item
    }

    fn bindings(&self, written: &[csdl::NavigationPropertyBinding<'_>]) -> Vec<NavigationPropertyBinding> {
        let mut bindings = Vec::with_capacity(written.len());
        for binding in written {
            bindings
                .push(NavigationPropertyBinding { path: self.path(&binding.path), target: self.path(&binding.target) });
        }
        bindings
    }

    /// Returns the unbound overloads that an import exposes.
    fn imported(&mut self, kind: OperationKind, written: &Text<'_>) -> Vec<OperationId> {
        let word = match kind {
            OperationKind::Action => "action",
            OperationKind::Function => "function",
        };
        let element =
            split_qualified(written).and_then(|(prefix, name)| self.elements.find(self.namespace(prefix)?, name));
        let mut unbound = Vec::new();
        let mut bound = None;
        if !self.budget.spend(1) || !self.budget.spend(self.elements.overloads(element).count()) {
            self.diagnostics.extend(self.budget.error(written.span));
            return unbound;
        }
        for id in self.elements.overloads(element) {
            let operation = self.declared.operations[id.0 as usize];
            let is_kind = (operation.kind == csdl::OperationKind::Action) == (kind == OperationKind::Action);
            if is_kind && operation.is_bound != Some(true) {
                unbound.push(id);
            } else if is_kind {
                bound = Some(operation);
            }
        }
        if !unbound.is_empty() || !self.is_given(written) {
            return unbound;
        }
        let diagnostic = match bound {
            Some(bound) => Diagnostic::warning(Code::Csdl, format!("the imported {word} `{}` is bound", written.value))
                .note("it is declared here", bound.name.span)
                .help(format!(
                    "an import must expose an unbound {word}; this one can only be called on its binding type"
                )),
            None => {
                let diagnostic =
                    Diagnostic::error(Code::Unresolved, format!("{word} `{}` is not declared", written.value));
                match self.suggested_operation(kind, written) {
                    Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                    None => diagnostic.help(format!("an import must expose an unbound {word} of this model")),
                }
            }
        };
        self.diagnostics.push_deferred(diagnostic.at(written.span));
        unbound
    }

    /// Returns the unbound action or function that a misspelled name may mean, as the document would write it.
    fn suggested_operation(&self, kind: OperationKind, written: &Text<'_>) -> Option<String> {
        let (prefix, simple) = split_qualified(written)?;
        let namespace = self.declared.namespaces[self.namespace(prefix)? as usize].name;
        let schemas = self.declared.documents.iter().flat_map(|document| &document.schemas);
        let operations = schemas.filter(|schema| *schema.namespace.value == *namespace).flat_map(|s| &s.operations);
        let unbound = operations.filter(|operation| {
            let is_kind = (operation.kind == csdl::OperationKind::Action) == (kind == OperationKind::Action);
            is_kind && operation.is_bound != Some(true)
        });
        let meant = self.suggestions.closest(simple, unbound.map(|operation| &*operation.name.value))?;
        Some(format!("{prefix}.{meant}"))
    }
}

fn last<T>(list: &[T]) -> u32 {
    list.len() as u32 - 1
}
