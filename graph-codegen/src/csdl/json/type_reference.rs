use std::borrow::Cow;

use super::{Reader, object::Object};
use crate::csdl::{Facets, Text};

/// The type of an element, with the defaults of CSDL JSON.
pub(super) struct TypeReference<'a> {
    pub(super) type_name: Text<'a>,
    pub(super) nullable: Option<bool>,
    pub(super) facets: Option<Box<Facets<'a>>>,
}

impl<'a> Reader<'a, '_> {
    /// Takes `$Type`, `$Collection`, `$Nullable` and the facets, and `$DefaultValue` if the element can have one.
    pub(super) fn type_reference(&mut self, object: &mut Object<'_, 'a>, has_default: bool) -> TypeReference<'a> {
        let type_name = self.optional(object, "$Type").unwrap_or_else(|| text("Edm.String", object));
        let is_decimal = matches!(&*type_name.value, "Edm.Decimal" | "Decimal");
        let type_name = self.collection_of(object, type_name);
        let nullable = Some(self.boolean(object, "$Nullable").unwrap_or(false));
        let mut facets = self.facets(object);
        if has_default {
            facets.default_value = self.facet(object, "$DefaultValue");
        }
        if is_decimal && facets.scale.is_none() {
            facets.scale = Some(text("variable", object));
        }
        TypeReference { type_name, nullable, facets: boxed(facets) }
    }

    /// Takes `$Collection`, and makes a type the type of the items.
    pub(super) fn collection_of(&mut self, object: &mut Object<'_, 'a>, item: Text<'a>) -> Text<'a> {
        match self.boolean(object, "$Collection") {
            Some(true) => Text { value: Cow::Owned(format!("Collection({})", item.value)), span: item.span },
            _ => item,
        }
    }

    /// Takes the facets of a type definition.
    pub(super) fn facets_of_definition(
        &mut self,
        object: &mut Object<'_, 'a>,
        type_name: &str,
    ) -> Option<Box<Facets<'a>>> {
        let mut facets = self.facets(object);
        if type_name == "Edm.Decimal" && facets.scale.is_none() {
            facets.scale = Some(text("variable", object));
        }
        boxed(facets)
    }

    fn facets(&mut self, object: &mut Object<'_, 'a>) -> Facets<'a> {
        Facets {
            max_length: self.facet(object, "$MaxLength"),
            precision: self.facet(object, "$Precision"),
            scale: self.facet(object, "$Scale"),
            unicode: self.boolean(object, "$Unicode"),
            srid: self.facet(object, "$SRID"),
            default_value: None,
        }
    }
}

fn text<'a>(value: &'static str, object: &Object<'_, 'a>) -> Text<'a> {
    Text { value: Cow::Borrowed(value), span: object.span }
}

fn boxed(facets: Facets<'_>) -> Option<Box<Facets<'_>>> {
    let Facets { max_length, precision, scale, unicode, srid, default_value } = &facets;
    let texts = [max_length, precision, scale, srid, default_value];
    (unicode.is_some() || texts.into_iter().any(Option::is_some)).then(|| Box::new(facets))
}
