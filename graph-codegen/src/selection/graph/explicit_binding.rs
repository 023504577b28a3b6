//! Operations that are available only where annotations bind them explicitly.
//!
//! Terms: `RequiresExplicitBinding` and `ExplicitOperationBindings` of OData's core vocabulary.

use std::collections::HashSet;

use super::{PathArena, PathId, ResourceShape, ServiceGraph, Step};
use crate::{
    edm::{Annotation, Expression, Model, Operation, OperationId},
    facts::{requires_explicit_binding, term::EXPLICIT_OPERATION_BINDINGS},
};

/// The operations of a model that are available only where they are bound explicitly. Most models have none.
///
/// An operation that nothing binds is available on each resource of its type: published metadata marks operations that
/// are called without being bound anywhere, such as Graph's `getAllOnlineMeetingMessages`.
#[derive(Debug, Default)]
pub(super) struct ExplicitOperations(HashSet<OperationId>);

impl ExplicitOperations {
    pub(super) fn of(model: &Model) -> Self {
        let operations = model.operations().filter(|(_, operation)| requires_explicit_binding(&operation.annotations));
        let mut marked: HashSet<OperationId> = operations.map(|(id, _)| id).collect();
        if !marked.is_empty() {
            let bindings: Vec<&[Annotation]> = bindings(model);
            marked.retain(|id| {
                let name = model.operation(*id).name.as_str();
                bindings.iter().any(|annotations| binds(annotations, name, model))
            });
        }
        Self(marked)
    }
}

/// The annotations of all elements of a model that bind operations.
fn bindings(model: &Model) -> Vec<&[Annotation]> {
    let of_types = model.types().flat_map(|(_, of)| {
        let members = of.structured().into_iter().flat_map(|members| {
            let properties = members.properties.iter().map(|property| property.annotations.as_slice());
            properties.chain(members.navigation_properties.iter().map(|property| property.annotations.as_slice()))
        });
        std::iter::once(of.annotations.as_slice()).chain(members)
    });
    let of_containers = model.containers().iter().flat_map(|container| {
        let sets = container.entity_sets.iter().map(|set| set.annotations.as_slice());
        sets.chain(container.singletons.iter().map(|singleton| singleton.annotations.as_slice()))
    });
    let bind = |annotations: &&[Annotation]| Annotation::find(annotations, EXPLICIT_OPERATION_BINDINGS).is_some();
    of_types.chain(of_containers).filter(bind).collect()
}

impl<'a> PathArena<'a> {
    /// The operations that can be called on the resource at the end of a path.
    pub(crate) fn operations_at(&self, path: PathId, shape: ResourceShape) -> Vec<(OperationId, &'a Operation)> {
        let mut operations = self.graph().operations_on(shape);
        let explicit = &self.graph().explicit;
        if !explicit.0.is_empty() && operations.iter().any(|(id, _)| explicit.0.contains(id)) {
            operations.retain(|(id, _)| self.offers(path, *id));
        }
        operations
    }

    /// The operations that the resource at the end of a path offers, but not each resource of its type.
    pub(crate) fn explicit_operations_at(&self, path: PathId, shape: ResourceShape) -> Vec<OperationId> {
        let explicit = &self.graph().explicit.0;
        if explicit.is_empty() {
            return Vec::new();
        }
        let operations = self.graph().operations_on(shape).into_iter().map(|(id, _)| id);
        operations.filter(|id| explicit.contains(id) && self.offers(path, *id)).collect()
    }

    /// Whether the resource at the end of a path offers an operation that is bound to its type.
    pub(crate) fn offers(&self, path: PathId, id: OperationId) -> bool {
        let graph = self.graph();
        if !graph.explicit.0.contains(&id) {
            return true;
        }
        let name = graph.model().operation(id).name.as_str();
        self.levels(path).into_iter().any(|annotations| binds(annotations, name, graph.model()))
    }

    /// The annotations of the model elements at the end of a path: the entity set, singleton or navigation property,
    /// the entity set to which the navigation property is bound, and the type.
    fn levels(&self, path: PathId) -> Vec<&'a [Annotation]> {
        let graph = self.graph();
        let model = graph.model();
        let mut levels = Vec::new();
        if let Some(shape) = self.end(path) {
            levels.extend(model.lineage(shape.entity_type()).map(|(_, of)| of.annotations.as_slice()));
        }
        let is_passed = |step: &&Step<'a>| {
            matches!(step, Step::Key { .. } | Step::AlternateKey { .. } | Step::Cast { .. } | Step::ItemPath { .. })
        };
        let mut steps = self.steps_backwards(path).skip_while(is_passed);
        match steps.next() {
            Some(Step::Root { name, .. }) => levels.extend(graph.child(name).map(|child| child.annotations())),
            Some(Step::Navigation { from, property, .. } | Step::Property { from, property, .. }) => {
                let id = from.entity_type();
                let navigation = model.navigation_property(id, property);
                levels.extend(navigation.map(|(_, found)| found.annotations.as_slice()));
                levels.extend(model.property(id, property).map(|(_, found)| found.annotations.as_slice()));
                // A binding is relative to the entity set or singleton, which is the next step here if it is not
                // further away.
                if let Some(Step::Root { name, .. }) = steps.find(|step| !is_passed(step)) {
                    levels.extend(bound_set(graph, name, property));
                }
            }
            _ => {}
        }
        levels
    }
}

/// The annotations of the entity set to which a navigation property of another one is bound.
fn bound_set<'a>(graph: &ServiceGraph<'a>, root: &str, property: &str) -> Option<&'a [Annotation]> {
    let mut bindings = graph.child(root)?.navigation_property_bindings().iter();
    let binding = bindings.find(|binding| {
        // Casts may come before the property.
        let mut segments = binding.path.rsplit('/');
        segments.next() == Some(property) && segments.all(|segment| segment.contains('.'))
    })?;
    let target = binding.target.rsplit('/').next()?;
    graph.child(target).map(|child| child.annotations())
}

/// Whether annotations bind an operation, given by its qualified name.
fn binds(annotations: &[Annotation], name: &str, model: &Model) -> bool {
    let names = Annotation::value(annotations, EXPLICIT_OPERATION_BINDINGS).and_then(Expression::as_collection);
    names.unwrap_or_default().iter().filter_map(Expression::as_string).any(|bound| {
        // An overload may be identified by its parameters.
        let bound = bound.split('(').next().unwrap_or(bound);
        bound == name
            || bound.rsplit_once('.').zip(name.rsplit_once('.')).is_some_and(|((alias, bound), (namespace, name))| {
                let mut schemas = model.schemas().iter();
                bound == name
                    && schemas.any(|schema| schema.namespace == namespace && schema.alias.as_deref() == Some(alias))
            })
    })
}
