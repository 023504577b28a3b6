//! Values as they are sent: with `@odata.type` where services need it.
//!
//! What was read is written back unchanged by serde. In a request, a value of a type with
//! [`Structured::SENDS_TYPE`] names it at every level, as Graph's own SDKs do.

use super::{
    codec::Value,
    contents,
    extra::Extra,
    json::{JsonError, JsonWriter},
    property_writer::fields,
    structured::Structured,
};

/// Writes a value of any type.
pub(crate) fn value_in_request<T: Value>(value: &T) -> Result<String, JsonError> {
    let mut json = JsonWriter::for_request();
    value.write(&mut json);
    json.finish_text()
}

/// Writes a structured value where a type is declared that is its own or a base of it.
pub(crate) fn object_in_request<T: Structured>(value: &T, extra: &Extra, declared: &str) -> Result<String, JsonError> {
    let type_name = (T::SENDS_TYPE || T::TYPE_NAME != declared).then_some(T::TYPE_NAME);
    write(type_name, T::properties(), fields(value), extra)
}

fn write(
    type_name: Option<&'static str>,
    names: &'static [&'static str],
    fields: Vec<&dyn super::field::Field>,
    extra: &Extra,
) -> Result<String, JsonError> {
    let mut json = JsonWriter::for_request();
    contents::write(type_name, names, fields, extra, &mut json);
    json.finish_text()
}
