//! Look-ups in the model.

use std::collections::HashSet;

use super::{
    Annotation, Facets, ItemType, Key, Member, Model, NavigationProperty, OperationId, Primitive, Property,
    StructuredType, Type, TypeDefinition, TypeId, TypeKind, TypeRef, name_index,
};

/// Whether an operation is bound to a single value or to a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Multiplicity {
    /// A single value: `/users/{id}/sendMail`.
    One,
    /// A collection: `/users/delta()`.
    Many,
}

impl Model {
    /// Finds a type by its qualified name, such as `microsoft.graph.user`.
    #[must_use]
    pub fn find_type(&self, qualified_name: &str) -> Option<TypeId> {
        self.index.elements.find_qualified(qualified_name)?.type_id
    }

    /// Returns the types with a name in any namespace, in document order; Graph has two types named `user`.
    pub fn types_named(&self, name: &str) -> impl Iterator<Item = TypeId> + '_ {
        let simple = &self.index.simple_names;
        let mut next = simple.names.find(0, name).map(|number| simple.ends[number as usize].0);
        std::iter::from_fn(move || {
            let id = next?;
            next = simple.next[id.0 as usize];
            Some(id)
        })
    }

    /// Returns the overloads of an action or function by its qualified name, in document order.
    pub fn operations_named(&self, qualified_name: &str) -> impl Iterator<Item = OperationId> + '_ {
        let elements = &self.index.elements;
        elements.overloads(elements.find_qualified(qualified_name))
    }

    /// Returns the overloads that can be called on a value of a type, or on a collection of such values. Those bound to
    /// the type itself precede those bound to its base types. Overloads bound to `Edm.EntityType` or to an external
    /// type are not included.
    pub fn operations_bound_to(
        &self,
        id: TypeId,
        multiplicity: Multiplicity,
    ) -> impl Iterator<Item = OperationId> + '_ {
        self.lineage(id).flat_map(move |(id, _)| self.operations_declared_for(id, multiplicity))
    }

    /// Returns the overloads that are bound to exactly this type, or to a collection of it, in document order.
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

    /// Returns the type and its base types, most derived first. Cycles, which are reported as errors, end it.
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

    /// Returns whether the entities of a type are media entities, whose content is a stream (`HasStream`).
    #[must_use]
    pub fn has_stream(&self, id: TypeId) -> bool {
        let mut types = self.lineage(id).filter_map(|(_, declaring)| declaring.structured());
        types.any(|structured| structured.has_stream == Some(true))
    }

    /// Returns whether a single value of a type is a stream: `Edm.Stream`, or a type definition of it.
    pub(crate) fn is_stream(&self, type_ref: &TypeRef) -> bool {
        !type_ref.is_collection && self.has_streams(type_ref)
    }

    /// Like [`is_stream`](Self::is_stream), for a collection as well.
    pub(crate) fn has_streams(&self, type_ref: &TypeRef) -> bool {
        self.underlying(&type_ref.item) == &ItemType::Primitive(Primitive::Stream)
    }

    /// Returns what a type definition is of, or the type itself.
    pub(crate) fn underlying<'a>(&'a self, item: &'a ItemType) -> &'a ItemType {
        self.definitions(item).last().map_or(item, |definition| &definition.underlying_type.item)
    }

    /// Returns the facets of a type definition and of those that it refers to.
    pub(crate) fn definition_facets<'a>(&'a self, item: &'a ItemType) -> impl Iterator<Item = &'a Facets> {
        self.definitions(item).map(|definition| &definition.facets)
    }

    /// Returns a type definition, and those that it refers to.
    fn definitions<'a>(&'a self, item: &'a ItemType) -> impl Iterator<Item = &'a TypeDefinition> {
        let definition = |item: &'a ItemType| match item {
            ItemType::Declared(id) => match &self.type_(*id).kind {
                TypeKind::Definition(definition) => Some(definition),
                _ => None,
            },
            _ => None,
        };
        // Resolving has ruled out cycles.
        std::iter::successors(definition(item), move |found| definition(&found.underlying_type.item))
            .take(self.types.len())
    }

    /// Returns the types directly derived from this one, in document order.
    pub fn directly_derived_types(&self, id: TypeId) -> impl Iterator<Item = TypeId> + '_ {
        self.index.derived.of(id.0).iter().map(|&id| TypeId(id))
    }

    /// Returns all types derived from this one, directly or indirectly, nearest first.
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

    /// Sorts types by name.
    pub(crate) fn sort_types(&self, types: &mut [TypeId]) {
        types.sort_by(|left, right| self.type_(*left).name.cmp(&self.type_(*right).name));
    }

    /// Returns whether the type has derived types.
    #[must_use]
    pub fn has_derived_types(&self, id: TypeId) -> bool {
        !self.index.derived.of(id.0).is_empty()
    }

    /// Returns whether `id` is `base` or derives from it, directly or indirectly.
    #[must_use]
    pub fn is_a(&self, id: TypeId, base: TypeId) -> bool {
        self.lineage(id).any(|(ancestor, _)| ancestor == base)
    }

    /// Returns all structural properties of a type, inherited ones first, each with the type that declares it. A
    /// property that a derived type redeclares is listed as the most derived type declares it.
    #[must_use]
    pub fn properties(&self, id: TypeId) -> Vec<(TypeId, &Property)> {
        self.inherited(id, |structured| &structured.properties, |property| &property.name)
    }

    /// Returns all navigation properties of a type, inherited ones first, each with the type that declares it. A
    /// property that a derived type redeclares is listed as the most derived type declares it.
    #[must_use]
    pub fn navigation_properties(&self, id: TypeId) -> Vec<(TypeId, &NavigationProperty)> {
        self.inherited(id, |structured| &structured.navigation_properties, |property| &property.name)
    }

    fn inherited<'a, P>(
        &'a self,
        id: TypeId,
        of: impl Fn(&'a StructuredType) -> &'a Vec<P>,
        name_of: impl Fn(&'a P) -> &'a str,
    ) -> Vec<(TypeId, &'a P)> {
        let declaring = || self.lineage(id).filter_map(|(id, declaring)| Some((id, of(declaring.structured()?))));
        // Called thousands of times: allocates once and fills the vector in reverse.
        let mut found = Vec::with_capacity(declaring().map(|(_, properties)| properties.len()).sum());
        for (id, properties) in declaring() {
            found.extend(properties.iter().rev().map(|property| (id, property)));
        }
        if self.index.has_redeclarations {
            // The most derived declaration, which comes first, is the one of the type.
            let mut names = HashSet::new();
            found.retain(|(_, property)| names.insert(name_of(property)));
        }
        found.reverse();
        found
    }

    /// Returns a structural property of a type, declared or inherited, with the type that declares it.
    #[must_use]
    pub fn property(&self, id: TypeId, name: &str) -> Option<(TypeId, &Property)> {
        self.lineage(id).find_map(|(id, declaring)| match self.index.members.find(id, name)? {
            name_index::Member::Property(at) => Some((id, &declaring.structured()?.properties[at as usize])),
            _ => None,
        })
    }

    /// Returns a navigation property of a type, declared or inherited, with the type that declares it.
    #[must_use]
    pub fn navigation_property(&self, id: TypeId, name: &str) -> Option<(TypeId, &NavigationProperty)> {
        self.lineage(id).find_map(|(id, declaring)| match self.index.members.find(id, name)? {
            name_index::Member::NavigationProperty(at) => {
                Some((id, &declaring.structured()?.navigation_properties[at as usize]))
            }
            _ => None,
        })
    }

    /// Returns a member of an enum type.
    #[must_use]
    pub fn enum_member(&self, id: TypeId, name: &str) -> Option<&Member> {
        match (&self.type_(id).kind, self.index.members.find(id, name)?) {
            (TypeKind::Enum(enumeration), name_index::Member::EnumValue(at)) => enumeration.members.get(at as usize),
            _ => None,
        }
    }

    /// Returns the key of an entity type, declared or inherited from the nearest base type, with the declaring type.
    #[must_use]
    pub fn key(&self, id: TypeId) -> Option<(TypeId, &Key)> {
        self.lineage(id).find_map(|(id, declaring)| Some((id, declaring.structured()?.key.as_ref()?)))
    }

    /// Returns whether one of the base types is in a document that was not given, so that the type may have properties
    /// that the model does not know.
    #[must_use]
    pub fn has_external_base_type(&self, id: TypeId) -> bool {
        self.lineage(id)
            .any(|(_, declaring)| declaring.structured().is_some_and(|own| own.external_base_type.is_some()))
    }

    /// Returns an annotation of a type without a qualifier; annotations of base types are inherited.
    #[must_use]
    pub fn type_annotation(&self, id: TypeId, term: &str) -> Option<&Annotation> {
        self.lineage(id).find_map(|(_, declaring)| Annotation::find(&declaring.annotations, term))
    }

    /// Returns an annotation of a property or navigation property of a type, without a qualifier. Annotations of a
    /// derived type take precedence over those of the type that declares the property.
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
