//! Values as they are sent: with `@odata.type` where services need it.
//!
//! What was read is written back unchanged by serde. In a request, a value of a type with
//! [`Structured::SENDS_TYPE`] names it at every level, as Graph's own SDKs do.

use std::ops::Range;

use super::{
    codec::Value,
    contents,
    extra::Extra,
    json::{JsonError, JsonWriter},
    object::Object,
    property_writer::fields,
    structured::Structured,
};

/// A text, and where numbers are in it that `IEEE754Compatible=true` makes strings: those of the types `Edm.Int64` and
/// `Edm.Decimal` (OData JSON 4.01, section 3.2).
pub(crate) struct RequestJson {
    text: String,
    wide_numbers: Vec<Range<usize>>,
}

impl RequestJson {
    fn of(mut json: JsonWriter) -> Result<Self, JsonError> {
        let wide_numbers = json.take_wide_numbers();
        Ok(Self { text: json.finish_text()?, wide_numbers })
    }

    /// Returns the text with numbers.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Like [`text`](Self::text).
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Returns the text with those numbers in strings, if there are any.
    pub(crate) fn with_numbers_in_strings(&self) -> Option<String> {
        if self.wide_numbers.is_empty() {
            return None;
        }
        let mut quoted = String::with_capacity(self.text.len() + 2 * self.wide_numbers.len());
        let mut written = 0;
        for number in &self.wide_numbers {
            let parts = (self.text.get(written..number.start), self.text.get(number.clone()));
            let (Some(before), Some(digits)) = parts else { continue };
            quoted.push_str(before);
            quoted.extend(["\"", digits, "\""]);
            written = number.end;
        }
        quoted.push_str(self.text.get(written..).unwrap_or_default());
        Some(quoted)
    }
}

/// Writes a value of any type.
pub(crate) fn value_in_request<T: Value>(value: &T) -> Result<RequestJson, JsonError> {
    let mut json = JsonWriter::for_request();
    value.write(&mut json);
    RequestJson::of(json)
}

/// Writes an object as serde does, without types that were not read.
pub(crate) fn object_as_read<T: Structured>(object: &Object<T>) -> Result<RequestJson, JsonError> {
    let mut json = JsonWriter::recording();
    object.write(&mut json);
    RequestJson::of(json)
}

/// Writes a structured value where a type is declared that is its own or a base of it.
pub(crate) fn object_in_request<T: Structured>(
    value: &T,
    extra: &Extra,
    declared: &str,
) -> Result<RequestJson, JsonError> {
    let type_name = (T::SENDS_TYPE || T::TYPE_NAME != declared).then_some(T::TYPE_NAME);
    write(type_name, T::properties(), fields(value), extra)
}

fn write(
    type_name: Option<&'static str>,
    names: &'static [&'static str],
    fields: Vec<&dyn super::field::Field>,
    extra: &Extra,
) -> Result<RequestJson, JsonError> {
    let mut json = JsonWriter::for_request();
    contents::write(type_name, names, fields, extra, &mut json);
    RequestJson::of(json)
}
