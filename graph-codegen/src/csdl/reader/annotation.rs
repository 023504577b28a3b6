use super::{
    Read, Reader,
    element::Element,
    vocabulary::{AttributeName, ElementName},
};
use crate::{
    csdl::{Annotation, Expression},
    diagnostic::{Code, Diagnostic, Quoted},
};

impl<'t, 'a> Reader<'t, 'a, '_> {
    pub(super) fn annotation(&mut self, element: Element<'t, 'a>) -> Read<Annotation<'a>> {
        let term = self.required(element, AttributeName::Term);
        let qualifier = self.optional(AttributeName::Qualifier);
        let mut annotations = Vec::new();
        let value = self.value(element, &mut annotations)?;
        Ok(Annotation { term, qualifier, value, annotations, span: self.span(element.start, element.end) })
    }

    /// Reads the value of an `Annotation`, a `PropertyValue` or a `LabeledElement`, which is an attribute or a child
    /// element, and the rest of the element.
    pub(super) fn value(
        &mut self,
        element: Element<'t, 'a>,
        annotations: &mut Vec<Annotation<'a>>,
    ) -> Read<Option<Expression<'a>>> {
        let mut value = self.value_attribute(element);
        while let Some(child) = self.child(element)? {
            if child.name == ElementName::Annotation {
                annotations.push(self.annotation(child)?);
            } else if child.name.is_expression() {
                if value.is_some() {
                    self.second_value(element, child.start, child.end);
                }
                value = Some(self.expression(child)?);
            } else {
                self.misplaced(child, element)?;
            }
        }
        Ok(value)
    }

    fn value_attribute(&mut self, element: Element<'t, 'a>) -> Option<Expression<'a>> {
        let mut value = None;
        let mut index = 0;
        while self.attributes.remaining > 0 && index < self.attributes.list.len() {
            let attribute = &mut self.attributes.list[index];
            index += 1;
            if !attribute.name.is_expression() {
                continue;
            }
            let notation = attribute.name.as_str();
            let Some(text) = attribute.value.take() else { continue };
            self.attributes.remaining -= 1;
            if value.is_some() {
                let span = text.span;
                self.second_value(element, span.start as usize, span.end as usize);
            }
            value = Some(Expression::Text { notation, value: text });
        }
        value
    }

    fn second_value(&mut self, element: Element<'t, 'a>, start: usize, end: usize) {
        let span = self.span(start, end);
        let tag = self.span(element.start, element.end);
        let message = format!("{} has a second value", Quoted(element.local));
        let diagnostic = Diagnostic::error(Code::Csdl, message).at(span);
        self.report(diagnostic.note("a value is one attribute or one child element", tag));
    }
}
