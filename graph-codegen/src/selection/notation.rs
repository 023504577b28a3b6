//! How calls are written in path templates.

use crate::edm::{
    Annotation, ItemType, Model, Parameter, Primitive, TypeKind, TypeRef, vocabulary::OPTIONAL_PARAMETER,
};

/// Whether a caller may leave a parameter away.
#[must_use]
pub fn is_optional(parameter: &Parameter) -> bool {
    Annotation::find(&parameter.annotations, OPTIONAL_PARAMETER).is_some()
}

/// Whether values of a type have no literal, and so stand behind a parameter alias: entities, complex values and collections.
#[must_use]
pub fn is_aliased(type_ref: &TypeRef, model: &Model) -> bool {
    type_ref.is_collection || type_ref.type_id().is_some_and(|id| model.type_(id).structured().is_some())
}

/// `name='{name}'`, `name={name}`, or `name=@name` for values that have no literal.
#[must_use]
pub fn argument(parameter: &Parameter, model: &Model) -> String {
    let mut argument = String::new();
    write_argument(&mut argument, parameter, model);
    argument
}

/// Writes what [`argument`] returns.
pub(super) fn write_argument(path: &mut String, parameter: &Parameter, model: &Model) {
    let name = parameter.name.as_str();
    path.extend(match (is_aliased(&parameter.type_ref, model), is_quoted(&parameter.type_ref, model)) {
        (true, _) => [name, "=@", name, ""],
        (false, true) => [name, "='{", name, "}'"],
        (false, false) => [name, "={", name, "}"],
    });
}

/// Whether literals of a type stand in quotes.
#[must_use]
pub fn is_quoted(type_ref: &TypeRef, model: &Model) -> bool {
    match &type_ref.item {
        ItemType::Primitive(primitive) => *primitive == Primitive::String,
        ItemType::Declared(id) => match &model.type_(*id).kind {
            TypeKind::Enum(_) => true,
            TypeKind::Definition(definition) => {
                definition.underlying_type.item == ItemType::Primitive(Primitive::String)
            }
            TypeKind::Entity(_) | TypeKind::Complex(_) => false,
        },
        ItemType::External(_) => false,
    }
}
