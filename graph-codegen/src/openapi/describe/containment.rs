use super::{resources::Resources, template::Segment};
use crate::openapi::{Method, OperationType};

/// What the paths tell about a navigation property.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Containment {
    /// There is a path to its references, which link other entities.
    has_references: bool,
    /// Entities can be created, changed or deleted through it.
    is_written: bool,
}

impl Containment {
    /// Records the paths that continue from a navigation property.
    pub(super) fn record(&mut self, resources: &Resources<'_, '_>, id: usize) {
        let key = resources.child(id, |segment| matches!(segment, Segment::Key(_)));
        for at in [Some(id), key].into_iter().flatten() {
            self.has_references |= resources.child(at, |segment| *segment == Segment::System("$ref")).is_some();
            self.is_written |= resources.operations(at).any(|(.., operation)| {
                matches!(operation.method, Method::Post | Method::Patch | Method::Put | Method::Delete)
                    && !matches!(operation.operation_type, Some(OperationType::Action | OperationType::Function))
            });
        }
    }

    /// Returns whether its entities are part of the entity that has the property, or `None` if that is unknown because
    /// it is only read.
    pub(super) fn contains_target(self) -> Option<bool> {
        (self.is_written && !self.has_references).then_some(true)
    }
}
