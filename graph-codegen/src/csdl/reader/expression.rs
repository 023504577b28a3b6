use super::{
    Read, Reader,
    element::Element,
    vocabulary::{AttributeName, ElementName},
};
use crate::{
    csdl::{Expression, PropertyValue, Record, Text},
    diagnostic::{Code, Diagnostic, Quoted},
};

/// The attributes of an operator that are not expressions.
const OPERATOR_ATTRIBUTES: [AttributeName; 8] = [
    AttributeName::Function,
    AttributeName::Name,
    AttributeName::Type,
    AttributeName::MaxLength,
    AttributeName::Precision,
    AttributeName::Scale,
    AttributeName::Unicode,
    AttributeName::Srid,
];

impl<'t, 'a> Reader<'t, 'a, '_> {
    pub(super) fn expression(&mut self, element: Element<'t, 'a>) -> Read<Expression<'a>> {
        match element.name {
            ElementName::Record => Ok(Expression::Record(self.record(element)?)),
            ElementName::Collection => self.collection(element),
            ElementName::Null => Ok(Expression::Null { annotations: self.annotations_of(element)? }),
            name if name.is_text_expression() => self.text_expression(element),
            _ => self.operator(element),
        }
    }

    fn text_expression(&mut self, element: Element<'t, 'a>) -> Read<Expression<'a>> {
        let mut value = self.content(element)?;
        if element.name != ElementName::String {
            trim(&mut value);
        }
        Ok(Expression::Text { notation: element.name.as_str(), value })
    }

    fn collection(&mut self, element: Element<'t, 'a>) -> Read<Expression<'a>> {
        let mut items = Vec::new();
        while let Some(child) = self.child(element)? {
            if child.name.is_expression() {
                items.push(self.expression(child)?);
            } else {
                self.misplaced(child, element)?;
            }
        }
        Ok(Expression::Collection(items))
    }

    fn record(&mut self, element: Element<'t, 'a>) -> Read<Record<'a>> {
        let record_type = self.optional(AttributeName::Type);
        let (mut property_values, mut annotations) = (Vec::new(), Vec::new());
        while let Some(child) = self.child(element)? {
            match child.name {
                ElementName::PropertyValue => property_values.push(self.property_value(child)?),
                ElementName::Annotation => annotations.push(self.annotation(child)?),
                _ => self.misplaced(child, element)?,
            }
        }
        Ok(Record { record_type, property_values, annotations, span: self.span(element.start, element.end) })
    }

    fn property_value(&mut self, element: Element<'t, 'a>) -> Read<PropertyValue<'a>> {
        let property = self.required(element, AttributeName::Property);
        let mut annotations = Vec::new();
        let value = self.value(element, &mut annotations)?;
        Ok(PropertyValue { property, value, annotations, span: self.span(element.start, element.end) })
    }

    fn operator(&mut self, element: Element<'t, 'a>) -> Read<Expression<'a>> {
        let (mut attributes, mut operands, mut annotations) = (Vec::new(), Vec::new(), Vec::new());
        if element.name == ElementName::LabeledElement {
            attributes.push((AttributeName::Name.as_str(), self.required(element, AttributeName::Name)));
            operands.extend(self.value(element, &mut annotations)?);
        } else {
            for index in 0..self.attributes.list.len() {
                let name = self.attributes.list[index].name;
                if OPERATOR_ATTRIBUTES.contains(&name)
                    && let Some(value) = self.optional(name)
                {
                    attributes.push((name.as_str(), value));
                }
            }
            while let Some(child) = self.child(element)? {
                if child.name == ElementName::Annotation {
                    annotations.push(self.annotation(child)?);
                } else if child.name.is_expression() {
                    operands.push(self.expression(child)?);
                } else {
                    self.misplaced(child, element)?;
                }
            }
            self.check_operands(element, operands.len());
        }
        let span = self.span(element.start, element.end);
        Ok(Expression::Operator { name: element.name.as_str(), attributes, operands, annotations, span })
    }

    /// Warns of a wrong number of operands; it is not an error because operators are not evaluated.
    fn check_operands(&mut self, element: Element<'t, 'a>, found: usize) {
        let (min, max) = match element.name {
            ElementName::Apply => return,
            ElementName::If => (2, 3),
            ElementName::Not | ElementName::Neg | ElementName::Cast | ElementName::IsOf | ElementName::UrlRef => (1, 1),
            _ => (2, 2),
        };
        if found < min || found > max {
            let has = if found == 1 { "one operand".to_owned() } else { format!("{found} operands") };
            let takes = if min == max { min.to_string() } else { format!("{min} or {max}") };
            let message = format!("{} has {has}; it takes {takes}", Quoted(element.local));
            let span = self.span(element.start, element.end);
            self.report(Diagnostic::warning(Code::Csdl, message).at(span));
        }
    }
}

/// Removes the white space around a value.
fn trim(value: &mut Text<'_>) {
    let trimmed = value.value.trim_matches([' ', '\t', '\r', '\n']);
    if trimmed.len() == value.value.len() {
        return;
    }
    let before = value.value.len() - value.value.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let length = trimmed.len();
    match &mut value.value {
        std::borrow::Cow::Borrowed(text) => {
            *text = &text[before..before + length];
            value.span.start += before as u32;
            value.span.end = value.span.start + length as u32;
        }
        std::borrow::Cow::Owned(text) => *text = text[before..before + length].to_owned(),
    }
}
