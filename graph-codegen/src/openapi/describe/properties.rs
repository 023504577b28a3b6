use super::{
    schemas::{Schemas, Shape},
    types::Found,
};
use crate::{
    csdl::{Text, is_identifier},
    diagnostic::{Code, Diagnostic, Quoted},
    openapi::Schema,
};

/// A property of a type, structural or navigation.
#[derive(Clone, Debug)]
pub(super) struct Property<'d, 'a> {
    pub(super) name: Text<'a>,
    /// `None` where a path says that it exists, and the type's schema does not.
    pub(super) schema: Option<&'d Schema<'a>>,
    pub(super) found: Found,
}

impl<'d, 'a> Schemas<'d, 'a, '_> {
    /// Finds base types, and the types of all properties.
    pub(super) fn read_properties(&mut self) {
        for number in 0..self.types.len() {
            let (shape, document, schema) =
                (self.types[number].shape, self.types[number].document, self.types[number].schema);
            if shape == Shape::Structured {
                self.read_parts(number, document, schema);
            }
        }
    }

    /// The schema itself, and what its `allOf` puts together: a `$ref` is the base type, the others add properties.
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
                let diagnostic = diagnostic.note("the first one, which counts, is here", *first);
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
            // `@odata.type`, `members@odata.bind`: control information, which the runtime reads.
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
