//! Plans the return types of operations.

use super::planner::Planner;
use crate::{
    edm::{ItemType, Operation, OperationKind, Primitive, TypeKind},
    plan::{Returns, ValueType},
};

/// Plans what a call returns.
pub(super) fn returns(planner: &mut Planner<'_>, operation: &Operation) -> Returns {
    let Some(returned) = &operation.return_type else { return Returns::Nothing };
    let type_ref = &returned.type_ref;
    if !type_ref.is_collection && is_content(planner, &type_ref.item) {
        return Returns::Stream;
    }
    // The items of a collection of streams are objects with links to them.
    let item = planner.item_type(&type_ref.item).unwrap_or(ValueType::Runtime("Json"));
    let is_structured = type_ref
        .type_id()
        .is_some_and(|id| matches!(planner.model.type_(id).kind, TypeKind::Entity(_) | TypeKind::Complex(_)))
        && matches!(item, ValueType::Structure(_) | ValueType::Custom(_));
    match (type_ref.is_collection, is_structured) {
        (true, true) if is_delta(planner, operation) && matches!(item, ValueType::Structure(_)) => {
            Returns::Changes(item)
        }
        (true, true) => Returns::Structures(item),
        (true, false) => Returns::Collection(planner.collection_item(item, returned.nullable)),
        (false, true) => Returns::Structure(item),
        (false, false) => Returns::Single(item),
    }
}

/// Whether a value is sent as bytes: a stream, or a complex type that has a stream and nothing else, as `report` in
/// Graph.
fn is_content(planner: &Planner<'_>, item: &ItemType) -> bool {
    let model = planner.model;
    let is_stream = |item: &ItemType| *model.underlying(item) == ItemType::Primitive(Primitive::Stream);
    let ItemType::Declared(id) = item else { return is_stream(item) };
    if is_stream(item) {
        return true;
    }
    let declared = model.type_(*id);
    matches!(declared.kind, TypeKind::Complex(_))
        && planner.customizations.map_type(declared.name.as_str()).is_none()
        && model.navigation_properties(*id).is_empty()
        && matches!(
            model.properties(*id).as_slice(),
            [(_, only)] if is_stream(&only.type_ref.item) && !only.type_ref.is_collection
        )
}

/// Whether a function returns the changes in a collection of entities.
///
/// CSDL has no annotation for that, but all functions with this name in Graph do.
fn is_delta(planner: &Planner<'_>, operation: &Operation) -> bool {
    let returned = operation.return_type.as_ref().and_then(|returned| returned.type_ref.type_id());
    operation.kind == OperationKind::Function
        && operation.is_bound()
        && operation.name.name() == "delta"
        && returned.is_some_and(|id| matches!(planner.model.type_(id).kind, TypeKind::Entity(_)))
}
