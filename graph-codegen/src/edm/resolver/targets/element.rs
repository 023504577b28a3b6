use crate::{
    csdl::ContainerChildKind,
    edm::{Annotation, InheritedProperty, Model, OperationId, TypeId, TypeKind},
};

/// A model element that can have annotations.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::edm) enum TargetElement {
    Schema(u32),
    Type(TypeId),
    Property(TypeId, u32),
    NavigationProperty(TypeId, u32),
    /// A property of a base type, annotated for the derived type only.
    InheritedProperty(TypeId, String),
    EnumMember(TypeId, u32),
    Operation(OperationId),
    Parameter(OperationId, u32),
    ReturnType(OperationId),
    Term(u32),
    Container(u32),
    ContainerChild(u32, ContainerChildKind, u32),
}

impl TargetElement {
    /// Returns the cost of finding the element's annotations.
    pub(super) fn steps(&self, model: &mut Model) -> usize {
        match *self {
            Self::InheritedProperty(id, _) => structured(model, id).map_or(0, |own| own.inherited_properties.len()),
            _ => 0,
        }
    }

    /// Returns the element's annotations; `None` cannot occur for an element of the same model.
    pub(in crate::edm) fn annotations<'m>(&self, model: &'m mut Model) -> Option<&'m mut Vec<Annotation>> {
        Some(match *self {
            Self::Schema(number) => &mut model.schemas.get_mut(number as usize)?.annotations,
            Self::Type(id) => &mut model.types[id.0 as usize].annotations,
            Self::Property(id, at) => &mut structured(model, id)?.properties.get_mut(at as usize)?.annotations,
            Self::NavigationProperty(id, at) => {
                &mut structured(model, id)?.navigation_properties.get_mut(at as usize)?.annotations
            }
            Self::InheritedProperty(id, ref name) => {
                let inherited = &mut structured(model, id)?.inherited_properties;
                let at = inherited.iter().position(|property| property.name == *name).unwrap_or_else(|| {
                    inherited.push(InheritedProperty { name: name.clone(), annotations: Vec::new() });
                    inherited.len() - 1
                });
                &mut inherited[at].annotations
            }
            Self::EnumMember(id, at) => match &mut model.types[id.0 as usize].kind {
                TypeKind::Enum(enumeration) => &mut enumeration.members.get_mut(at as usize)?.annotations,
                _ => return None,
            },
            Self::Operation(id) => &mut model.operations[id.0 as usize].annotations,
            Self::Parameter(id, at) => {
                &mut model.operations[id.0 as usize].parameters.get_mut(at as usize)?.annotations
            }
            Self::ReturnType(id) => &mut model.operations[id.0 as usize].return_type.as_mut()?.annotations,
            Self::Term(number) => &mut model.terms.get_mut(number as usize)?.annotations,
            Self::Container(number) => &mut model.containers.get_mut(number as usize)?.annotations,
            Self::ContainerChild(number, kind, at) => {
                let container = model.containers.get_mut(number as usize)?;
                let at = at as usize;
                match kind {
                    ContainerChildKind::EntitySet => &mut container.entity_sets.get_mut(at)?.annotations,
                    ContainerChildKind::Singleton => &mut container.singletons.get_mut(at)?.annotations,
                    ContainerChildKind::ActionImport => &mut container.action_imports.get_mut(at)?.annotations,
                    ContainerChildKind::FunctionImport => &mut container.function_imports.get_mut(at)?.annotations,
                }
            }
        })
    }
}

fn structured(model: &mut Model, id: TypeId) -> Option<&mut crate::edm::StructuredType> {
    match &mut model.types[id.0 as usize].kind {
        TypeKind::Entity(structured) | TypeKind::Complex(structured) => Some(structured),
        TypeKind::Enum(_) | TypeKind::Definition(_) => None,
    }
}
