//! Operations whose simple name means something else in some path.

use std::collections::{HashMap, HashSet};

use super::ServiceGraph;
use crate::edm::{Dialect, Model, Operation, OperationNames, QualifiedName, TypeId};

/// The operations that have to be called by their qualified name, although their namespace is a default one.
///
/// A service looks for properties before operations (OData URL Conventions 4.01, section 4.5), and names in several
/// default namespaces need not differ (vocabulary Core, `DefaultNamespace`).
#[derive(Debug, Default)]
pub(super) struct AmbiguousNames(HashSet<Binding>);

/// An operation and what it is bound to, which its overloads may share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Binding {
    name: QualifiedName,
    to: TypeId,
    is_collection: bool,
}

impl Binding {
    fn of(operation: &Operation) -> Option<Self> {
        let binding = &operation.binding_parameter()?.type_ref;
        Some(Self { name: operation.name.clone(), to: binding.type_id()?, is_collection: binding.is_collection })
    }
}

impl AmbiguousNames {
    /// Finds the operations. Graph has none: its properties have other names, and simple names are those of one
    /// namespace.
    pub(super) fn of(graph: &ServiceGraph<'_>) -> Self {
        let (model, profile) = (graph.model, graph.model.profile());
        if profile.dialect() == Dialect::Graph {
            return Self::default();
        }
        let operations = model.operations().filter_map(|(_, operation)| Binding::of(operation));
        let simple: Vec<Binding> = operations
            .filter(|binding| {
                let namespace = binding.name.namespace();
                profile.operation_names(namespace, graph.own.namespace) == OperationNames::Simple
            })
            .collect();
        let mut found = like_properties(&simple, model);
        found.extend(in_several_namespaces(&simple, model));
        Self(found)
    }

    pub(super) fn contains(&self, operation: &Operation) -> bool {
        !self.0.is_empty() && Binding::of(operation).is_some_and(|binding| self.0.contains(&binding))
    }
}

/// Finds the operations with the name of a property of their type, its base types or a type derived from it.
fn like_properties(simple: &[Binding], model: &Model) -> HashSet<Binding> {
    let mut by_name: HashMap<&str, HashMap<TypeId, Vec<&Binding>>> = HashMap::new();
    let mut found = HashSet::new();
    for binding in simple.iter().filter(|binding| !binding.is_collection) {
        let name = binding.name.name();
        by_name.entry(name).or_default().entry(binding.to).or_default().push(binding);
        if model.property(binding.to, name).is_some() || model.navigation_property(binding.to, name).is_some() {
            found.insert(binding.clone());
        }
    }
    for (id, declared) in model.types() {
        let Some(structured) = declared.structured().filter(|_| !by_name.is_empty()) else { continue };
        let properties = structured.properties.iter().map(|property| property.name.as_str());
        let navigation = structured.navigation_properties.iter().map(|property| property.name.as_str());
        for bound in properties.chain(navigation).filter_map(|name| by_name.get(name)) {
            let bases = model.lineage(id).filter_map(|(base, _)| bound.get(&base));
            found.extend(bases.flatten().map(|binding| (*binding).clone()));
        }
    }
    found
}

/// Finds the operations with a simple name that an operation of another default namespace has for the same values.
fn in_several_namespaces(simple: &[Binding], model: &Model) -> Vec<Binding> {
    // Types with a common base type can have common values.
    fn key<'b>(binding: &'b Binding, model: &Model) -> (&'b str, TypeId, bool) {
        let root = model.lineage(binding.to).last().map_or(binding.to, |(root, _)| root);
        (binding.name.name(), root, binding.is_collection)
    }
    let mut namespaces: HashMap<_, Option<&str>> = HashMap::new();
    for binding in simple {
        let namespace = binding.name.namespace();
        let known = namespaces.entry(key(binding, model)).or_insert(Some(namespace));
        *known = known.filter(|known| *known == namespace);
    }
    simple.iter().filter(|binding| namespaces.get(&key(binding, model)) == Some(&None)).cloned().collect()
}
