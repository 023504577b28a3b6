use super::{
    references::pointer,
    schemas::{MAX_CHAIN, Schemas, envelope_items},
};
use crate::{csdl::Text, diagnostic::Span, edm::Primitive, openapi::Schema};

/// The type that a schema denotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The qualified type of the value, or of the items of a collection.
    pub(super) item: String,
    pub(super) is_collection: bool,
    /// Whether the value, or an item of the collection, can be null.
    pub(super) is_nullable: bool,
    pub(super) span: Span,
}

impl Found {
    fn primitive(primitive: Primitive, schema: &Schema<'_>, span: Span) -> Self {
        let is_nullable = schema.nullable || primitive == Primitive::Untyped;
        Self { item: primitive.as_str().to_owned(), is_collection: false, is_nullable, span }
    }

    /// Returns the type as CSDL writes it.
    pub(super) fn written(&self) -> String {
        if self.is_collection { format!("Collection({})", self.item) } else { self.item.clone() }
    }
}

impl<'d, 'a> Schemas<'d, 'a, '_> {
    /// Returns the type that a schema denotes; `span` is where it is used.
    pub(super) fn type_of(&mut self, document: usize, schema: &'d Schema<'a>, span: Span) -> Found {
        self.type_at(document, schema, schema.span.unwrap_or(span), 0)
    }

    fn type_at(&mut self, document: usize, schema: &'d Schema<'a>, span: Span, depth: usize) -> Found {
        if let Some(reference) = &schema.reference {
            let mut found = self.referenced(document, reference, depth);
            found.is_nullable |= schema.nullable;
            return found;
        }
        if depth > MAX_CHAIN {
            return Found::primitive(Primitive::Untyped, schema, span);
        }
        if !schema.any_of.is_empty() {
            return self.alternatives(document, schema, span, depth);
        }
        if let [only] = &schema.all_of[..]
            && schema.properties.is_empty()
        {
            let mut found = self.type_at(document, only, span, depth + 1);
            found.is_nullable |= schema.nullable;
            return found;
        }
        if schema.type_name.as_deref() == Some("array") || schema.items.is_some() {
            let Some(items) = &schema.items else {
                return Found { is_collection: true, ..Found::primitive(Primitive::Untyped, schema, span) };
            };
            let mut found = self.type_at(document, items, items.span.unwrap_or(span), depth + 1);
            // CSDL has no collections of collections.
            if found.is_collection {
                found = Found::primitive(Primitive::Untyped, items, span);
            }
            return Found { is_collection: true, ..found };
        }
        Found::primitive(scalar(schema), schema, span)
    }

    /// Resolves `anyOf` and `oneOf`: a nullable type, a number that may be written as a string, or any value.
    fn alternatives(&mut self, document: usize, schema: &'d Schema<'a>, span: Span, depth: usize) -> Found {
        let mut is_nullable = schema.nullable;
        let mut chosen: Option<Found> = None;
        for one in &schema.any_of {
            if is_null(one) {
                is_nullable = true;
                self.states_nullable_references = true;
                continue;
            }
            let found = self.type_at(document, one, one.span.unwrap_or(span), depth + 1);
            is_nullable |= one.nullable;
            chosen = Some(match chosen {
                None => found,
                Some(first) if first.item == found.item && first.is_collection == found.is_collection => first,
                // `Edm.Double` is a number or the string `INF`; `Edm.Decimal` and `Edm.Int64` may be strings.
                Some(first) if is_number(&first.item) && !first.is_collection => first,
                Some(first) if is_number(&found.item) && first.item == Primitive::String.as_str() => found,
                Some(first) => Found { item: Primitive::Untyped.as_str().to_owned(), is_collection: false, ..first },
            });
        }
        let found = chosen.unwrap_or_else(|| Found::primitive(Primitive::Untyped, schema, span));
        Found { is_nullable: is_nullable || found.is_nullable, ..found }
    }

    fn referenced(&mut self, document: usize, reference: &Text<'a>, depth: usize) -> Found {
        let span = reference.span;
        let found = |item: String, is_collection| Found { item, is_collection, is_nullable: false, span };
        let Some(pointer) = pointer(reference).filter(|pointer| pointer.section == "schemas") else {
            self.unsupported_reference(reference);
            return found(Primitive::Untyped.as_str().to_owned(), false);
        };
        let name = &*pointer.name;
        if let Some(primitive) = primitive(name) {
            return found(primitive.as_str().to_owned(), false);
        }
        let Some((document, schema)) = self.schema(document, &pointer, span) else {
            return self.undeclared(document, name, span);
        };
        if let Some(qualified) = self.type_names.get(&(document, name)) {
            return found(qualified.clone(), false);
        }
        if depth >= MAX_CHAIN {
            self.cycle(reference);
            return found(Primitive::Untyped.as_str().to_owned(), false);
        }
        match envelope_items(schema) {
            Some(value) => self.type_at(document, value, span, depth + 1),
            None => Found { span, ..self.type_at(document, schema, span, depth + 1) },
        }
    }

    /// Returns the type for an undeclared component. The name of a collection's envelope contains the name of its item
    /// type.
    pub(super) fn undeclared(&mut self, document: usize, component: &str, span: Span) -> Found {
        let (item, is_collection) = match component.strip_suffix("CollectionResponse") {
            Some(item) if !item.is_empty() && !item.ends_with('.') => (item, true),
            _ => (component, false),
        };
        if let Some(primitive) = Primitive::from_name(item).filter(|_| is_collection) {
            let item = primitive.as_str().to_owned();
            return Found { item, is_collection, is_nullable: false, span };
        }
        let item = self.namings[document].name_of(item).unwrap_or_else(|| {
            // The name is not qualified; give it one nevertheless, so that it is reported as absent.
            let simple: String = item.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
            format!("{}._{simple}", self.root_namespace)
        });
        self.name_type(item, is_collection, span)
    }

    /// Returns the type of a response, without the envelope that OData adds to collections and primitive values.
    pub(super) fn payload(&mut self, document: usize, schema: &'d Schema<'a>, span: Span) -> Found {
        if schema.reference.is_none() && schema.any_of.is_empty() {
            let parts = || std::iter::once(schema).chain(&schema.all_of);
            let mut named = parts().flat_map(|part| &part.properties).filter(|(name, _)| !name.contains('@'));
            if let (Some((name, value)), None) = (named.next(), named.next())
                && &**name == "value"
            {
                return self.type_of(document, value, name.span);
            }
        }
        self.type_of(document, schema, span)
    }
}

