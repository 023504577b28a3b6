//! Keywords of JSON Schema 2020-12, which OpenAPI 3.1 shares.

use serde_json::{Value, json};

use super::{NamedShape, Shape};

impl Shape {
    /// Returns the schema as JSON; `reference` returns those of generated types.
    pub(super) fn keywords(&self, reference: &mut dyn FnMut(&NamedShape) -> Value) -> Value {
        match self {
            Self::Any => json!({}),
            Self::Boolean => json!({"type": "boolean"}),
            Self::Integer { format, bounds: None } => json!({"type": "integer", "format": format}),
            Self::Integer { format, bounds: Some((minimum, maximum)) } => {
                json!({"type": "integer", "format": format, "minimum": minimum, "maximum": maximum})
            }
            Self::Number(format) => {
                json!({"anyOf": [
                    {"type": "number", "format": format},
                    {"type": "string", "enum": ["INF", "-INF", "NaN"]},
                ]})
            }
            Self::Decimal => json!({"type": "number", "format": "decimal"}),
            Self::Text(None) => json!({"type": "string"}),
            Self::Text(Some(format)) => json!({"type": "string", "format": format}),
            Self::TextOr(format, pattern) => {
                json!({"anyOf": [{"type": "string", "format": format}, {"type": "string", "pattern": pattern}]})
            }
            Self::Flags(names) => {
                let description = format!("Names of members, separated by commas: {}", names.join(","));
                json!({"type": "string", "description": description})
            }
            Self::Member(names) if names.is_empty() => json!({"type": "string"}),
            // A service may have members that are not declared yet.
            Self::Member(names) => json!({"anyOf": [{"type": "string", "enum": names}, {"type": "string"}]}),
            Self::List(item) => json!({"type": "array", "items": item.keywords(reference)}),
            Self::Nullable(shape) => nullable(shape.keywords(reference)),
            Self::Object(properties) => {
                let schemas =
                    properties.iter().map(|(name, shape)| ((*name).to_owned(), nullable(shape.keywords(reference))));
                json!({"type": "object", "properties": schemas.collect::<serde_json::Map<_, _>>()})
            }
            Self::Named(named) => reference(named),
        }
    }
}

/// Allows `null` in addition.
fn nullable(mut schema: Value) -> Value {
    if schema.as_object().is_some_and(serde_json::Map::is_empty) {
        return schema;
    }
    if let Some(name @ Value::String(_)) = schema.get_mut("type") {
        *name = json!([name.take(), "null"]);
        return schema;
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.push(json!({"type": "null"}));
        return schema;
    }
    json!({"anyOf": [schema, {"type": "null"}]})
}
