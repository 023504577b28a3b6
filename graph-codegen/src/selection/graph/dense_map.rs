//! Maps keyed by types or resources of a model, with a slot for each key.

use super::ResourceShape;
use crate::edm::{Model, TypeId};

/// A map keyed by types, iterated in their order.
#[derive(Clone, Debug)]
pub(crate) struct TypeMap<T> {
    slots: Vec<Option<(TypeId, T)>>,
}

impl<T> TypeMap<T> {
    /// Creates an empty map for the types of a model.
    pub(crate) fn new(model: &Model) -> Self {
        Self { slots: model.types().map(|_| None).collect() }
    }

    pub(crate) fn get(&self, id: TypeId) -> Option<&T> {
        Some(&self.slots.get(id.index())?.as_ref()?.1)
    }

    pub(crate) fn get_mut(&mut self, id: TypeId) -> Option<&mut T> {
        Some(&mut self.slots.get_mut(id.index())?.as_mut()?.1)
    }

    pub(crate) fn contains(&self, id: TypeId) -> bool {
        self.get(id).is_some()
    }

    /// Inserts a value. Returns whether the key is new.
    pub(crate) fn insert(&mut self, id: TypeId, value: T) -> bool {
        match self.slots.get_mut(id.index()) {
            Some(slot) => slot.replace((id, value)).is_none(),
            None => false,
        }
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = TypeId> {
        self.slots.iter().flatten().map(|(id, _)| *id)
    }

    pub(crate) fn into_values(self) -> impl Iterator<Item = (TypeId, T)> {
        self.slots.into_iter().flatten()
    }
}

/// A map keyed by resources, iterated in the order of [`ResourceShape`].
#[derive(Clone, Debug)]
pub(crate) struct ShapeMap<T> {
    entities: TypeMap<T>,
    collections: TypeMap<T>,
}

impl<T> ShapeMap<T> {
    /// Creates an empty map for the resources of a model.
    pub(crate) fn new(model: &Model) -> Self {
        Self { entities: TypeMap::new(model), collections: TypeMap::new(model) }
    }

    pub(crate) fn get(&self, shape: ResourceShape) -> Option<&T> {
        match shape {
            ResourceShape::Entity(id) => self.entities.get(id),
            ResourceShape::Collection(id) => self.collections.get(id),
        }
    }

    pub(crate) fn get_mut(&mut self, shape: ResourceShape) -> Option<&mut T> {
        match shape {
            ResourceShape::Entity(id) => self.entities.get_mut(id),
            ResourceShape::Collection(id) => self.collections.get_mut(id),
        }
    }

    /// Inserts a value. Returns whether the key is new.
    pub(crate) fn insert(&mut self, shape: ResourceShape, value: T) -> bool {
        match shape {
            ResourceShape::Entity(id) => self.entities.insert(id, value),
            ResourceShape::Collection(id) => self.collections.insert(id, value),
        }
    }

    pub(crate) fn into_values(self) -> impl Iterator<Item = (ResourceShape, T)> {
        let entities = self.entities.into_values().map(|(id, value)| (ResourceShape::Entity(id), value));
        entities.chain(self.collections.into_values().map(|(id, value)| (ResourceShape::Collection(id), value)))
    }
}

#[cfg(test)]
mod tests {
    use super::{ShapeMap, TypeMap};
    use crate::{Builder, selection::graph::ResourceShape};

    #[test]
    fn values_come_back_in_the_order_of_types() {
        let model = Builder::new().resolve().unwrap().model;
        let ids: Vec<_> = model.types().map(|(id, _)| id).take(3).collect();
        let mut map = TypeMap::new(&model);
        assert!(map.insert(ids[2], 'c') && map.insert(ids[0], 'x') && !map.insert(ids[0], 'a'));
        assert!(map.contains(ids[0]) && !map.contains(ids[1]));
        assert_eq!(map.keys().collect::<Vec<_>>(), [ids[0], ids[2]]);
        assert_eq!(map.into_values().collect::<Vec<_>>(), [(ids[0], 'a'), (ids[2], 'c')]);
        let mut map = ShapeMap::new(&model);
        let shapes = [ResourceShape::Collection(ids[0]), ResourceShape::Entity(ids[1])];
        assert!(shapes.into_iter().all(|shape| map.insert(shape, shape)));
        assert_eq!(map.get(shapes[1]), Some(&shapes[1]));
        assert!(map.into_values().map(|(shape, _)| shape).is_sorted());
    }
}
