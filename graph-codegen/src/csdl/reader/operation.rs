use super::{
    Read, Reader,
    element::Element,
    vocabulary::{AttributeName, ElementName},
};
use crate::csdl::{Operation, OperationKind, Parameter, ReturnType};

impl<'t, 'a> Reader<'t, 'a, '_> {
    pub(super) fn operation(&mut self, element: Element<'t, 'a>, kind: OperationKind) -> Read<Operation<'a>> {
        let is_function = kind == OperationKind::Function;
        let mut operation = Operation {
            kind,
            name: self.name(element),
            is_bound: self.boolean(AttributeName::IsBound),
            is_composable: if is_function { self.boolean(AttributeName::IsComposable) } else { None },
            entity_set_path: self.optional(AttributeName::EntitySetPath),
            parameters: Vec::new(),
            return_types: Vec::new(),
            annotations: Vec::new(),
            span: self.span(element.start, element.end),
        };
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::Parameter => operation.parameters.push(self.parameter(child)?),
                ElementName::ReturnType => operation.return_types.push(self.return_type(child)?),
                ElementName::Annotation => operation.annotations.push(self.annotation(child)?),
                _ => self.misplaced(child, element)?,
            }
        }
        Ok(operation)
    }

    fn parameter(&mut self, element: Element<'t, 'a>) -> Read<Parameter<'a>> {
        let name = self.name(element);
        let type_name = self.required(element, AttributeName::Type);
        let nullable = self.boolean(AttributeName::Nullable);
        let facets = self.facets(element);
        let annotations = self.annotations_of(element)?;
        let span = self.span(element.start, element.end);
        Ok(Parameter { name, type_name, nullable, facets, annotations, span })
    }

    fn return_type(&mut self, element: Element<'t, 'a>) -> Read<ReturnType<'a>> {
        let type_name = self.required(element, AttributeName::Type);
        let nullable = self.boolean(AttributeName::Nullable);
        let facets = self.facets(element);
        let annotations = self.annotations_of(element)?;
        let span = self.span(element.start, element.end);
        Ok(ReturnType { type_name, nullable, facets, annotations, span })
    }
}
