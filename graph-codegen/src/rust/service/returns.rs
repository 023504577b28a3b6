//! What operations return.

use crate::{
    diagnostic::{Code, Diagnostic},
    edm::{ItemType, Operation, Primitive, TypeKind},
    rust::{Returns, ValueType, lower::Lowering},
};

/// What a call becomes; `None`, with a warning, where that is not generated.
pub(super) fn returns(lowering: &mut Lowering<'_>, operation: &Operation) -> Option<Returns> {
    let Some(returned) = &operation.return_type else { return Some(Returns::Nothing) };
    let type_ref = &returned.type_ref;
    if type_ref.item == ItemType::Primitive(Primitive::Stream) {
        lowering.diagnostics.push(
            Diagnostic::warning(
                Code::Unsupported,
                format!("`{}` returns a stream, which is not generated yet; it is left out", operation.name),
            )
            .at(type_ref.span),
        );
        return None;
    }
    let item = lowering.item_type(&type_ref.item)?;
    if type_ref.is_collection {
        return Some(Returns::Collection(item));
    }
    let is_structured = type_ref
        .type_id()
        .is_some_and(|id| matches!(lowering.model.type_(id).kind, TypeKind::Entity(_) | TypeKind::Complex(_)));
    Some(match item {
        item @ (ValueType::Generated(_) | ValueType::Custom(_)) if is_structured => Returns::Structure(item),
        item => Returns::Single(item),
    })
}
