use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize,
    de::{Deserializer, IntoDeserializer, MapAccess, Visitor, value::MapDeserializer},
};
use serde_json::value::RawValue;

/// Reads a JSON value as text, from any deserializer.
///
/// `RawValue` only supports serde_json's own deserializers. For a value that serde has buffered (in an untagged
/// enum or below `flatten`), this buffers it again and writes it as text.
pub(super) fn raw_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<RawValue>, D::Error> {
    Box::<RawValue>::deserialize(Intercept(deserializer))
}

/// Forwards serde_json's special request for raw text, and detects whether the deserializer supports it.
struct Intercept<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Intercept<D> {
    type Error = D::Error;

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, RawVisitor { visitor, name, lifetime: PhantomData })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct RawVisitor<'de, V> {
    visitor: V,
    name: &'static str,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for RawVisitor<'de, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    // serde_json responds with a map that contains the text.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(map)
    }

    // Other deserializers pass the value on.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let text = value.to_string();
        let pair: (&str, serde::de::value::StringDeserializer<D::Error>) = (self.name, text.into_deserializer());
        self.visitor.visit_map(MapDeserializer::new(std::iter::once(pair)))
    }
}
