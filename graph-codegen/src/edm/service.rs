use std::collections::{HashMap, HashSet};

use super::{
    ActionImport, Annotation, EntityContainer, EntitySet, FunctionImport, ItemType, Model, NavigationPropertyBinding,
    QualifiedName, Singleton, TypeId,
};
use crate::diagnostic::{Code, Diagnostic, Span};

/// The entity container of a service, including the containers that it extends.
#[derive(Clone, Debug)]
pub struct Service<'m> {
    model: &'m Model,
    /// The service's own container, followed by those that it extends.
    containers: Vec<&'m EntityContainer>,
    children: Vec<ContainerChild<'m>>,
    by_name: HashMap<&'m str, usize>,
}

/// A child of an entity container.
#[derive(Clone, Copy, Debug)]
pub enum ContainerChild<'m> {
    /// `EntitySet`.
    EntitySet(&'m EntitySet),
    /// `Singleton`.
    Singleton(&'m Singleton),
    /// `ActionImport`.
    ActionImport(&'m ActionImport),
    /// `FunctionImport`.
    FunctionImport(&'m FunctionImport),
}

impl<'m> ContainerChild<'m> {
    /// Returns `Name`.
    #[must_use]
    pub fn name(&self) -> &'m str {
        match self {
            Self::EntitySet(child) => &child.name,
            Self::Singleton(child) => &child.name,
            Self::ActionImport(child) => &child.name,
            Self::FunctionImport(child) => &child.name,
        }
    }

    /// Returns the entity type of an entity set or singleton, if the model declares it.
    #[must_use]
    pub fn entity_type(&self) -> Option<TypeId> {
        let item = match self {
            Self::EntitySet(child) => &child.entity_type,
            Self::Singleton(child) => &child.entity_type,
            Self::ActionImport(_) | Self::FunctionImport(_) => return None,
        };
        match item {
            ItemType::Declared(id) => Some(*id),
            ItemType::Primitive(_) | ItemType::External(_) => None,
        }
    }

    /// Returns the annotations of the child.
    #[must_use]
    pub fn annotations(&self) -> &'m [Annotation] {
        match self {
            Self::EntitySet(child) => &child.annotations,
            Self::Singleton(child) => &child.annotations,
            Self::ActionImport(child) => &child.annotations,
            Self::FunctionImport(child) => &child.annotations,
        }
    }

    /// Returns its position in the source.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::EntitySet(child) => child.span,
            Self::Singleton(child) => child.span,
            Self::ActionImport(child) => child.span,
            Self::FunctionImport(child) => child.span,
        }
    }

    /// Returns the navigation property bindings of an entity set or singleton.
    #[must_use]
    pub fn navigation_property_bindings(&self) -> &'m [NavigationPropertyBinding] {
        match self {
            Self::EntitySet(child) => &child.navigation_property_bindings,
            Self::Singleton(child) => &child.navigation_property_bindings,
            Self::ActionImport(_) | Self::FunctionImport(_) => &[],
        }
    }
}

/// The target of a navigation property binding.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct BindingTarget<'m> {
    /// The entity set or singleton.
    pub child: ContainerChild<'m>,
    /// The path from there to a containment navigation property; empty for the entity set or singleton itself.
    pub path: &'m str,
}

impl Model {
    /// Returns the service that the documents describe: the first container that no other extends.
    ///
    /// Returns `None` if no document declares a container; vocabularies do not.
    #[must_use]
    pub fn service(&self) -> Option<Service<'_>> {
        let is_extended = |container: &EntityContainer| {
            self.containers.iter().any(|other| other.extends.as_ref() == Some(&container.name))
        };
        let own = self.containers.iter().find(|container| !is_extended(container)).or(self.containers.first())?;
        Some(Service::new(self, own))
    }

    /// Finds an entity container by its qualified name.
    #[must_use]
    pub fn find_container(&self, qualified_name: &str) -> Option<&EntityContainer> {
        self.containers.get(self.index.elements.find_qualified(qualified_name)?.container? as usize)
    }
}

