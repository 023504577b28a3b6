//! The names of operations that several namespaces have for a resource.

use std::{borrow::Cow, collections::BTreeSet};

use super::planner::Planner;
use crate::{
    edm::{Operation, QualifiedName, TypeId},
    naming::Qualifier,
    selection::ResourceShape,
};

impl<'a> Planner<'a> {
    /// The part of an operation's namespace that its name begins with, if others have an operation of this name for a
    /// resource; empty otherwise.
    pub(super) fn operation_namespace(&self, shape: ResourceShape, operation: &'a Operation) -> Cow<'a, str> {
        let named = self.graph.operations_named(shape, operation.name.name());
        let names: BTreeSet<&QualifiedName> = named.iter().map(|(_, other)| &other.name).collect();
        if names.len() < 2 {
            return "".into();
        }
        // Types derived from the one that they are declared for call them the same.
        let types: BTreeSet<Option<TypeId>> = named.iter().map(|(_, other)| other.binding_type()).collect();
        let declared = types.first().copied().flatten().filter(|_| types.len() == 1);
        let home = self.type_name(declared.unwrap_or(shape.entity_type())).namespace();
        let qualifier = Qualifier::new(home, names.into_iter().map(|name| (name.namespace(), name.name())));
        qualifier.qualification(operation.name.namespace(), operation.name.name())
    }
}
