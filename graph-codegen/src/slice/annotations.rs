use super::writer::Writer;
use crate::edm::{Annotation, Expression, PropertyValue, Record, vocabulary::PROFILE};

/// Terms whose values are prose, which is copyrighted.
const PROSE: [&str; 2] = ["Org.OData.Core.V1.Description", "Org.OData.Core.V1.LongDescription"];

/// Properties of the standard vocabularies' records whose values are prose.
const PROSE_PROPERTIES: [&str; 2] = ["Description", "LongDescription"];

impl Writer<'_> {
    /// Writes annotations inside their target, sorted by term and qualifier. Only the first annotation with a term and
    /// qualifier is written.
    pub(super) fn annotations(&mut self, annotations: &[Annotation]) {
        let mut kept: Vec<_> = annotations.iter().filter(|annotation| self.is_fact(annotation)).collect();
        kept.sort_by_key(|annotation| (&annotation.term, &annotation.qualifier));
        kept.dedup_by_key(|annotation| (&annotation.term, &annotation.qualifier));
        for annotation in kept {
            self.annotation(annotation);
        }
    }

    pub(super) fn has_facts(&self, annotations: &[Annotation]) -> bool {
        annotations.iter().any(|annotation| self.is_fact(annotation))
    }

    fn is_fact(&self, annotation: &Annotation) -> bool {
        let is_given = (annotation.span.file.0 as usize) < self.given || !annotation.is_out_of_line;
        // The profile is written as it is now.
        is_given && !PROSE.contains(&annotation.term.as_str()) && annotation.term.as_str() != PROFILE
    }

    fn annotation(&mut self, annotation: &Annotation) {
        self.xml.begin("Annotation");
        self.reference("Term", &annotation.term);
        self.xml.optional("Qualifier", annotation.qualifier.as_deref());
        self.value(annotation.value.as_ref());
        self.annotations(&annotation.annotations);
        self.xml.end();
    }

    /// Writes a value as an attribute of the current start tag if possible, and as a child element otherwise.
    fn value(&mut self, value: Option<&Expression>) {
        match value {
            None => {}
            Some(Expression::Text { notation, value }) if *notation != "LabeledElementReference" => {
                self.xml.attribute(notation, value);
            }
            Some(value) => self.expression(value),
        }
    }

    /// Writes an expression. Recursion is limited by the nesting depth that the reader allows.
    pub(super) fn expression(&mut self, expression: &Expression) {
        match expression {
            // `UrlRef` with a text can only be an attribute; the element contains an expression.
            Expression::Text { notation: "UrlRef", value } => {
                self.xml.begin("UrlRef");
                self.xml.text_element("String", value);
                self.xml.end();
            }
            Expression::Text { notation, value } => self.xml.text_element(notation, value),
            Expression::Collection(items) => {
                self.xml.begin("Collection");
                items.iter().for_each(|item| self.expression(item));
                self.xml.end();
            }
            Expression::Record(record) => self.record(record),
            Expression::Null { annotations } => {
                self.xml.begin("Null");
                self.annotations(annotations);
                self.xml.end();
            }
            Expression::Operator { name, attributes, operands, annotations } => {
                self.xml.begin(name);
                attributes.iter().for_each(|(name, value)| self.xml.attribute(name, value));
                operands.iter().for_each(|operand| self.expression(operand));
                self.annotations(annotations);
                self.xml.end();
            }
        }
    }

    fn record(&mut self, record: &Record) {
        self.xml.begin("Record");
        if let Some(record_type) = &record.record_type {
            self.reference("Type", record_type);
        }
        for PropertyValue { property, value, annotations } in &record.property_values {
            if !PROSE_PROPERTIES.contains(&property.as_str()) {
                self.xml.begin("PropertyValue");
                self.xml.attribute("Property", property);
                self.value(value.as_ref());
                self.annotations(annotations);
                self.xml.end();
            }
        }
        self.annotations(&record.annotations);
        self.xml.end();
    }
}