impl Model {
    /// Returns the container that extends one of a document that was not given, with the name of that one, if it is
    /// part of the service.
    pub(crate) fn missing_base_container(&self) -> Option<(&EntityContainer, &QualifiedName)> {
        let last = *self.service()?.containers.last()?;
        let base = last.extends.as_ref().filter(|base| self.find_container(base.as_str()).is_none())?;
        Some((last, base))
    }

    /// Returns the containers that are neither the first nor extended by another one. A service has exactly one
    /// container (OData CSDL XML 4.01, section 13), and no path reaches the elements of others.
    pub(crate) fn ignored_containers(&self) -> Vec<&EntityContainer> {
        let Some((first, others)) = self.containers.split_first() else { return Vec::new() };
        let extended: HashSet<&str> =
            self.containers.iter().filter_map(|container| Some(container.extends.as_ref()?.as_str())).collect();
        let is_ignored = |other: &&EntityContainer| {
            other.name != first.name && other.extends.is_none() && !extended.contains(other.name.as_str())
        };
        others.iter().filter(is_ignored).collect()
    }

    /// Returns the warning for a container that is [ignored](Self::ignored_containers).
    pub(crate) fn ignored_container(&self, container: &EntityContainer) -> Diagnostic {
        let message = format!("a service has one entity container; `{}` is ignored", container.name);
        let mut warning = Diagnostic::warning(Code::Csdl, message).at(container.span);
        if let Some(first) = self.containers.first() {
            warning = warning.note(format!("paths start in `{}`", first.name), first.span);
        }
        warning.help("generate from the documents of one service at a time")
    }
}

impl<'m> Service<'m> {
    fn new(model: &'m Model, own: &'m EntityContainer) -> Self {
        let mut service = Self { model, containers: Vec::new(), children: Vec::new(), by_name: HashMap::new() };
        let mut next = Some(own);
        while let Some(container) = next.filter(|_| service.containers.len() < model.containers.len()) {
            service.containers.push(container);
            container.entity_sets.iter().for_each(|child| service.add(ContainerChild::EntitySet(child)));
            container.singletons.iter().for_each(|child| service.add(ContainerChild::Singleton(child)));
            container.action_imports.iter().for_each(|child| service.add(ContainerChild::ActionImport(child)));
            container.function_imports.iter().for_each(|child| service.add(ContainerChild::FunctionImport(child)));
            next = container.extends.as_ref().and_then(|base| model.find_container(base.as_str()));
        }
        service
    }

    /// Adds a child, unless an extending container has one with the same name.
    fn add(&mut self, child: ContainerChild<'m>) {
        let number = self.children.len();
        if *self.by_name.entry(child.name()).or_insert(number) == number {
            self.children.push(child);
        }
    }

    /// Returns the service's own container.
    #[must_use]
    pub fn container(&self) -> &'m EntityContainer {
        self.containers[0]
    }

    /// Returns the service's own container, followed by those that it extends.
    pub(crate) fn containers(self) -> Vec<&'m EntityContainer> {
        self.containers
    }

    /// Returns all children; those of the service's own container come first.
    #[must_use]
    pub fn children(&self) -> &[ContainerChild<'m>] {
        &self.children
    }

    /// Finds a child by its name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<ContainerChild<'m>> {
        self.by_name.get(name).map(|&number| self.children[number])
    }

    /// Returns the target of a navigation property binding.
    ///
    /// Returns `None` if the target does not exist or is in a document that was not given.
    #[must_use]
    pub fn binding_target(&self, binding: &'m NavigationPropertyBinding) -> Option<BindingTarget<'m>> {
        let (first, rest) = split_segment(&binding.target);
        if !first.contains('.') {
            return Some(BindingTarget { child: self.find(first)?, path: rest });
        }
        let container = self.model.find_container(first)?;
        let (name, path) = split_segment(rest);
        let child = if self.containers.iter().any(|own| own.name == container.name) {
            self.find(name)?
        } else {
            Self::new(self.model, container).find(name)?
        };
        Some(BindingTarget { child, path })
    }
}

/// Returns the first segment and the rest of a path.
fn split_segment(path: &str) -> (&str, &str) {
    path.split_once('/').unwrap_or((path, ""))
}
