use crate::edm::{ItemType, Model, Primitive, TypeKind, TypeRef};

/// Returns a type as CSDL writes it: `Collection(microsoft.graph.user)`.
pub(super) fn type_text(model: &Model, type_ref: &TypeRef) -> String {
    let item = item_name(model, &type_ref.item);
    if type_ref.is_collection { format!("Collection({item})") } else { item.to_owned() }
}

pub(super) fn item_name<'a>(model: &'a Model, item: &'a ItemType) -> &'a str {
    match item {
        ItemType::Primitive(primitive) => primitive.as_str(),
        ItemType::Declared(id) => model.type_(*id).name.as_str(),
        ItemType::External(name) => name.as_str(),
    }
}

/// The primitive type of values on the wire, with type definitions replaced by their underlying types.
pub(super) fn primitive(model: &Model, item: &ItemType) -> Option<Primitive> {
    let mut item = item;
    // A definition of a definition is an error, so one step is enough.
    if let ItemType::Declared(id) = item
        && let TypeKind::Definition(definition) = &model.type_(*id).kind
    {
        item = &definition.underlying_type.item;
    }
    match item {
        ItemType::Primitive(primitive) => Some(*primitive),
        ItemType::Declared(_) | ItemType::External(_) => None,
    }
}

/// Whether values of two types are the same on the wire.
pub(super) fn is_same_on_the_wire(old: (&Model, &TypeRef), new: (&Model, &TypeRef)) -> bool {
    let (of_old, of_new) = (primitive(old.0, &old.1.item), primitive(new.0, &new.1.item));
    old.1.is_collection == new.1.is_collection && of_old.is_some() && of_old == of_new
}
