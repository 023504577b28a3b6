//! What capability annotations take away: `InsertRestrictions` and its like, on the navigation property, entity set or singleton that a
//! way ends at, or on the type that is there.

use super::{Route, Step, Surroundings};
use crate::edm::{Annotation, Expression};

/// The namespace of the terms.
const CAPABILITIES: &str = "Org.OData.Capabilities.V1.";

/// A term, and its property that says whether.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Capability {
    term: &'static str,
    property: &'static str,
}

pub(super) const READ: Capability = Capability { term: "ReadRestrictions", property: "Readable" };
pub(super) const INSERT: Capability = Capability { term: "InsertRestrictions", property: "Insertable" };
pub(super) const UPDATE: Capability = Capability { term: "UpdateRestrictions", property: "Updatable" };
pub(super) const DELETE: Capability = Capability { term: "DeleteRestrictions", property: "Deletable" };
pub(super) const COUNT: Capability = Capability { term: "CountRestrictions", property: "Countable" };

/// The annotations that say what can be done with the resource a way ends at: those of the place first, then those of its type.
#[derive(Debug)]
pub(super) struct Restrictions<'a> {
    levels: Vec<&'a [Annotation]>,
    /// Whether the way ends at one entity of a collection.
    by_key: bool,
}

impl<'a> Restrictions<'a> {
    pub(super) fn of(route: &Route, surroundings: &Surroundings<'a>) -> Self {
        let model = surroundings.model();
        let mut levels = Vec::new();
        let mut steps = route.steps.iter().rev();
        let mut place = steps.next();
        let by_key = matches!(place, Some(Step::Key { .. } | Step::AlternateKey { .. }));
        if by_key {
            place = steps.next();
        }
        match place {
            Some(Step::Root { name, .. }) => {
                levels.extend(surroundings.child(name).map(|child| child.annotations()));
            }
            Some(Step::Navigation { from, property, .. }) => {
                let found = model.navigation_property(from.entity_type(), property);
                levels.extend(found.map(|(_, property)| property.annotations.as_slice()));
            }
            _ => {}
        }
        levels.extend(route.end().map(|shape| model.type_(shape.entity_type()).annotations.as_slice()));
        Self { levels, by_key }
    }

    /// Whether the service can do something, where an annotation says so; the nearest one counts.
    pub(super) fn allow(&self, capability: Capability) -> Option<bool> {
        self.levels.iter().find_map(|annotations| {
            let record = value(annotations, capability.term)?.as_record()?;
            let of_entity = record.get("ReadByKeyRestrictions").filter(|_| self.by_key && capability == READ);
            let of_entity =
                of_entity.and_then(Expression::as_record).and_then(|record| record.get(capability.property));
            of_entity.or_else(|| record.get(capability.property))?.as_bool()
        })
    }

    /// Whether an update is a `PUT`, as `UpdateMethod` says.
    pub(super) fn update_is_put(&self) -> bool {
        let method = self.levels.iter().find_map(|annotations| {
            value(annotations, UPDATE.term)?.as_record()?.get("UpdateMethod")?.as_enum_member()
        });
        method.is_some_and(|method| method.ends_with("/PUT"))
    }

    /// The annotations that say who may do something, nearest first.
    pub(super) fn levels(&self) -> &[&'a [Annotation]] {
        &self.levels
    }
}

impl Capability {
    /// The term with its namespace.
    pub(super) fn term(self) -> String {
        format!("{CAPABILITIES}{}", self.term)
    }

    /// What an annotation says, for messages: `UpdateRestrictions/Updatable is false`.
    pub(super) fn denied(self) -> String {
        format!("`{}/{}` is false", self.term, self.property)
    }
}

fn value<'a>(annotations: &'a [Annotation], term: &str) -> Option<&'a Expression> {
    Annotation::value(annotations, &format!("{CAPABILITIES}{term}"))
}
