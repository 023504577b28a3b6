//! The types after whose values paths continue.

use super::TypeMap;
use crate::edm::{Model, Multiplicity, TypeId, TypeKind};

/// The complex and entity types whose values lead to other resources: by navigation properties, bound operations or
/// streams of their own, of derived types, or of the values of complex properties.
#[derive(Debug)]
pub(super) struct Continuations(TypeMap<()>);

impl Continuations {
    /// Finds the types in time that grows with the size of the model.
    ///
    /// In Graph, these are only the types with members of their own that lead on, and streams do not count: the others
    /// are rarely needed, can be selected by their paths, and would add one percent to the code for all of Graph.
    pub(super) fn of(model: &Model) -> Self {
        let is_graph = model.is_microsoft_graph();
        let mut graph = Search {
            model,
            follows_values: !is_graph,
            owners: TypeMap::new(model),
            leading: TypeMap::new(model),
            queue: Vec::new(),
        };
        for (id, declared) in model.types() {
            let Some(structured) = declared.structured() else { continue };
            let is_leading = !structured.navigation_properties.is_empty()
                || model.operations_declared_for(id, Multiplicity::One).next().is_some()
                || (!is_graph && structured.properties.iter().any(|property| model.is_stream(&property.type_ref)));
            if is_leading {
                graph.queue.push((id, Origin::Members));
            }
            if !matches!(declared.kind, TypeKind::Complex(_)) {
                continue;
            }
            for property in &structured.properties {
                let Some(value) = property.type_ref.type_id().filter(|_| !property.type_ref.is_collection) else {
                    continue;
                };
                match graph.owners.get_mut(value) {
                    Some(owners) => owners.push(id),
                    None => drop(graph.owners.insert(value, vec![id])),
                }
            }
        }
        Self(graph.run())
    }

    pub(super) fn contains(&self, id: TypeId) -> bool {
        self.0.contains(id)
    }
}

/// Why values of a type lead to other resources.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// By members of the type, which derived types inherit.
    Members,
    /// By casts to a derived type.
    DerivedType,
}

struct Search<'m> {
    model: &'m Model,
    /// Whether what leads on counts for base types, and for the types of values that contain it.
    follows_values: bool,
    /// The complex types with a property of a type.
    owners: TypeMap<Vec<TypeId>>,
    /// The types found so far, with whether derived types inherit what leads on.
    leading: TypeMap<Origin>,
    queue: Vec<(TypeId, Origin)>,
}

impl Search<'_> {
    /// Visits each type at most twice: it may be found by a derived type first, and by its members later.
    fn run(mut self) -> TypeMap<()> {
        while let Some((id, origin)) = self.queue.pop() {
            let known = self.leading.get(id).copied();
            if known == Some(Origin::Members) || known == Some(origin) {
                continue;
            }
            self.leading.insert(id, origin);
            if origin == Origin::Members {
                self.queue.extend(self.model.directly_derived_types(id).map(|derived| (derived, Origin::Members)));
            }
            if known.is_none() && self.follows_values {
                let base = self.model.type_(id).structured().and_then(|structured| structured.base_type);
                self.queue.extend(base.map(|base| (base, Origin::DerivedType)));
                let owners = self.owners.get(id).into_iter().flatten();
                self.queue.extend(owners.map(|owner| (*owner, Origin::Members)));
            }
        }
        let mut found = TypeMap::new(self.model);
        for id in self.leading.keys() {
            found.insert(id, ());
        }
        found
    }
}
