use super::{document_resolver::DocumentResolver, values::owned};
use crate::{
    csdl::{self, Text},
    diagnostic::{Code, Diagnostic, Quoted},
    edm::{Expression, PropertyValue, Record, vocabulary::is_scope_name},
};

impl DocumentResolver<'_, '_, '_> {
    /// Resolves an expression and expands its aliases. Recursion is limited by the nesting depth that the reader
    /// allows.
    pub(super) fn expression(&mut self, written: &csdl::Expression<'_>) -> Expression {
        match written {
            csdl::Expression::Text { notation, value } => {
                Expression::Text { notation, value: self.constant_or_path(notation, value) }
            }
            csdl::Expression::Collection(items) => Expression::Collection(self.expressions(items)),
            csdl::Expression::Record(record) => Expression::Record(self.record(record)),
            csdl::Expression::Null { annotations } => Expression::Null { annotations: self.annotations(annotations) },
            csdl::Expression::Operator { name, attributes, operands, annotations, .. } => Expression::Operator {
                name,
                attributes: attributes.iter().map(|(name, value)| (*name, self.attribute(name, value))).collect(),
                operands: self.expressions(operands),
                annotations: self.annotations(annotations),
            },
        }
    }

    fn expressions(&mut self, written: &[csdl::Expression<'_>]) -> Vec<Expression> {
        let mut expressions = Vec::with_capacity(written.len());
        for expression in written {
            expressions.push(self.expression(expression));
        }
        expressions
    }

    pub(super) fn optional_expression(&mut self, written: &Option<csdl::Expression<'_>>) -> Option<Expression> {
        written.as_ref().map(|expression| self.expression(expression))
    }

    fn constant_or_path(&self, notation: &str, value: &Text<'_>) -> String {
        match notation {
            "String" | "Bool" | "Int" => owned(value),
            "EnumMember" => self.enum_members(value),
            "Path" | "PropertyPath" | "NavigationPropertyPath" | "AnnotationPath" | "ModelElementPath" => {
                self.path(value)
            }
            "LabeledElementReference" => self.type_name(value),
            _ => owned(value),
        }
    }

    fn attribute(&self, name: &str, value: &Text<'_>) -> String {
        match name {
            "Type" | "Function" | "LabeledElementReference" => self.type_name(value),
            _ => owned(value),
        }
    }

    /// Warns of scopes that are ignored, since their names are not those of scopes.
    fn check_scopes(&mut self, list: &csdl::PropertyValue<'_>) {
        let Some(csdl::Expression::Collection(scopes)) = &list.value else { return };
        if &*list.property.value != "Scopes" {
            return;
        }
        let records = scopes.iter().filter_map(|scope| match scope {
            csdl::Expression::Record(record) => Some(record),
            _ => None,
        });
        for value in records.flat_map(|record| &record.property_values) {
            if &*value.property.value == "Scope"
                && let Some(csdl::Expression::Text { notation: "String", value: name }) = &value.value
                && !is_scope_name(&name.value)
            {
                let message = format!("{} is not the name of a scope, so it is ignored", Quoted(&name.value));
                let diagnostic = Diagnostic::warning(Code::Permission, message).at(name.span);
                let help = "a name has printable ASCII characters, other than spaces, quotes and backslashes";
                self.diagnostics.push(diagnostic.help(help));
            }
        }
    }

    fn record(&mut self, written: &csdl::Record<'_>) -> Record {
        let mut property_values = Vec::with_capacity(written.property_values.len());
        for value in &written.property_values {
            self.check_scopes(value);
            property_values.push(PropertyValue {
                property: owned(&value.property),
                value: self.optional_expression(&value.value),
                annotations: self.annotations(&value.annotations),
            });
        }
        Record {
            record_type: written.record_type.as_ref().map(|name| self.qualified_name(name)),
            property_values,
            annotations: self.annotations(&written.annotations),
        }
    }
}
