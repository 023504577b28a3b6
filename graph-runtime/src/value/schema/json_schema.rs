//! `JsonSchema` of schemars.

use std::{any::type_name, borrow::Cow};

use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::Shape;
use crate::value::{
    Binary, DateTimeOffset, Decimal, Duration, Enumerated, Extra, Flags, Member, Object, Structured, TimeOfDay,
};

/// Turns a form into a schema that refers to those of other types.
pub(crate) fn schema(shape: &Shape, generator: &mut SchemaGenerator) -> Schema {
    let keywords = shape.keywords(&mut |named| (named.reference)(generator).to_value());
    Schema::try_from(keywords).unwrap_or_default()
}

/// The schema is named after the type in the metadata: `microsoft.graph.user`.
///
/// All properties may be absent or `null`, and others may be present: they are in [`Extra`].
impl<T: Structured> JsonSchema for Object<T> {
    fn schema_name() -> Cow<'static, str> {
        T::TYPE_NAME.into()
    }

    fn schema_id() -> Cow<'static, str> {
        type_name::<Self>().into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schema(&Shape::body_of::<T>(), generator)
    }
}

/// The schema is named after the type in the metadata. Members that are not declared are valid.
impl<T: Enumerated> JsonSchema for Member<T> {
    fn schema_name() -> Cow<'static, str> {
        T::TYPE_NAME.into()
    }

    fn schema_id() -> Cow<'static, str> {
        type_name::<Self>().into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schema(&Shape::members_of::<T>(), generator)
    }
}

/// A part of other schemas.
macro_rules! inline {
    ($([$($generics:tt)*] $type:ty => $shape:expr;)*) => {$(
        impl $($generics)* JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                type_name::<Self>().into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                schema(&$shape, generator)
            }
        }
    )*};
}

inline! {
    [] Binary => Shape::of::<Self>();
    [] DateTimeOffset => Shape::of::<Self>();
    [] Decimal => Shape::of::<Self>();
    [] Duration => Shape::of::<Self>();
    [] TimeOfDay => Shape::of::<Self>();
    [] Extra => Shape::Object(Vec::new());
    [<T: Enumerated>] Flags<T> => Shape::of_flags::<T>();
}
