use std::fmt;

use crate::csdl::{ContainerChildKind, Document, OperationKind, StructuredKind};

/// The number of elements of each kind in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    list: Vec<(usize, &'static str, &'static str)>,
}

impl Counts {
    pub(super) fn of(document: &Document<'_>) -> Self {
        let schemas = &document.schemas;
        let structured = |kind: StructuredKind| {
            schemas.iter().flat_map(|schema| &schema.structured_types).filter(|found| found.kind == kind).count()
        };
        let operations = |kind: OperationKind| {
            schemas.iter().flat_map(|schema| &schema.operations).filter(|found| found.kind == kind).count()
        };
        let children =
            || schemas.iter().flat_map(|schema| &schema.containers).flat_map(|container| &container.children);
        let sets = children().filter(|child| child.kind == ContainerChildKind::EntitySet).count();
        let singletons = children().filter(|child| child.kind == ContainerChildKind::Singleton).count();
        let list = vec![
            (schemas.len(), "schema", "schemas"),
            (structured(StructuredKind::Entity), "entity type", "entity types"),
            (structured(StructuredKind::Complex), "complex type", "complex types"),
            (schemas.iter().map(|schema| schema.enum_types.len()).sum(), "enum type", "enum types"),
            (schemas.iter().map(|schema| schema.type_definitions.len()).sum(), "type definition", "type definitions"),
            (operations(OperationKind::Action), "action", "actions"),
            (operations(OperationKind::Function), "function", "functions"),
            (sets, "entity set", "entity sets"),
            (singletons, "singleton", "singletons"),
        ];
        Self { list }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (count, one, many)) in self.list.iter().filter(|(count, ..)| *count > 0).enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{count} {}", if *count == 1 { one } else { many })?;
        }
        Ok(())
    }
}
