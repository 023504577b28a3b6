//! What capability annotations take away: `InsertRestrictions` and its like, on the navigation property, entity set or singleton that a
//! way ends at, or on the type that is there.

use super::{Step, Surroundings};
use crate::edm::{Annotation, Expression};

/// A term of the capabilities vocabulary, with its namespace.
macro_rules! term {
    ($name:literal) => {
        concat!("Org.OData.Capabilities.V1.", $name)
    };
}

/// A term, and its property that says whether.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Capability {
    /// With its namespace.
    pub(super) term: &'static str,
    property: &'static str,
}

pub(super) const READ: Capability = Capability { term: term!("ReadRestrictions"), property: "Readable" };
pub(super) const INSERT: Capability = Capability { term: term!("InsertRestrictions"), property: "Insertable" };
pub(super) const UPDATE: Capability = Capability { term: term!("UpdateRestrictions"), property: "Updatable" };
pub(super) const DELETE: Capability = Capability { term: term!("DeleteRestrictions"), property: "Deletable" };
pub(super) const COUNT: Capability = Capability { term: term!("CountRestrictions"), property: "Countable" };

/// The annotations that say what can be done with the resource a way ends at: those of the place first, then those of its type.
#[derive(Debug)]
pub(super) struct Restrictions<'a> {
    levels: [&'a [Annotation]; 2],
    /// Whether the way ends at one entity of a collection.
    by_key: bool,
    /// Whether it ends at a navigation property that contains its target, or at an entity behind one.
    is_contained: bool,
}

impl<'a> Restrictions<'a> {
    /// Of a way, given by its steps, the last one first.
    pub(super) fn of<'s, S: AsRef<str> + 's>(
        mut steps: impl Iterator<Item = &'s Step<S>>,
        surroundings: &Surroundings<'a>,
    ) -> Self {
        let model = surroundings.model();
        let mut place = steps.next();
        let end = place.map(Step::to);
        let by_key = matches!(place, Some(Step::Key { .. } | Step::AlternateKey { .. }));
        if by_key {
            place = steps.next();
        }
        let mut is_contained = false;
        let of_place = match place {
            Some(Step::Root { name, .. }) => surroundings.child(name.as_ref()).map(|child| child.annotations()),
            Some(Step::Navigation { from, property, .. }) => {
                let found = model.navigation_property(from.entity_type(), property.as_ref());
                found.map(|(_, property)| {
                    is_contained = property.contains_target == Some(true);
                    property.annotations.as_slice()
                })
            }
            _ => None,
        };
        let of_type = end.map(|shape| model.type_(shape.entity_type()).annotations.as_slice());
        Self { levels: [of_place, of_type].map(Option::unwrap_or_default), by_key, is_contained }
    }

    /// Whether the way ends at a navigation property that contains its target, or at an entity behind one.
    pub(super) fn is_contained(&self) -> bool {
        self.is_contained
    }

    /// Whether the service can do something, where an annotation says so; the nearest one counts.
    pub(super) fn allow(&self, capability: Capability) -> Option<bool> {
        self.levels.iter().find_map(|annotations| {
            let record = Annotation::value(annotations, capability.term)?.as_record()?;
            let of_entity = record.get("ReadByKeyRestrictions").filter(|_| self.by_key && capability == READ);
            let of_entity =
                of_entity.and_then(Expression::as_record).and_then(|record| record.get(capability.property));
            of_entity.or_else(|| record.get(capability.property))?.as_bool()
        })
    }

    /// Whether an update is a `PUT`, as `UpdateMethod` says.
    pub(super) fn update_is_put(&self) -> bool {
        let method = self.levels.iter().find_map(|annotations| {
            Annotation::value(annotations, UPDATE.term)?.as_record()?.get("UpdateMethod")?.as_enum_member()
        });
        method.is_some_and(|method| method.ends_with("/PUT"))
    }

    /// The annotations that say who may do something, nearest first.
    pub(super) fn levels(&self) -> &[&'a [Annotation]] {
        &self.levels
    }
}

impl Capability {
    /// What an annotation says, for messages: `UpdateRestrictions/Updatable is false`.
    pub(super) fn denied(self) -> String {
        format!("`{}/{}` is false", self.term.rsplit('.').next().unwrap_or(self.term), self.property)
    }
}
