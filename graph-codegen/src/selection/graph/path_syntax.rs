//! The syntax of casts, calls and arguments in paths.

use super::{ServiceGraph, ambiguous_names::AmbiguousNames};
use crate::edm::{
    Annotation, Dialect, ItemType, Model, Operation, OperationId, OperationKind, OperationNames, Parameter, Primitive,
    TypeId, TypeKind, TypeRef, vocabulary::OPTIONAL_PARAMETER,
};

/// The path of an item in a template. A colon follows it, if anything does.
pub(super) const ITEM_PATH: &str = ":/{path}";

/// Appends a segment to the template of a resource.
pub(crate) fn append(resource: &str, segment: &str) -> String {
    let mut path = String::with_capacity(resource.len() + segment.len() + 2);
    path.push_str(resource);
    end_resource(&mut path);
    path.push_str(segment);
    path
}

/// Writes the separator between the template of a resource and a segment: a slash, after the path of an item `:/`.
pub(super) fn end_resource(template: &mut String) {
    template.push_str(if template.ends_with(ITEM_PATH) { ":/" } else { "/" });
}

impl<'a> ServiceGraph<'a> {
    /// Returns the name of a bound operation in a path: the qualified name, or the simple name if the
    /// [profile](crate::edm::Profile) of the service says so.
    ///
    /// Sources: OData URL Conventions 4.01, sections 4.5 and 4.6; `Core.DefaultNamespace`.
    #[must_use]
    pub fn operation_segment(&self, operation: &'a Operation) -> &'a str {
        let (name, profile) = (&operation.name, self.model.profile());
        match profile.operation_names(name.namespace(), self.own.namespace) {
            OperationNames::Simple if !self.is_ambiguous(operation) => name.name(),
            OperationNames::Simple | OperationNames::Qualified => name.as_str(),
        }
    }

    /// Whether the simple name of an operation means something else for some of the values that it is bound to.
    fn is_ambiguous(&self, operation: &Operation) -> bool {
        self.ambiguous.get_or_init(|| AmbiguousNames::of(self)).contains(operation)
    }

    /// Returns the segment of a cast: `shop.Customer`, `graph.group`.
    ///
    /// Graph's namespace is replaced by its alias. Other services may not know an alias, which belongs to a document.
    #[must_use]
    pub fn cast_segment(&self, id: TypeId) -> String {
        let mut segment = String::new();
        self.write_cast(&mut segment, id);
        segment
    }

    pub(super) fn write_cast(&self, path: &mut String, id: TypeId) {
        let name = &self.model.type_(id).name;
        let is_own = self.own.namespace == Some(name.namespace());
        match self.own.alias.filter(|_| is_own && self.model.profile().dialect() == Dialect::Graph) {
            Some(alias) => path.extend([alias, ".", name.name()]),
            None => path.push_str(name.as_str()),
        }
    }

    /// Returns the segment of a call in a path template: `range(address='{address}')`, `delta()`, `sendMail`.
    #[must_use]
    pub fn call_segment(&self, id: OperationId, import: Option<&str>) -> String {
        let mut segment = String::new();
        self.write_call(&mut segment, id, import);
        segment
    }

    pub(super) fn write_call(&self, path: &mut String, id: OperationId, import: Option<&str>) {
        let operation = self.model.operation(id);
        path.push_str(import.unwrap_or_else(|| self.operation_segment(operation)));
        if operation.kind == OperationKind::Function {
            path.push('(');
            let required = operation.call_parameters().iter().filter(|parameter| !is_optional(parameter));
            for (index, parameter) in required.enumerate() {
                path.push_str(if index == 0 { "" } else { "," });
                write_argument(path, parameter, self.model);
            }
            path.push(')');
        }
    }
}

/// Whether a caller may omit a parameter.
pub(crate) fn is_optional(parameter: &Parameter) -> bool {
    Annotation::find(&parameter.annotations, OPTIONAL_PARAMETER).is_some()
}

/// Whether values of a type need a parameter alias: entities, complex values and collections do not have literals, and
/// values of untyped and external types may have none.
pub(crate) fn is_aliased(type_ref: &TypeRef, model: &Model) -> bool {
    use Primitive::{ComplexType, EntityType, Untyped};
    type_ref.is_collection
        || match &type_ref.item {
            ItemType::Primitive(primitive) => matches!(primitive, Untyped | ComplexType | EntityType),
            ItemType::Declared(id) => model.type_(*id).structured().is_some(),
            ItemType::External(_) => true,
        }
}

/// An argument in a path template: `name='{name}'`, `name={name}`, or `name=@name` for a parameter alias.
pub(crate) fn argument(parameter: &Parameter, model: &Model) -> String {
    let mut argument = String::new();
    write_argument(&mut argument, parameter, model);
    argument
}

/// Writes an [`argument`].
pub(super) fn write_argument(path: &mut String, parameter: &Parameter, model: &Model) {
    let name = parameter.name.as_str();
    path.extend(match (is_aliased(&parameter.type_ref, model), is_quoted(&parameter.type_ref, model)) {
        (true, _) => [name, "=@", name, ""],
        (false, true) => [name, "='{", name, "}'"],
        (false, false) => [name, "={", name, "}"],
    });
}

/// Whether literals of a type are quoted.
pub(crate) fn is_quoted(type_ref: &TypeRef, model: &Model) -> bool {
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
