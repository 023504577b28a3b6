use std::{fmt, mem, ops::Range};

use serde::Serialize;

use super::error::JsonError;
use crate::value::codec::Value;

/// Writes values as JSON text.
///
/// The methods return nothing; the first error is returned at the end. `Debug` does not show the text.
#[derive(Default)]
pub struct JsonWriter {
    text: Vec<u8>,
    problem: Option<JsonError>,
    /// Whether the types of values are named that services need.
    names_types: bool,
    /// Where numbers are that `IEEE754Compatible=true` makes strings, if that is recorded.
    wide_numbers: Option<Vec<Range<usize>>>,
}

impl fmt::Debug for JsonWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonWriter")
            .field("text", &format_args!("{} bytes", self.text.len()))
            .field("problem", &self.problem)
            .finish()
    }
}

impl JsonWriter {
    /// Creates a writer for the body of a request.
    pub(crate) fn for_request() -> Self {
        Self { names_types: true, ..Self::recording() }
    }

    /// Creates a writer that records where numbers are that `IEEE754Compatible=true` makes strings.
    pub(crate) fn recording() -> Self {
        Self { wide_numbers: Some(Vec::new()), ..Self::default() }
    }

    /// Returns whether the types of values are named that services need.
    pub(crate) const fn names_types(&self) -> bool {
        self.names_types
    }

    /// Writes a value of another type.
    pub fn write<T: Value>(&mut self, value: &T) {
        value.write(self);
    }

    /// Writes a string.
    pub fn text(&mut self, text: &str) {
        self.serialize(text);
    }

    /// Writes a value as serde_json does.
    pub fn serialize<T: Serialize + ?Sized>(&mut self, value: &T) {
        if let Err(problem) = serde_json::to_writer(&mut self.text, value) {
            self.fail(JsonError::unwritable(problem));
        }
    }

    /// Writes an `Edm.Int64` or `Edm.Decimal`.
    pub(crate) fn wide_number(&mut self, write: impl FnOnce(&mut Self)) {
        let start = self.text.len();
        write(self);
        if let Some(wide) = &mut self.wide_numbers {
            wide.push(start..self.text.len());
        }
    }

    /// Takes what was recorded.
    pub(crate) fn take_wide_numbers(&mut self) -> Vec<Range<usize>> {
        self.wide_numbers.as_mut().map(mem::take).unwrap_or_default()
    }

    /// Writes text that is JSON already.
    pub(crate) fn raw(&mut self, json: &str) {
        self.text.extend_from_slice(json.as_bytes());
    }

    /// Begins an object.
    pub(crate) fn begin_object(&mut self) {
        self.raw("{");
    }

    /// Ends an object.
    pub(crate) fn end_object(&mut self) {
        self.raw("}");
    }

    /// Writes the name of a property and its colon, after a comma if it is not the first of its object.
    pub(crate) fn name(&mut self, name: &str) {
        // Names are identifiers, except for those that a service invented.
        if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'@' || byte == b'.') {
            self.escaped_name(name);
        } else {
            self.comma();
            self.text(name);
            self.raw(":");
        }
    }

    /// Like [`name`](Self::name), for text that is escaped already.
    pub(crate) fn escaped_name(&mut self, name: &str) {
        self.comma();
        self.raw("\"");
        self.raw(name);
        self.raw("\":");
    }

    /// Writes a comma unless an object has just begun.
    fn comma(&mut self) {
        if self.text.last() != Some(&b'{') {
            self.raw(",");
        }
    }

    /// Records an error.
    pub(crate) fn fail(&mut self, problem: JsonError) {
        self.problem.get_or_insert(problem);
    }

    /// Returns the text.
    ///
    /// # Errors
    ///
    /// The first error of a value.
    pub(crate) fn finish(self) -> Result<Vec<u8>, JsonError> {
        self.problem.map_or(Ok(self.text), Err)
    }

    /// Like [`finish`](Self::finish), as a string.
    pub(crate) fn finish_text(self) -> Result<String, JsonError> {
        String::from_utf8(self.finish()?).map_err(JsonError::unwritable)
    }
}
