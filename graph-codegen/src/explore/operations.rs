//! Records of operations, entity sets, singletons and imports.

use serde_json::{Value, json};

use super::{requests::RequestLists, texts::Texts, type_table::TypeTable};
use crate::{
    edm::{Operation, OperationId, OperationKind},
    selection::{ResourceShape, RootKind, ServiceGraph, is_optional},
};

/// Returns the records of all operations in their order.
pub(super) fn operations(graph: &ServiceGraph<'_>, types: &mut TypeTable<'_>, texts: &mut Texts) -> Value {
    graph.model().operations().map(|(id, operation)| record(id, operation, graph, types, texts)).collect()
}

fn record(
    id: OperationId,
    operation: &Operation,
    graph: &ServiceGraph<'_>,
    types: &mut TypeTable<'_>,
    texts: &mut Texts,
) -> Value {
    let is_function = operation.kind == OperationKind::Function;
    let binding = operation.binding_parameter().map(|binding| types.reference(&binding.type_ref, texts));
    let mut parameters = Vec::new();
    for parameter in operation.call_parameters() {
        let type_ref = types.reference(&parameter.type_ref, texts);
        let flags = usize::from(is_optional(parameter)) + 2 * usize::from(parameter.nullable == Some(false));
        parameters.extend([texts.number(&parameter.name), type_ref, flags]);
    }
    let returns = operation.return_type.as_ref().map(|returned| types.reference(&returned.type_ref, texts));
    json!([
        texts.number(operation.name.namespace()),
        texts.number(operation.name.name()),
        u8::from(is_function),
        binding,
        parameters,
        returns,
        texts.number(&graph.call_segment(id, None)),
        // Whether paths continue after it.
        u8::from(graph.result(operation).is_some()),
    ])
}

/// Returns the records of entity sets and singletons.
pub(super) fn roots(graph: &ServiceGraph<'_>, lists: &mut RequestLists<'_>, texts: &mut Texts) -> Value {
    let record = |entry_point: &crate::selection::EntryPoint<'_>| {
        let is_set = u8::from(entry_point.kind == RootKind::EntitySet);
        let is_collection = usize::from(matches!(entry_point.shape, ResourceShape::Collection(_)));
        let number = entry_point.shape.entity_type().index() * 2 + is_collection;
        let [here, by_key] = lists.after(entry_point.step(), texts);
        json!([texts.number(entry_point.name), is_set, number, here, by_key])
    };
    graph.entry_points().iter().map(record).collect()
}

/// Returns the records of imports: the name, and the number and segment of each overload.
pub(super) fn imports(graph: &ServiceGraph<'_>, texts: &mut Texts) -> Value {
    let mut list = Vec::new();
    for import in graph.imports() {
        let overloads: Vec<Value> = import
            .overloads
            .iter()
            .map(|id| json!([id.index(), texts.number(&graph.call_segment(*id, Some(import.name)))]))
            .collect();
        list.push(json!([texts.number(import.name), overloads]));
    }
    Value::Array(list)
}
