//! Questions that later stages ask the model.

use super::{
    Annotation, Key, Member, Model, NavigationProperty, OperationId, Property, StructuredType, Type, TypeId, TypeKind,
    name_index,
};

/// Whether an operation is bound to one value of a type or to a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Multiplicity {
    /// One value: `/users/{id}/sendMail`.
    One,
    /// A collection: `/users/delta()`.
    Many,
}

impl Model {
    /// Finds a type by namespace and name: `microsoft.graph.user`.
    #[must_use]
    pub fn find_type(&self, qualified_name: &str) -> Option<TypeId> {
        self.index.elements.find_qualified(qualified_name)?.type_id
    }

    /// The types of a name in all namespaces, in document order: `user` is two in Graph.
    pub fn types_named(&self, name: &str) -> impl Iterator<Item = TypeId> + '_ {
        let simple = &self.index.simple_names;
        let mut next = simple.names.find(0, name).map(|number| simple.ends[number as usize].0);
        std::iter::from_fn(move || {
            let id = next?;
            next = simple.next[id.0 as usize];
            Some(id)
        })
    }

    /// The overloads of an action or function by namespace and name, in document order.
    pub fn operations_named(&self, qualified_name: &str) -> impl Iterator<Item = OperationId> + '_ {
        let elements = &self.index.elements;
        elements.overloads(elements.find_qualified(qualified_name))
    }

    /// The overloads that can be called on a value of a type (or on a collection of them): those bound to the type
    /// itself first, then the base types'. Overloads bound to `Edm.EntityType` or to an external type are not among
    /// them.
    pub fn operations_bound_to(
        &self,
        id: TypeId,
        multiplicity: Multiplicity,
    ) -> impl Iterator<Item = OperationId> + '_ {
        self.lineage(id).flat_map(move |(id, _)| self.operations_declared_for(id, multiplicity))
    }

    /// The overloads that are bound to this very type (or to a collection of it), in document order.
    pub fn operations_declared_for(
        &self,
        id: TypeId,
        multiplicity: Multiplicity,
    ) -> impl Iterator<Item = OperationId> + '_ {
        let bound = self.index.bound.of(id.0);
        bound.iter().map(|&operation| OperationId(operation)).filter(move |&operation| {
            let binding = self.operation(operation).binding_parameter();
            binding.is_some_and(|binding| binding.type_ref.is_collection == (multiplicity == Multiplicity::Many))
        })
    }

    /// The type and its base types, derived first. Ends also where a cycle was reported.
    pub fn lineage(&self, id: TypeId) -> impl Iterator<Item = (TypeId, &Type)> {
        let mut next = Some(id);
        let mut left = self.types.len();
        std::iter::from_fn(move || {
            let id = next.filter(|_| left > 0)?;
            left -= 1;
            let current = self.type_(id);
            next = current.structured().and_then(|structured| structured.base_type);
            Some((id, current))
        })
    }

    /// The types whose base type this one is, in document order.
    pub fn directly_derived_types(&self, id: TypeId) -> impl Iterator<Item = TypeId> + '_ {
        self.index.derived.of(id.0).iter().map(|&id| TypeId(id))
    }

    /// All types derived from this one, at any distance, nearest first; the type itself is not among them.
    #[must_use]
    pub fn derived_types(&self, id: TypeId) -> Vec<TypeId> {
        let mut found: Vec<TypeId> = self.directly_derived_types(id).collect();
        let mut at = 0;
        while at < found.len() && found.len() <= self.types.len() {
            found.extend(self.directly_derived_types(found[at]));
            at += 1;
        }
        found
    }

    /// Whether the type has derived types.
    #[must_use]
    pub fn has_derived_types(&self, id: TypeId) -> bool {
        !self.index.derived.of(id.0).is_empty()
    }

    /// Whether `id` is `base`, or derived from it at any distance.
    #[must_use]
    pub fn is_a(&self, id: TypeId, base: TypeId) -> bool {
        self.lineage(id).any(|(ancestor, _)| ancestor == base)
    }

    /// All structural properties of a type, the base types' first, each with the type that declares it.
    #[must_use]
    pub fn properties(&self, id: TypeId) -> Vec<(TypeId, &Property)> {
        self.inherited(id, |structured| &structured.properties)
    }

    /// All navigation properties of a type, the base types' first, each with the type that declares it.
    #[must_use]
    pub fn navigation_properties(&self, id: TypeId) -> Vec<(TypeId, &NavigationProperty)> {
        self.inherited(id, |structured| &structured.navigation_properties)
    }

    fn inherited<'a, P>(&'a self, id: TypeId, of: impl Fn(&'a StructuredType) -> &'a Vec<P>) -> Vec<(TypeId, &'a P)> {
        let declaring = || self.lineage(id).filter_map(|(id, declaring)| Some((id, of(declaring.structured()?))));
        // This is asked thousands of times: one piece of memory, filled from its end, is all it takes.
        let mut found = Vec::with_capacity(declaring().map(|(_, properties)| properties.len()).sum());
        for (id, properties) in declaring() {
            found.extend(properties.iter().rev().map(|property| (id, property)));
        }
        found.reverse();
        found
    }

    /// A structural property of a type, its own or inherited, with the type that declares it.
    #[must_use]
    pub fn property(&self, id: TypeId, name: &str) -> Option<(TypeId, &Property)> {
        self.lineage(id).find_map(|(id, declaring)| match self.index.members.find(id, name)? {
            name_index::Member::Property(at) => Some((id, &declaring.structured()?.properties[at as usize])),
            _ => None,
        })
    }

    /// A navigation property of a type, its own or inherited, with the type that declares it.
    #[must_use]
    pub fn navigation_property(&self, id: TypeId, name: &str) -> Option<(TypeId, &NavigationProperty)> {
        self.lineage(id).find_map(|(id, declaring)| match self.index.members.find(id, name)? {
            name_index::Member::NavigationProperty(at) => {
                Some((id, &declaring.structured()?.navigation_properties[at as usize]))
            }
            _ => None,
        })
    }

    /// A member of an enum type.
    #[must_use]
    pub fn enum_member(&self, id: TypeId, name: &str) -> Option<&Member> {
        match (&self.type_(id).kind, self.index.members.find(id, name)?) {
            (TypeKind::Enum(enumeration), name_index::Member::EnumValue(at)) => enumeration.members.get(at as usize),
            _ => None,
        }
    }

    /// The key of an entity type: its own, or the nearest base type's, with the type that declares it.
    #[must_use]
    pub fn key(&self, id: TypeId) -> Option<(TypeId, &Key)> {
        self.lineage(id).find_map(|(id, declaring)| Some((id, declaring.structured()?.key.as_ref()?)))
    }

    /// Whether a base type of the type is in a document that was not given, so that it may have more properties than
    /// the model knows.
    #[must_use]
    pub fn has_external_base_type(&self, id: TypeId) -> bool {
        self.lineage(id)
            .any(|(_, declaring)| declaring.structured().is_some_and(|own| own.external_base_type.is_some()))
    }

    /// An annotation of a type without qualifier; a type inherits its base types' annotations.
    #[must_use]
    pub fn type_annotation(&self, id: TypeId, term: &str) -> Option<&Annotation> {
        self.lineage(id).find_map(|(_, declaring)| Annotation::find(&declaring.annotations, term))
    }

    /// An annotation of a property or navigation property without qualifier, as it holds for a type: what the derived
    /// type says about an inherited property comes before what the declaring type says.
    #[must_use]
    pub fn property_annotation(&self, id: TypeId, property: &str, term: &str) -> Option<&Annotation> {
        self.lineage(id).find_map(|(id, declaring)| {
            let structured = declaring.structured()?;
            let annotations = match self.index.members.find(id, property) {
                Some(name_index::Member::Property(at)) => &structured.properties[at as usize].annotations,
                Some(name_index::Member::NavigationProperty(at)) => {
                    &structured.navigation_properties[at as usize].annotations
                }
                _ => &structured.inherited_properties.iter().find(|inherited| inherited.name == property)?.annotations,
            };
            Annotation::find(annotations, term)
        })
    }
}
