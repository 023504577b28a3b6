use jsonc_parser::{
    ast::{self, ObjectProp, Value},
    common::Ranged,
};

use super::{Reader, object::Object, scalar, type_reference::TypeReference};
use crate::csdl::{Operation, OperationKind, Parameter, ReturnType};

impl<'a> Reader<'a, '_> {
    /// Reads an overload. Its position is that of the name for the first overload, and of the object for others.
    pub(super) fn operation(
        &mut self,
        member: &ObjectProp<'a>,
        mut object: Object<'_, 'a>,
        kind: OperationKind,
    ) -> Operation<'a> {
        let is_function = kind == OperationKind::Function;
        let name = self.name_text(member);
        let mut operation = Operation {
            kind,
            name: self.checked_name(name),
            is_bound: self.boolean(&mut object, "$IsBound"),
            is_composable: if is_function { self.boolean(&mut object, "$IsComposable") } else { None },
            entity_set_path: self.optional(&mut object, "$EntitySetPath"),
            parameters: Vec::new(),
            return_types: Vec::new(),
            annotations: Vec::new(),
            span: object.span,
        };
        if let Some(member) = object.take("$Parameter") {
            match &member.value {
                Value::Array(items) => {
                    for item in &items.elements {
                        match item {
                            Value::Object(parameter) => operation.parameters.push(self.parameter(parameter)),
                            other => self.wrong_type("a parameter", other, "an object"),
                        }
                    }
                }
                other => self.wrong_type("$Parameter", other, "an array"),
            }
        }
        if let Some(member) = object.take("$ReturnType") {
            match &member.value {
                Value::Object(returned) => {
                    let span = self.member_span(member);
                    let mut returned = self.object("ReturnType", returned, span);
                    let TypeReference { type_name, nullable, facets } = self.type_reference(&mut returned, false);
                    let annotations = self.annotations(&mut returned);
                    self.finish(&returned);
                    operation.return_types.push(ReturnType { type_name, nullable, facets, annotations, span });
                }
                other => self.wrong_type("$ReturnType", other, "an object"),
            }
        }
        operation.annotations = self.annotations(&mut object);
        self.finish(&object);
        operation
    }

    fn parameter(&mut self, object: &ast::Object<'a>) -> Parameter<'a> {
        let span = self.span(object.range());
        let mut object = self.object("Parameter", object, span);
        let name = self.required(&mut object, "$Name");
        let name = if name.value.is_empty() { name } else { self.checked_parameter_name(name) };
        let TypeReference { type_name, nullable, facets } = self.type_reference(&mut object, false);
        let annotations = self.annotations(&mut object);
        self.finish(&object);
        Parameter { name, type_name, nullable, facets, annotations, span }
    }

    /// Reads the overloads of an action or function.
    pub(super) fn overloads(&mut self, member: &ObjectProp<'a>, items: &[Value<'a>]) -> Vec<Operation<'a>> {
        let mut operations = Vec::with_capacity(items.len());
        for item in items {
            let Value::Object(object) = item else {
                self.wrong_type(member.name.as_str(), item, "an object");
                continue;
            };
            let span = self.span(scalar::range(item));
            let mut object = self.object("overload", object, span);
            let kind = self.required(&mut object, "$Kind");
            match &*kind.value {
                "Action" => {
                    object.kind = "Action";
                    operations.push(self.operation(member, object, OperationKind::Action));
                }
                "Function" => {
                    object.kind = "Function";
                    operations.push(self.operation(member, object, OperationKind::Function));
                }
                "" => {}
                _ => self.unknown_kind(&kind, "an overload is an `Action` or a `Function`"),
            }
        }
        operations
    }
}
