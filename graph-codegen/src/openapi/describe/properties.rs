use super::{
    schemas::{Schemas, Shape},
    types::Found,
};
use crate::{
    csdl::{Text, is_identifier},
    diagnostic::{Code, Diagnostic, Quoted},
    openapi::Schema,
};

/// A structural or navigation property of a type.
#[derive(Clone, Debug)]
pub(super) struct Property<'d, 'a> {
    pub(super) name: Text<'a>,
    /// `None` if only a path mentions the property.
    pub(super) schema: Option<&'d Schema<'a>>,
    pub(super) found: Found,
}

impl<'d, 'a> Schemas<'d, 'a, '_> {
    /// Determines base types and the types of all properties.
    pub(super) fn read_properties(&mut self) {
        for number in 0..self.types.len() {
            let (shape, document, schema) =
                (self.types[number].shape, self.types[number].document, self.types[number].schema);
            if shape == Shape::Structured {
                self.read_parts(number, document, schema);
            }
        }
    }

    /// Reads a schema and its `allOf`: a `$ref` is the base type, and other parts add properties.
    fn read_parts(&mut self, number: usize, document: usize, schema: &'d Schema<'a>) {
        self.add_properties(number, document, schema);
        for part in &schema.all_of {
            let Some(reference) = &part.reference else {
                self.add_properties(number, document, part);
                continue;
            };
            let found = self.type_of(document, part, reference.span);
            if found.item.starts_with("Edm.") {
                continue;
            }
            if let Some((_, first)) = &self.types[number].base {
                let message = format!("{} has several base types", Quoted(&self.types[number].name));
                let diagnostic = Diagnostic::warning(Code::OpenApi, message).at(reference.span);
                let diagnostic = diagnostic.note("the first one, which is used, is here", *first);
                self.report(
                    diagnostic.help("an OData type has one base type; properties of the others are not generated"),
                );
            } else {
                self.types[number].base = Some((found.item, reference.span));
            }
        }
    }

    fn add_properties(&mut self, number: usize, document: usize, schema: &'d Schema<'a>) {
        for (name, schema) in &schema.properties {
            // Control information, such as `@odata.type` and `members@odata.bind`, is read by the runtime.
            if name.contains('@') {
                continue;
            }
            if !is_identifier(name) {
                let message = format!("{} is not a valid OData name; the property is omitted", Quoted(name));
                self.report(Diagnostic::warning(Code::Name, message).at(name.span));
                continue;
            }
            let found = self.type_of(document, schema, name.span);
            self.add_property(number, Property { name: name.clone(), schema: Some(schema), found });
        }
    }

    pub(super) fn add_property(&mut self, number: usize, property: Property<'d, 'a>) {
        let info = &mut self.types[number];
        if !info.property_index.contains_key(&*property.name) {
            info.property_index.insert(property.name.to_string(), info.properties.len());
            info.properties.push(property);
        }
    }

    pub(super) fn set_property_item(&mut self, number: usize, name: &str, item: &str) {
        let info = &mut self.types[number];
        if let Some(&at) = info.property_index.get(name) {
            info.properties[at].found.item = item.to_owned();
        }
    }
}
