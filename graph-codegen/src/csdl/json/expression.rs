use std::borrow::Cow;

use jsonc_parser::{
    ast::{self, Value},
    common::Ranged,
};

use super::{Reader, object::Object};
use crate::{
    csdl::{Expression, PropertyValue, Record, Text},
    diagnostic::{Code, Diagnostic, Span},
};

/// Expressions with operands: the member, the element of CSDL XML, and the numbers of operands. Those with one operand
/// have the operand as value, others have an array.
const OPERATORS: [(&str, &str, usize, usize); 24] = [
    ("$Apply", "Apply", 0, usize::MAX),
    ("$If", "If", 2, 3),
    ("$Cast", "Cast", 1, 1),
    ("$IsOf", "IsOf", 1, 1),
    ("$LabeledElement", "LabeledElement", 1, 1),
    ("$UrlRef", "UrlRef", 1, 1),
    ("$And", "And", 2, 2),
    ("$Or", "Or", 2, 2),
    ("$Not", "Not", 1, 1),
    ("$Eq", "Eq", 2, 2),
    ("$Ne", "Ne", 2, 2),
    ("$Gt", "Gt", 2, 2),
    ("$Ge", "Ge", 2, 2),
    ("$Lt", "Lt", 2, 2),
    ("$Le", "Le", 2, 2),
    ("$Has", "Has", 2, 2),
    ("$In", "In", 2, 2),
    ("$Add", "Add", 2, 2),
    ("$Sub", "Sub", 2, 2),
    ("$Neg", "Neg", 1, 1),
    ("$Mul", "Mul", 2, 2),
    ("$Div", "Div", 2, 2),
    ("$DivBy", "DivBy", 2, 2),
    ("$Mod", "Mod", 2, 2),
];

impl<'a> Reader<'a, '_> {
    /// Reads an expression; returns `None` if it is not valid.
    pub(super) fn expression(&mut self, value: &Value<'a>) -> Option<Expression<'a>> {
        let constant = |notation, value| Some(Expression::Text { notation, value });
        match value {
            Value::StringLit(string) => constant("String", self.text(string)),
            Value::BooleanLit(boolean) => {
                let value = Cow::Borrowed(if boolean.value { "true" } else { "false" });
                constant("Bool", Text { value, span: self.span(boolean.range) })
            }
            Value::NumberLit(number) => {
                let notation = if number.value.contains(['.', 'e', 'E']) { "Decimal" } else { "Int" };
                constant(notation, Text { value: Cow::Borrowed(number.value), span: self.span(number.range) })
            }
            Value::NullKeyword(_) => Some(Expression::Null { annotations: Vec::new() }),
            Value::Array(array) => {
                let span = self.span(array.range());
                self.nested(span, |reader| {
                    Expression::Collection(array.elements.iter().filter_map(|item| reader.expression(item)).collect())
                })
            }
            Value::Object(object) => {
                let span = self.span(object.range());
                self.nested(span, |reader| reader.object_expression(object, span))?
            }
        }
    }

    fn object_expression(&mut self, object: &ast::Object<'a>, span: Span) -> Option<Expression<'a>> {
        let keyword = object.properties.iter().map(|member| member.name.as_str()).find(|name| is_expression(name));
        let Some(keyword) = keyword else {
            return Some(Expression::Record(self.record(object, span)));
        };
        let kind = OPERATORS.iter().find(|(name, ..)| *name == keyword);
        let mut object = self.object(kind.map_or("expression", |(_, kind, ..)| kind), object, span);
        let expression = match (keyword, kind) {
            ("$Null", _) => {
                object.take("$Null");
                Some(Expression::Null { annotations: self.annotations(&mut object) })
            }
            ("$Path", _) => {
                self.optional(&mut object, "$Path").map(|value| Expression::Text { notation: "Path", value })
            }
            ("$LabeledElementReference", _) => {
                let name = self.optional(&mut object, "$LabeledElementReference");
                name.map(|value| Expression::Text { notation: "LabeledElementReference", value })
            }
            (_, Some(&(keyword, name, min, max))) => self.operator(&mut object, keyword, name, (min, max)),
            _ => None,
        };
        self.finish(&object);
        expression
    }

    fn operator(
        &mut self,
        object: &mut Object<'_, 'a>,
        keyword: &'static str,
        name: &'static str,
        (min, max): (usize, usize),
    ) -> Option<Expression<'a>> {
        let member = object.take(keyword)?;
        let written = match &member.value {
            Value::Array(array) if max > 1 => array.elements.as_slice(),
            value => std::slice::from_ref(value),
        };
        let operands: Vec<_> = written.iter().filter_map(|operand| self.expression(operand)).collect();
        // Not an error, because operators are not evaluated.
        if written.len() < min || written.len() > max {
            let has = if written.len() == 1 { "one operand".to_owned() } else { format!("{} operands", written.len()) };
            let takes = if min == max { min.to_string() } else { format!("{min} or {max}") };
            let message = format!("`{keyword}` has {has}; it takes {takes}");
            self.report(Diagnostic::warning(Code::Csdl, message).at(self.member_span(member)));
        }
        let mut attributes = Vec::new();
        match name {
            "Apply" => attributes.push(("Function", self.required(object, "$Function"))),
            "LabeledElement" => attributes.push(("Name", self.required(object, "$Name"))),
            "Cast" | "IsOf" => {
                let item = self
                    .optional(object, "$Type")
                    .unwrap_or(Text { value: Cow::Borrowed("Edm.String"), span: object.span });
                attributes.push(("Type", self.collection_of(object, item)));
                let facets = [
                    ("$MaxLength", "MaxLength"),
                    ("$Precision", "Precision"),
                    ("$Scale", "Scale"),
                    ("$Unicode", "Unicode"),
                    ("$SRID", "SRID"),
                ];
                for (member, attribute) in facets {
                    attributes.extend(self.facet(object, member).map(|value| (attribute, value)));
                }
            }
            _ => {}
        }
        let annotations = self.annotations(object);
        Some(Expression::Operator { name, attributes, operands, annotations, span: object.span })
    }

    fn record(&mut self, object: &ast::Object<'a>, span: Span) -> Record<'a> {
        let mut object = self.object("Record", object, span);
        let written = object.take("@type").or_else(|| object.take("@odata.type"));
        let record_type = written.and_then(|member| self.string("@type", &member.value)).map(after_hash);
        let mut property_values = Vec::new();
        for member in object.named() {
            let value = self.expression(&member.value);
            let annotations = self.annotations_of(&mut object, member.name.as_str());
            let (property, span) = (self.name_text(member), self.member_span(member));
            property_values.push(PropertyValue { property, value, annotations, span });
        }
        let annotations = self.annotations(&mut object);
        self.finish(&object);
        Record { record_type, property_values, annotations, span }
    }
}

fn is_expression(name: &str) -> bool {
    matches!(name, "$Null" | "$Path" | "$LabeledElementReference")
        || OPERATORS.iter().any(|(keyword, ..)| *keyword == name)
}

/// The name of a type in its URL: `https://example.com/model.json#Model.Type`.
fn after_hash(mut name: Text<'_>) -> Text<'_> {
    let Some(hash) = name.value.find('#') else { return name };
    match &mut name.value {
        Cow::Borrowed(text) => {
            *text = &text[hash + 1..];
            name.span.start += hash as u32 + 1;
        }
        Cow::Owned(text) => {
            text.drain(..=hash);
        }
    }
    name
}
