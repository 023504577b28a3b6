//! Capability annotations, such as `InsertRestrictions`, that apply at the end of a path.

use super::{ServiceGraph, Step};
use crate::edm::{Annotation, Expression};

/// A term of the capabilities vocabulary, with its namespace.
macro_rules! term {
    ($name:literal) => {
        concat!("Org.OData.Capabilities.V1.", $name)
    };
}

/// A term and its Boolean property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Capability {
    /// The term, with its namespace.
    pub(crate) term: &'static str,
    property: &'static str,
}

/// The methods of updates that a service supports, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UpdateMethods {
    pub(crate) patch: bool,
    pub(crate) put: bool,
}

/// The annotations that restrict requests at the end of a path.
///
/// Those of the last segment take precedence over those of its type.
#[derive(Debug)]
pub(crate) struct Restrictions<'a> {
    levels: [&'a [Annotation]; 2],
    /// Whether the path ends with a key.
    by_key: bool,
    /// Whether it ends at a containment navigation property, or at an entity of one.
    is_contained: bool,
}

impl<'a> Restrictions<'a> {
    /// Finds the restrictions at the end of a path, given by its steps in reverse.
    pub(crate) fn of<'s>(mut steps: impl Iterator<Item = &'s Step<'s>>, graph: &ServiceGraph<'a>) -> Self {
        let model = graph.model();
        let mut last = steps.next();
        let end = last.map(Step::to);
        let by_key = matches!(last, Some(Step::Key { .. } | Step::AlternateKey { .. }));
        if by_key {
            last = steps.next();
        }
        // Annotations are about the items of a property, and not about the items below one of them.
        let mut is_contained = matches!(last, Some(Step::ItemPath { .. }));
        let of_segment = match last {
            Some(Step::Root { name, .. }) => graph.child(name).map(|child| child.annotations()),
            Some(Step::Navigation { from, property, .. }) => {
                let found = model.navigation_property(from.entity_type(), property);
                found.map(|(_, property)| {
                    is_contained = property.contains_target == Some(true);
                    property.annotations.as_slice()
                })
            }
            _ => None,
        };
        let of_type = end.map(|shape| model.type_(shape.entity_type()).annotations.as_slice());
        Self { levels: [of_segment, of_type].map(Option::unwrap_or_default), by_key, is_contained }
    }

    /// Whether the path ends at a containment navigation property, or at an entity of one.
    pub(crate) fn is_contained(&self) -> bool {
        self.is_contained
    }

    /// Whether the service supports something, if an annotation says so.
    pub(crate) fn allow(&self, capability: Capability) -> Option<bool> {
        self.levels.iter().find_map(|annotations| {
            let record = Annotation::value(annotations, capability.term)?.as_record()?;
            let of_entity =
                record.get("ReadByKeyRestrictions").filter(|_| self.by_key && capability == Capability::READ);
            let of_entity =
                of_entity.and_then(Expression::as_record).and_then(|record| record.get(capability.property));
            of_entity.or_else(|| record.get(capability.property))?.as_bool()
        })
    }

    /// The methods of updates that the service supports (`UpdateMethod`); `None` if it does not say.
    pub(crate) fn update_methods(&self) -> Option<UpdateMethods> {
        let members = self.levels.iter().find_map(|annotations| {
            Annotation::value(annotations, Capability::UPDATE.term)?.as_record()?.get("UpdateMethod")?.as_enum_member()
        })?;
        let has = |name: &str| members.split([' ', ',']).any(|member| member.rsplit('/').next() == Some(name));
        let methods = UpdateMethods { patch: has("PATCH"), put: has("PUT") };
        (methods.patch || methods.put).then_some(methods)
    }

    /// The annotations, in order of precedence.
    pub(crate) fn levels(&self) -> &[&'a [Annotation]] {
        &self.levels
    }
}

impl Capability {
    pub(crate) const READ: Self = Self { term: term!("ReadRestrictions"), property: "Readable" };
    pub(crate) const INSERT: Self = Self { term: term!("InsertRestrictions"), property: "Insertable" };
    pub(crate) const UPDATE: Self = Self { term: term!("UpdateRestrictions"), property: "Updatable" };
    pub(crate) const DELETE: Self = Self { term: term!("DeleteRestrictions"), property: "Deletable" };
    pub(crate) const COUNT: Self = Self { term: term!("CountRestrictions"), property: "Countable" };

    /// The reason for a message: `UpdateRestrictions/Updatable is false`.
    pub(crate) fn denied(self) -> String {
        format!("`{}/{}` is false", self.term.rsplit('.').next().unwrap_or(self.term), self.property)
    }
}