/// Returns whether a schema is `type: "null"` or the empty object that Microsoft uses to make a reference nullable.
fn is_null(schema: &Schema<'_>) -> bool {
    let is_empty = schema.reference.is_none()
        && schema.properties.is_empty()
        && schema.all_of.is_empty()
        && schema.any_of.is_empty()
        && schema.items.is_none()
        && schema.enumeration.is_empty();
    schema.nullable && is_empty && matches!(schema.type_name.as_deref(), None | Some("object"))
}

/// The primitive type that a component represents by its name, as in `Edm.GeographyPoint`. Converters of CSDL describe
/// the geographic types as components, whose content adds nothing.
pub(super) fn primitive(component: &str) -> Option<Primitive> {
    component.strip_prefix("Edm.").and_then(Primitive::from_name)
}

fn is_number(item: &str) -> bool {
    matches!(item, "Edm.Double" | "Edm.Single" | "Edm.Decimal" | "Edm.Int64")
}

/// Returns the primitive type of a scalar (OData to OpenAPI Mapping 1.0, section 5.2, and Microsoft's conventions).
pub(super) fn scalar(schema: &Schema<'_>) -> Primitive {
    let format = schema.format.as_deref();
    match (schema.type_name.as_deref(), format) {
        (Some("boolean"), _) => Primitive::Boolean,
        (_, Some("int64")) => Primitive::Int64,
        (_, Some("int32")) => Primitive::Int32,
        (_, Some("int16")) => Primitive::Int16,
        (_, Some("uint8")) => Primitive::Byte,
        (_, Some("int8")) => Primitive::SByte,
        (_, Some("double")) => Primitive::Double,
        (_, Some("float")) => Primitive::Single,
        (_, Some("decimal")) => Primitive::Decimal,
        (Some("integer"), _) => Primitive::Int64,
        (Some("number"), _) => Primitive::Double,
        (Some("string"), Some("date-time")) => Primitive::DateTimeOffset,
        (Some("string"), Some("date")) => Primitive::Date,
        (Some("string"), Some("time")) => Primitive::TimeOfDay,
        (Some("string"), Some("duration")) => Primitive::Duration,
        (Some("string"), Some("uuid")) => Primitive::Guid,
        (Some("string"), Some("base64url" | "byte")) => Primitive::Binary,
        (Some("string"), Some("binary")) => Primitive::Stream,
        (Some("string"), _) => Primitive::String,
        _ => Primitive::Untyped,
    }
}
