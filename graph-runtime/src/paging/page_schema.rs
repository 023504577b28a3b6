//! Schemas of pages, without control information of OData 4.01.

use super::page::Page;
use crate::value::{Value, schema::Shape};

impl<T: Value> Page<T> {
    fn shape() -> Shape {
        Shape::Object(vec![
            ("@odata.count", i64::shape()),
            ("@odata.deltaLink", Shape::Text(Some("uri-reference"))),
            ("@odata.nextLink", Shape::Text(Some("uri-reference"))),
            ("value", Shape::List(Box::new(T::shape()))),
        ])
    }
}

#[cfg(feature = "schemars")]
mod json_schema {
    use std::{any::type_name, borrow::Cow};

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::{Page, Value};
    use crate::value::schema::json_schema::schema;

    /// The schema has no name, and is a part of others.
    impl<T: Value> JsonSchema for Page<T> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            type_name::<Self>().into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            schema(&Self::shape(), generator)
        }
    }
}

#[cfg(feature = "utoipa")]
mod open_api {
    use std::borrow::Cow;

    use utoipa::{
        PartialSchema, ToSchema,
        openapi::{RefOr, Schema},
    };

    use super::{Page, Shape, Value};
    use crate::value::schema::open_api::{Schemas, add_referenced, schema};

    /// The schema is named after that of the items: `microsoft.graph.userCollectionResponse`.
    impl<T: Value> PartialSchema for Page<T> {
        fn schema() -> RefOr<Schema> {
            schema(&Self::shape())
        }
    }

    impl<T: Value> ToSchema for Page<T> {
        fn name() -> Cow<'static, str> {
            match T::shape() {
                Shape::Named(item) => format!("{}CollectionResponse", item.name()).into(),
                _ => "CollectionResponse".into(),
            }
        }

        fn schemas(schemas: &mut Schemas) {
            add_referenced(&Self::shape(), schemas);
        }
    }
}
