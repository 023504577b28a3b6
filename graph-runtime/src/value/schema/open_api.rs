//! `ToSchema` of utoipa.

use std::{borrow::Cow, collections::HashSet};

use serde::Deserialize;
use serde_json::json;
use utoipa::{
    Number, PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr, Schema,
        schema::{AnyOfBuilder, ArrayBuilder, ObjectBuilder, SchemaFormat, SchemaType},
    },
};

use super::{NamedShape, Shape};
use crate::value::{
    Binary, DateTimeOffset, Decimal, Duration, Enumerated, Extra, Flags, Json, Member, Object, Structured, TimeOfDay,
};

/// The schemas of a document, by name.
pub(crate) type Schemas = Vec<(String, RefOr<Schema>)>;

pub(crate) fn schema(shape: &Shape) -> RefOr<Schema> {
    from_keywords(&shape.keywords(&mut |named| json!({"$ref": format!("#/components/schemas/{}", named.name)})))
}

/// Converts the keywords that [`Shape::keywords`] uses. utoipa reads no schemas without a type.
fn from_keywords(keywords: &Json) -> RefOr<Schema> {
    if let Some(location) = keywords["$ref"].as_str() {
        return Ref::new(location).into();
    }
    if let Some(choices) = keywords["anyOf"].as_array() {
        let any_of = choices.iter().fold(AnyOfBuilder::new(), |any_of, choice| any_of.item(from_keywords(choice)));
        return Schema::AnyOf(any_of.build()).into();
    }
    let schema_type = SchemaType::deserialize(&keywords["type"]).unwrap_or(SchemaType::AnyValue);
    if let Some(items) = keywords.get("items") {
        return Schema::Array(ArrayBuilder::new().schema_type(schema_type).items(from_keywords(items)).build()).into();
    }
    let number = |name| keywords[name].as_i64().and_then(|number| isize::try_from(number).ok()).map(Number::Int);
    let text = |name| keywords[name].as_str().map(str::to_owned);
    let object = ObjectBuilder::new()
        .schema_type(schema_type)
        .format(text("format").map(SchemaFormat::Custom))
        .pattern(text("pattern"))
        .description(text("description"))
        .minimum(number("minimum"))
        .maximum(number("maximum"))
        .enum_values(keywords["enum"].as_array().cloned());
    let properties = keywords["properties"].as_object().into_iter().flatten();
    let object = properties.fold(object, |object, (name, schema)| object.property(name, from_keywords(schema)));
    Schema::Object(object.build()).into()
}

/// Adds the schemas of the generated types that a form refers to, each once.
pub(crate) fn add_referenced(shape: &Shape, schemas: &mut Schemas) {
    let mut seen: HashSet<String> = schemas.iter().map(|(name, _)| name.clone()).collect();
    let mut open = Vec::new();
    note_names(shape, &mut open);
    while let Some(named) = open.pop() {
        if seen.insert(named.name.to_owned()) {
            let body = (named.body)();
            schemas.push((named.name.to_owned(), schema(&body)));
            note_names(&body, &mut open);
        }
    }
}

fn note_names(shape: &Shape, names: &mut Vec<NamedShape>) {
    match shape {
        Shape::Named(named) => names.push(*named),
        Shape::List(shape) | Shape::Nullable(shape) => note_names(shape, names),
        Shape::Object(properties) => properties.iter().for_each(|(_, shape)| note_names(shape, names)),
        _ => {}
    }
}

/// The schema is named after the type in the metadata: `microsoft.graph.user`.
///
/// All properties may be absent or `null`, and others may be present: they are in [`Extra`].
///
/// utoipa's macros look at the type as it is written, and expect a schema of `T` too. Give the type a name of its own:
/// `type UserBody = Object<User>;`.
impl<T: Structured> PartialSchema for Object<T> {
    fn schema() -> RefOr<Schema> {
        schema(&Shape::body_of::<T>())
    }
}

impl<T: Structured> ToSchema for Object<T> {
    fn name() -> Cow<'static, str> {
        T::TYPE_NAME.into()
    }

    fn schemas(schemas: &mut Schemas) {
        add_referenced(&Shape::body_of::<T>(), schemas);
    }
}

/// The schema is named after the type in the metadata. Members that are not declared are valid.
impl<T: Enumerated> PartialSchema for Member<T> {
    fn schema() -> RefOr<Schema> {
        schema(&Shape::members_of::<T>())
    }
}

impl<T: Enumerated> ToSchema for Member<T> {
    fn name() -> Cow<'static, str> {
        T::TYPE_NAME.into()
    }
}

macro_rules! unnamed {
    ($([$($generics:tt)*] $type:ty => $shape:expr;)*) => {$(
        impl $($generics)* PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                schema(&$shape)
            }
        }

        impl $($generics)* ToSchema for $type {}
    )*};
}

unnamed! {
    [] Binary => Shape::of::<Self>();
    [] DateTimeOffset => Shape::of::<Self>();
    [] Decimal => Shape::of::<Self>();
    [] Duration => Shape::of::<Self>();
    [] TimeOfDay => Shape::of::<Self>();
    [] Extra => Shape::Object(Vec::new());
    [<T: Enumerated>] Flags<T> => Shape::of_flags::<T>();
}
