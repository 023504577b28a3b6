//! Tables with a place for each type or resource of a model: what is looked up for each property of each type is found without a search.

use super::ResourceShape;
use crate::edm::{Model, TypeId};

/// Values of types. Goes through them in the order of the types.
#[derive(Clone, Debug)]
pub(super) struct ByType<T> {
    places: Vec<Option<(TypeId, T)>>,
}

impl<T> ByType<T> {
    /// An empty table for the types of a model.
    pub(super) fn new(model: &Model) -> Self {
        Self { places: model.types().map(|_| None).collect() }
    }

    pub(super) fn get(&self, id: TypeId) -> Option<&T> {
        Some(&self.places.get(id.index())?.as_ref()?.1)
    }

    pub(super) fn get_mut(&mut self, id: TypeId) -> Option<&mut T> {
        Some(&mut self.places.get_mut(id.index())?.as_mut()?.1)
    }

    pub(super) fn contains(&self, id: TypeId) -> bool {
        self.get(id).is_some()
    }

    /// Says whether there was no value before.
    pub(super) fn insert(&mut self, id: TypeId, value: T) -> bool {
        match self.places.get_mut(id.index()) {
            Some(place) => place.replace((id, value)).is_none(),
            None => false,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.places.iter().flatten().count()
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = TypeId> {
        self.places.iter().flatten().map(|(id, _)| *id)
    }

    pub(super) fn into_values(self) -> impl Iterator<Item = (TypeId, T)> {
        self.places.into_iter().flatten()
    }
}

/// Values of resources. Goes through them in the order of [`ResourceShape`].
#[derive(Clone, Debug)]
pub(super) struct ByShape<T> {
    entities: ByType<T>,
    collections: ByType<T>,
}

impl<T> ByShape<T> {
    /// An empty table for the resources that the types of a model can make up.
    pub(super) fn new(model: &Model) -> Self {
        Self { entities: ByType::new(model), collections: ByType::new(model) }
    }

    pub(super) fn get(&self, shape: ResourceShape) -> Option<&T> {
        match shape {
            ResourceShape::Entity(id) => self.entities.get(id),
            ResourceShape::Collection(id) => self.collections.get(id),
        }
    }

    pub(super) fn get_mut(&mut self, shape: ResourceShape) -> Option<&mut T> {
        match shape {
            ResourceShape::Entity(id) => self.entities.get_mut(id),
            ResourceShape::Collection(id) => self.collections.get_mut(id),
        }
    }

    /// Says whether there was no value before.
    pub(super) fn insert(&mut self, shape: ResourceShape, value: T) -> bool {
        match shape {
            ResourceShape::Entity(id) => self.entities.insert(id, value),
            ResourceShape::Collection(id) => self.collections.insert(id, value),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entities.len() + self.collections.len()
    }

    pub(super) fn into_values(self) -> impl Iterator<Item = (ResourceShape, T)> {
        let entities = self.entities.into_values().map(|(id, value)| (ResourceShape::Entity(id), value));
        entities.chain(self.collections.into_values().map(|(id, value)| (ResourceShape::Collection(id), value)))
    }
}

#[cfg(test)]
mod tests {
    use super::{ByShape, ByType};
    use crate::{Builder, selection::ResourceShape};

    #[test]
    fn values_come_back_in_the_order_of_types() {
        let model = Builder::new().resolve().unwrap().model;
        let ids: Vec<_> = model.types().map(|(id, _)| id).take(3).collect();
        let mut table = ByType::new(&model);
        assert!(table.insert(ids[2], 'c') && table.insert(ids[0], 'x') && !table.insert(ids[0], 'a'));
        assert!(table.contains(ids[0]) && !table.contains(ids[1]));
        assert_eq!(table.len(), 2);
        assert_eq!(table.keys().collect::<Vec<_>>(), [ids[0], ids[2]]);
        assert_eq!(table.into_values().collect::<Vec<_>>(), [(ids[0], 'a'), (ids[2], 'c')]);
        let mut table = ByShape::new(&model);
        let shapes = [ResourceShape::Collection(ids[0]), ResourceShape::Entity(ids[1])];
        assert!(shapes.into_iter().all(|shape| table.insert(shape, shape)));
        assert_eq!(table.get(shapes[1]), Some(&shapes[1]));
        assert!(table.into_values().map(|(shape, _)| shape).is_sorted());
    }
}
