use std::collections::BTreeSet;

use super::{scope::Scope, xml::Xml};
use crate::edm::{Facets, ItemType, QualifiedName, TypeRef};

/// Writes the elements of a slice; the other modules add a method for each kind of element.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) xml: Xml,
    /// The number of sources that the caller named; the others are referenced.
    pub(super) given: usize,
    /// The version of the slice.
    pub(super) csdl_version: Option<&'a str>,
    body: Body,
}

/// The schemas of a slice, as text.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) text: String,
    /// The namespaces that the text mentions.
    pub(super) mentioned: BTreeSet<String>,
    /// The namespaces that the text declares.
    pub(super) declared: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(scope: &'a Scope<'a>, given: usize, csdl_version: Option<&'a str>) -> Self {
        Self { scope, xml: Xml::new(2), given, csdl_version, body: Body::default() }
    }

    pub(super) fn finish(self) -> Body {
        Body { text: self.xml.finish(), ..self.body }
    }

    pub(super) fn declare(&mut self, namespace: &str) {
        self.body.declared.insert(namespace.to_owned());
    }

    /// Writes an attribute that contains the name of a model element.
    pub(super) fn reference(&mut self, attribute: &str, name: &QualifiedName) {
        if !self.body.mentioned.contains(name.namespace()) {
            self.body.mentioned.insert(name.namespace().to_owned());
        }
        self.xml.attribute(attribute, name.as_str());
    }

    pub(super) fn type_attribute(&mut self, attribute: &str, type_ref: &TypeRef) {
        let name = match &type_ref.item {
            ItemType::Primitive(primitive) => primitive.as_str(),
            ItemType::Declared(id) => self.scope.model.type_(*id).name.as_str(),
            ItemType::External(name) => name.as_str(),
        };
        match type_ref.is_collection {
            true => self.xml.attribute(attribute, &format!("Collection({name})")),
            false => self.xml.attribute(attribute, name),
        }
    }

    pub(super) fn facets(&mut self, facets: &Facets) {
        self.xml.optional("MaxLength", facets.max_length());
        self.xml.optional("Precision", facets.precision());
        self.xml.optional("Scale", facets.scale());
        self.xml.flag("Unicode", facets.unicode());
        self.xml.optional("SRID", facets.srid());
        self.xml.optional("DefaultValue", facets.default_value());
    }
}
